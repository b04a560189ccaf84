import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectSound, git, landWork, makeBench, write } from "../repository.fixture.ts";

const LINES = Array.from({ length: 20 }, (_, at) => `line ${at}`);
const FILES = { "a.txt": `${LINES.join("\n")}\n`, "b.txt": "b\n", "plans/roadmap.md": "# R\n" };

function changed(at: number, text: string): string {
  return `${LINES.with(at, text).join("\n")}\n`;
}

test("attempts that change the same lines are told of, others are not, and nothing is left behind", async () => {
  const { root, stateDir, target } = await makeBench({ files: FILES });
  const start = async (id: string) =>
    (await target.prepareWorkspace({ attempt: id, carry: null })).path;
  const [one, two, three] = [
    await start("self:1/1"),
    await start("self:2/1"),
    await start("self:3/1"),
  ];
  expect(await target.foreseeConflicts(["self:1/1", "self:2/1", "self:3/1"])).toEqual([]);

  // Committed on one side, only in the work tree on the other, and far from both on the third.
  write(one, "a.txt", changed(3, "one"));
  await git(one, "add", "-A");
  await git(one, "commit", "-q", "-m", "one");
  write(two, "a.txt", changed(3, "two"));
  write(two, "new/both.txt", "two\n");
  write(three, "a.txt", changed(15, "three"));
  for (const [tree, text] of [
    [one, "1"],
    [two, "2"],
  ] as const) {
    write(tree, "plans/roadmap.md", `# ${text}\n`);
  }
  const head = await git(root, "rev-parse", "HEAD");
  const objects = await git(root, "count-objects", "-v");
  expect(await target.foreseeConflicts(["self:1/1", "self:2/1", "self:3/1"])).toEqual([
    { attempt: "self:1/1", with: "self:2/1", head, files: ["a.txt"] },
  ]);
  write(three, "new/both.txt", "three\n");
  const again = await target.foreseeConflicts(["self:1/1", "self:2/1", "self:3/1", "self:9/1"]);
  expect(again.map(({ attempt, files }) => [attempt, files])).toEqual([
    ["self:1/1", ["a.txt"]],
    ["self:2/1", ["new/both.txt"]],
  ]);
  expect(await git(root, "count-objects", "-v")).toBe(objects);
  expect(await git(one, "status", "--porcelain")).toBe(" M plans/roadmap.md");
  expect(readdirSync(join(stateDir, "git"), { recursive: true }).join("\n")).not.toContain(
    "foresight",
  );
  await expectSound(root);
});

test("what has landed meanwhile is told of, until the attempt has taken its lines over", async () => {
  const { target } = await makeBench({ files: FILES });
  const { path } = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
  write(path, "a.txt", changed(3, "mine"));
  const { candidate } = await landWork(target, "self:2/1", (clone) =>
    write(clone, "a.txt", changed(3, "theirs")),
  );
  const head = candidate.commit;
  expect(await target.foreseeConflicts(["self:1/1"])).toEqual([
    { attempt: "self:1/1", with: null, head, files: ["a.txt"] },
  ]);
  // The agent can reach what landed by its name alone, take its lines over, and keep its own apart.
  await git(path, "checkout", "-q", head, "--", "a.txt");
  write(path, "a.txt", changed(3, "theirs").replace("line 15", "mine"));
  expect(await target.foreseeConflicts(["self:1/1"])).toEqual([]);
});
