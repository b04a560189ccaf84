import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  attempt,
  commitAll,
  expectSound,
  git,
  landWork,
  makeBench,
  read,
  write,
} from "../repository.fixture.ts";
import { ROADMAP, collectRequest, complete } from "../values.fixture.ts";
import { targetConfig } from "../../model/state.fixture.ts";

const SHARED = { config: { isolation: "shared" } } as const;

test("a shared checkout is borrowed, given back, and moved by the landing alone", async () => {
  const { root, target } = await makeBench(SHARED);
  const before = await git(root, "rev-parse", "main");
  const note = `${ROADMAP}\nmy note\n`;
  write(root, "plans/roadmap.md", note);
  const workspace = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
  expect(workspace).toEqual({ path: root, base: before });
  write(root, "b.txt", "b\n");
  await git(root, "add", "b.txt");
  await git(root, "commit", "-q", "-m", "the agent commits on the branch");
  write(root, "a.txt", "changed\n");
  write(root, "c.txt", "untracked\n");
  rmSync(join(root, "src/deep"), { recursive: true });
  const request = collectRequest("self:1/1", workspace);
  const work = await target.collect(request);
  expect(work.files).toEqual([
    "a.txt",
    "b.txt",
    "c.txt",
    "plans/roadmap.md",
    "src/deep/er/leaf.ts",
  ]);
  expect(await git(root, "rev-parse", "main")).toBe(before);
  expect(await git(root, "status", "--porcelain")).toBe(" M plans/roadmap.md");
  expect(read(root, "plans/roadmap.md")).toBe(note);
  expect(await target.collect(request)).toEqual(work);
  await target.releaseWorkspace("self:1/1", workspace);
  const carry = { work, rebase: false };
  await target.prepareWorkspace({ attempt: "self:1/2", carry });
  expect([existsSync(join(root, "b.txt")), read(root, "a.txt")]).toEqual([true, "changed\n"]);
  const again = await target.collect({ ...request, attempt: "self:1/2" });
  expect(again.files).toEqual(work.files);
  expect(await git(root, "status", "--porcelain")).toBe(" M plans/roadmap.md");
  await expectSound(root);
});

test("a shared checkout takes one attempt at a time, and none among a person's changes", async () => {
  const { root, target } = await makeBench(SHARED);
  const mine = { attempt: "self:1/1", carry: null };
  write(root, "mine.txt", "mine\n");
  await expect(target.prepareWorkspace(mine)).rejects.toMatchObject({ code: "pending" });
  await commitAll(root, "mine");
  const workspace = await target.prepareWorkspace(mine);
  expect(await target.prepareWorkspace(mine)).toEqual(workspace);
  await expect(target.prepareWorkspace({ attempt: "self:2/1", carry: null })).rejects.toMatchObject(
    { code: "already-running" },
  );
  expect(target.confinementPaths(workspace).readOnly).toContain(join(root, ".git/config"));
});

test("work of a shared checkout lands like any other", async () => {
  const { root, target } = await makeBench(SHARED);
  const { candidate, outcome } = await landWork(target, "self:1/1", (clone) =>
    write(clone, "b.txt", "b\n"),
  );
  expect(outcome.diverted).toBe(false);
  expect(await git(root, "rev-parse", "HEAD")).toBe(candidate.commit);
  expect(await git(root, "status", "--porcelain")).toBe("");
  expect(read(root, "plans/roadmap.md")).toBe(
    Buffer.from(complete("1")(Buffer.from(ROADMAP)) ?? []).toString(),
  );
  expect(targetConfig(root).isolation).toBe("clone");
  await attempt(target, "self:2/1", () => undefined);
  await expectSound(root);
});
