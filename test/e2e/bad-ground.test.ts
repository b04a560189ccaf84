import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { mountSmallDisk } from "../../src/platform/files/disk.fixture.ts";
import { type Ran, type Rig, WAIT, fiveStreams } from "./rig.ts";

let rig: Rig;
let clean = "";

beforeAll(() => {
  rig = fiveStreams();
  clean = rig.git("rev-parse", "HEAD");
});

afterAll(() => rig.remove());

beforeEach(() => {
  rig.git("checkout", "--quiet", "--force", "-B", "main", clean);
  rig.git("clean", "--quiet", "-fd");
});

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** A refusal says what is so and what to do about it; nothing was begun. */
async function expectRefused(exit: number, ...words: string[]): Promise<Refusal> {
  const ran = await rig.run(...words, "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(exit);
  const error = refusalOf(ran);
  expect(error.message).not.toBe("");
  expect(rig.landed()).toEqual([]);
  return error;
}

function refusalOf(ran: Ran): Refusal {
  const { error } = JSON.parse(ran.stdout) as { error: Refusal };
  return error;
}

test("what keeps agents from working is named before anything is begun", async () => {
  const run = ["run", "1.1", "--trust"] as const;
  rig.git("checkout", "--quiet", "--detach");
  expect((await expectRefused(3, ...run)).code).toBe("detached-head");
  rig.git("checkout", "--quiet", "main");

  rig.git("config", "--unset", "user.email");
  expect((await expectRefused(3, ...run)).code).toBe("no-identity");
  rig.git("config", "user.email", "rig@example.com");

  writeFileSync(join(rig.root, ".git", "MERGE_HEAD"), `${clean}\n`);
  expect((await expectRefused(3, ...run)).code).toBe("operation-in-progress");
  rmSync(join(rig.root, ".git", "MERGE_HEAD"));

  writeFileSync(join(rig.root, ".git", "shallow"), `${clean}\n`);
  expect((await expectRefused(3, ...run)).code).toBe("shallow-repository");
  rmSync(join(rig.root, ".git", "shallow"));

  rmSync(join(rig.root, "agents.yaml"));
  const scriptless = await expectRefused(3, ...run);
  expect([scriptless.code, scriptless.message]).toEqual([
    "bad-config",
    expect.stringContaining("there is no script at"),
  ]);
  rig.git("checkout", "--quiet", "--", "agents.yaml");

  const settings = rig.read("orchestrator.yaml");
  const other = 'agents: { default: { adapter: command, run: "no-such-agent --yes" } }';
  rig.write("orchestrator.yaml", settings.replace(/^agents:.*(?:\n +.*)*$/m, other));
  const programless = await expectRefused(3, ...run);
  expect([programless.code, programless.message]).toEqual([
    "no-agent",
    "no-such-agent is not on the PATH (agent default)",
  ]);
  rig.write("orchestrator.yaml", settings);

  const yaml = rig.read("orchestrator.yaml");
  rig.write("orchestrator.yaml", `${yaml}branch: release\n`);
  expect((await expectRefused(3, ...run)).code).toBe("no-commits");
  rig.git("branch", "release");
  expect((await expectRefused(3, ...run)).code).toBe("wrong-branch");
  rig.write("orchestrator.yaml", yaml);

  const all = ["batch", "--trust"] as const;
  rmSync(join(rig.root, "plans", "roadmap.md"));
  expect((await expectRefused(3, ...run)).code).toBe("no-roadmap");
  expect((await expectRefused(3, ...all)).code).toBe("no-roadmap");
  expect((await expectRefused(3, ...all, "--detach")).code).toBe("no-roadmap");
  expect((await expectRefused(3, "team", "start", "--trust")).code).toBe("no-roadmap");
  rig.write("plans/roadmap.md", "binary \0 bytes");
  expect((await expectRefused(3, ...run)).code).toBe("roadmap-unreadable");
  expect((await expectRefused(3, ...all)).code).toBe("roadmap-unreadable");
  rig.write("plans/roadmap.md", "");
  expect((await expectRefused(5, ...run)).code).toBe("not-found");

  rig.git("checkout", "--quiet", "--", ".");
  expect((await expectRefused(11, "run", "1.1")).code).toBe("not-trusted");
});

test("a folder that is no repository, and one without a commit, are told apart", async () => {
  const dotGit = join(rig.root, ".git");
  const outside = join(rig.folder, "elsewhere");
  mkdirSync(outside);
  const none = await rig.run("--cwd", outside, "run", "1.1", "--trust", "--json");
  expect(none.code).toBe(3);
  expect(refusalOf(none).code).toBe("not-a-repository");
  expect(existsSync(dotGit)).toBe(true);
  const empty = fiveStreams();
  try {
    rmSync(join(empty.root, ".git"), { recursive: true });
    empty.git("init", "--quiet", "--initial-branch=main");
    empty.git("config", "user.name", "Rig");
    empty.git("config", "user.email", "rig@example.com");
    const ran = await empty.run("run", "1.1", "--trust", "--json");
    expect(ran.code).toBe(3);
    expect(refusalOf(ran).code).toBe("no-commits");
  } finally {
    empty.remove();
  }
});

test("a damaged journal is refused as it is, by every command that needs it", async () => {
  const dir = join(rig.root, ".orchestrator");
  await rig.data("stop");
  await rig.data("skip", "1.5");
  expect(existsSync(join(dir, "journal.db"))).toBe(true);
  const sound = Object.fromEntries(
    readdirSync(dir)
      .filter((name) => name.startsWith("journal.db"))
      .map((name) => [name, rig.bytes(join(".orchestrator", name))]),
  );
  writeFileSync(join(dir, "journal.db"), "not a database, and long enough to look at".repeat(40));
  for (const words of [["batch", "--trust"], ["resume", "--trust"], ["status"]]) {
    const ran = await rig.run(...words, "--json");
    expect(ran.code, words.join(" ")).toBe(3);
    expect(refusalOf(ran).code).toBe("journal-corrupt");
  }
  for (const [name, bytes] of Object.entries(sound)) writeFileSync(join(dir, name), bytes);
  expect((await rig.data("explain", "1.5"))["stage"]).toBe("skipped");
});

test("ids that would be paths, options or locks are names and nothing else", async () => {
  const ids = ["../../etc", "-rf", "x.lock", "a\u202eb", "$(touch pwned)", "x".repeat(300)];
  const blocks = ids.map((id) => `### Phase ${id}: Named oddly\n- **Status:** ⚪ Not Started\n`);
  const odd = fiveStreams({
    roadmap: `# Roadmap\n\n${blocks.join("\n")}`,
    script: { "*": [{ write: { path: "{{slug}}.txt", text: "x\n" } }, { commit: "feat: odd" }] },
  });
  try {
    const before = readdirSync(odd.folder);
    const shown = (await odd.data("roadmap", "show")) as { workStreams: { available: boolean }[] };
    const able = shown.workStreams.filter(({ available }) => available);
    const ran = await odd.run("batch", "-n", "4", "--trust", "--json");
    expect(ran.code, ran.stdout).toBe(0);
    expect([...odd.landed()].sort()).toEqual(["-rf", "../../etc", "x.lock"]);
    expect(able).toHaveLength(3);
    for (const file of readdirSync(odd.root)) {
      expect(file).toMatch(/^(\.git|\.orchestrator|[a-z0-9.-]{1,70})$/);
    }
    expect(readdirSync(odd.folder).filter((name) => !before.includes(name))).toEqual(["state"]);
    odd.git("fsck", "--strict", "--no-dangling");
  } finally {
    odd.remove();
  }
});

test("a full disk stops the run with its name, and with room again it goes on", async () => {
  const disk = mountSmallDisk(6 * 1024);
  if (disk === null) return;
  const full = fiveStreams({
    roadmap: "# Roadmap\n\n### Phase 1.1: First\n- **Status:** ⚪ Not Started\n",
    script: { "1.1": [WAIT, { write: { path: "1.1.txt", text: "x\n" } }, { commit: "feat: x" }] },
  });
  try {
    full.git("clone", "--quiet", full.root, join(disk.dir, "repo"));
    const there = full.at(join(disk.dir, "repo"));
    there.git("config", "user.name", "Rig");
    there.git("config", "user.email", "rig@example.com");
    const run = there.follow("batch", "--trust");
    await run.until("agent_running");
    fillUp(disk.dir);
    await run.letGoOn("1.1");
    const ran = await run.ended;
    expect(ran.code, ran.stdout + ran.stderr).toBe(3);
    expect(ran.stdout + ran.stderr).toContain("disk");
    rmSync(join(disk.dir, "ballast"));
    const resumed = await there.run("resume", "--trust", "--json");
    expect(resumed.code, resumed.stdout + resumed.stderr).toBe(0);
    expect(there.landed()).toEqual(["1.1"]);
  } finally {
    full.remove();
    disk.remove();
  }
});

function fillUp(dir: string): void {
  for (let bytes = 1024 * 1024; bytes >= 512; bytes /= 2) {
    for (;;) {
      try {
        writeFileSync(join(dir, "ballast"), Buffer.alloc(bytes), { flag: "a" });
      } catch {
        break;
      }
    }
  }
}

test("a repository that cannot be written is refused by name, and can still be looked at", async () => {
  const disk = mountSmallDisk(8 * 1024);
  if (disk === null) return;
  try {
    rig.git("clone", "--quiet", rig.root, join(disk.dir, "repo"));
    disk.makeReadOnly();
    const there = rig.at(join(disk.dir, "repo"));
    const ran = await there.run("run", "1.1", "--trust", "--json");
    expect(ran.code, ran.stdout).toBe(3);
    expect(refusalOf(ran).code).toBe("read-only");
    expect((await there.data("status"))["total"]).toBe(5);
    expect((await there.run("plan", "--json")).code).toBe(0);
  } finally {
    disk.remove();
  }
});

test("a journal folder open to others is closed before anything is written to it", async () => {
  mkdirSync(join(rig.root, ".orchestrator"), { recursive: true });
  chmodSync(join(rig.root, ".orchestrator"), 0o777);
  await rig.data("skip", "1.4");
  expect(rig.modeOf(".orchestrator")).toBe(0o700);
  expect(rig.modeOf(".orchestrator/journal.db")).toBe(0o600);
});

test("a journal folder that is a link leads nowhere", async () => {
  const elsewhere = join(rig.folder, "linked");
  mkdirSync(elsewhere, { mode: 0o755 });
  rmSync(join(rig.root, ".orchestrator"), { recursive: true });
  symlinkSync(elsewhere, join(rig.root, ".orchestrator"));
  const refused = await expectRefused(3, "run", "1.1", "--trust");
  expect(refused.message).toContain("not a directory");
  expect(readdirSync(elsewhere)).toEqual([]);
  rmSync(join(rig.root, ".orchestrator"));
});
