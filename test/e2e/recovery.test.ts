import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { type Rig, type Script, WAIT, fiveStreams } from "./rig.ts";

const WRITE = [
  { write: { path: "{{id}}.txt", text: "{{title}}\n" } },
  { commit: "feat: {{title}}" },
];

const ROADMAP = `# Roadmap

### Phase 1.1: First
- **Status:** ⚪ Not Started

### Phase 1.2: Second
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.1

### Phase 1.3: Third
- **Status:** ⚪ Not Started
`;

function made(config = "", script: Script = { "*": WRITE }): Rig {
  return kept(fiveStreams({ roadmap: ROADMAP, script, config }));
}

interface Undone {
  readonly rolledBack: readonly { readonly commit: string; readonly opened: readonly string[] }[];
  readonly checkpoint: string;
}

async function undo(rig: Rig, ...words: string[]): Promise<Undone> {
  return (await rig.data(...words, "--trust")) as unknown as Undone;
}

test("what landed is rolled back by commits on top, and rolled forward the same way", async () => {
  const rig = made();
  expect((await rig.run("batch", "-n", "2", "--trust", "--json")).code).toBe(0);
  const before = rig.git("rev-parse", "main");
  const refused = await rig.run("rollback", "1.1", "--trust");
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining("1.2 landed on top")]);
  expect(rig.git("rev-parse", "main")).toBe(before);

  const undone = await undo(rig, "rollback", "1.1", "--with-dependents");
  expect(undone.rolledBack[0]?.opened).toEqual(["1.1", "1.2"]);
  rig.git("merge-base", "--is-ancestor", before, "main");
  expect(rig.git("ls-files", "1.*.txt")).toBe("1.3.txt");
  expect(rig.git("status", "--porcelain")).toBe("");
  expect(rig.read("plans/roadmap.md").match(/Not Started/g)).toHaveLength(2);

  const back = await undo(rig, "rollback", undone.checkpoint);
  expect(back.rolledBack).toHaveLength(1);
  expect(rig.git("rev-parse", "main^{tree}")).toBe(rig.git("rev-parse", `${before}^{tree}`));
  expect(rig.git("status", "--porcelain")).toBe("");
  const status = await rig.data("status");
  expect(JSON.stringify(status)).not.toContain("rolled back");
  expect((await rig.run("replay", "--json")).code).toBe(0);
});

test("a rolled back stream is done again when somebody asks for it", async () => {
  const rig = made();
  await rig.run("run", "1.3", "--trust", "--json");
  await rig.data("checkpoint", "create", "before", "--why", "to look back");
  await undo(rig, "rollback", "1.3");
  expect((await rig.run("status")).stdout).toMatch(/Skipped \(1\)\n +Phase 1\.3 .*rolled back by/);
  expect((await rig.run("run", "1.3", "--trust", "--json")).code).toBe(0);
  await undo(rig, "rollback", "1.3");
  expect((await rig.run("run", "1.3", "--trust", "--json")).code).toBe(0);
  expect(rig.landed().filter((id) => id === "1.3")).toHaveLength(3);
  // Twice done is one work stream.
  expect((await rig.data("checkpoint", "diff", "before"))["landed"]).toEqual(["1.3"]);
});

test("a checkpoint is restored around the person's own commits, which stay", async () => {
  const rig = made();
  await rig.run("run", "1.1", "--trust", "--json");
  const kept = await rig.data("checkpoint", "create", "before");
  expect(kept["name"]).toBe("before");
  for (const act of ["diff", "restore", "prune", "show"]) {
    const missing = await rig.run("checkpoint", act, "bfore");
    expect([missing.code, missing.stderr]).toEqual([5, expect.stringContaining("before?")]);
  }
  await rig.run("run", "1.3", "--trust", "--json");
  rig.write("mine.txt", "mine\n");
  rig.git("add", "mine.txt");
  rig.git("commit", "--quiet", "--message", "mine");
  const diff = await rig.data("checkpoint", "diff", "before");
  expect(diff["landed"]).toEqual(["1.3"]);
  await undo(rig, "checkpoint", "restore", "before");
  expect(rig.git("ls-files", "1.*.txt", "mine.txt").split("\n")).toEqual(["1.1.txt", "mine.txt"]);
  const again = await rig.run("checkpoint", "restore", "before", "--trust");
  expect([again.code, again.stderr]).toEqual([3, expect.stringContaining("nothing to roll back")]);
  const listed = await rig.data("checkpoint", "list");
  const names = (listed["checkpoints"] as { name: string }[]).map(({ name }) => name);
  expect(names).toContain("before");
  expect(names).toContain("s-1-level-1");
  await rig.data("checkpoint", "prune", "before");
  expect((await rig.run("checkpoint", "show", "before")).code).toBe(5);
  const refs = rig.git("for-each-ref", "--format=%(refname)", "refs/orchestrator/checkpoints");
  expect(refs).not.toContain("before-e");
  expect(refs).toContain("before-restore");
});

test("what the gates refuse without it stays, with the gate's words", async () => {
  const rig = made();
  rig.write(
    "check.sh",
    "#!/bin/sh\nif [ -e need ] && ! [ -s 1.1.txt ]; then echo no 1.1; exit 1; fi\n",
  );
  rig.git("commit", "--quiet", "--all", "--message", "gate");
  expect((await rig.run("run", "1.1", "--trust", "--json")).code).toBe(0);
  rig.write("need", "1.1\n");
  rig.git("add", "need");
  rig.git("commit", "--quiet", "--message", "now it is needed");
  const before = rig.git("rev-parse", "main");
  const refused = await rig.run("rollback", "1.1", "--trust");
  expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining("no 1.1")]);
  expect(rig.git("rev-parse", "main")).toBe(before);
});

test("while a team is at work a rollback is done by who leads, and so is a checkpoint", async () => {
  const rig = made("", { "1.3": [WAIT, ...WRITE], "*": WRITE });
  const run = rig.follow("batch", "-n", "2", "--trust");
  await run.until("landed", { id: "1.2" });
  await rig.data("checkpoint", "create", "amid");
  await undo(rig, "rollback", "1.2");
  expect(rig.git("ls-files", "1.*.txt")).toBe("1.1.txt");
  await run.letGoOn("1.3");
  await run.ended;
  expect(rig.git("ls-files", "1.*.txt").split("\n")).toEqual(["1.1.txt", "1.3.txt"]);
  expect(await rig.settled()).toEqual([]);
});

test("a session is moved by legal moves only", async () => {
  const rig = made();
  const idle = await rig.run("state", "transition", "completed");
  expect([idle.code, idle.stderr]).toEqual([3, expect.stringContaining("no legal move")]);
  expect((await rig.run("state", "transition", "flying")).code).toBe(2);
});

/** Turns over a bit wherever the text is: one place alone may be a page that is free by now. */
function damage(rig: Rig, text: string): void {
  const bytes = rig.bytes(".orchestrator/journal.db");
  expect(bytes.includes(text)).toBe(true);
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  }
  writeFileSync(join(rig.root, ".orchestrator/journal.db"), bytes);
  rmSync(join(rig.root, ".orchestrator/journal.db-wal"), { force: true });
}

for (const from of ["last-good", "backup", "git"]) {
  test(`a damaged journal is made anew from ${from}, and nothing is done twice`, async () => {
    const rig = made();
    expect((await rig.run("run", "1.1", "--trust", "--json")).code).toBe(0);
    if (from === "backup")
      expect(await rig.data("backup")).toMatchObject({ seq: expect.any(Number) });
    expect((await rig.run("run", "1.3", "--trust", "--json")).code).toBe(0);
    damage(rig, from === "last-good" ? "candidate-built" : "session-requested");
    const told = await rig.run("state", "repair", "--json");
    expect([told.code, told.stdout]).toEqual([3, expect.stringContaining("lastGoodSeq")]);
    const repaired = await rig.data("state", "repair", "--from", from, "--yes");
    expect(repaired).toMatchObject({ from, landed: 2 });
    const ran = await rig.run("batch", "--trust", "--json");
    expect(ran.code, ran.stdout).toBe(0);
    expect([...rig.landed()].sort()).toEqual(["1.1", "1.2", "1.3"]);
    await undo(rig, "rollback", "1.3");
    expect(rig.git("ls-files", "1.*.txt").split("\n")).toEqual(["1.1.txt", "1.2.txt"]);
    expect((await rig.run("replay", "--json")).code).toBe(0);
    expect(await rig.settled()).toEqual([]);
  }, 180_000);
}

test("a journal of which nothing is sound is offered to be made from what would leave the most", async () => {
  const rig = made();
  expect((await rig.run("run", "1.1", "--trust", "--json")).code).toBe(0);
  const whole = rig.bytes(".orchestrator/journal.db");
  const ruin = () => {
    writeFileSync(join(rig.root, ".orchestrator/journal.db"), Buffer.alloc(whole.length, 7));
    rmSync(join(rig.root, ".orchestrator/journal.db-wal"), { force: true });
  };
  await rig.data("backup");
  const sound = await rig.run("state", "repair");
  expect([sound.code, sound.stdout]).toEqual([0, "The journal is sound.\n"]);
  ruin();
  const offered = await rig.run("state", "repair");
  expect(offered.stdout).toContain(
    "--from last-good  nothing: not one of its own records is sound",
  );
  expect(offered.stdout).toContain("no record, 1 landing and the roadmap");
  expect(offered.stderr).toContain("Next: orchestrator state repair --from backup --yes");
  rmSync(join(rig.root, ".orchestrator/backups"), { recursive: true });
  expect((await rig.run("state", "repair")).stderr).toContain("repair --from git --yes");
  expect((await rig.data("state", "repair", "--from", "git", "--yes"))["landed"]).toBe(1);
});

test("a backup brings back a folder of ours that is gone, with what was noted and the roles", async () => {
  const rig = made();
  expect((await rig.run("run", "1.1", "--trust", "--json")).code).toBe(0);
  await rig.data("memory", "add", "Tabs, never spaces");
  mkdirSync(join(rig.root, ".orchestrator", "team"), { recursive: true });
  rig.write(".orchestrator/team/architect.yaml", "id: architect\ntitle: Mine\n");
  const to = join(rig.folder, "safe");
  expect(await rig.data("backup", "--to", to)).toMatchObject({
    path: to,
    files: ["memory.db", "team/architect.yaml"],
  });
  rmSync(join(rig.root, ".orchestrator"), { recursive: true });
  const repaired = await rig.data("state", "repair", "--from", to, "--yes");
  expect(repaired).toMatchObject({ landed: 1, putBack: ["team/architect.yaml", "memory.db"] });
  expect(rig.read(".orchestrator/team/architect.yaml")).toContain("Mine");
  expect(JSON.stringify(await rig.data("memory", "list"))).toContain("Tabs, never spaces");
  const ran = await rig.run("batch", "--trust", "--json");
  expect(ran.code, ran.stdout).toBe(0);
  expect([...rig.landed()].sort()).toEqual(["1.1", "1.2", "1.3"]);
  expect(await rig.settled()).toEqual([]);
}, 180_000);
