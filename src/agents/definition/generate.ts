import { OrchestratorError } from "../../model/index.ts";
import { ROLE } from "./find.ts";
import { parseAgentDefinition } from "./parse.ts";

/** What a definition is made for; the kind names its template. */
export type AgentWish =
  | {
      readonly kind: "builder";
      readonly language: string;
      readonly framework: string | null;
      readonly testCommand: string | null;
    }
  | {
      readonly kind: "specialist";
      readonly subject: string;
      readonly domain: string | null;
      readonly focus: string | null;
    }
  | { readonly kind: "optimizer"; readonly task: string }
  | {
      readonly kind: "custom";
      readonly description: string;
      readonly tools: string | null;
      readonly focus: string | null;
    };

export interface GeneratedDefinition {
  readonly name: string;
  readonly text: string;
}

/** `file` names the template where it is wrong. */
export interface Template {
  readonly text: string;
  readonly file: string;
}

const VALUE_CHARS_MAX = 500;
const NAME_CHARS_MAX = 50;
const TOOLS = "Read, Grep, Glob, Edit, MultiEdit, Write, Bash";

/** How a language's projects are usually checked. */
const TEST_COMMANDS: ReadonlyMap<string, string> = new Map([
  ["c", "make test"],
  ["cpp", "ctest"],
  ["csharp", "dotnet test"],
  ["dart", "dart test"],
  ["elixir", "mix test"],
  ["fsharp", "dotnet test"],
  ["go", "go test ./..."],
  ["haskell", "cabal test"],
  ["java", "mvn test"],
  ["javascript", "npm test"],
  ["kotlin", "gradle test"],
  ["php", "composer test"],
  ["python", "pytest"],
  ["ruby", "bundle exec rake test"],
  ["rust", "cargo test"],
  ["scala", "sbt test"],
  ["swift", "swift test"],
  ["typescript", "npm test"],
  ["zig", "zig build test"],
]);

/**
 * A definition made of a template. In its settings every value is quoted, in its text it stands as
 * it is, on one line. `name`: what it shall be called instead.
 * @throws OrchestratorError `usage` for a wish nothing can be made of, `bad-config` for a template
 */
export function generateDefinition(
  wish: AgentWish,
  template: Template,
  name: string | null = null,
): GeneratedDefinition {
  const made = valuesOf(wish);
  const called = name ?? made.name;
  if (called === null || !ROLE.test(called)) {
    const what = called === null ? "nothing in it makes a name" : JSON.stringify(called);
    throw new OrchestratorError("usage", `no agent can be called so: ${what}`, {
      hint: "Name it with --name: a letter first, then letters, digits and hyphens, 64 at most.",
    });
  }
  checkTools(made.values.tools);
  const text = fill(template, { ...made.values, name: called });
  const { definition, problems } = parseAgentDefinition(text, `${called}.md`);
  const [problem] = problems;
  if (problem !== undefined || definition.name !== called) {
    throw badTemplate(template, problem?.message ?? "its settings have no name: {{name}}");
  }
  return { name: called, text };
}

interface Values {
  readonly description: string;
  readonly tools: string;
  readonly capabilities: string;
  readonly [value: string]: string;
}

function valuesOf(wish: AgentWish): { readonly name: string | null; readonly values: Values } {
  switch (wish.kind) {
    case "builder": {
      const language = oneLine("a language", wish.language);
      const id = idOf(language);
      const framework = optional("--framework", wish.framework);
      const stack = framework === null ? language : `${language} with ${framework}`;
      const known = optional("--test-command", wish.testCommand) ?? TEST_COMMANDS.get(id);
      const values = {
        description: `Builds and tests in ${stack}`,
        tools: TOOLS,
        capabilities: listOf(language, framework, "implementation", "testing"),
        language,
        framework: framework ?? "",
        stack,
        test_command: known ?? "what this repository has for it",
      };
      return { name: named(id, "builder"), values };
    }
    case "specialist": {
      const subject = oneLine("a subject", wish.subject);
      const domain = optional("--domain", wish.domain) ?? subject;
      const focus = optional("--focus", wish.focus) ?? domain;
      const values = {
        description: `Specialist for ${subject}: ${domain}, above all ${focus}`,
        tools: TOOLS,
        capabilities: listOf(subject, domain, focus),
        subject,
        domain,
        focus,
      };
      return { name: named(idOf(subject), "specialist"), values };
    }
    case "optimizer": {
      const task = oneLine("a task", wish.task);
      const values = {
        description: `Makes ${task} better, measurably`,
        tools: TOOLS,
        capabilities: listOf(task, "optimization"),
        task,
      };
      return { name: named(idOf(task), "optimizer"), values };
    }
    case "custom": {
      const description = oneLine("a description", wish.description);
      const focus = optional("--focus", wish.focus) ?? description;
      const values = {
        description,
        tools: optional("--tools", wish.tools) ?? TOOLS,
        capabilities: listOf(focus),
        focus,
      };
      return { name: named(idOf(description), null), values };
    }
  }
}

function optional(what: string, value: string | null): string | null {
  return value === null ? null : oneLine(what, value);
}

/** A value can end neither the settings nor a line. */
function oneLine(what: string, value: string): string {
  const line = value.replace(/\s+/g, " ").trim();
  if (line === "" || line.length > VALUE_CHARS_MAX || /\p{Cc}/u.test(line)) {
    throw new OrchestratorError("usage", `${what} has to be a text, and this is none`, {
      hint: `Between 1 and ${VALUE_CHARS_MAX} characters, without control characters.`,
    });
  }
  return line;
}

/** `C++` and `C#` are languages of their own, not C. */
function idOf(text: string): string {
  const words = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\b([cf])#/g, "$1sharp")
    .replaceAll("c++", "cpp")
    .replaceAll(/\p{M}/gu, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const kept: string[] = [];
  for (const word of words) {
    if ([...kept, word].join("-").length > NAME_CHARS_MAX) break;
    kept.push(word);
  }
  return kept.join("-");
}

/** Null where nothing of the text can stand in a name. */
function named(id: string, kind: string | null): string | null {
  if (id === "") return null;
  return kind === null || id === kind || id.endsWith(`-${kind}`) ? id : `${id}-${kind}`;
}

/** As the settings have it: a comma is what parts two of them. */
function listOf(...values: readonly (string | null)[]): string {
  const written = values.filter((value) => value !== null).map((value) => value.toLowerCase());
  const each = written.flatMap((value) => value.split(",")).map((value) => value.trim());
  return [...new Set(each.filter((value) => value !== ""))].join(", ");
}

function checkTools(tools: string): void {
  const { definition, problems } = parseAgentDefinition(settings({ tools }), "tools.md");
  const [problem] = problems;
  if (problem === undefined && definition.tools?.length !== 0) return;
  throw new OrchestratorError("usage", problem?.message ?? "--tools names none", {
    hint: "Names with commas between them: Read,Edit,Bash(git *),mcp__server__*",
  });
}

function settings(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return ["---", ...lines, "---", "x"].join("\n");
}

/** Once over the template: what a value holds is never filled in again. */
function fill(template: Template, values: Readonly<Record<string, string>>): string {
  const text = template.text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const end = /^---\n[^]*?\n---\n/.exec(text)?.[0].length;
  if (end === undefined) throw badTemplate(template, "it does not begin with settings");
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_whole, key: string, at: number) => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined) {
      throw badTemplate(
        template,
        `there is no {{${key}}}; there is ${Object.keys(values).join(", ")}`,
      );
    }
    return at < end ? JSON.stringify(value) : value;
  });
}

function badTemplate({ file }: Template, message: string): OrchestratorError {
  return new OrchestratorError("bad-config", `${file}: ${message}`, {
    hint: "docs/agents.md says what a template is made of.",
  });
}
