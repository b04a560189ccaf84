import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runCommandLine } from "../command-line.ts";
import { splitGlobals } from "../globals.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const ROADMAP = `# Roadmap

### Phase 1.1: Task Parser

- **Status:** ⚪ Not Started
`;
const FIX = `name: Repairs
estimated_time: 30 minutes
questions:
  - { key: issue, prompt: "What is wrong?", required: true }
phases:
  - { name: Find it, parallel_execution: true, tasks: [Reproduce it] }
  - { name: Catch it, parallel_execution: true }
  - { name: Repair it, depends_on: [Find it, Catch it], outputs: [notes.md] }
`;

let root = "";
let folder = "";

async function say(...words: string[]) {
  const terminal = recordingTerminal();
  const exit = await runCommandLine(splitGlobals(["--cwd", root, ...words]), terminal, { CI: "1" });
  return { exit, out: terminal.stdout(), err: terminal.stderr() };
}

const roadmap = (): string => readFileSync(join(root, "plans/roadmap.md"), "utf8");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-workflow-"));
  process.env["XDG_STATE_HOME"] = join(folder, "state");
  process.env["XDG_CONFIG_HOME"] = join(folder, "config");
});

beforeEach(() => {
  root = mkdtempSync(join(folder, "repository-"));
  spawnSync("git", ["init", "-q", root]);
  for (const each of ["plans", "workflows"]) mkdirSync(join(root, each));
  writeFileSync(join(root, "plans/roadmap.md"), ROADMAP);
  writeFileSync(join(root, "orchestrator.yaml"), "roadmap: plans/roadmap.md\n");
  writeFileSync(join(root, "workflows/fix.yaml"), FIX);
  writeFileSync(join(root, "workflows/analyze.yaml"), FIX.replace("Repairs", "A look"));
  writeFileSync(join(root, "workflows/own.yml"), "name: Own\nphases: [{ name: One }]\n");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("workflow", () => {
  it("lists the intents in their order, then what is one's own", async () => {
    const { out, exit } = await say("workflow", "list", "--json");
    const { workflows } = JSON.parse(out).data;
    expect(exit).toBe(0);
    expect(workflows.map(({ name }: { name: string }) => name)).toEqual(["analyze", "fix", "own"]);
  });

  it("shows a template by the number of its intent", async () => {
    expect((await say("workflow", "show", "5")).out).toContain("asks issue: What is wrong?");
    expect((await say("workflow", "show", "nothing")).exit).toBe(5);
  });

  it("shows the lines it would add and changes nothing", async () => {
    const { out, exit } = await say(
      "workflow",
      "run",
      "fix",
      "--answer",
      "issue=Login",
      "--dry-run",
    );
    expect(exit).toBe(0);
    expect(out).toContain("+ ### Phase 1.4: Repair it: Login");
    expect(out).toContain("+ - **Depends On:** Phase 1.2, Phase 1.3");
    expect(roadmap()).toBe(ROADMAP);
  });

  it("adds what was agreed to, and only then", async () => {
    const refused = await say("workflow", "run", "fix", "--answer", "issue=Login");
    expect(refused.exit).toBe(8);
    expect(roadmap()).toBe(ROADMAP);
    const added = await say("workflow", "run", "fix", "--answer", "issue=Login", "-y", "--json");
    expect(JSON.parse(added.out).data.streams).toMatchObject([
      { id: "1.2", dependsOn: [] },
      { id: "1.3", dependsOn: [] },
      { id: "1.4", dependsOn: ["1.2", "1.3"] },
    ]);
    expect(roadmap().startsWith(ROADMAP.trimEnd())).toBe(true);
  });

  it("says what it must know, what nobody asked, and where a template is at fault", async () => {
    expect((await say("workflow", "run", "fix")).err).toContain("What is wrong?");
    expect((await say("workflow", "run", "own", "--answer", "x=y")).err).toContain("asks for: x");
    expect((await say("workflow", "run", "own", "--answer", "x")).err).toContain("KEY=VALUE");
    writeFileSync(join(root, "workflows/own.yml"), "name: Own\nphases:\n  - { name: [1] }\n");
    const broken = await say("workflow", "show", "own");
    expect(broken.exit).toBe(2);
    expect(broken.err).toContain("phases[0].name: must be a text");
  });

  it("takes no answer for a heading of the roadmap", async () => {
    await say("workflow", "run", "fix", "--answer", "issue=a\n### Phase 9.9: b", "-y");
    expect(roadmap()).not.toMatch(/^### Phase 9\.9/m);
  });
});
