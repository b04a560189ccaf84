import { afterEach, expect, test } from "vitest";
import type { Rig } from "./rig.ts";
import { fiveStreams, sleep } from "./rig.ts";

const rigs: Rig[] = [];

afterEach(() => {
  for (const rig of rigs.splice(0)) rig.remove();
});

function made(rig: Rig): Rig {
  rigs.push(rig);
  return rig;
}

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
  const rig = made(fiveStreams());
  const before = rig.read("plans/roadmap.md");
  const trusted = await rig.run("trust", "--yes");
  expect(trusted.stderr + trusted.stdout, "trust").not.toContain("Error");
  const data = await rig.data("batch", "-n", "3");
  expect((data["completed"] as string[]).length).toBe(5);
  await expectAllLanded(rig);
  const after = rig.read("plans/roadmap.md").split("\n");
  const changed = before.split("\n").filter((line, index) => line !== after[index]);
  expect(changed.every((line) => line.includes("**Status:**"))).toBe(true);
});

test("a run killed at any moment is resumed to the same tree, with nothing done twice", async () => {
  const golden = made(fiveStreams());
  await golden.data("batch", "-n", "3", "--trust");
  const tree = golden.git("rev-parse", "HEAD^{tree}");
  for (const afterMs of [150, 400, 700, 1000, 1400, 1900]) {
    const rig = made(fiveStreams());
    const child = rig.start("batch", "-n", "3", "--trust");
    await sleep(afterMs);
    child.kill("SIGKILL");
    const resumed = await rig.run("resume", "--trust", "--json");
    const unstarted = rig.landed().length === 0 && resumed.code !== 0;
    if (unstarted) await rig.data("batch", "-n", "3", "--trust");
    await expectAllLanded(rig);
    expect(rig.git("rev-parse", "HEAD^{tree}")).toBe(tree);
    expect(rig.leftovers()).toEqual([]);
  }
});

test("a second orchestrator is told who leads and exits 9", async () => {
  const rig = made(fiveStreams());
  const first = rig.start("batch", "--trust");
  await sleep(700);
  const second = await rig.run("batch", "--trust", "--json");
  expect(second.code).toBe(9);
  expect(second.stdout).toContain("pid");
  await rig.run("stop", "--now");
  first.kill("SIGTERM");
});

test("changes in the way of a landing are left exactly as they are", async () => {
  const rig = made(fiveStreams());
  rig.write("1.1.txt", "mine, not committed\n");
  rig.git("add", "--intent-to-add", "1.1.txt");
  const ran = await rig.run("run", "1.1", "--trust", "--json");
  expect(ran.code).toBe(8);
  expect(rig.read("1.1.txt")).toBe("mine, not committed\n");
  expect(rig.landed()).toEqual([]);
  expect(rig.landed("refs/orchestrator/landed/main")).toEqual(["1.1"]);
  rig.git("rm", "--quiet", "--cached", "1.1.txt");
  const { rmSync } = await import("node:fs");
  rmSync(`${rig.root}/1.1.txt`);
  const landed = await rig.run("land", "--json");
  expect(landed.code, landed.stdout).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
  expect(rig.read("1.1.txt")).toBe("First\n");
});
