import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { openTarget } from "./target.ts";
import {
  commitAll,
  expectSound,
  git,
  landWork,
  makeBench,
  scratchDir,
  write,
} from "./repository.fixture.ts";
import { FILES } from "./values.fixture.ts";
import { targetConfig } from "../model/state.fixture.ts";

describe("a target's repository", () => {
  test.each<[string, string, (root: string) => Promise<unknown> | void]>([
    ["detached-head", "HEAD is detached", (root) => git(root, "checkout", "-q", "--detach")],
    [
      "no-commits",
      "its branch is unborn",
      (root) => git(root, "symbolic-ref", "HEAD", "refs/heads/unborn"),
    ],
    ["operation-in-progress", "a bisect is on", (root) => git(root, "bisect", "start")],
    [
      "operation-in-progress",
      "a rebase has taken its branch off",
      async (root) => {
        await git(root, "checkout", "-q", "--detach");
        mkdirSync(join(root, ".git", "rebase-merge"));
      },
    ],
    [
      "needs-filters",
      "its files need a filter",
      async (root) => {
        write(root, ".gitattributes", "*.txt filter=lfs\n");
        await commitAll(root, "lfs");
      },
    ],
    [
      "no-identity",
      "nobody is configured",
      async (root) => {
        await git(root, "config", "user.name", "");
        await git(root, "config", "user.email", "");
      },
    ],
  ])("is refused as %s when %s", async (code, _, spoil) => {
    const { root, stateDir } = await makeBench();
    await spoil(root);
    const target = await openTarget(targetConfig(root), { stateDir });
    await expect(target.ready()).rejects.toMatchObject({ code, hint: expect.any(String) });
  });

  test.each<[string, (home: string) => string]>([
    ["GIT_CONFIG_GLOBAL", (home) => join(home, "git", "config")],
    ["XDG_CONFIG_HOME", (home) => home],
  ])("knows who commits from where %s leads", async (name, leads) => {
    const { root, stateDir } = await makeBench();
    await git(root, "config", "--unset", "user.name");
    await git(root, "config", "--unset", "user.email");
    const home = scratchDir("config");
    write(home, "git/config", "[user]\n\tname = Uma\n\temail = uma@example.com\n");
    vi.stubEnv("HOME", scratchDir("home"));
    vi.stubEnv(name, leads(home));
    try {
      const target = await openTarget(targetConfig(root), { stateDir });
      expect((await target.ready()).identity?.email).toBe("uma@example.com");
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("is refused by name when a line break is in its path", async () => {
    const { root } = await makeBench();
    const moved = join(scratchDir(), "two\nlines");
    renameSync(root, moved);
    const opened = openTarget(targetConfig(moved), { stateDir: scratchDir("state") });
    await expect(opened).rejects.toMatchObject({
      code: "not-a-repository",
      message: expect.stringContaining("line break"),
    });
  });

  test("is refused when it is shallow, bare, or none at all", async () => {
    const { root, stateDir } = await makeBench();
    write(root, "b.txt", "b\n");
    await commitAll(root, "second");
    const shallow = join(scratchDir(), "shallow");
    await git(root, "clone", "-q", "--depth=1", `file://${root}`, shallow);
    await git(shallow, "config", "user.name", "Pat");
    await git(shallow, "config", "user.email", "p@example.com");
    const one = await openTarget(targetConfig(shallow), { stateDir: scratchDir("state") });
    await expect(one.ready()).rejects.toMatchObject({ code: "shallow-repository" });
    const bare = join(scratchDir(), "bare.git");
    await git(root, "clone", "-q", "--bare", root, bare);
    const two = await openTarget(targetConfig(bare), { stateDir: scratchDir("state") });
    expect(await two.inspect()).toMatchObject({ bare: true, currentBranch: null });
    await expect(two.ready()).rejects.toMatchObject({ code: "not-a-repository" });
    for (const path of [scratchDir("empty"), join(root, "nowhere")]) {
      await expect(openTarget(targetConfig(path), { stateDir })).rejects.toMatchObject({
        code: "not-a-repository",
      });
    }
  });

  test("is refused when it is a partial clone that lacks files of its branch, and only then", async () => {
    const { root } = await makeBench();
    write(root, "far/b.txt", "b\n");
    await commitAll(root, "second");
    await git(root, "config", "uploadpack.allowFilter", "true");
    const partial = join(scratchDir(), "partial");
    await git(root, "clone", "-q", "--filter=blob:none", "--sparse", `file://${root}`, partial);
    await git(partial, "config", "user.name", "Pat");
    await git(partial, "config", "user.email", "p@example.com");
    const target = await openTarget(targetConfig(partial), { stateDir: scratchDir("state") });
    await expect(target.ready()).rejects.toMatchObject({
      code: "shallow-repository",
      message: expect.stringContaining("a partial clone, and files of its branch are not here"),
    });
    await git(partial, "sparse-checkout", "disable");
    expect(await target.ready()).toMatchObject({ incomplete: null });
  });

  test("that git cannot read is a named failure and no mistake of ours", async () => {
    const { root } = await makeBench();
    const borrowing = join(scratchDir(), "borrowing");
    await git(root, "clone", "-q", "--shared", root, borrowing);
    const target = await openTarget(targetConfig(borrowing), { stateDir: scratchDir("state") });
    renameSync(root, `${root}-gone`);
    await expect(target.ready()).rejects.toMatchObject({
      code: "io-failed",
      message: expect.stringContaining(`Git cannot read ${borrowing}`),
    });
  });

  test("may have spaces, quotes and any letters in its path, and be entered from below", async () => {
    const { root, stateDir } = await makeBench({ name: 'Zoë\'s "repo" $HOME #1: 漢字' });
    const target = await openTarget(targetConfig(join(root, "src")), { stateDir });
    expect(await target.inspect()).toMatchObject({ root, roadmap: "tracked", filters: [] });
    await landWork(target, "self:1/1", (clone) => write(clone, "b.txt", "b\n"));
    expect(await git(root, "status", "--porcelain")).toBe("");
    await expectSound(root);
  });

  test("may name its objects by SHA-256", async () => {
    const { root, target } = await makeBench({ initArgs: ["--object-format=sha256"] });
    const { candidate } = await landWork(target, "self:1/1", async (clone) => {
      write(clone, "b.txt", "b\n");
      await commitAll(clone, "b");
    });
    expect(candidate.commit).toHaveLength(64);
    expect(await git(root, "status", "--porcelain")).toBe("");
    await expectSound(root);
  });

  test("survives the user's gc while attempts live and wait", async () => {
    const { root, target } = await makeBench();
    write(root, "doomed.txt", "x\n");
    await commitAll(root, "doomed");
    const workspace = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
    await git(root, "reset", "-q", "--hard", "HEAD~1");
    await git(root, "reflog", "expire", "--expire=now", "--all");
    await git(root, "gc", "-q", "--prune=now");
    expect(await git(workspace.path, "fsck")).toBe("");
    expect(await git(workspace.path, "show", "HEAD:doomed.txt")).toBe("x");
  });

  test("gets the ignored files that the user wants in every workspace, and no others", async () => {
    const { root, stateDir } = await makeBench();
    const config = targetConfig(root, { workspaceInclude: [".env", "*.log", "mine.txt"] });
    const target = await openTarget(config, { stateDir });
    for (const path of [".env", "logs/a.log", "ignored/x", "mine.txt"]) write(root, path, path);
    const { path } = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
    expect(
      [".env", "logs/a.log", "ignored/x", "mine.txt"].map((one) => existsSync(join(path, one))),
    ).toEqual([true, true, false, false]);
    expect(await git(path, "status", "--porcelain")).toBe("");
  });

  test("keeps evidence as a note, once", async () => {
    const { root, target } = await makeBench();
    const head = await git(root, "rev-parse", "HEAD");
    await target.noteEvidence(head, { green: true });
    await target.noteEvidence(head, { green: true });
    expect(await git(root, "notes", "--ref=orchestrator", "show", head)).toBe(
      '{\n  "green": true\n}',
    );
    expect(await git(root, "rev-list", "--count", "refs/notes/orchestrator")).toBe("1");
  });

  test("takes back the evidence of a commit that did not land, where there is any", async () => {
    const { root, target } = await makeBench();
    const head = await git(root, "rev-parse", "HEAD");
    await target.dropEvidence(head);
    await target.noteEvidence(head, { green: true });
    await target.dropEvidence(head);
    expect(await git(root, "notes", "--ref=orchestrator", "list")).toBe("");
    await target.noteEvidence(head, { green: true });
    expect(await git(root, "notes", "--ref=orchestrator", "list")).not.toBe("");
  });
});

describe("locks that a killed git left", () => {
  test("are taken away below our own refs, and everywhere after a crash of ours", async () => {
    const { root, target, stateDir } = await makeBench({ files: FILES });
    const refs = join(root, ".git/refs");
    await landWork(target, "self:1/1", (clone) => write(clone, "b.txt", "b\n"));
    const ours = await git(root, "for-each-ref", "--format=%(refname)", "refs/orchestrator/pins");
    const lock = join(root, ".git", `${ours.split("\n")[0]}.lock`);
    writeFileSync(lock, "");
    const workspace = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
    await target.releaseWorkspace("self:1/1", workspace);
    expect(existsSync(lock)).toBe(false);
    writeFileSync(join(refs, "heads/main.lock"), "");
    await target.sweep([]);
    expect(existsSync(join(refs, "heads/main.lock"))).toBe(true);
    const [name = ""] = readdirSync(join(stateDir, "git"));
    writeFileSync(join(stateDir, "git", name, "writing", "left-by-a-crash"), "");
    await target.sweep([]);
    expect(existsSync(join(refs, "heads/main.lock"))).toBe(false);
  });

  test("on packed refs are found where git made them, and taken away if a write of ours never ended", async () => {
    const { root, target, stateDir } = await makeBench({ files: FILES });
    await landWork(target, "self:1/1", (clone) => write(clone, "b.txt", "b\n"));
    const workspace = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
    const lock = join(root, ".git/packed-refs.lock");
    writeFileSync(lock, "");
    await expect(target.releaseWorkspace("self:1/1", workspace)).rejects.toThrow(
      "packed-refs.lock",
    );
    expect(existsSync(lock)).toBe(true);
    const [name = ""] = readdirSync(join(stateDir, "git"));
    writeFileSync(join(stateDir, "git", name, "writing", "left-by-a-kill"), "");
    await target.releaseWorkspace("self:1/1", workspace);
    expect(existsSync(lock)).toBe(false);
  });

  test("are left alone when they are a person's", async () => {
    const { root, target } = await makeBench();
    const lock = join(root, ".git/refs/heads/main.lock");
    const landing = landWork(target, "self:1/1", (clone) => {
      write(clone, "b.txt", "b\n");
      writeFileSync(lock, "");
    });
    await expect(landing).rejects.toThrow("main.lock");
    expect(existsSync(lock)).toBe(true);
    rmSync(lock);
  });
});
