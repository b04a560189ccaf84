import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findDefinition } from "./find.ts";
import { parseAgentDefinition } from "./parse.ts";
import { matchesTool } from "./tools.ts";

const read = (text: string, path = ".claude/agents/reviewer.md") =>
  parseAgentDefinition(text, path);

describe("an agent definition", () => {
  test("has its settings first", () => {
    const { definition, problems } = read(
      [
        "---",
        "name: code-reviewer",
        "description: Reviews: thoroughly",
        "tools: Read, Grep, Bash(git log, git diff), mcp__memory__*",
        "model: sonnet",
        "priority: High",
        "capabilities: [review, security]",
        "---",
        "",
        "You review.",
      ].join("\n"),
    );
    expect(definition).toEqual({
      name: "code-reviewer",
      description: "Reviews: thoroughly",
      role: null,
      model: "sonnet",
      tools: ["Read", "Grep", "Bash(git log, git diff)", "mcp__memory__*"],
      deniedTools: [],
      priority: "high",
      capabilities: ["review", "security"],
      prompt: "You review.",
    });
    // `a: b: c` is no YAML: it is read line by line, and says so.
    expect(problems).toEqual([expect.objectContaining({ severity: "warning", line: 3 })]);
  });

  test("may give its priority as a number", () => {
    const written = ["0", "1", "P2", "3", "7", "12", "-1"];
    const made = written.map((one) => read(`---\nname: a\npriority: ${one}\n---\nx`));
    const read5 = ["critical", "high", "medium", "low", "low"];
    expect(made.map(({ definition }) => definition.priority)).toEqual([...read5, null, null]);
    expect(made.map(({ problems }) => problems.length)).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });

  test("may have them after a heading, or not at all", () => {
    const after = read("# Architect Agent\n\n---\nname: architect\ntools: Read, LS\n---\n\nPlan.");
    expect(after.definition).toMatchObject({ name: "architect", tools: ["Read", "LS"] });
    expect(after.definition.prompt).toBe("# Architect Agent\n\n\nPlan.");
    const none = read("# Writer\n\nWrite.\n\n---\n\nAnd more.", "agents/tech writer.md");
    expect(none.definition).toMatchObject({ name: "tech-writer", tools: null, model: null });
    expect(none.definition.prompt).toContain("And more.");
    expect(none.problems).toEqual([]);
  });

  test("of opencode says what it may not do", () => {
    const { definition } = read(
      "---\ndescription: d\nmode: subagent\nmodel: anthropic/claude-x\ntools:\n  bash: false\n  read: true\npermission:\n  edit: deny\n  webfetch: ask\n---\nGo.",
      ".opencode/agent/plan.md",
    );
    expect(definition).toMatchObject({
      name: "plan",
      model: "anthropic/claude-x",
      tools: null,
      deniedTools: ["bash", "edit"],
    });
  });

  test("of Codex is TOML", () => {
    const { definition, problems } = read(
      'name = "explorer"\ndescription = "Looks \\"around\\""\nmodel = "gpt-x" # fast\nnonsense\ntools = [\n  "shell",\n  "mcp__docs__*",\n]\ndeveloper_instructions = """\nFirst.\nSecond."""\n[mcp_servers.x]\nname = "other"\n',
      ".codex/agents/explorer.toml",
    );
    expect(definition).toMatchObject({
      name: "explorer",
      description: 'Looks "around"',
      model: "gpt-x",
      tools: ["shell", "mcp__docs__*"],
      prompt: "First.\nSecond.",
    });
    expect(problems).toEqual([expect.objectContaining({ line: 4 })]);
  });

  test("puts nothing on a command line that could be an option", () => {
    const { definition, problems } = read(
      '---\nname: "-x"\nmodel: --dangerously\ntools: [Read, "--add-dir /", "Bash; rm"]\n---\nx',
    );
    expect(definition).toMatchObject({ name: "reviewer", model: null, tools: ["Read"] });
    expect(problems.length).toBe(4);
  });

  test("that inherits its model or may use everything has none and no list", () => {
    const { definition } = read("---\nmodel: inherit\ntools: '*'\n---\nx");
    expect(definition).toMatchObject({ model: null, tools: null });
  });

  test("is read whatever stands there", () => {
    const piece = fc.constantFrom(
      "---",
      "\n",
      "name: a",
      "tools:",
      " - b",
      "# x",
      "*a",
      "&a",
      ": ",
      '"',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
        for (const path of ["a.md", "a.toml"]) {
          const { definition } = read(pieces.join(""), path);
          expect(definition.name).toMatch(/^[A-Za-z]/);
          for (const tool of definition.tools ?? []) expect(tool).not.toMatch(/^-/);
        }
      }),
    );
  });
});

test("a tool is allowed by its name, a rule about it, or a wildcard, and denied first", () => {
  const may = (
    tools: readonly string[] | null,
    tool: string,
    deniedTools: readonly string[] = [],
  ) => matchesTool({ tools, deniedTools }, tool);
  expect(may(null, "Bash")).toBe(true);
  expect(may([], "Bash")).toBe(false);
  expect(may(["Bash(git *)"], "Bash")).toBe(true);
  expect(may(["mcp__memory__*"], "mcp__memory__store")).toBe(true);
  expect(may(["mcp__memory"], "mcp__memory__store")).toBe(true);
  expect(may(["mcp__memory"], "mcp__memory2__store")).toBe(false);
  expect(may(["mcp__*__read*"], "mcp__a__b__read_it")).toBe(true);
  expect(may(["a*b*c"], "abbc")).toBe(true);
  expect(may(["ab*ba"], "aba")).toBe(false);
  expect(may(null, "Bash", ["Bash"])).toBe(false);
  expect(may(["Bash"], "Bash", ["Bash(rm *)"])).toBe(true);
});

const folder = fileURLToPath(new URL("../../../../shared/fixtures/agents", import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.warn("real agent definitions are not here: their tests are skipped");

describe.skipIf(!isThere)("real agent definitions", () => {
  test("are all read, with their names, tools and models", () => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".md"),
    );
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      const text = readFileSync(`${folder}/${file}`, "utf8");
      const { definition } = read(text, file);
      const written = (key: string) =>
        new RegExp(`^(?:#[^\\n]*\\n+)?---\\n[^]*?^${key}: *(.+)$[^]*?^---$`, "m").exec(
          text.replace(/\r/g, ""),
        )?.[1];
      const isFirst = /^(?:#[^\n]*\n+)?---\n/.test(text);
      expect(definition.prompt.length, file).toBeGreaterThan(50);
      if (!isFirst) continue;
      expect(definition.name, file).toBe(written("name")?.trim());
      if (written("model") !== undefined)
        expect(definition.model, file).toMatch(/^(?:sonnet|haiku|opus)/);
      if (written("tools") !== undefined) expect(definition.tools?.length, file).toBeGreaterThan(1);
    }
  });
});

test("a role is defined by the first file of its name, and a name that is a path by none", () => {
  const files = new Map([
    [".claude/agents/coder.md", "---\nname: coder\n---\nClaude's."],
    [".codex/agents/coder.toml", 'prompt = "Codex\'s."'],
    ["../secret.md", "x"],
  ]);
  const find = (role: string) => findDefinition(role, (path) => files.get(path) ?? null);
  expect(find("coder")).toMatchObject({
    path: ".claude/agents/coder.md",
    definition: { prompt: "Claude's." },
  });
  files.delete(".claude/agents/coder.md");
  expect(find("coder")?.definition.prompt).toBe("Codex's.");
  expect(find("tester")).toBeNull();
  expect(find("../../../secret")).toBeNull();
});
