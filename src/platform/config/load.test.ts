import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { caught } from "../../model/caught.fixture.ts";
import { load, put, repository, root, self, top, user } from "./load.fixture.ts";
import { loadConfig } from "./load.ts";
import { commandsOf } from "./requests.ts";

describe("settings without any file", () => {
  it("gives defaults, asks for no trust and names no source", () => {
    const config = load();
    expect(config).toMatchObject({
      root,
      source: null,
      concurrency: 3,
      sandbox: "auto",
      defaultTarget: "self",
      agents: {},
      warnings: [],
    });
    expect(config.timeouts.totalMs).toBe(1_800_000);
    expect(commandsOf(config)).toEqual([]);
    expect(config.names["coder"]).toContain("Aria");
  });

  it("finds the roadmap where projects keep it and says when two could be meant", () => {
    put(join(root, "docs", "roadmap", "ROADMAP.md"), "# Roadmap\n");
    expect(self(load()).roadmap).toBe("docs/roadmap/ROADMAP.md");
    put(join(root, "plans", "roadmap.md"), "# Roadmap\n");
    const config = load();
    expect(self(config).roadmap).toBe("plans/roadmap.md");
    expect(config.warnings.join()).toContain("docs/roadmap/ROADMAP.md could be meant");
  });

  it("reads another tool's work where there is no roadmap, and by what a path holds", () => {
    put(join(root, ".kiro", "specs", "x", "tasks.md"), "- [ ] 1. a\n");
    expect(self(load())).toMatchObject({ roadmap: ".kiro/specs", source: { kind: "kiro" } });
    put(join(root, "work", "001-a", "tasks.md"), "- [ ] T001 a\n");
    put(join(root, "orchestrator.yaml"), "roadmap: work\n");
    expect(self(load()).source).toEqual({ kind: "spec-kit" });
    put(join(root, "plans", "roadmap.md"), "# Roadmap\n");
    put(join(root, "orchestrator.yaml"), "source: { kind: github, repository: o/n }\n");
    expect(self(load())).toMatchObject({ roadmap: "github:o/n", source: { repository: "o/n" } });
    expect(load().repositoryCommands.join()).toContain("issues of o/n are read and closed");
    expect(self(load({ roadmap: "plans/roadmap.md" })).source).toEqual({ kind: "markdown" });
    put(join(root, "orchestrator.yaml"), "source: github\n");
    expect(caught(load).message).toContain("repository is missing");
  });

  it("reads AGENTS.md as the conventions when it is there", () => {
    put(join(root, "AGENTS.md"), "Be kind.\n");
    expect(self(load()).conventions).toEqual(["AGENTS.md"]);
  });
});

describe("orchestrator.yaml", () => {
  it("accepts the smallest file of the contract", () => {
    repository(
      "roadmap: plans/roadmap.md\nagents:\n  default: { adapter: claude-code }\n" +
        "gates:\n  - { name: tests, run: npm test }\nconcurrency: 3\n",
    );
    const config = load();
    expect(config.source).toBe(join(root, "orchestrator.yaml"));
    expect(config.agents["default"]?.adapter).toBe("claude-code");
    expect(self(config).gates).toMatchObject([
      { name: "tests", check: { kind: "command", run: "npm test" }, cwd: ".", flakyRetries: 0 },
    ]);
    expect(commandsOf(config)).toEqual(["agent default: claude-code", "gate tests: npm test"]);
  });

  it("reads shorthands, durations, shares and several units", () => {
    repository(
      [
        "gates:",
        "  - npm test",
        "  - npm test",
        "  - git-clean",
        "  - { name: e2e, run: make e2e, timeout: 1h30m, flaky: true, only: 'src/**', env: { PORT: 3000 } }",
        "setup: npm ci",
        "agents: { default: { run: ./agent.sh, env_allow: API_KEY } }",
        "timeouts: { total: 1800, idle: 1.5h, startup: 500ms }",
        "overlap: 30%",
        "conventions: HOUSE.md",
        "gates_note:",
      ].join("\n"),
    );
    const config = load();
    const gates = self(config).gates;
    expect(gates.map((gate) => gate.name)).toEqual([
      "npm test",
      "npm test (2)",
      "git-clean",
      "e2e",
    ]);
    expect(gates[2]?.check).toEqual({ kind: "git-clean" });
    expect(gates[3]).toMatchObject({
      timeoutMs: 5_400_000,
      flakyRetries: 1,
      onlyPaths: ["src/**"],
      env: { PORT: "3000" },
    });
    expect(self(config).setup).toMatchObject([{ run: "npm ci", cacheKey: [] }]);
    expect(config.agents["default"]).toMatchObject({ adapter: "command", envAllow: ["API_KEY"] });
    expect(config.timeouts).toMatchObject({
      totalMs: 1_800_000,
      idleMs: 5_400_000,
      startupMs: 500,
    });
    expect(config.overlapMax).toBe(0.3);
    expect(commandsOf(config)).toContain("agent default: ./agent.sh (sees API_KEY)");
  });

  it("keeps what a repository says of an agent's models from what is the user's to say", () => {
    const agents = {
      named: "{ run: x, providers: [openai] }",
      past: "{ run: x, providers: [] }",
      led: "{ adapter: claude-code, env: { ANTHROPIC_BASE_URL: http://near } }",
    };
    const lines = Object.entries(agents).map(([name, text]) => `  ${name}: ${text}`);
    repository(`agents:\n${lines.join("\n")}\n`);
    user("agents:\n  own: { run: x, providers: [] }\n");
    const config = load();
    expect(config.agents["named"]?.providers).toEqual(["openai"]);
    expect(config.agents["past"]?.providers).toBeUndefined();
    expect(config.agents["past"]?.isUsers).toBeUndefined();
    expect(config.agents["own"]).toMatchObject({ providers: [], isUsers: true });
    expect(config.warnings.join()).toContain("agents.past.providers");
    expect(commandsOf(config)).toContain("agent named: x (asks openai with your key)");
    expect(commandsOf(config)).toContain(
      "agent led: claude-code (ANTHROPIC_BASE_URL is http://near)",
    );
    repository("agents: { default: { adapter: codex, providers: [openai] } }");
    expect(caught(load).message).toContain("agents.default.providers");
  });

  it("names file, line, key and what is allowed, for every mistake at once", () => {
    repository("# note\nconcurrency: 0\nsandbox: of\ngates:\n  - run: x\n    timeout: soon\n");
    const error = caught(load);
    expect(error.code).toBe("bad-config");
    expect(error.exitCode).toBe(3);
    expect(error.message).toContain("orchestrator.yaml:2: concurrency: 0 is too small; at least 1");
    expect(error.message).toContain('orchestrator.yaml:3: sandbox.mode: "of" is not allowed');
    expect(error.message).toContain('did you mean "off"');
    expect(error.message).toContain(
      'orchestrator.yaml:6: gates[0].timeout: "soon" is not a duration',
    );
  });

  it.each([
    ["broken syntax", "a: [\n", "orchestrator.yaml:2"],
    ["a key given twice", "roadmap: a\nroadmap: b\n", "orchestrator.yaml:2"],
    ["a second document", "roadmap: a\n---\nroadmap: b\n", "orchestrator.yaml:"],
    ["a list in place of a mapping", "- roadmap\n", "must be a mapping"],
    ["a text where a list belongs", "gates: npm\n", "orchestrator.yaml:1: gates"],
    ["a number in quotes", "concurrency: '3'\n", "must be a number"],
    ["a setup step without a command", "setup: [{ cwd: x }]\n", "setup[0].run: is missing"],
    ["an alias bomb", `a: &a [1,1,1]\n${bomb()}`, "alias"],
    ["an alias inside its own anchor", "&a [*a, 1]\n", "inside its own anchor"],
    ["a setting that holds itself", "gates: &g [{ name: t, run: *g }]\n", "inside its own anchor"],
    ["a gate that is two things", "gates: [{ run: x, check: git-clean }]\n", "either run or check"],
    ["two gates of one name", "gates: [{name: t, run: a}, {name: t, run: b}]\n", "second gate"],
    ["a scripted agent without its script", "agents: { a: scripted }\n", "script is missing"],
    ["an unknown adapter", "agents: { a: claude }\n", "allowed: scripted"],
    ["a gate outside the tree", "gates: [{ run: x, cwd: ../.. }]\n", "inside the repository"],
    ["a roadmap outside the repository", "roadmap: ../../etc/passwd\n", "inside the repository"],
    ["a roadmap in git's own directory", "roadmap: .git/config\n", "inside the repository"],
    ["a branch that reads as an option", "branch: --upload-pack=x\n", "name of a branch"],
    ["a branch git would refuse", "branch: a..b\n", "name of a branch"],
    ["a path of two lines", 'roadmap: "a\\nb"\n', "one line"],
    ["a variable no shell accepts", "agents: {a: {run: x, env: {A-B: c}}}\n", "variable's name"],
    ["an endless duration", "timeouts: { total: 9999999d }\n", "a duration"],
    ["a name with a colon", "targets: { 'a:b': { path: . } }\n", "not a good name"],
  ])("refuses %s", (_what, text, part) => {
    repository(text);
    const error = caught(load);
    expect(error.code).toBe("bad-config");
    expect(error.message).toContain(part);
  });

  it("warns of keys it does not know and goes on", () => {
    repository("autoCommit: false\nconcurency: 5\nagents: { a: { run: x, modle: y } }\n");
    const { warnings, concurrency } = load();
    expect(concurrency).toBe(3);
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toContain(
      'orchestrator.yaml:1: autoCommit: is not a setting (did you mean "auto_commit"?)',
    );
    expect(warnings[1]).toContain('did you mean "concurrency"');
    expect(warnings[2]).toContain('agents.a.modle: is not a setting (did you mean "model"?)');
  });

  it("says the same again when it answers from its cache", () => {
    repository("concurency: 5\nroadmap: docs/plan.md\n");
    const first = load();
    expect(load()).toEqual(first);
    repository("concurrency: 5\nroadmap: docs/plan.md\n");
    expect(load().concurrency).toBe(5);
  });

  it("is read in spite of a byte order mark and CRLF", () => {
    repository("\uFEFFroadmap: docs/plan.md\r\nconcurrency: 2\r\n");
    expect(load().concurrency).toBe(2);
    expect(self(load()).roadmap).toBe("docs/plan.md");
  });

  it("is refused when it is a directory, and when it is larger than any settings", () => {
    mkdirSync(join(root, "orchestrator.yaml"));
    expect(caught(load).message).toContain("not a file");
    rmSync(join(root, "orchestrator.yaml"), { recursive: true });
    repository(`# ${"x".repeat(1024 * 1024)}\n`);
    expect(caught(load).code).toBe("bad-config");
  });

  it("does not print what a hostile value would do to a terminal", () => {
    repository('sandbox: "\\e[2J\\u202eoff"\n');
    const { message } = caught(load);
    expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

describe("precedence", () => {
  it("takes flags, then variables, then the local file, the repository, the user", () => {
    user("concurrency: 9\nageing: 5m\n");
    expect(load().concurrency).toBe(9);
    repository("concurrency: 4\nretry: { rejections: 1, failures: 2 }\n");
    expect(load().concurrency).toBe(4);
    put(join(root, "orchestrator.local.yaml"), "concurrency: 5\nretry: { failures: 7 }\n");
    expect(load()).toMatchObject({
      concurrency: 5,
      retry: { rejectionsMax: 1, failuresMax: 7 },
      ageingMs: 300_000,
    });
    const env = { ORCHESTRATOR_CONCURRENCY: "6" };
    expect(load({}, env).concurrency).toBe(6);
    expect(load({ concurrency: 7 }, env).concurrency).toBe(7);
  });

  it("reads the file that is named in place of the repository's own", () => {
    repository("concurrency: 4\n");
    put(join(top, "mine.yaml"), "concurrency: 8\nagents: { default: { run: ./a.sh } }\n");
    const config = loadConfig({ cwd: root, configFile: join(top, "mine.yaml"), env: {} });
    expect(config.concurrency).toBe(8);
    expect(commandsOf(config)).toEqual([]);
    const missing = caught(() => loadConfig({ cwd: root, configFile: "no.yaml", env: {} }));
    expect(missing.message).toContain("no such file");
  });

  it("takes what agents need of ignored files from .worktreeinclude, once that is trusted", () => {
    put(join(root, ".worktreeinclude"), "# local settings\n.env\r\n\n/config/*.local\n");
    const config = load();
    expect(self(config).workspaceInclude).toEqual([".env", "/config/*.local"]);
    expect(commandsOf(config)).toEqual([
      "ignored files given to agents: .env",
      "ignored files given to agents: /config/*.local",
    ]);
    const digest = config.trustDigest;
    put(join(root, ".worktreeinclude"), ".env\nsecrets\n");
    expect(load().trustDigest).not.toBe(digest);
    repository("workspace_include: [.env.test]\n");
    expect(self(load()).workspaceInclude).toEqual([".env.test"]);
  });

  it("takes each target's own .worktreeinclude, unless something is set for it", () => {
    for (const name of ["lib", "app"]) put(join(top, name, ".worktreeinclude"), `.env.${name}\n`);
    put(join(root, ".worktreeinclude"), ".env\n");
    repository(`targets:
  lib: { path: ../lib }
  app: { path: ../app, workspace_include: [.env.mine] }
`);
    const config = load();
    expect(config.targets.map(({ id, workspaceInclude }) => [id, workspaceInclude])).toEqual([
      ["self", [".env"]],
      ["lib", [".env.lib"]],
      ["app", [".env.mine"]],
    ]);
    expect(commandsOf(config)).toContain("target lib: ignored files given to agents: .env.lib");
    put(join(top, "lib", ".worktreeinclude"), "secrets\n");
    expect(load().trustDigest).not.toBe(config.trustDigest);
  });

  it("still asks for trust when the named file lies in the repository", () => {
    put(join(root, "ci", "agents.yaml"), "gates: [npm test]\n");
    const config = loadConfig({ cwd: root, configFile: "ci/agents.yaml", env: {} });
    expect(commandsOf(config)).toEqual(["gate npm test"]);
  });

  it("takes no folder of the repository for one outside because its name begins with dots", () => {
    put(join(root, "..ci", "agents.yaml"), "gates: [npm test]\n");
    const config = loadConfig({ cwd: root, configFile: "..ci/agents.yaml", env: {} });
    expect(commandsOf(config)).toEqual(["gate npm test"]);
  });

  it.each([
    [{ concurrency: 0 }, "usage"],
    [{ concurrency: "many" }, "usage"],
    [{ concurrency: 10_000 }, "usage"],
    [{ sandbox: "none" }, "usage"],
    [{ timeout: "soon" }, "usage"],
    [{ target: "nowhere" }, "unknown-target"],
  ])("refuses the flags %j as %s", (flags, code) => {
    expect(caught(() => load(flags)).code).toBe(code);
  });

  it("refuses a variable that is no value, and warns of one that is nearly ours", () => {
    expect(caught(() => load({}, { ORCHESTRATOR_CONCURRENCY: "3.5" })).code).toBe("bad-config");
    const { warnings } = load({}, { ORCHESTRATOR_CONCURENCY: "3", ORCHESTRATOR_TOKEN: "x" });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("ORCHESTRATOR_CONCURRENCY");
  });
});

function bomb(): string {
  const rows = ["b", "c", "d", "e", "f"].map((name, index) => {
    const before = String.fromCharCode(97 + index);
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`;
  });
  return `${rows.join("\n")}\n`;
}
