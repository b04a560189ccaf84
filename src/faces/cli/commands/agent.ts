import type { Command } from "commander";
import type { AgentWish, StoredDefinition } from "../../../daemon/index.ts";
import {
  activateDefinition,
  archiveDefinition,
  checkDefinition,
  excludeOurFiles,
  generateDefinition,
  listDefinitions,
  readTemplate,
  writeDefinition,
} from "../../../daemon/index.ts";
import { EXIT, OrchestratorError } from "../../../model/index.ts";
import { safeBlock, safeText } from "../../text/safe.ts";
import { alignRows } from "../../text/width.ts";
import { commandLine, count, nearest } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face, On } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";

interface MakeOptions {
  readonly name?: string;
  readonly force?: boolean;
}

interface ListOptions {
  readonly active?: boolean;
  readonly archived?: boolean;
}

export const agent: Face = (command, on) => {
  command.action(on((context) => list(context, {})));
  generating(command, on);
  command
    .command("list")
    .description("what describes each role, and what is archived")
    .option("--active", "only what counts, shipped ones too")
    .option("--archived", "only what is archived")
    .action(on((context, options: ListOptions) => list(context, options)));
  command
    .command("show")
    .description("a definition as its file has it")
    .argument("<name>", "of its file")
    .action(on((context, name: string) => show(context, name)));
  command
    .command("validate")
    .description("check tools, model, priority, name and settings")
    .argument("[names...]", "without any, all that count")
    .action(on((context, names: readonly string[]) => validate(context, names)));
  command
    .command("archive")
    .description("put a definition of ours aside")
    .argument("<name>", "of its file")
    .option("--force", "replace what is archived under this name")
    .action(
      on((context, name: string, options: MakeOptions) =>
        shift(context, "archive", name, options.force === true),
      ),
    );
  command
    .command("activate")
    .description("bring an archived one back, or make a shipped one yours")
    .argument("<name>", "of its file")
    .option("--force", "replace what describes the role now")
    .action(
      on((context, name: string, options: MakeOptions) =>
        shift(context, "activate", name, options.force === true),
      ),
    );
};

function generating(command: Command, on: On): void {
  const generate = command.command("generate").description("make a definition of a template");
  const making = (parent: Command, usage: string, description: string): Command =>
    parent
      .command(usage)
      .description(description)
      .option("--name <name>", "what it is called instead")
      .option("--force", "replace a definition of this name");
  making(generate, "builder", "who builds in a language")
    .argument("<language>", "rust, say")
    .option("--framework <name>", "what it builds with")
    .option("--test-command <line>", "how its work is checked")
    .action(
      on(
        (
          context,
          language: string,
          options: MakeOptions & { framework?: string; testCommand?: string },
        ) => {
          const { framework = null, testCommand = null } = options;
          return make(context, { kind: "builder", language, framework, testCommand }, options);
        },
      ),
    );
  making(generate, "specialist", "who knows one field")
    .argument("<subject>", "api, say")
    .option("--domain <field>", "the field it belongs to")
    .option("--focus <what>", "what it looks at first")
    .action(
      on((context, subject: string, options: MakeOptions & { domain?: string; focus?: string }) => {
        const { domain = null, focus = null } = options;
        return make(context, { kind: "specialist", subject, domain, focus }, options);
      }),
    );
  making(generate, "optimizer", "who makes one thing better, measurably")
    .argument("<task>", "startup, say")
    .action(
      on((context, task: string, options: MakeOptions) =>
        make(context, { kind: "optimizer", task }, options),
      ),
    );
  making(command, "create", "make a definition of a description")
    .argument("<description>", "in a few words")
    .option("--tools <names>", "all it may use, with commas between them")
    .option("--focus <what>", "what it looks at first")
    .action(
      on(
        (
          context,
          description: string,
          options: MakeOptions & { tools?: string; focus?: string },
        ) => {
          const { tools = null, focus = null } = options;
          return make(context, { kind: "custom", description, tools, focus }, options);
        },
      ),
    );
}

/** Where definitions are looked for when an agent is started: in the target's checkout. */
function rootOf(context: Context): string {
  return targetIn(context, workplaceOf(context)).path;
}

function make(context: Context, wish: AgentWish, options: MakeOptions): Answer {
  const root = rootOf(context);
  const template = readTemplate(root, wish.kind);
  const { name, text } = generateDefinition(wish, template, options.name ?? null);
  excludeOurFiles(workplaceOf(context));
  writeDefinition(root, name, text, options.force === true);
  return told(root, name, "active", "Written");
}

function shift(
  context: Context,
  act: "archive" | "activate",
  typed: string,
  force: boolean,
): Answer {
  const root = rootOf(context);
  const all = listDefinitions(root);
  const states = act === "archive" ? ["active", "core"] : ["archived", "core"];
  // Archived ones come last in the list, and here before shipped ones of the same name.
  const able = all.filter(({ state }) => states.includes(state)).reverse();
  const found = find(able, typed, all);
  if (act === "archive") {
    archiveDefinition(root, found, force);
    return told(root, found.name, "archived", "Archived");
  }
  excludeOurFiles(workplaceOf(context));
  activateDefinition(root, found, force);
  return told(root, found.name, "active", "Active");
}

/** The first of that name; spelling is forgiven. */
function find(
  among: readonly StoredDefinition[],
  typed: string,
  all: readonly StoredDefinition[] = among,
): StoredDefinition {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const exact = among.find(({ name }) => name === typed);
  const found = exact ?? among.find(({ name }) => plain(name) === plain(typed));
  if (found !== undefined) return found;
  const other = all.find(({ name }) => plain(name) === plain(typed));
  if (other !== undefined) {
    throw new OrchestratorError("illegal-transition", `${other.name} is ${other.state}`, {
      hint: "orchestrator agent list says what there is.",
    });
  }
  const names = [...new Set(all.map(({ name }) => name))];
  const close = nearest(typed, names);
  throw new OrchestratorError("not-found", `no definition is called ${JSON.stringify(typed)}`, {
    hint: `There is ${(close.length > 0 ? close : names).join(", ") || "none yet"}.`,
  });
}

function told(root: string, name: string, state: StoredDefinition["state"], what: string): Answer {
  const all = listDefinitions(root);
  const found = find(
    all.filter((each) => each.name === name && each.state === state),
    name,
    all,
  );
  return {
    schema: "agent",
    data: dataOf(found),
    text: `${what}: ${safeText(found.path)}`,
    next: state === "active" ? [commandLine("orchestrator agent show", name)] : [],
  };
}

function dataOf(found: StoredDefinition): Readonly<Record<string, unknown>> {
  const { name, state, path, definition } = found;
  const { name: _own, prompt, ...settings } = definition;
  return { name, state, path, ...settings, prompt };
}

function list(context: Context, options: ListOptions): Answer {
  const isAll = (options.active === true) === (options.archived === true);
  const agents = listDefinitions(rootOf(context)).filter(
    ({ state }) => isAll || (state === "archived") === (options.archived === true),
  );
  const rows = agents.map(({ name, state, path, definition }) => [
    name,
    state,
    safeText(state === "core" ? "shipped" : path),
    safeText(definition.description ?? ""),
  ]);
  const data = agents.map((found) => {
    const { prompt: _text, ...rest } = dataOf(found);
    return { ...rest, promptChars: found.definition.prompt.length };
  });
  return {
    schema: "agent-list",
    data: { agents: data },
    text: rows.length === 0 ? "None." : alignRows(rows).join("\n"),
  };
}

function show(context: Context, typed: string): Answer {
  const found = find(listDefinitions(rootOf(context)), typed);
  return { schema: "agent", data: dataOf(found), text: safeBlock(found.text.trimEnd()) };
}

function validate(context: Context, names: readonly string[]): Answer {
  const all = listDefinitions(rootOf(context));
  const counting = all.filter(({ state }) => state !== "archived");
  const chosen = names.length === 0 ? counting : names.map((name) => find(counting, name, all));
  const findings = chosen.flatMap(checkDefinition);
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const lines = findings.map(
    ({ path, line, severity, message }) =>
      `${safeText(path)}:${Math.max(1, line)}: ${severity}: ${safeText(message)}`,
  );
  const warnings = count(findings.length - errors, "warning");
  const summary = `${count(chosen.length, "definition")}, ${count(errors, "error")}, ${warnings}`;
  const answer: Answer = {
    schema: "agent-validate",
    data: { names: chosen.map(({ name }) => name), findings },
    text: [...lines, summary].join("\n"),
  };
  if (errors === 0) return answer;
  const message = `definitions of agents have ${count(errors, "error")}`;
  return { ...answer, exit: EXIT.precondition, failure: { code: "bad-config", message } };
}
