import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { checkDefinition } from "./check.ts";
import { findDefinition } from "./find.ts";
import type { AgentWish } from "./generate.ts";
import { generateDefinition } from "./generate.ts";
import { parseAgentDefinition } from "./parse.ts";
import {
  activateDefinition,
  archiveDefinition,
  listDefinitions,
  readTemplate,
  writeDefinition,
} from "./store.ts";

const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function folder(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "definitions-"));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function builder(language: string, more: { framework?: string; testCommand?: string } = {}) {
  const { framework = null, testCommand = null } = more;
  return { kind: "builder", language, framework, testCommand } as const;
}

function generate(wish: AgentWish, name?: string) {
  const { text, ...made } = generateDefinition(wish, readTemplate(folder(), wish.kind), name);
  return { ...made, ...parseAgentDefinition(text, `${made.name}.md`) };
}

function stored(root: string, name: string, state = "active") {
  const found = listDefinitions(root).find((each) => each.name === name && each.state === state);
  if (found === undefined) throw new Error(`there is no ${state} ${name}`);
  return found;
}

test("a builder knows its language, its framework and how its work is checked", () => {
  const made = generate(builder("rust", { framework: "tokio", testCommand: "cargo test --all" }));
  expect(made.name).toBe("rust-builder");
  expect(made.definition).toMatchObject({
    description: "Builds and tests in rust with tokio",
    capabilities: ["rust", "tokio", "implementation", "testing"],
    priority: "medium",
    model: null,
  });
  expect(made.definition.prompt).toContain("cargo test --all");
  expect(generate(builder("Go")).definition.prompt).toContain("go test ./...");
  const names = ["C", "C++", "C#", "Objective-C"].map((one) => generate(builder(one)).name);
  expect(names).toEqual(["c-builder", "cpp-builder", "csharp-builder", "objective-c-builder"]);
});

test("specialists, optimizers and agents of a description are named after what they do", () => {
  const wish = {
    kind: "specialist",
    subject: "api",
    domain: "design",
    focus: "contracts",
  } as const;
  expect(generate(wish)).toMatchObject({
    name: "api-specialist",
    definition: { capabilities: ["api", "design", "contracts"] },
  });
  expect(generate({ kind: "optimizer", task: "perf" }).name).toBe("perf-optimizer");
  const custom = {
    kind: "custom",
    description: "database migration specialist",
    tools: "Read,Edit,Bash(git log, git diff),mcp__db__*",
    focus: "schema changes",
  } as const;
  expect(generate(custom)).toMatchObject({
    name: "database-migration-specialist",
    definition: { tools: ["Read", "Edit", "Bash(git log, git diff)", "mcp__db__*"] },
  });
});

test("what cannot be made is refused by name", () => {
  expect(() => generate(builder("  "))).toThrow("a language has to be a text");
  expect(() => generate(builder("日本語"))).toThrow("no agent can be called");
  expect(generate(builder("日本語"), "nihongo").name).toBe("nihongo");
  expect(() => generate(builder("rust"), "../../escape")).toThrow("no agent can be called");
  const custom = { kind: "custom", description: "x", focus: null } as const;
  expect(() => generate({ ...custom, tools: "Read,--add-dir /" })).toThrow(
    "not the name of a tool",
  );
  expect(() => generate({ ...custom, tools: "," })).toThrow("--tools names none");
});

test("no value can change the settings, end them or be filled in again", () => {
  const template = readTemplate(folder(), "specialist");
  const piece = fc.constantFrom("---", "\n", '"', "tools: Bash", "{{name}}", "\\", "#", "$&", ": ");
  const text = fc.array(fc.oneof(piece, fc.string()), { maxLength: 8 }).map((all) => all.join(""));
  fc.assert(
    fc.property(text, text, (domain, focus) => {
      const wish = { kind: "specialist", subject: "api", domain, focus } as const;
      let made: string;
      try {
        made = generateDefinition(wish, template).text;
      } catch (error) {
        expect(String(error)).toMatch(/has to be a text/);
        return;
      }
      const { definition, problems } = parseAgentDefinition(made, "api-specialist.md");
      expect(problems).toEqual([]);
      expect(definition).toMatchObject({
        name: "api-specialist",
        deniedTools: [],
        priority: "medium",
      });
      expect(definition.tools).toContain("Read");
      expect(definition.description).toContain(focus.replace(/\s+/g, " ").trim());
    }),
  );
});

test("a template of the repository takes the place of the shipped one, and is told its faults", () => {
  const path = ".orchestrator/agent-kinds/optimizer.md";
  const wish = { kind: "optimizer", task: "startup" } as const;
  const made = (text: string) =>
    generateDefinition(wish, readTemplate(folder({ [path]: text }), "optimizer")).text;
  expect(made("---\r\nname: {{ name }}\r\n---\r\nFaster {{task}}.")).toBe(
    '---\nname: "startup-optimizer"\n---\nFaster startup.',
  );
  expect(() => made("---\nname: {{name}}\n---\n{{taks}}")).toThrow("there is no {{taks}}");
  expect(() => made("---\nname: {{name}}\n---\n{{constructor}}")).toThrow("{{constructor}}");
  expect(() => made("---\nname: other\n---\nx")).toThrow("its settings have no name");
  expect(() => made("no settings")).toThrow("does not begin with settings");
});

test("a definition is written, found, put aside and brought back, and never lost", () => {
  const root = folder({ ".claude/agents/theirs.md": "---\nname: theirs\n---\nTheirs." });
  const path = writeDefinition(root, "mine", "One.", false);
  const find = (role: string) =>
    findDefinition(role, (file) => {
      try {
        return readFileSync(join(root, file), "utf8");
      } catch {
        return null;
      }
    });
  expect(find("mine")).toMatchObject({ path, definition: { prompt: "One." } });
  expect(() => writeDefinition(root, "mine", "Two.", false)).toThrow("is there already");
  expect(() => writeDefinition(root, "theirs", "Two.", false)).toThrow(".claude/agents/theirs.md");
  expect(() => archiveDefinition(root, stored(root, "theirs"), true)).toThrow("not ours to move");

  archiveDefinition(root, stored(root, "mine"), false);
  expect(find("mine")).toBeNull();
  writeDefinition(root, "mine", "Two.", false);
  expect(() => archiveDefinition(root, stored(root, "mine"), false)).toThrow("is there already");
  expect(() => activateDefinition(root, stored(root, "mine", "archived"), false)).toThrow(
    "already",
  );
  expect(stored(root, "mine").text + stored(root, "mine", "archived").text).toBe("Two.One.");
  activateDefinition(root, stored(root, "mine", "archived"), true);
  expect(find("mine")?.definition.prompt).toBe("One.");
  expect(listDefinitions(root).filter(({ state }) => state === "archived")).toEqual([]);

  writeDefinition(root, "theirs", "Ours.", true);
  expect(stored(root, "theirs").hidden).toEqual([".claude/agents/theirs.md"]);
});

test("a move that was cut off between copy and original is simply done again", () => {
  const both = { ".orchestrator/agents/a.md": "A.", ".orchestrator/agents/archived/a.md": "A." };
  const forth = folder(both);
  archiveDefinition(forth, stored(forth, "a"), false);
  expect(listDefinitions(forth).filter(({ name }) => name === "a")).toHaveLength(1);
  const back = folder(both);
  activateDefinition(back, stored(back, "a", "archived"), false);
  expect(stored(back, "a").text).toBe("A.");
});

test("core agents are there without any file, give way to one, and come back", () => {
  const root = folder();
  const core = listDefinitions(root);
  expect(core.map(({ name, state }) => `${name} ${state}`)).toEqual(
    [
      "architect",
      "code-reviewer",
      "coder",
      "doc-scribe",
      "project-manager",
      "security-scout",
      "tech-lead",
      "validator-test-runner",
    ].map((name) => `${name} core`),
  );
  expect(core.flatMap(checkDefinition)).toEqual([]);
  expect(() => archiveDefinition(root, stored(root, "coder", "core"), true)).toThrow("always");
  activateDefinition(root, stored(root, "coder", "core"), false);
  expect(stored(root, "coder").path).toBe(".orchestrator/agents/coder.md");
  archiveDefinition(root, stored(root, "coder"), false);
  expect(stored(root, "coder", "core").name).toBe("coder");
});

test("a link that a repository contains leads nothing out of it", () => {
  const outside = folder();
  const root = folder({ ".orchestrator/x": "" });
  symlinkSync(outside, join(root, ".orchestrator/agents"));
  expect(() => writeDefinition(root, "mine", "One.", true)).toThrow("not a directory");
  expect(listDefinitions(outside).every(({ state }) => state === "core")).toBe(true);
});

test("a definition is held against tools, servers, model, name and what it hides", () => {
  const text = [
    "---",
    "name: other",
    "model: unheard-of",
    "priority: soon",
    "tools: read, Bash(git *), Web*, Raed, mcp__db__*, mcp__, mcp_db_read, --x",
    "---",
    "x",
  ].join("\n");
  const root = folder({ ".claude/agents/a.md": text, ".opencode/agent/a.md": "y" });
  const findings = checkDefinition(stored(root, "a"));
  expect(findings.map(({ severity, line, message }) => `${severity} ${line} ${message}`)).toEqual([
    'error 5 "--x" is not the name of a tool',
    "error 4 there is no priority called soon",
    "warning 0 no program is known to have a tool called Raed",
    "error 0 mcp__ is no tool of a server: mcp__server__tool, also with *",
    "error 0 mcp_db_read is no tool of a server: mcp__server__tool, also with *",
    "warning 0 unheard-of is not in our table: what it costs is unknown",
    "warning 0 it calls itself other; its file's name makes it a",
    "warning 0 because of it .opencode/agent/a.md does not count",
  ]);
});
