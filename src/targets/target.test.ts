import { chmodSync, existsSync, lstatSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  attempt,
  commitAll,
  expectSound,
  git,
  landWork,
  makeBench,
  read,
  write,
} from "./repository.fixture.ts";
import { built, candidateRequest, collectRequest } from "./values.fixture.ts";

describe("one attempt from workspace to landing", () => {
  test("lands the agent's commits as one merge and takes the clean checkout along", async () => {
    const { root, target } = await makeBench();
    const before = await git(root, "rev-parse", "HEAD");
    const { candidate, moved } = await landWork(target, "self:1/1", async (clone) => {
      expect(await git(clone, "status", "--porcelain")).toBe("");
      expect(await git(clone, "rev-parse", "--abbrev-ref", "HEAD")).toBe("work");
      write(clone, "src/new.ts", "export const fresh = 1;\n");
      await commitAll(clone, "Add new");
    });
    expect(moved.leftAlone).toEqual([]);
    expect(await git(root, "rev-parse", "HEAD")).toBe(candidate.commit);
    expect(await git(root, "status", "--porcelain")).toBe("");
    expect(read(root, "src/new.ts")).toBe("export const fresh = 1;\n");
    expect(read(root, "plans/roadmap.md")).toContain("## 1: First\nStatus: complete");
    expect(
      await git(root, "log", "-1", "--format=%s|%an|%P|%(trailers:key=Work-Stream,valueonly)"),
    ).toContain(`1: Stream 1|Pat|${before} `);
    expect(candidate.files).toEqual(["plans/roadmap.md", "src/new.ts"]);
    await expectSound(root);
  });

  test("commits what was left uncommitted in the agent's name, and only when asked to", async () => {
    const { root, target } = await makeBench();
    const act = (clone: string): void => write(clone, "a.txt", "changed\n");
    const kept = await attempt(target, "self:1/1", act, false);
    expect(kept.work.head).toBe(kept.work.base);
    expect(kept.work.uncommitted).toEqual(["a.txt"]);
    expect(kept.work.files).toEqual([]);
    const taken = await attempt(target, "self:1/2", act, true);
    expect(taken.work.files).toEqual(["a.txt"]);
    expect(await git(root, "log", "-1", "--format=%an", taken.work.head)).toBe("Aria");
    await expectSound(root);
  });

  test.each(["merge", "rebase", "cherry-pick"])(
    "says which conflicts a %s that was not finished left behind",
    async (how) => {
      const { target } = await makeBench();
      const sides = async (clone: string): Promise<void> => {
        await git(clone, "checkout", "-q", "-b", "other");
        write(clone, "a.txt", "theirs\n");
        await commitAll(clone, "theirs");
        await git(clone, "checkout", "-q", "work");
        write(clone, "a.txt", "ours\n");
        await commitAll(clone, "ours");
        await git(clone, how, "other").catch(() => "it conflicts");
        write(clone, "notes.txt", "<<<<<<< is how a conflict begins\n");
      };
      const left = await attempt(target, "self:1/1", sides);
      expect(left.work.unresolved).toEqual(["a.txt"]);
      const mended = await attempt(target, "self:1/2", async (clone) => {
        await sides(clone);
        write(clone, "a.txt", "both\n");
      });
      expect(mended.work.uncommitted).toContain("a.txt");
      expect(mended.work.unresolved).toBeUndefined();
    },
  );

  test("says where the work of a rebase or a bisection ends that was not finished", async () => {
    const { target } = await makeBench();
    const commits = async (clone: string): Promise<string> => {
      write(clone, "a.txt", "first\n");
      await commitAll(clone, "first");
      write(clone, "b.txt", "second\n");
      await commitAll(clone, "second");
      return git(clone, "rev-parse", "HEAD");
    };
    let tip = "";
    const rebased = await attempt(target, "self:1/1", async (clone) => {
      tip = await commits(clone);
      await git(clone, "rebase", "-q", "-x", "false", "HEAD~2").catch(() => "its check fails");
    });
    expect(rebased.work.files).toEqual(["a.txt"]);
    expect(rebased.work.aside).toEqual({ what: "rebase", tip });
    const bisected = await attempt(target, "self:1/2", async (clone) => {
      tip = await commits(clone);
      await git(clone, "bisect", "start", "HEAD", "HEAD~2");
    });
    expect(bisected.work.aside).toEqual({ what: "bisection", tip });
    const over = await attempt(target, "self:1/3", async (clone) => {
      await commits(clone);
      await git(clone, "bisect", "start", "HEAD", "HEAD~2");
      await git(clone, "bisect", "reset");
      await git(clone, "rebase", "-q", "HEAD~2");
    });
    expect(over.work.aside).toBeUndefined();
  });

  test("answers the same for the same step called again", async () => {
    const { root, target } = await makeBench();
    const { workspace, work } = await attempt(target, "self:1/1", (clone) =>
      write(clone, "b.txt", "b\n"),
    );
    expect(await target.prepareWorkspace({ attempt: "self:1/1", carry: null })).toEqual(workspace);
    expect(await target.collect(collectRequest("self:1/1", workspace))).toEqual(work);
    const request = candidateRequest("self:1/1", work);
    const first = built(await target.buildCandidate(request));
    expect(built(await target.buildCandidate(request))).toEqual(first);
    const landing = { what: "1", candidate: first };
    expect(await target.land(landing)).toEqual({
      kind: "landed",
      commit: first.commit,
      diverted: false,
    });
    expect(await target.land(landing)).toEqual({
      kind: "landed",
      commit: first.commit,
      diverted: false,
    });
    expect(await target.buildCandidate(request)).toEqual({ kind: "nothing-to-land" });
    await target.releaseWorkspace("self:1/1", workspace);
    await target.releaseWorkspace("self:1/1", workspace);
    expect(existsSync(workspace.path)).toBe(false);
    await expectSound(root);
  });

  test("never cleans a workspace whose bytes are not archived", async () => {
    const { target } = await makeBench();
    const workspace = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
    write(workspace.path, "precious.txt", "only here\n");
    await expect(target.releaseWorkspace("self:1/1", workspace)).rejects.toMatchObject({
      code: "denied",
    });
    expect(await target.sweep([])).toMatchObject({ kept: [expect.any(String)] });
    expect(read(workspace.path, "precious.txt")).toBe("only here\n");
  });

  test("reuses a released workspace without anything of its last user", async () => {
    const { target } = await makeBench();
    const { workspace } = await attempt(target, "self:1/1", async (clone) => {
      write(clone, "ignored/bin/tool", "#!/bin/sh\nexit 0\n");
      write(clone, "a.txt", "poison\n");
      write(clone, "nested/.git/config", "[core]\n\tfsmonitor = touch x\n");
      await git(clone, "config", "core.fsmonitor", "touch canary");
    });
    await target.releaseWorkspace("self:1/1", workspace);
    const next = await target.prepareWorkspace({ attempt: "self:2/1", carry: null });
    expect(await git(next.path, "status", "--porcelain", "--ignored")).toBe("");
    expect(read(next.path, "a.txt")).toBe("one\ntwo\nthree\n");
    expect(existsSync(`${next.path}/nested`)).toBe(false);
    expect(read(next.path, ".git/config")).not.toContain("fsmonitor");
  });

  test("reuses no permissions either, of directories as little as of files", async () => {
    const { target } = await makeBench();
    const modes = (root: string): readonly string[] =>
      ["src", "plans", "a.txt", "plans/roadmap.md"].map((path) => {
        const { mode } = lstatSync(`${root}/${path}`);
        return `${path} ${(mode & 0o7777).toString(8)}`;
      });
    let usual: readonly string[] = [];
    const { workspace } = await attempt(target, "self:1/1", (clone) => {
      usual = modes(clone);
      chmodSync(`${clone}/a.txt`, 0o000);
      chmodSync(`${clone}/plans/roadmap.md`, 0o4777);
      chmodSync(`${clone}/plans`, 0o1777);
      chmodSync(`${clone}/src`, 0o000);
    });
    await target.releaseWorkspace("self:1/1", workspace);
    const next = await target.prepareWorkspace({ attempt: "self:2/1", carry: null });
    expect(modes(next.path)).toEqual(usual);
    expect(await git(next.path, "status", "--porcelain", "--ignored")).toBe("");
  });
});
