import { chmodSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { type Rig, fiveStreams } from "./rig.ts";

function makeRig(): Rig {
  return kept(fiveStreams({}));
}

/** The files in which the compiled form of the program is kept. */
function keptIn(rig: Rig): readonly string[] {
  const folder = join(rig.folder, "state", "orchestrator", "compiled");
  return readdirSync(folder).map((name) => join(folder, name));
}

// Of what is always asked for, in two files, and of every other command.
const COMMANDS = [
  { words: ["status"], files: 2 },
  { words: ["agents"], files: 1 },
];

test.for(COMMANDS)(
  "the answer to $words is the same when it is compiled",
  async ({ words, files }) => {
    const rig = makeRig();
    rmSync(join(rig.folder, "state", "orchestrator", "compiled"), { recursive: true, force: true });
    const first = await rig.run(...words);
    expect(first.code, first.stderr).toBe(0);
    const looks = () => keptIn(rig).map((kept) => statSync(kept));
    const before = looks().map(({ mtimeMs }) => mtimeMs);
    expect(before).toHaveLength(files);
    for (const { mode } of looks()) expect(mode & 0o777).toBe(0o600);
    expect(await rig.run(...words)).toEqual(first);
    expect(looks().map(({ mtimeMs }) => mtimeMs)).toEqual(before);
  },
);

test.for(COMMANDS)(
  "what is compiled of $words and damaged, cut short or open to others is made anew",
  async ({ words }) => {
    const rig = makeRig();
    rmSync(join(rig.folder, "state", "orchestrator", "compiled"), { recursive: true, force: true });
    const first = await rig.run(...words);
    for (const kept of keptIn(rig)) {
      const bytes = readFileSync(kept);
      const half = Buffer.from(bytes).fill(0, bytes.length >> 1, (bytes.length >> 1) + 4096);
      for (const damaged of [
        half,
        bytes.subarray(0, 1000),
        Buffer.alloc(0),
        Buffer.alloc(10_000),
      ]) {
        writeFileSync(kept, damaged);
        expect(await rig.run(...words)).toEqual(first);
        expect(readFileSync(kept).equals(damaged)).toBe(false);
      }
      chmodSync(kept, 0o666);
      expect(await rig.run(...words)).toEqual(first);
      expect(statSync(kept).mode & 0o777).toBe(0o600);
    }
  },
);

test("what is asked for only now and then says what the whole program says", async () => {
  const rig = makeRig();
  const roadmap = join(rig.root, "plans/roadmap.md");
  const asked = () =>
    Promise.all([rig.run("status", "--json"), rig.run("status", "--json", "--exit-code")]);
  for (const text of [null, readFileSync(roadmap, "utf8").replace("1.2", "7.2"), "# nothing\n"]) {
    if (text !== null) writeFileSync(roadmap, text);
    const [first, whole] = await asked();
    expect(first).toEqual(whole);
  }
  writeFileSync(join(rig.root, "orchestrator.local.yaml"), "gates: [\n");
  const [first, whole] = await asked();
  expect(first.code).not.toBe(0);
  expect(first).toEqual(whole);
});

test("without a place to keep anything the answer comes all the same", async () => {
  const rig = makeRig();
  const first = await rig.run("status");
  const folder = join(rig.folder, "state", "orchestrator");
  chmodSync(join(folder, "compiled"), 0o500);
  for (const kept of keptIn(rig)) writeFileSync(kept, "");
  expect(await rig.run("status")).toEqual(first);
  chmodSync(join(folder, "compiled"), 0o700);
});

test("signs beyond ASCII mean in the built program what they mean in its source", async () => {
  const rig = makeRig();
  const lines = ["1.1", "1.2", "1.3"].map((id) => `### Phase ${id}: t\n- **Status:** –\n`);
  const last = "### Phase 2.1: All — blocked\n- **Depends On:** Phase 1.1–1.3\n";
  writeFileSync(join(rig.root, "plans/roadmap.md"), `${lines.join("")}${last}`);
  const { stdout } = await rig.run("roadmap", "show", "--json");
  const { workStreams } = JSON.parse(stdout).data;
  expect(workStreams.at(-1)).toMatchObject({
    title: "All",
    status: "blocked",
    dependsOn: ["1.1", "1.2", "1.3"],
  });
  expect(workStreams[0].status).toBe("not_started");
});
