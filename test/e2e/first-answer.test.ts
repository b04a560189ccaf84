import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Rig, fiveStreams } from "./rig.ts";

const rigs: Rig[] = [];

afterEach(() => {
  for (const rig of rigs.splice(0)) rig.remove();
});

function makeRig(): Rig {
  const rig = fiveStreams({});
  rigs.push(rig);
  return rig;
}

/** The one file in which the compiled form of the program is kept. */
function keptIn(rig: Rig): string {
  const folder = join(rig.folder, "state", "orchestrator", "compiled");
  const names = readdirSync(folder);
  expect(names).toHaveLength(1);
  return join(folder, names[0] ?? "");
}

test("the answer is the same before and after its program was compiled", async () => {
  const rig = makeRig();
  const first = await rig.run("status");
  expect(first.code, first.stderr).toBe(0);
  const kept = keptIn(rig);
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  const before = statSync(kept).mtimeMs;
  expect(await rig.run("status")).toEqual(first);
  expect(statSync(kept).mtimeMs).toBe(before);
});

test("a compiled form that is damaged, cut short or open to others is made anew", async () => {
  const rig = makeRig();
  const first = await rig.run("status");
  const kept = keptIn(rig);
  const bytes = readFileSync(kept);
  const half = Buffer.from(bytes).fill(0, bytes.length >> 1, (bytes.length >> 1) + 4096);
  for (const damaged of [half, bytes.subarray(0, 1000), Buffer.alloc(0), Buffer.alloc(10_000)]) {
    writeFileSync(kept, damaged);
    expect(await rig.run("status")).toEqual(first);
    expect(readFileSync(keptIn(rig)).equals(damaged)).toBe(false);
  }
  chmodSync(kept, 0o666);
  expect(await rig.run("status")).toEqual(first);
  expect(statSync(keptIn(rig)).mode & 0o777).toBe(0o600);
});

test("without a place to keep anything the answer comes all the same", async () => {
  const rig = makeRig();
  const first = await rig.run("status");
  const folder = join(rig.folder, "state", "orchestrator");
  chmodSync(join(folder, "compiled"), 0o500);
  writeFileSync(keptIn(rig), "");
  expect(await rig.run("status")).toEqual(first);
  chmodSync(join(folder, "compiled"), 0o700);
});
