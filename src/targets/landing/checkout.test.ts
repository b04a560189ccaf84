import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Bench } from "../repository.fixture.ts";
import {
  attempt,
  commitAll,
  expectSound,
  git,
  landWork,
  makeBench,
  read,
  scratchDir,
  write,
} from "../repository.fixture.ts";
import { FILES, ROADMAP, built, candidateRequest, complete } from "../values.fixture.ts";
import { isRoot } from "../../platform/index.ts";
import { openTarget } from "../target.ts";
import { targetConfig } from "../../model/state.fixture.ts";

/** What the agent changes in these tests: an edit, an addition, a removal, a mode, a link, a swap. */
async function change(clone: string): Promise<void> {
  write(clone, "a.txt", "one\nTWO\nthree\n");
  write(clone, "added/file.txt", "added\n");
  rmSync(join(clone, "src/deep"), { recursive: true });
  write(clone, "src/deep", "a file now\n");
  chmodSync(join(clone, "src/app.ts"), 0o755);
  symlinkSync("a.txt", join(clone, "link"));
  await commitAll(clone, "change");
}

describe("the person's checkout", () => {
  test("follows a landing in content, mode, link and kind", async () => {
    const { root, target } = await makeBench();
    const { outcome, moved } = await landWork(target, "self:1/1", change);
    expect(outcome.diverted).toBe(false);
    expect(moved.leftAlone).toEqual([]);
    expect(await git(root, "status", "--porcelain")).toBe("");
    expect(lstatSync(join(root, "link")).isSymbolicLink()).toBe(true);
    expect(read(root, "src/deep")).toBe("a file now\n");
    expect(existsSync(join(root, ".git/orchestrator"))).toBe(false);
    await expectSound(root);
  });

  test("follows although other files are changed, staged and untracked", async () => {
    const { root, target } = await makeBench({
      files: { ...FILES, "mine.txt": "m\n", "s.txt": "s\n" },
    });
    write(root, "mine.txt", "my change\n");
    write(root, "s.txt", "staged\n");
    await git(root, "add", "s.txt");
    write(root, "s.txt", "staged and changed\n");
    write(root, "untracked.txt", "u\n");
    const before = await git(root, "status", "--porcelain");
    const { outcome } = await landWork(target, "self:1/1", change);
    expect(outcome.diverted).toBe(false);
    expect(await git(root, "status", "--porcelain")).toBe(before);
    expect(await git(root, "show", ":s.txt")).toBe("staged");
    expect(read(root, "s.txt")).toBe("staged and changed\n");
  });

  test.each<[string, (root: string) => Promise<unknown> | void]>([
    ["a changed file", (root) => write(root, "a.txt", "mine\n")],
    [
      "a staged file",
      async (root) => {
        write(root, "a.txt", "mine\n");
        await git(root, "add", "a.txt");
        write(root, "a.txt", "one\ntwo\nthree\n");
      },
    ],
    ["a removed file", (root) => rmSync(join(root, "a.txt"))],
    ["a staged removal", (root) => git(root, "rm", "-q", "--cached", "a.txt")],
    ["an untracked file", (root) => write(root, "added/file.txt", "mine\n")],
    [
      "an ignored file",
      (root) => {
        write(root, ".git/info/exclude", "added/\n");
        write(root, "added/file.txt", "mine\n");
      },
    ],
    ["a file where a directory will be", (root) => write(root, "added", "mine\n")],
    [
      "an untracked file in a directory that will be a file",
      (root) => write(root, "src/deep/mine.txt", "m\n"),
    ],
    ["a changed mode", (root) => chmodSync(join(root, "a.txt"), 0o755)],
    [
      "a link in place of a directory",
      (root) => {
        const away = join(root, "..", "away");
        renameSync(join(root, "src"), away);
        symlinkSync(away, join(root, "src"));
      },
    ],
    [
      "a merge in progress",
      async (root) => {
        await git(root, "switch", "-q", "-c", "other");
        write(root, "o.txt", "o");
        await commitAll(root, "o");
        await git(root, "switch", "-q", "main");
        await git(root, "merge", "-q", "--no-ff", "--no-commit", "other");
      },
    ],
    ["an index that cannot be read", (root) => write(root, ".git/index", "garbage")],
  ])("is not touched by a landing with %s in the way", async (_, obstruct) => {
    const { root, target } = await makeBench();
    const { work } = await attempt(target, "self:1/1", change);
    const candidate = built(await target.buildCandidate(candidateRequest("self:1/1", work)));
    await obstruct(root);
    const before = await picture(root);
    const landing = { what: "1", candidate };
    const landed = { kind: "landed", commit: candidate.commit, diverted: true };
    expect(await target.land(landing)).toEqual(landed);
    expect(await target.land(landing)).toEqual(landed);
    await target.moveCheckout({
      from: candidate.onto,
      to: candidate.commit,
      roadmap: complete("1"),
    });
    expect(await picture(root)).toEqual(before);
    expect(await git(root, "rev-parse", "main")).toBe(candidate.onto);
    expect(await git(root, "rev-parse", "refs/orchestrator/landed/main")).toBe(candidate.commit);
    expect(await target.integrationHead()).toBe(candidate.commit);
  });

  test("brings what was waiting together with the branch once nothing is in the way", async () => {
    const { root, target } = await makeBench();
    write(root, "a.txt", "mine\n");
    const first = await landWork(target, "self:1/1", change);
    const second = await landWork(target, "self:2/1", async (clone) => {
      expect(read(clone, "added/file.txt")).toBe("added\n");
      write(clone, "second.txt", "2\n");
    });
    expect([first.outcome.diverted, second.outcome.diverted]).toEqual([true, true]);
    await expect(target.landDiverted()).rejects.toMatchObject({
      code: "pending",
      message: expect.stringContaining("a.txt"),
    });
    await git(root, "checkout", "-q", "a.txt");
    write(root, "plans/roadmap.md", `${read(root, "plans/roadmap.md")}\nmy note\n`);
    expect(await target.landDiverted()).toMatchObject({
      commit: second.candidate.commit,
      leftAlone: [],
    });
    expect(await git(root, "rev-parse", "HEAD")).toBe(second.candidate.commit);
    expect(await git(root, "status", "--porcelain")).toBe(" M plans/roadmap.md");
    expect(read(root, "plans/roadmap.md")).toBe(
      `${ROADMAP.replaceAll("Status: open", "Status: complete")}\nmy note\n`,
    );
    expect(await target.landDiverted()).toMatchObject({ commit: null });
    await expectSound(root);
  });

  test("leaves bringing two histories together to the person", async () => {
    const { root, target } = await makeBench();
    write(root, "a.txt", "mine\n");
    await landWork(target, "self:1/1", change);
    await commitAll(root, "mine");
    await expect(target.landDiverted()).rejects.toMatchObject({ code: "merge-conflict" });
    await git(root, "merge", "-q", "-X", "ours", "-m", "both", "refs/orchestrator/landed/main");
    expect(await target.integrationHead()).toBe(await git(root, "rev-parse", "main"));
    const { outcome } = await landWork(target, "self:2/1", (clone) => write(clone, "z.txt", "z"));
    expect(outcome.diverted).toBe(false);
    expect(await git(root, "for-each-ref", "refs/orchestrator/landed")).toBe("");
    expect(await git(root, "status", "--porcelain")).toBe("");
  });

  test("keeps a person's uncommitted roadmap, staged or not, and gains our span in it", async () => {
    const { root, target } = await makeBench();
    const staged = ROADMAP.replace("# Roadmap", "# Roadmap, staged title");
    write(root, "plans/roadmap.md", staged);
    await git(root, "add", "plans/roadmap.md");
    const working = `${staged}\r\n## 3: Mine\nStatus: open\n`;
    write(root, "plans/roadmap.md", working);
    const { outcome, moved } = await landWork(target, "self:1/1", change);
    expect(outcome.diverted).toBe(false);
    expect(moved.leftAlone).toEqual([]);
    const done = (text: string): string =>
      text.replace("First\nStatus: open", "First\nStatus: complete");
    expect(read(root, "plans/roadmap.md")).toBe(done(working));
    expect(await git(root, "show", ":plans/roadmap.md")).toBe(done(staged).trimEnd());
    expect(await git(root, "show", "HEAD:plans/roadmap.md")).toBe(done(ROADMAP).trimEnd());
    const status = await git(root, "status", "--porcelain");
    expect(status).toBe("MM plans/roadmap.md");
  });

  test("marks a stream complete that only the working file knows", async () => {
    const { root, target } = await makeBench();
    const working = `${ROADMAP}\n## 3: Mine\nStatus: open\n`;
    write(root, "plans/roadmap.md", working);
    await landWork(target, "self:3/1", change);
    expect(read(root, "plans/roadmap.md")).toBe(
      working.replace("Mine\nStatus: open", "Mine\nStatus: complete"),
    );
    expect(await git(root, "show", "HEAD:plans/roadmap.md")).toBe(ROADMAP.trimEnd());
  });

  test("drops an agent's own edit of the roadmap and says so", async () => {
    const { root, target } = await makeBench();
    const { work, candidate } = await landWork(target, "self:1/1", async (clone) => {
      await change(clone);
      write(clone, "plans/roadmap.md", "# All done, trust me\n");
      await commitAll(clone, "done");
    });
    expect(work.roadmapEdited).toBe(true);
    expect(await git(root, "show", `${candidate.commit}:plans/roadmap.md`)).toBe(
      ROADMAP.replace("First\nStatus: open", "First\nStatus: complete").trimEnd(),
    );
    expect(await git(root, "status", "--porcelain")).toBe("");
  });

  test("keeps the person's line endings when it follows", async () => {
    const { root, target } = await makeBench({
      files: { ...FILES, ".gitattributes": "*.txt text eol=crlf\n" },
    });
    await git(root, "rm", "-q", "--cached", "-r", ".");
    await git(root, "reset", "-q", "--hard");
    expect(read(root, "a.txt")).toBe("one\r\ntwo\r\nthree\r\n");
    const { outcome } = await landWork(target, "self:1/1", change);
    expect(outcome.diverted).toBe(false);
    expect(read(root, "a.txt")).toBe("one\r\nTWO\r\nthree\r\n");
    expect(await git(root, "status", "--porcelain")).toBe("");
  });

  test("is left where it is when the person is on another branch", async () => {
    const { root, stateDir } = await makeBench();
    const target = await openTarget(targetConfig(root, { branch: "main" }), { stateDir });
    await git(root, "switch", "-q", "-c", "mine");
    const { candidate, outcome } = await landWork(target, "self:1/1", change);
    expect(outcome.diverted).toBe(false);
    expect(await git(root, "rev-parse", "main")).toBe(candidate.commit);
    expect(await git(root, "status", "--porcelain")).toBe("");
    expect(read(root, "a.txt")).toBe("one\ntwo\nthree\n");
    await expect(target.ready()).rejects.toMatchObject({ code: "wrong-branch" });
  });

  test("takes no landing to a branch that the person switched to meanwhile", async () => {
    const { root, target } = await makeBench();
    const { work } = await attempt(target, "self:1/1", change);
    await git(root, "switch", "-q", "-c", "mine");
    const candidate = built(await target.buildCandidate(candidateRequest("self:1/1", work)));
    await target.land({ what: "1", candidate });
    expect(await git(root, "rev-parse", "main")).toBe(candidate.commit);
    expect(await git(root, "rev-parse", "mine")).toBe(candidate.onto);
  });

  test("follows in the linked work tree that has the branch", async () => {
    const { root, target } = await makeBench();
    const linked = join(root, "..", "linked tree");
    await git(root, "switch", "-q", "-c", "mine");
    await git(root, "worktree", "add", "-q", linked, "main");
    const there = await openTarget(targetConfig(linked), { stateDir: scratchDir("state") });
    expect((await there.ready()).currentBranch).toBe("main");
    await landWork(there, "self:1/1", change);
    expect(await git(linked, "status", "--porcelain")).toBe("");
    expect(read(linked, "added/file.txt")).toBe("added\n");
    expect(read(root, "a.txt")).toBe("one\ntwo\nthree\n");
    expect(target.config.path).toBe(root);
    await expectSound(root);
  });

  test("follows in a linked work tree that is written down by a relative path", async () => {
    const { root, target } = await makeBench();
    const linked = join(root, "..", "linked");
    await git(root, "worktree", "add", "-q", "-b", "mine", linked);
    await git(root, "switch", "-q", "--detach");
    await git(linked, "switch", "-q", "main");
    // As git writes it since 2.48 where `worktree.useRelativePaths` is set.
    write(root, ".git/worktrees/linked/gitdir", "../../../../linked/.git\n");
    await landWork(target, "self:1/1", change);
    expect(await git(linked, "status", "--porcelain")).toBe("");
    expect(read(linked, "added/file.txt")).toBe("added\n");
  });

  test("follows on a disk that keeps neither permissions nor links", async () => {
    const { root, stateDir } = await makeBench();
    symlinkSync("a.txt", join(root, "short"));
    await commitAll(root, "a link");
    await git(root, "config", "core.fileMode", "false");
    await git(root, "config", "core.symlinks", "no");
    rmSync(join(root, "short"));
    write(root, "short", "a.txt");
    for (const path of Object.keys(FILES)) chmodSync(join(root, path), 0o777);
    expect(await git(root, "status", "--porcelain")).toBe("");
    const target = await openTarget(targetConfig(root), { stateDir });
    const { outcome, moved } = await landWork(target, "self:1/1", async (clone) => {
      await change(clone);
      rmSync(join(clone, "short"));
      symlinkSync("src/app.ts", join(clone, "short"));
      // Left uncommitted: its permission is on our disk, and lands as well.
      write(clone, "run.sh", "#!/bin/sh\n");
      chmodSync(join(clone, "run.sh"), 0o755);
    });
    expect(outcome.diverted).toBe(false);
    expect(moved.leftAlone).toEqual([]);
    expect(await git(root, "status", "--porcelain")).toBe("");
    expect(read(root, "short")).toBe("src/app.ts");
    expect(await git(root, "ls-tree", "HEAD", "run.sh", "short")).toMatch(/^100755.*\n120000/);
    write(root, "a.txt", "mine\n");
    const again = await landWork(target, "self:2/1", (clone) => write(clone, "a.txt", "theirs\n"));
    expect(again.outcome.diverted).toBe(true);
    expect(read(root, "a.txt")).toBe("mine\n");
  });

  test("follows where the person's index is split in two", async () => {
    const { root, target } = await makeBench();
    await git(root, "config", "core.splitIndex", "true");
    await git(root, "update-index", "--split-index");
    write(root, "b.txt", "b\n");
    await commitAll(root, "more");
    const { outcome } = await landWork(target, "self:1/1", change);
    expect(outcome.diverted).toBe(false);
    expect(await git(root, "status", "--porcelain")).toBe("");
    await landWork(target, "self:2/1", (clone) => write(clone, "b.txt", "B\n"));
    expect(await git(root, "status", "--porcelain")).toBe("");
    await expectSound(root);
  });

  test("follows a submodule as git does: the commit it is to have, and not what is in it", async () => {
    const { root, target } = await makeBench();
    const library = (await makeBench({ name: "library", files: { "lib.txt": "1\n" } })).root;
    await git(root, "submodule", "--quiet", "add", library, "lib");
    await git(root, "submodule", "--quiet", "add", library, "empty");
    await commitAll(root, "submodules");
    await git(root, "submodule", "--quiet", "deinit", "empty");
    write(library, "lib.txt", "2\n");
    const newer = await commitAll(library, "newer");
    const { outcome, moved } = await landWork(target, "self:1/1", async (clone) => {
      for (const path of ["lib", "empty", "fresh"]) {
        await git(clone, "update-index", "--add", "--cacheinfo", `160000,${newer},${path}`);
      }
      await git(clone, "commit", "-q", "-m", "newer ones");
    });
    expect(outcome.diverted).toBe(false);
    expect(moved.leftAlone).toEqual([]);
    expect(await git(root, "status", "--porcelain")).toBe(" M lib");
    await git(root, "submodule", "--quiet", "update", "lib");
    expect(read(root, "lib/lib.txt")).toBe("2\n");
    expect(await git(root, "status", "--porcelain")).toBe("");
    const swapped = await landWork(target, "self:2/1", async (clone) => {
      await git(clone, "rm", "-q", "--cached", "empty", "lib");
      rmSync(join(clone, "empty"), { recursive: true });
      write(clone, "empty", "a file now\n");
      rmSync(join(clone, "lib"), { recursive: true });
      await commitAll(clone, "without");
    });
    expect(swapped.outcome.diverted).toBe(false);
    expect(read(root, "empty")).toBe("a file now\n");
    // What a person has in a submodule is theirs, whatever becomes of it in the branch.
    expect(await git(root, "status", "--porcelain")).toBe("?? lib/");
  });

  test("follows but for a folder that the person closed to writers", async () => {
    const { root, target } = await makeBench();
    chmodSync(join(root, "src"), 0o555);
    const { outcome, moved } = await landWork(target, "self:1/1", (clone) => {
      write(clone, "src/new.ts", "new\n");
      write(clone, "a.txt", "another\n");
    });
    chmodSync(join(root, "src"), 0o755);
    expect(outcome.diverted).toBe(false);
    expect(moved.leftAlone).toEqual(isRoot() ? [] : ["src/new.ts"]);
    expect(read(root, "a.txt")).toBe("another\n");
    expect(await git(root, "status", "--porcelain")).toBe(isRoot() ? "" : " D src/new.ts");
  });

  test("stays sparse", async () => {
    const { root, target } = await makeBench();
    await git(root, "sparse-checkout", "set", "--cone", "plans");
    const { outcome } = await landWork(target, "self:1/1", change);
    expect(outcome.diverted).toBe(false);
    expect(existsSync(join(root, "src"))).toBe(false);
    expect(read(root, "a.txt")).toBe("one\nTWO\nthree\n");
    expect(await git(root, "status", "--porcelain")).toBe("");
  });

  test("is not brought back to a landing that the person undid", async () => {
    const { root, target } = await makeBench();
    const { candidate } = await landWork(target, "self:1/1", change);
    await git(root, "reset", "-q", "--hard", "HEAD~1");
    await target.moveCheckout({
      from: candidate.onto,
      to: candidate.commit,
      roadmap: complete("1"),
    });
    expect(await git(root, "status", "--porcelain")).toBe("");
    expect(read(root, "a.txt")).toBe("one\ntwo\nthree\n");
  });

  test("waits for a person's git that holds the index, and says so when it never lets go", async () => {
    const bench: Bench = await makeBench();
    const { work } = await attempt(bench.target, "self:1/1", change);
    const request = candidateRequest("self:1/1", work);
    const candidate = built(await bench.target.buildCandidate(request));
    await bench.target.land({ what: "1", candidate });
    const lock = join(bench.root, ".git/index.lock");
    writeFileSync(lock, "");
    const move = { from: candidate.onto, to: candidate.commit, roadmap: complete("1") };
    await expect(bench.target.moveCheckout(move)).rejects.toThrow("index.lock");
    expect(readFileSync(lock, "utf8")).toBe("");
    rmSync(lock);
    expect((await bench.target.moveCheckout(move)).leftAlone).toEqual([]);
    expect(await git(bench.root, "status", "--porcelain")).toBe("");
  });
});

/** Everything a person can see of their work tree, and their index to the byte. */
async function picture(root: string): Promise<unknown> {
  const files = await git(root, "ls-files", "-z", "-o", "-c").catch(() => "unreadable");
  const index = readFileSync(join(root, ".git/index")).toString("base64");
  mkdirSync(join(root, ".git"), { recursive: true });
  const contents = files.split("\0").map((path) => {
    const at = join(root, path);
    return existsSync(at) && lstatSync(at).isFile()
      ? `${path} ${readFileSync(at, "latin1")}`
      : path;
  });
  return { contents, index };
}
