import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Following, Rig } from "./rig.ts";
import { kept } from "./kept.ts";
import { fiveStreams, isWarden } from "./rig.ts";

/** What must be true of the world after a whole run, however it went (laws I3, I4, I5, I7, I11). */
async function expectAllLanded(rig: Rig): Promise<void> {
  const landed = rig.landed();
  expect([...landed].sort()).toEqual(["1.1", "1.2", "1.3", "1.4", "1.5"]);
  for (const [first, later] of [
    ["1.1", "1.2"],
    ["1.1", "1.3"],
    ["1.2", "1.4"],
    ["1.3", "1.4"],
  ] as const) {
    expect(landed.indexOf(first)).toBeLessThan(landed.indexOf(later));
  }
  expect(rig.git("status", "--porcelain")).toBe("");
  expect(rig.read("plans/roadmap.md").match(/✅ Complete/g)).toHaveLength(5);
  for (const id of ["1.1", "1.2", "1.3", "1.4", "1.5"]) expect(rig.read(`${id}.txt`)).not.toBe("");
  rig.git("fsck", "--strict", "--no-dangling");
  const replay = await rig.data("replay");
  expect(replay["divergence"]).toBeNull();
}

test("a batch lands every work stream in dependency order and says so in the roadmap", async () => {
  const rig = kept(fiveStreams());
  const before = rig.read("plans/roadmap.md");
  await rig.data("trust", "--yes");
  const data = await rig.data("batch", "-n", "3");
  expect((data["completed"] as string[]).length).toBe(5);
  await expectAllLanded(rig);
  const after = rig.read("plans/roadmap.md").split("\n");
  const changed = before.split("\n").filter((line, index) => line !== after[index]);
  expect(changed.every((line) => line.includes("**Status:**"))).toBe(true);
});

interface Kill {
  readonly at: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The warden dies with it: agents go on under their keepers. */
  readonly withWarden?: boolean;
  /** The one who resumes is killed as well, when this happens. */
  readonly again?: string;
}

const KILLS: readonly Kill[] = [
  { at: "planned" },
  { at: "claimed", again: "agent_running" },
  { at: "preparing", fields: { id: "1.5" }, withWarden: true },
  { at: "agent_running", again: "landed" },
  { at: "agent_running", fields: { id: "1.5" }, withWarden: true },
  { at: "agent_completed", withWarden: true, again: "agent_completed" },
  { at: "checkpoint" },
  { at: "verification_complete" },
  { at: "landed", again: "checkpoint" },
  { at: "landed", fields: { id: "1.2" }, withWarden: true },
  { at: "landed", fields: { id: "1.3" } },
  { at: "landed", fields: { id: "1.4" } },
];

test("a run killed at any moment is resumed to the same tree, with nothing done twice", async () => {
  const golden = kept(fiveStreams());
  await golden.data("batch", "-n", "3", "--trust");
  const tree = golden.git("rev-parse", "HEAD^{tree}");
  const left = [...KILLS];
  const killOne = async (kill: Kill): Promise<void> => {
    const rig = kept(fiveStreams());
    await killAt(rig, rig.follow("batch", "-n", "3", "--trust"), kill);
    if (kill.again !== undefined) {
      await killAt(rig, rig.follow("resume", "--trust"), { at: kill.again });
    }
    const resumed = await rig.run("resume", "--trust", "--json");
    const told = `${JSON.stringify(kill)}: ${resumed.stdout}${resumed.stderr}`;
    expect(resumed.code, told).toBe(0);
    await expectAllLanded(rig);
    expect(rig.git("rev-parse", "HEAD^{tree}"), told).toBe(tree);
    expect(await rig.settled(), told).toEqual([]);
    rig.remove();
  };
  const worker = async (): Promise<void> => {
    for (let kill = left.pop(); kill !== undefined; kill = left.pop()) await killOne(kill);
  };
  await Promise.all([worker(), worker()]);
}, 240_000);

async function killAt(rig: Rig, run: Following, kill: Kill): Promise<void> {
  await run.until(kill.at, kill.fields);
  run.child.kill("SIGKILL");
  if (kill.withWarden === true) rig.kill(isWarden);
  await run.ended;
}

test("there is nothing to go on with where nothing was begun, and that is said", async () => {
  const rig = kept(fiveStreams());
  const ran = await rig.run("resume", "--trust", "--json");
  expect(ran.code, ran.stdout).toBe(0);
  expect(JSON.parse(ran.stdout)).toMatchObject({ next: ["orchestrator batch"] });
  expect(await rig.settled()).toEqual([]);
});

test("a second orchestrator is told who leads and exits 9", async () => {
  // Long enough that the first is still at work, however slow the machine is.
  const rig = kept(fiveStreams({ script: { "*": [{ sleep: 60 }] } }));
  const first = rig.follow("batch", "--trust");
  await first.until("agent_running");
  const second = await rig.run("batch", "--trust", "--json");
  expect(second.code).toBe(9);
  expect(second.stdout).toContain(`pid ${first.child.pid}`);
  await rig.data("stop", "--now");
  await first.ended;
  expect(await rig.settled()).toEqual([]);
});

test("changes in the way of a landing are left exactly as they are", async () => {
  const rig = kept(fiveStreams());
  rig.write("1.1.txt", "mine, not committed\n");
  rig.git("add", "--intent-to-add", "1.1.txt");
  const ran = await rig.run("run", "1.1", "--trust", "--json");
  expect(ran.code).toBe(8);
  expect(rig.read("1.1.txt")).toBe("mine, not committed\n");
  expect(rig.landed()).toEqual([]);
  expect(rig.landed("refs/orchestrator/landed/main")).toEqual(["1.1"]);
  rig.git("rm", "--quiet", "--cached", "1.1.txt");
  rmSync(join(rig.root, "1.1.txt"));
  const landed = await rig.run("land", "--json");
  expect(landed.code, landed.stdout).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
  expect(rig.read("1.1.txt")).toBe("First\n");
});
