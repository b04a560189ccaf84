import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { Rig } from "./rig.ts";

function made(options: Parameters<typeof Rig.make>[0]): Rig {
  return kept(Rig.make(options));
}

/** Layers are for machines where the sandbox can show them read-only. */
async function isSandboxed(rig: Rig): Promise<boolean> {
  const ran = await rig.run("doctor", "--json");
  return ran.stdout.includes("held by bubblewrap");
}

const roadmapOf = (ids: readonly string[]): string =>
  `# Roadmap\n\n${ids
    .map(
      (id) => `### Phase ${id}: Stream ${id}\n- **Status:** ⚪ Not Started\n- **Files:** ${id}\n`,
    )
    .join("\n")}`;

const SETUP = `setup:
  - run: mkdir -p deps && cp lock deps/lock && head -c 16 /dev/urandom | od -An -tx1 > deps/id
    cache_key: [lock]
    cache_paths: [deps]
gates:
  - { name: fits, run: cmp lock deps/lock && test ! -e deps/poison }
`;

test("what setup fills is made once per lockfile, and no agent can change it", async () => {
  const note = "cat deps/id > {{id}}.txt; echo poison > deps/poison || echo closed >> {{id}}.txt";
  const rig = made({
    roadmap: roadmapOf(["1.1", "1.2", "1.3"]),
    script: {
      "*": [{ run: `${note}; git status --short > {{id}}.status` }, { commit: "feat: {{id}}" }],
      "1.3": [
        { run: "echo two > lock" },
        { write: { path: "1.3.txt", text: "new lock\n" } },
        { commit: "feat: another lock" },
      ],
    },
    config: SETUP,
    files: { lock: "one\n" },
  });
  const sandboxed = await isSandboxed(rig);
  const ran = await rig.run("batch", "-n", "2", "--trust", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect([...rig.landed()].sort()).toEqual(["1.1", "1.2", "1.3"]);
  expect(rig.read("lock")).toBe("two\n");
  expect(await rig.settled()).toEqual([]);
  if (!sandboxed) return console.info("no bubblewrap here: every tree filled its own");
  const [first = "", second = ""] = ["1.1", "1.2"].map((id) => rig.read(`${id}.txt`));
  expect(first).toMatch(/^( [0-9a-f]{2}){16}\nclosed\n$/);
  expect(second).toBe(first);
  expect(rig.read("1.1.status")).not.toContain("deps");
  const freed = await rig.data("gc");
  expect(freed["layers"]).toBeGreaterThan(0);
  expect(freed["layerBytes"]).toBeGreaterThan(0);
});

test("a layer that a killed orchestrator was making is made anew", async () => {
  const rig = made({
    roadmap: roadmapOf(["1.1"]),
    script: { "*": [{ run: "cp deps/done {{id}}.txt" }, { commit: "feat: {{id}}" }] },
    config: SETUP.replace(
      /run: mkdir.*/,
      "run: mkdir deps; cp lock deps/lock; sleep 1; echo > deps/done",
    ),
    files: { lock: "one\n" },
  });
  const run = rig.follow("run", "1.1", "--trust");
  await run.until("planned");
  const stateDir = join(rig.folder, "state", "orchestrator");
  const building = (): boolean => {
    try {
      const paths = readdirSync(stateDir, { recursive: true, encoding: "utf8" });
      return paths.some((path) => path.endsWith("deps/lock"));
    } catch {
      // A directory went away under the walk: other things are being made there as well.
      return false;
    }
  };
  for (let tries = 0; tries < 400 && !building(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  run.child.kill("SIGKILL");
  await run.ended;
  const resumed = await rig.run("resume", "--trust", "--json");
  expect(resumed.code, resumed.stdout + resumed.stderr).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
  expect(await rig.settled()).toEqual([]);
});

test("two repositories are worked on side by side, each by its own rules", async () => {
  const rig = made({
    roadmap: roadmapOf(["1.1"]),
    script: {},
    files: { ".gitignore": ".env\n", ".worktreeinclude": ".env\n" },
  });
  rig.write(".env", "LOCAL=mine\n");
  const other = join(rig.folder, "other");
  const git = (...words: string[]): string => {
    const ran = spawnSync("git", words, { cwd: other, encoding: "utf8", env: rig.env });
    if (ran.status !== 0) throw new Error(`git ${words.join(" ")}: ${ran.stderr}`);
    return ran.stdout.trimEnd();
  };
  mkdirSync(join(other, "docs"), { recursive: true });
  const files = {
    "docs/plan.md": roadmapOf(["7.1"]),
    "RULES.md": "Tabs are forbidden here.\n",
    "who.md": "You belong to the Aurora team.\n",
    ".gitignore": ".env\n",
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(other, path), text);
  git("init", "--quiet", "--initial-branch=trunk");
  git("config", "user.name", "Rig");
  git("config", "user.email", "rig@example.com");
  git("add", ".");
  git("commit", "--quiet", "--message", "start");
  writeFileSync(join(other, ".env"), "LOCAL=yes\n");
  rig.write(
    "orchestrator.yaml",
    `roadmap: plans/roadmap.md
agents:
  default: { adapter: command, run: "cat > prompt.txt; cat .env >> prompt.txt; git add . && git commit -qm work" }
gates: [{ name: own, run: test ! -e prompt.txt || test -s prompt.txt }]
targets:
  aurora:
    path: ../other
    roadmap: docs/plan.md
    branch: trunk
    gates: [{ name: aurora, run: test ! -e prompt.txt || grep -q Aurora prompt.txt }]
    setup: [{ run: echo made > made.log }]
    workspace_include: [.env]
    conventions: [RULES.md, docs]
    identity_context: who.md
`,
  );
  rig.git("commit", "--quiet", "--all", "--message", "two targets");
  const ran = await rig.run("batch", "-n", "2", "--trust", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  const { data } = JSON.parse(ran.stdout) as {
    data: { workStreams: readonly { id: string; gates: readonly { name: string }[] }[] };
  };
  const gates = data.workStreams.map(({ id, gates }) => [id, gates.map(({ name }) => name)]);
  expect(gates.sort(([a], [b]) => (`${a}` < `${b}` ? -1 : 1))).toEqual([
    ["1.1", ["own"]],
    ["aurora:7.1", ["aurora"]],
  ]);
  expect(rig.landed()).toEqual(["1.1"]);
  const prompt = git("show", "trunk:prompt.txt");
  expect(prompt).toContain("Tabs are forbidden here.");
  expect(prompt).toContain("You belong to the Aurora team.");
  expect(prompt).toContain("LOCAL=yes");
  expect(rig.read("prompt.txt")).toContain("LOCAL=mine");
  expect(rig.read("prompt.txt")).not.toContain("Aurora");
  expect(git("show", "trunk:made.log")).toBe("made");
  // An agent's commits are its own, whatever a person has configured.
  expect(git("log", "-1", "--format=%ae", "trunk^2")).toMatch(/@agents\.invalid$/);
  expect(rig.git("log", "-1", "--format=%an", "main^2")).not.toBe("Rig");
  // One session, one journal, one place for logs.
  const logs = readdirSync(join(rig.root, ".orchestrator", "agent-logs"));
  expect(logs.filter((name) => /^(self|aurora)-/.test(name))).toHaveLength(2);
});
