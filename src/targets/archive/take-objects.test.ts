import { expect, test } from "vitest";
import { attempt, commitAll, expectSound, git, makeBench, write } from "../repository.fixture.ts";

test("a little and a lot come over whole", async () => {
  const { root, target } = await makeBench();
  for (const [id, count] of [
    ["self:1/1", 1],
    ["self:2/1", 150],
  ] as const) {
    const { work } = await attempt(target, id, async (clone) => {
      for (let at = 0; at < count; at++) write(clone, `many/${at}.txt`, `${id} ${at}\n`);
      await commitAll(clone, "work");
    });
    expect(work.files).toHaveLength(count);
    expect(
      (await git(root, "ls-tree", "-r", "--name-only", work.head, "many")).split("\n"),
    ).toHaveLength(count);
  }
  await expectSound(root);
});

test("an object that no repository should hold does not come over", async () => {
  const { root, target } = await makeBench();
  let refused = "";
  const { work } = await attempt(target, "self:1/1", async (clone) => {
    write(clone, "plain.txt", "plain\n");
    await commitAll(clone, "plain");
    const blob = await git(clone, "hash-object", "-w", "plain.txt");
    const bad = Buffer.concat([Buffer.from("100644 .git\0", "latin1"), Buffer.from(blob, "hex")]);
    write(clone, "bad-tree", bad);
    const tree = await git(clone, "hash-object", "-t", "tree", "-w", "--literally", "bad-tree");
    refused = await git(clone, "commit-tree", tree, "-p", "HEAD", "-m", "bad");
    await git(clone, "update-ref", "HEAD", refused);
  });
  // What lies in the work tree is kept; what was committed stays where it was.
  expect(work.files).toEqual(["bad-tree", "plain.txt"]);
  const known = await git(root, "cat-file", "--batch-all-objects", "--batch-check");
  expect(known.includes(refused)).toBe(false);
  await expectSound(root);
});
