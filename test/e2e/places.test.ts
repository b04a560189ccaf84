import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { type Rig, type RepositoryOptions, WAIT, fiveStreams, sleep } from "./rig.ts";

function roadmapOf(...ids: readonly string[]): string {
  const blocks = ids.map((id) => `### Phase ${id}: Stream ${id}\n- **Status:** ⚪ Not Started\n`);
  return `# Roadmap\n\n${blocks.join("\n")}`;
}

const WRITE = [{ write: { path: "{{id}}.txt", text: "done\n" } }, { commit: "feat: {{id}}" }];

const CHECK = "#!/bin/sh\nexit 0\n";

function rigOf(options: Partial<RepositoryOptions>): Rig {
  return kept(fiveStreams({ roadmap: roadmapOf("1.1"), script: { "*": WRITE }, ...options }));
}

test("a path with spaces, quotes and other scripts is a path, also from a linked work tree", async () => {
  const rig = rigOf({ name: "my répo 'ü' 日本 $HOME", roadmap: roadmapOf("1.1", "1.2") });
  const ran = await rig.run("run", "1.1", "--trust", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
  const linked = join(rig.folder, "linked tree");
  rig.git("worktree", "add", "--quiet", "-b", "side", linked);
  const there = rig.at(linked);
  const side = await there.run("run", "1.2", "--trust", "--json");
  expect(side.code, side.stdout + side.stderr).toBe(0);
  expect(rig.landed("side")).toEqual(["1.1", "1.2"]);
  expect(rig.landed("main")).toEqual(["1.1"]);
  // One repository, one journal, whatever checkout it was started in.
  expect(existsSync(join(linked, ".orchestrator"))).toBe(false);
  expect(there.git("status", "--porcelain")).toBe("");
});

test("two targets are worked on by one run, each by its own rules", async () => {
  const rig = rigOf({});
  const other = rigOf({ roadmap: roadmapOf("7.1"), files: { "check.sh": "#!/bin/sh\nexit 0\n" } });
  rig.write(
    "orchestrator.yaml",
    `${rig.read("orchestrator.yaml")}targets:
  there: { path: ${JSON.stringify(other.root)}, roadmap: plans/roadmap.md, gates: [{ name: ok, run: "true" }] }
`,
  );
  rig.git("commit", "--quiet", "--all", "--message", "two targets");
  const ran = await rig.run("batch", "-n", "2", "--trust", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
  expect(other.landed()).toEqual(["7.1"]);
  expect(other.git("status", "--porcelain")).toBe("");
});

test("setup runs before agents and gates, and files named for it come along", async () => {
  const rig = rigOf({
    roadmap: roadmapOf("1.1", "1.2"),
    script: {
      "*": [
        { run: "test -s deps/made && test -s .env && cat deps/made .env > {{id}}.txt" },
        { commit: "feat: {{id}}" },
      ],
    },
    config: `setup:
  - { run: "mkdir -p deps && echo made > deps/made", cache_key: [lock.txt], cache_paths: [deps] }
gates: [{ name: deps, run: "test -s deps/made && test -s .env" }]
`,
    files: { ".gitignore": ".env\ndeps/\n", ".worktreeinclude": ".env\n", "lock.txt": "1\n" },
  });
  rig.write(".env", "SECRET=local\n");
  const ran = await rig.run("batch", "-n", "2", "--trust", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect(rig.read("1.1.txt")).toBe("made\nSECRET=local\n");
  expect(rig.git("ls-files", ".env", "deps")).toBe("");
});

test("a setup that fails says so with its output, and no agent is started", async () => {
  const rig = rigOf({
    config:
      'setup: [{ run: "echo no network: E-17 >&2; exit 9" }]\nretry: { failures: 1 }\ngates: []\n',
  });
  const ran = await rig.run("run", "1.1", "--trust", "--json");
  expect(ran.code, ran.stdout).toBe(1);
  expect(ran.stdout).toContain("E-17");
  expect(await rig.settled()).toEqual([]);
});

test("an agent in the checkout itself works alone there, and its work lands", async () => {
  const rig = rigOf({ roadmap: roadmapOf("1.1", "1.2"), config: "isolation: shared\n" });
  const ran = await rig.run("batch", "-n", "2", "--trust", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect([...rig.landed()].sort()).toEqual(["1.1", "1.2"]);
  expect(rig.git("status", "--porcelain")).toBe("");
});

test("a branch that a person moves meanwhile keeps their commits, pushed over or not", async () => {
  const rig = rigOf({
    roadmap: roadmapOf("1.1", "1.2"),
    script: { "1.1": [WAIT, ...WRITE], "1.2": [WAIT, ...WRITE] },
  });
  const run = rig.follow("batch", "-n", "2", "--trust");
  await run.until("agent_running", { id: "1.1" });
  await run.until("agent_running", { id: "1.2" });
  rig.write("mine.txt", "mine\n");
  rig.git("add", "mine.txt");
  rig.git("commit", "--quiet", "--message", "mine");
  await run.letGoOn("1.1");
  await run.until("landed", { id: "1.1" });
  while (!existsSync(join(rig.root, "1.1.txt")) || rig.git("status", "--porcelain") !== "") {
    await sleep(20);
  }
  // Back before all that, and on by another way: what 1.2 started from is no longer there.
  rig.git("fetch", "--quiet", ".", "HEAD");
  rig.git("reset", "--quiet", "--hard", "HEAD~2");
  rig.write("again.txt", "rewritten\n");
  rig.git("add", "again.txt");
  rig.git("commit", "--quiet", "--message", "rewritten");
  await run.letGoOn("1.2");
  const ran = await run.ended;
  expect([0, 8], ran.stdout).toContain(ran.code);
  expect(rig.landed()).toEqual(["1.2"]);
  expect(rig.read("again.txt")).toBe("rewritten\n");
  expect(existsSync(join(rig.root, "mine.txt"))).toBe(false);
  expect(rig.git("status", "--porcelain")).toBe("");
});

test("an untracked roadmap works, and a second run in the same repository continues the journal", async () => {
  const rig = rigOf({ roadmap: roadmapOf("1.1", "1.2") });
  rig.git("rm", "--quiet", "--cached", "plans/roadmap.md");
  rig.git("commit", "--quiet", "--message", "the roadmap is mine alone");
  const first = await rig.data("run", "1.1", "--trust");
  const second = await rig.data("batch", "--trust");
  expect(second["session"]).not.toBe(first["session"]);
  expect([...rig.landed()].sort()).toEqual(["1.1", "1.2"]);
  expect(rig.read("plans/roadmap.md").match(/Complete/g)).toHaveLength(2);
  expect(rig.git("ls-files", "plans")).toBe("");
  expect((await rig.data("replay"))["divergence"]).toBeNull();
});

test("a roadmap behind a link gets its status where the link leads, and the link stays one", async () => {
  const rig = rigOf({ files: { "check.sh": CHECK, "docs/work.md": roadmapOf("1.1") } });
  rig.git("rm", "--quiet", "plans/roadmap.md");
  symlinkSync("docs/work.md", join(rig.root, "ROADMAP.md"));
  rig.write(
    "orchestrator.yaml",
    rig.read("orchestrator.yaml").replace("roadmap: plans/roadmap.md\n", ""),
  );
  rig.git("add", ".");
  rig.git("commit", "--quiet", "--message", "a link");
  const added = await rig.run("add", "Another thing");
  expect(added.code, added.stderr).toBe(0);
  expect(lstatSync(join(rig.root, "ROADMAP.md")).isSymbolicLink()).toBe(true);
  rig.git("commit", "--quiet", "--all", "--message", "one more");
  const ran = await rig.run("batch", "--trust", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect(rig.git("show", "main:docs/work.md")).not.toContain("Not Started");
  expect(rig.git("ls-tree", "main", "ROADMAP.md")).toMatch(/^120000 /);
  expect(rig.read("ROADMAP.md").trim()).toBe(rig.git("show", "main:docs/work.md"));
  expect(rig.git("status", "--porcelain")).toBe("");
});

test("a roadmap behind a link out of the repository is read, never written, and that is said", async () => {
  const rig = rigOf({});
  rig.git("rm", "--quiet", "plans/roadmap.md");
  writeFileSync(join(rig.folder, "elsewhere.md"), roadmapOf("1.1"));
  mkdirSync(join(rig.root, "plans"));
  symlinkSync("../../elsewhere.md", join(rig.root, "plans/roadmap.md"));
  rig.git("add", ".");
  rig.git("commit", "--quiet", "--message", "a link out");
  const set = await rig.run("roadmap", "set", "1.1", "blocked");
  expect(set.code, set.stderr).toBe(11);
  expect(set.stderr).toContain("lies outside");
  const ran = await rig.run("batch", "--trust");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect(ran.stderr).toContain("it is read and never written");
  expect(readFileSync(join(rig.folder, "elsewhere.md"), "utf8")).toBe(roadmapOf("1.1"));
  expect(lstatSync(join(rig.root, "plans/roadmap.md")).isSymbolicLink()).toBe(true);
  expect(rig.git("status", "--porcelain")).toBe("");
});

test("what landed and was taken off the branch is open again, as the roadmap there says", async () => {
  const rig = rigOf({ roadmap: roadmapOf("1.1", "1.2") });
  rig.git("switch", "--quiet", "--create", "side");
  expect((await rig.run("batch", "--trust", "--json")).code).toBe(0);
  expect(rig.landed("side").sort()).toEqual(["1.1", "1.2"]);
  rig.git("switch", "--quiet", "main");
  const there = await rig.run("run", "1.1", "--trust");
  expect(there.stderr).toContain("Phase 1.1 is open again: the branch does not have");
  expect(rig.landed("main")).toEqual(["1.1"]);
  expect(rig.landed("side").sort()).toEqual(["1.1", "1.2"]);
  rig.git("reset", "--quiet", "--hard", "HEAD^");
  expect((await rig.run("batch", "--trust", "--json")).code).toBe(0);
  expect(rig.landed("main").sort()).toEqual(["1.1", "1.2"]);
  rig.git("switch", "--quiet", "side");
  const again = await rig.data("batch", "--trust");
  expect(again["sessionState"]).toBe("completed");
  expect(rig.landed("side").sort()).toEqual(["1.1", "1.2"]);
  expect((await rig.run("replay", "--json")).code).toBe(0);
});

test("each kind of change in the way diverts a landing, and each beside it does not", async () => {
  for (const [name, change, inTheWay] of [
    ["an untracked file of that name", (rig: Rig) => rig.write("1.1.txt", "mine\n"), true],
    ["another changed file", (rig: Rig) => rig.write("base.txt", "mine\n"), false],
    [
      "a staged file",
      (rig: Rig) => {
        rig.write("staged.txt", "mine\n");
        rig.git("add", "staged.txt");
      },
      false,
    ],
    ["a line of the roadmap", (rig: Rig) => append(rig, "plans/roadmap.md"), false],
    ["a directory of that name", (rig: Rig) => mkdirFile(rig), true],
  ] as const) {
    const rig = rigOf({});
    change(rig);
    const before = rig.git("status", "--porcelain", "--untracked-files=all");
    const ran = await rig.run("run", "1.1", "--trust", "--json");
    expect(ran.code, `${name}: ${ran.stdout}`).toBe(inTheWay ? 8 : 0);
    expect(rig.landed(), name).toEqual(inTheWay ? [] : ["1.1"]);
    expect(rig.git("status", "--porcelain", "--untracked-files=all"), name).toBe(before);
  }
});

function append(rig: Rig, path: string): void {
  rig.write(path, `${rig.read(path)}\nA thought of mine.\n`);
}

function mkdirFile(rig: Rig): void {
  mkdirSync(join(rig.root, "1.1.txt"));
  writeFileSync(join(rig.root, "1.1.txt", "inside"), "mine\n");
}
