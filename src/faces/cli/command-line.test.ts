import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dataSchema } from "../schemas/index.ts";
import { runCommandLine } from "./command-line.ts";
import { COMMAND_NAMES } from "./commands.ts";
import { splitGlobals } from "./globals.ts";
import { recordingTerminal } from "./terminal/recording-terminal.fixture.ts";

const ROADMAP = `# Roadmap

### Phase 1.1: Task Parser

- **Status:** ✅ Complete
- **Effort:** S

### Phase 1.2: Decomposition Engine

- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.1

### Phase 1.3: Registry \u001b[31mred\u202e

- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.2
`;

let folder = "";
let root = "";

interface Said {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

async function say(...words: string[]): Promise<Said> {
  const terminal = recordingTerminal();
  const line = words.includes("--cwd") ? words : ["--cwd", root, ...words];
  const exit = await runCommandLine(splitGlobals(line), terminal, { CI: "1" });
  return { exit, out: terminal.stdout(), err: terminal.stderr() };
}

async function envelope(...words: string[]): Promise<Record<string, unknown> & { exit: number }> {
  const { out, exit } = await say(...words, "--json");
  expect(out.endsWith("\n")).toBe(true);
  expect(out.trimEnd()).not.toContain("\n");
  return { exit, ...JSON.parse(out) };
}

function git(...words: string[]): void {
  const { status, stderr } = spawnSync("git", words, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-cli-"));
  process.env["XDG_STATE_HOME"] = join(folder, "state");
  process.env["XDG_CONFIG_HOME"] = join(folder, "config");
  root = join(folder, "a repo");
  mkdirSync(join(root, "plans"), { recursive: true });
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "Somebody");
  git("config", "user.email", "somebody@example.com");
  writeFileSync(join(root, "plans/roadmap.md"), ROADMAP);
  git("add", ".");
  git("commit", "--quiet", "--message", "start");
});

beforeEach(() => {
  writeFileSync(join(root, "plans/roadmap.md"), ROADMAP);
  rmSync(join(root, "orchestrator.yaml"), { force: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("usage errors", () => {
  it("suggest the command that was meant, and exit 2", async () => {
    const { exit, err, out } = await say("stauts");
    expect(exit).toBe(2);
    expect(out).toBe("");
    expect(err).toContain('there is no command "stauts"');
    expect(err).toContain("orchestrator status");
  });

  it("suggest goal for a sentence", async () => {
    const { exit, err } = await say("do the parser");
    expect(exit).toBe(2);
    expect(err).toContain('orchestrator goal "do the parser"');
  });

  it("end in one envelope too", async () => {
    for (const words of [
      ["nope"],
      ["--nope"],
      ["parallel", "-n", "0"],
      ["parallel", "-n", "65"],
      ["parallel", "-n", "2.5"],
      ["parallel", "-n", "1e1"],
      ["batch", "-n"],
      ["status", "surplus"],
      ["run", "--nope"],
      ["graph", "--format", "png"],
      ["roadmap"],
      ["roadmap", "nope"],
      ["explain"],
      ["goal"],
      ["help", "nope"],
      ["completion", "tcsh"],
      ["roadmap", "set", "1.2", "sideways"],
      ["status", "--cwd"],
    ]) {
      const found = await envelope(...words);
      expect([words, found.exit, found["ok"]]).toEqual([words, 2, false]);
      expect(found["error"]).toMatchObject({ code: "usage" });
    }
  });
});

describe("every command", () => {
  it("has help that starts with how it is used", async () => {
    for (const name of COMMAND_NAMES) {
      const { exit, out } = await say(name, "--help");
      expect([name, exit]).toEqual([name, 0]);
      expect(out).toMatch(new RegExp(`^Usage: orchestrator ${name}`));
    }
  });

  it("says outside a repository what is missing, and exits 3", async () => {
    for (const words of [["status"], ["run"], ["plan"], ["stop"], ["report"], ["trust"], ["gc"]]) {
      const { exit, err } = await say("--cwd", folder, ...words);
      expect([words, exit]).toEqual([words, 3]);
      expect(err).toContain("is not inside a git repository");
    }
  });
});

describe("roadmap", () => {
  it("shows every work stream in the shape of the contract", async () => {
    const { exit, data } = await envelope("roadmap", "show");
    expect(exit).toBe(0);
    const { success, error } = dataSchema("roadmap-show").safeParse(data);
    expect(error?.message ?? success).toBe(true);
  });

  it("reads a file outside any repository", async () => {
    const file = join(folder, "other.md");
    writeFileSync(file, ROADMAP);
    const found = await envelope("--cwd", folder, "roadmap", "show", "--file", "other.md");
    expect(found.exit).toBe(0);
    expect(found["data"]).toMatchObject({ file, dialect: "phase" });
  });

  it("prints no escape of a hostile title", async () => {
    for (const words of [
      ["roadmap", "show"],
      ["status"],
      ["graph"],
      ["plan"],
      ["explain", "1.3"],
    ]) {
      const { out, err } = await say(...words);
      expect([words, /[\u001b\u202e]/.test(out + err)]).toEqual([words, false]);
    }
  });

  it("names a missing and a binary roadmap", async () => {
    expect((await say("roadmap", "show", "--file", "none.md")).exit).toBe(3);
    writeFileSync(join(folder, "binary.md"), Buffer.from([0, 1, 2, 255, 254]));
    const found = await envelope("roadmap", "show", "--file", "../binary.md");
    expect(found.exit).toBe(3);
    expect(found["error"]).toMatchObject({ code: "roadmap-unreadable" });
  });

  it("lints with lines, and exits 3 on errors", async () => {
    const cycle = "### Phase 1.1: A\n- **Status:** ⚪ Not Started\n- **Depends On:** Phase 1.1\n";
    writeFileSync(join(root, "plans/roadmap.md"), cycle);
    const { exit, out } = await say("roadmap", "lint");
    expect(exit).toBe(3);
    expect(out).toMatch(/roadmap\.md:\d+: error: .*\[self-dependency\]/);
  });

  it("sets a status and changes nothing else", async () => {
    const { exit } = await say("roadmap", "set", "1.3", "status=complete");
    expect(exit).toBe(0);
    const text = readFileSync(join(root, "plans/roadmap.md"), "utf8");
    const changed = text.split("\n").filter((line, at) => line !== ROADMAP.split("\n")[at]);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toContain("✅ Complete");
  });

  it("does not know a work stream that is not there, and says what is close", async () => {
    const found = await envelope("explain", "1.4");
    expect(found.exit).toBe(5);
    expect(found["error"]).toMatchObject({ code: "not-found" });
    expect((await say("roadmap", "set", "9.9", "complete")).exit).toBe(5);
  });
});

describe("garden", () => {
  it("checks without changing, and exits 8 when there is something to do", async () => {
    const found = await envelope("garden", "--check");
    expect(found.exit).toBe(8);
    expect(found["data"]).toMatchObject({ unblocked: [{ id: "1.2" }] });
    expect(dataSchema("garden").safeParse(found["data"]).success).toBe(true);
    expect(readFileSync(join(root, "plans/roadmap.md"), "utf8")).toBe(ROADMAP);
  });

  it("shows the lines of a dry run and writes none", async () => {
    const { exit, out } = await say("garden", "--dry-run");
    expect(exit).toBe(0);
    expect(out).toContain("-- **Status:** 🔴 Blocked");
    expect(readFileSync(join(root, "plans/roadmap.md"), "utf8")).toBe(ROADMAP);
  });

  it("unblocks, and then has nothing to do", async () => {
    expect((await say("garden")).exit).toBe(0);
    expect((await say("garden", "--check")).exit).toBe(0);
  });

  it("opens a circle of dependencies only when it is told yes", async () => {
    const path = join(root, "plans/roadmap.md");
    const before = readFileSync(path, "utf8");
    const circle = `${before}\n### Phase 7.1: Egg\n- **Depends On:** Phase 7.2\n\n### Phase 7.2: Hen\n- **Depends On:** Phase 7.1\n`;
    writeFileSync(path, circle);
    const looked = await say("garden", "--break-cycles", "--dry-run");
    expect(looked.out).toContain("-- **Depends On:** Phase 7.2");
    expect((await say("garden", "--break-cycles")).exit).toBe(8);
    expect(readFileSync(path, "utf8")).toBe(circle);
    const { data, exit } = await envelope("garden", "--break-cycles", "-y");
    expect(exit).toBe(0);
    expect(data).toMatchObject({ changed: true, cuts: [{ id: "7.1", on: "7.2" }], left: [] });
    expect(readFileSync(path, "utf8")).toBe(
      circle.replace("Depends On:** Phase 7.2", "Depends On:** None"),
    );
    writeFileSync(path, before);
  });
});

describe("plan, graph and goal", () => {
  it("plans in the shape of the contract", async () => {
    const { exit, data } = await envelope("plan");
    expect(exit).toBe(0);
    const { success, error } = dataSchema("plan").safeParse(data);
    expect(error?.message ?? success).toBe(true);
    expect(data).toMatchObject({ levels: [["1.2"], ["1.3"]] });
  });

  it("plans what a goal asks to start, and nothing for one that starts nothing", async () => {
    await say("garden");
    const planned = await envelope("plan", "--goal", "run 1.2");
    expect(planned, JSON.stringify(planned)).toMatchObject({ data: { schedule: [{ id: "1.2" }] } });
    for (const text of ["stop 1.3", "status", "bake a cake"]) {
      expect(await envelope("plan", "--goal", text)).toMatchObject({ exit: 5, ok: false });
    }
    expect((await say("plan", "--goal", " ")).exit).toBe(2);
  });

  it("draws the graph in every format", async () => {
    expect((await say("graph", "--format", "mermaid")).out).toMatch(/^flowchart/);
    expect((await say("graph", "--format", "dot")).out).toMatch(/^digraph/);
    expect(JSON.parse((await say("graph", "--format", "json")).out)).toHaveProperty("edges");
  });

  it("interprets a goal and starts nothing on a dry run", async () => {
    const wish = ["goal", "Build the decomposition engine", "--dry-run"];
    const offered = await envelope(...wish);
    expect(offered).toMatchObject({ exit: 5, data: { goalType: "suggest" } });
    await say("garden");
    const found = await envelope(...wish);
    expect(found.exit).toBe(0);
    const { success, error } = dataSchema("goal").safeParse(found["data"]);
    expect(error?.message ?? success).toBe(true);
    expect(found["data"]).toMatchObject({ matched: [{ id: "1.2" }] });
  });

  it("starts nothing when nothing matches, and exits 5", async () => {
    const found = await envelope("goal", "peel some bananas");
    expect(found.exit).toBe(5);
    expect(found["data"]).toMatchObject({ goalType: "suggest" });
  });

  it("shows what a run would start without an agent and without trust", async () => {
    const { exit, out } = await say("run", "--dry-run");
    expect(exit).toBe(0);
    expect(out).toContain("Phase 1.2");
  });
});

describe("status", () => {
  it("is told for a stand-up before anybody did anything, for a day and no session", async () => {
    const { schema, data } = await envelope("report", "--standup");
    expect(schema).toBe("orchestrator/standup@1");
    expect(data).toMatchObject({ agents: [], figures: { landed: 0, firstTimeAcceptance: null } });
    expect((await say("report", "--standup", "s-1")).exit).toBe(2);
  });

  it("is complete and in the shape of the contract before anything ran", async () => {
    const { exit, data } = await envelope("status");
    expect(exit).toBe(0);
    const { success, error } = dataSchema("status").safeParse(data);
    expect(error?.message ?? success).toBe(true);
    expect(data).toMatchObject({ total: 3, done: 1, leader: null });
  });

  it("is what a bare command shows to programs, and help for people on a pipe", async () => {
    expect((await envelope()).exit).toBe(0);
    const { exit, out, err } = await say();
    expect([exit, out]).toEqual([2, ""]);
    expect(err).toContain("Usage: orchestrator");
  });
});

describe("init and trust", () => {
  it("writes a configuration once, trusts it, and never overwrites it", async () => {
    const first = await envelope("init", "--run", "./agent.sh");
    expect(first.exit).toBe(0);
    const text = readFileSync(join(root, "orchestrator.yaml"), "utf8");
    expect(text).toContain("./agent.sh");
    expect(await envelope("trust")).toMatchObject({ exit: 0, data: { changed: false } });
    expect((await say("init")).exit).toBe(3);
    expect(readFileSync(join(root, "orchestrator.yaml"), "utf8")).toBe(text);
    expect(readFileSync(join(root, ".git/info/exclude"), "utf8")).toContain(".orchestrator/");
  });

  it("shows untrusted commands and runs none of them: exit 11", async () => {
    writeFileSync(
      join(root, "orchestrator.yaml"),
      "agents: { default: { adapter: command, run: ./evil.sh } }\n",
    );
    const found = await envelope("run");
    expect(found.exit).toBe(11);
    expect(found["error"]).toMatchObject({ code: "not-trusted" });
    expect(JSON.stringify(found["error"])).toContain("./evil.sh");
    expect((await say("trust")).exit).toBe(11);
    expect((await say("trust", "--yes")).exit).toBe(0);
    expect(await envelope("trust")).toMatchObject({ exit: 0, data: { changed: false } });
    expect((await say("trust", "--revoke")).exit).toBe(0);
    expect((await say("run")).exit).toBe(11);
  });

  it("names the agent that is not configured", async () => {
    const { exit, err } = await say("run", "--agent", "nobody");
    expect(exit).toBe(3);
    expect(err).toContain('no agent "nobody" is configured');
  });
});

describe("doctor", () => {
  it("checks everything, repairs only what is safe, and exits 3 on failures", async () => {
    const { data } = await envelope("doctor");
    const checks = (data as { checks: { category: string; status: string }[] }).checks;
    const categories = checks.map((check) => check.category);
    for (const category of ["node", "git", "repository", "roadmap", "trust", "journal", "disk"]) {
      expect(categories).toContain(category);
    }
    writeFileSync(join(root, ".git/info/exclude"), "");
    await say("doctor", "--fix");
    expect(readFileSync(join(root, ".git/info/exclude"), "utf8")).toContain(".orchestrator/");
    rmSync(join(root, "plans/roadmap.md"));
    expect((await say("doctor")).exit).toBe(3);
  });
});

describe("add", () => {
  it("appends a work stream that the next command finds", async () => {
    const found = await envelope("add", "A new thing", "--depends-on", "1.3", "--effort", "S");
    expect(found.exit).toBe(0);
    const { id } = found["data"] as { id: string };
    expect((await say("explain", id)).out).toContain("A new thing");
  });

  it("begins a roadmap where there is none", async () => {
    rmSync(join(root, "plans/roadmap.md"));
    expect((await say("add", "First thing")).exit).toBe(0);
    expect((await say("roadmap", "show")).out).toContain("First thing");
    rmSync(join(root, "ROADMAP.md"), { force: true });
    rmSync(join(root, "plans/roadmap.md"), { force: true });
  });
});

describe("what has not happened yet", () => {
  it("is said plainly", async () => {
    expect((await say("report")).out).toContain("No session yet");
    expect((await say("agents")).out).toContain("No agent has worked here yet");
    expect((await say("logs")).out).toContain("Nothing has happened here yet");
    expect((await say("state", "current")).out).toContain("idle");
    expect((await say("stop")).out).toContain("Nothing is running here");
    expect((await say("logs", "Aria")).exit).toBe(5);
    expect((await say("restore", "1.1")).exit).toBe(5);
  });
});

describe("schema and completion", () => {
  it("publishes every schema it lists", async () => {
    const { names } = (await envelope("schema"))["data"] as { names: string[] };
    for (const name of names) {
      const { exit, out } = await say("schema", name);
      expect([name, exit]).toEqual([name, 0]);
      expect(JSON.parse(out)).toHaveProperty("$schema");
    }
  });

  it("prints a script that the shell accepts", async () => {
    const { out } = await say("completion", "bash");
    const { status, stderr } = spawnSync("bash", ["-n"], { input: out, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    for (const name of COMMAND_NAMES) expect(out).toContain(name);
  });
});
