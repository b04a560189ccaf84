import { chmodSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attempt, makeBench, read, write } from "../repository.fixture.ts";

test("what one attempt changed is applied for another, also after a try that was broken off", async () => {
  const files = { "a.txt": "1\n2\n3\n", "gone.txt": "x\n" };
  const { target } = await makeBench({ files });
  const { work } = await attempt(target, "self:1/1", (clone) => {
    write(clone, "a.txt", "1\ntwo\n3\n");
    write(clone, "bin/tool", new Uint8Array([0, 1, 2, 255, 10, 0]));
    chmodSync(join(clone, "bin/tool"), 0o755);
    write(clone, "gone.txt", "");
  });
  const patch = await target.patchOf(work);
  expect(patch).not.toBeNull();

  const { path, base } = await target.prepareWorkspace({ attempt: "self:2/1", carry: null });
  // The first try was killed after some of it.
  write(path, "a.txt", "half");
  write(path, "bin/tool", "half");
  expect(await target.applyPatch("self:2/1", patch ?? new Uint8Array(), true)).toBe(true);
  expect(read(path, "a.txt")).toBe("1\ntwo\n3\n");
  expect(statSync(join(path, "bin/tool")).mode & 0o111).not.toBe(0);
  const { work: taken } = await attempt(target, "self:2/1", () => undefined);
  expect(taken.base).toBe(base);
  expect(taken.tree).toBe(work.tree);
});

test("a patch that does not fit, or leads out of the tree, changes nothing", async () => {
  const { target } = await makeBench({ files: { "a.txt": "1\n" } });
  const { path } = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
  const out = "--- /dev/null\n+++ b/../out.txt\n@@ -0,0 +1 @@\n+x\n";
  const other = "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-2\n+3\n";
  for (const patch of [out, other, "no patch at all"]) {
    expect(await target.applyPatch("self:1/1", Buffer.from(patch), false)).toBe(false);
  }
  expect(read(path, "a.txt")).toBe("1\n");
  expect(existsSync(join(path, "..", "out.txt"))).toBe(false);
});
