import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exec, minimalEnv } from "../../platform/index.ts";
import { openTarget } from "../target.ts";
import { targetConfig } from "../../model/state.fixture.ts";
import { FILES, collectRequest } from "../values.fixture.ts";
import {
  attempt,
  commitAll,
  expectSound,
  git,
  makeBench,
  read,
  scratchDir,
  write,
} from "../repository.fixture.ts";

/** Every file and link below `dir` with its content, the top `.git` aside. */
function contents(dir: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string): void => {
    for (const name of readdirSync(Buffer.from(join(dir, path), "latin1"), {
      encoding: "latin1",
    })) {
      if (path === "" && name === ".git") continue;
      const inner = path === "" ? name : `${path}/${name}`;
      const at = Buffer.from(`${dir}/${inner}`, "latin1");
      const stat = lstatSync(at);
      if (stat.isDirectory()) visit(inner);
      else if (stat.isSymbolicLink()) found.set(inner, `link ${readlinkSync(at, "latin1")}`);
      else if (stat.isFile()) {
        const mode = (stat.mode & 0o100) === 0 ? "file" : "program";
        found.set(inner, `${mode} ${readFileSync(at).toString("latin1")}`);
      }
    }
  };
  visit("");
  return found;
}

describe("the archive of an attempt", () => {
  test("holds every byte of the work tree, whatever its name and kind", async () => {
    const { root, target } = await makeBench();
    let left = new Map<string, string>();
    const { work } = await attempt(target, "self:1/1", async (clone) => {
      write(clone, "a.txt", "dirty\r\nmixed\n");
      write(clone, ".gitattributes", "* text=auto eol=crlf\n*.bin filter=evil ident\n");
      write(clone, "x.bin", "$Id$\r\n\u0000");
      write(clone, "ignored/cache.txt", "ignored\n");
      write(clone, 'untracked dir/ünï "quoted"\nline.txt', "odd name\n");
      writeFileSync(Buffer.from(`${clone}/\xff\xfe.raw`, "latin1"), "not utf-8");
      write(clone, `${"n".repeat(255)}`, "long name");
      write(clone, "-rf", "an option?");
      write(clone, ":(exclude)*", "a pathspec?");
      symlinkSync("/etc/passwd", join(clone, "link-out"));
      symlinkSync("nowhere", join(clone, "dangling"));
      write(clone, "tool.sh", "#!/bin/sh\n");
      chmodSync(join(clone, "tool.sh"), 0o755);
      rmSync(join(clone, "src"), { recursive: true });
      symlinkSync("/tmp", join(clone, "src"));
      write(clone, "nested/.git/HEAD", "ref: refs/heads/main\n");
      write(clone, "nested/file.txt", "inside a broken nested repository\n");
      await git(clone, "init", "-q", "vendor/lib");
      write(clone, "vendor/lib/lib.c", "int x;\n");
      await commitAll(join(clone, "vendor/lib"), "vendored");
      write(clone, "vendor/lib/lib.c", "int x, y;\n");
      write(clone, "sub/.GIT/config", "case trick\n");
      write(clone, "sub/git~1", "short name trick\n");
      write(clone, "sub/.git\u200c/x", "invisible trick\n");
      symlinkSync("a.txt", join(clone, ".gitmodules"));
      mkdirSync(join(clone, "closed"));
      write(clone, "closed/inner.txt", "behind a closed door\n");
      chmodSync(join(clone, "closed"), 0o500);
      await exec(["mkfifo", join(clone, "pipe")], { cwd: clone, env: minimalEnv() });
      left = contents(clone);
    });
    expect(left.size).toBeGreaterThan(30);
    const directory = join(scratchDir("restored"), "back");
    const restored = await target.restore({ attempt: "self:1/1", directory });
    expect(contents(directory)).toEqual(left);
    expect(restored.omitted).toEqual([{ path: "pipe", reason: "special", bytes: 0 }]);
    expect(work.uncommitted).toContain("a.txt");
    await expectSound(root);
  });

  test("keeps commits on any branch, stashes, staged and reset-away work", async () => {
    const { root, target } = await makeBench();
    const kept: Record<string, string> = {};
    await attempt(target, "self:1/1", async (clone) => {
      write(clone, "one.txt", "1");
      kept["reset away"] = await commitAll(clone, "one");
      await git(clone, "reset", "-q", "--hard", "HEAD~1");
      await git(clone, "switch", "-q", "-c", "side");
      write(clone, "two.txt", "2");
      kept["on a branch"] = await commitAll(clone, "two");
      write(clone, "three.txt", "3");
      await git(clone, "stash", "-q", "-u");
      kept["stashed"] = await git(clone, "rev-parse", "stash@{0}");
      await git(clone, "switch", "-q", "--detach", "work");
      write(clone, "four.txt", "4");
      kept["detached"] = await commitAll(clone, "four");
      await git(clone, "switch", "-q", "work");
      await git(clone, "tag", "-a", "-m", "note", "v1", kept["detached"] ?? "");
      write(clone, "a.txt", "staged\n");
      await git(clone, "add", "a.txt");
      kept["staged"] = await git(clone, "rev-parse", ":a.txt");
      write(clone, "a.txt", "one\ntwo\nthree\n");
      await git(clone, "pack-refs", "--all");
      await git(clone, "gc", "-q");
    });
    const archived = await git(root, "for-each-ref", "--format=%(refname)", "refs/orchestrator");
    const ref = archived.split("\n").find((name) => name.includes("/archive/")) ?? "";
    const reachable = await git(root, "rev-list", "--objects", ref);
    for (const [what, oid] of Object.entries(kept)) {
      expect(reachable.includes(oid), `${what} is reachable from ${ref}`).toBe(true);
    }
    await expectSound(root);
  });

  test("says where work is that its head does not lead to, and the next attempt has it", async () => {
    const { target } = await makeBench();
    const made: Record<string, string> = {};
    const { work } = await attempt(target, "self:1/1", async (clone) => {
      await git(clone, "switch", "-q", "-c", "feature-x");
      write(clone, "two.txt", "2");
      made["branch"] = await commitAll(clone, "two");
      await git(clone, "switch", "-q", "work");
      write(clone, "a.txt", "stashed\n");
      await git(clone, "stash", "-q");
      made["stash"] = await git(clone, "rev-parse", "stash@{0}");
      await git(clone, "switch", "-q", "--detach");
      write(clone, "four.txt", "4");
      made["lost"] = await commitAll(clone, "four");
      await git(clone, "switch", "-q", "work");
    });
    expect(work.head).toBe(work.base);
    const found = new Map((work.elsewhere ?? []).map((one) => [one.kind, one]));
    expect(found.get("branch")).toEqual({
      kind: "branch",
      name: "feature-x",
      commit: made["branch"],
    });
    expect([found.get("stash")?.commit, found.get("lost")?.commit]).toEqual([
      made["stash"],
      made["lost"],
    ]);
    const carry = { work, rebase: false };
    const next = await target.prepareWorkspace({ attempt: "self:1/2", carry });
    const at = (work.elsewhere ?? []).findIndex(({ kind }) => kind === "branch");
    await git(next.path, "merge", "-q", `left-${at + 1}`);
    const again = await target.collect({
      attempt: "self:1/2",
      workspace: next,
      agent: { id: "coder-1", name: "Aria", role: "coder" },
      autoCommit: true,
      atMs: 1_795_000_000_000,
    });
    expect(again.files).toEqual(["two.txt"]);
  });

  test("says nothing of it when all is where it belongs", async () => {
    const { target } = await makeBench();
    const { work } = await attempt(target, "self:1/1", async (clone) => {
      await git(clone, "switch", "-q", "-c", "feature-x");
      write(clone, "two.txt", "2");
      await commitAll(clone, "two");
      await git(clone, "switch", "-q", "work");
      await git(clone, "merge", "-q", "feature-x");
    });
    expect(work.elsewhere).toBe(undefined);
    expect(work.files).toEqual(["two.txt"]);
  });

  test("keeps ignored files up to the limit and names the rest", async () => {
    const { target } = await makeBench();
    await attempt(target, "self:1/1", (clone) => {
      write(clone, "ignored/small.txt", "small");
      write(clone, "ignored/huge.bin", Buffer.alloc(51 * 1024 * 1024, 7));
    });
    const directory = join(scratchDir("restored"), "back");
    const { omitted } = await target.restore({ attempt: "self:1/1", directory });
    expect(omitted).toEqual([
      { path: "ignored/huge.bin", reason: "too-large", bytes: 51 * 1024 * 1024 },
    ]);
    expect(read(directory, "ignored/small.txt")).toBe("small");
  });

  test.each<[string, (clone: string) => Promise<void> | void]>([
    ["its .git is gone", (clone) => rmSync(join(clone, ".git"), { recursive: true })],
    [
      "its .git is a file",
      (clone) => {
        rmSync(join(clone, ".git"), { recursive: true });
        write(clone, ".git", "gitdir: /nonexistent\n");
      },
    ],
    [
      "its .git is a link to another repository",
      async (clone) => {
        rmSync(join(clone, ".git"), { recursive: true });
        const other = scratchDir("other");
        await git(other, "init", "-q");
        symlinkSync(join(other, ".git"), join(clone, ".git"));
      },
    ],
    ["its HEAD is garbage", (clone) => write(clone, ".git/HEAD", "garbage\u0000\n")],
    ["its index is garbage", (clone) => write(clone, ".git/index", "garbage")],
    ["its config is garbage", (clone) => write(clone, ".git/config", "[core\nrepository = ")],
    [
      "its objects are gone",
      async (clone) => {
        write(clone, "b.txt", "b");
        await commitAll(clone, "b");
        rmSync(join(clone, ".git/objects"), { recursive: true });
      },
    ],
    [
      "an object is damaged",
      async (clone) => {
        write(clone, "b.txt", "b");
        const commit = await commitAll(clone, "b");
        const path = join(clone, ".git/objects", commit.slice(0, 2), commit.slice(2));
        chmodSync(path, 0o644);
        writeFileSync(path, "damaged");
      },
    ],
    [
      "its history was replaced",
      async (clone) => {
        rmSync(join(clone, ".git"), { recursive: true });
        await git(clone, "init", "-q", "-b", "fresh");
        await commitAll(clone, "all new");
      },
    ],
  ])("is made when %s", async (_, spoil) => {
    const { root, target } = await makeBench();
    const { work } = await attempt(target, "self:1/1", async (clone) => {
      write(clone, "src/app.ts", "export const app = 2;\n");
      await spoil(clone);
    });
    const directory = join(scratchDir("restored"), "back");
    await target.restore({ attempt: "self:1/1", directory });
    expect(read(directory, "src/app.ts")).toBe("export const app = 2;\n");
    expect(work.files).toContain("src/app.ts");
    await expectSound(root);
  });

  test("is made when the agent removed its whole clone", async () => {
    const { root, target } = await makeBench();
    const { work } = await attempt(target, "self:1/1", (clone) =>
      rmSync(clone, { recursive: true }),
    );
    expect(work.files).toEqual([]);
    expect(work.head).toBe(work.base);
    await expectSound(root);
  });

  test("is made without touching what the agent put in the clone's place", async () => {
    const { root, target } = await makeBench();
    const other = scratchDir("other");
    await git(other, "init", "-q");
    write(other, "file", "precious\n");
    await commitAll(other, "precious");
    write(other, ".git/objects/info/alternates", `${root}/.git/objects\n`);
    const { work, workspace } = await attempt(target, "self:1/1", (clone) => {
      rmSync(clone, { recursive: true });
      symlinkSync(other, clone);
    });
    await target.releaseWorkspace("self:1/1", workspace);
    expect(work.head).toBe(work.base);
    expect(read(other, "file")).toBe("precious\n");
    expect(existsSync(join(other, ".git/objects/info/alternates"))).toBe(true);
    await target.sweep([]);
    expect(read(other, ".git/objects/info/alternates")).toBe(`${root}/.git/objects\n`);
  });

  test("sees a change behind a forged time and size", async () => {
    const { target } = await makeBench();
    const { work } = await attempt(target, "self:1/1", (clone) => {
      const path = join(clone, "a.txt");
      const { atime, mtime } = statSync(path);
      writeFileSync(path, "ONE\ntwo\nthree\n");
      utimesSync(path, atime, mtime);
    });
    expect(work.files).toEqual(["a.txt"]);
  });

  test("takes what a power cut left of files for no work, and nothing else for that", async () => {
    const files = { ...FILES, "emptied.txt": "e\n", "more/large.txt": "line\n".repeat(5_000) };
    const { root, target, stateDir } = await makeBench({ files });
    const restart = (): void => {
      for (const path of readdirSync(stateDir, { recursive: true, encoding: "utf8" })) {
        if (!path.endsWith("slot.json")) continue;
        const note: unknown = JSON.parse(read(stateDir, path));
        write(stateDir, path, JSON.stringify({ ...(note as object), boot: "an earlier one" }));
      }
    };
    const { work } = await attempt(target, "self:1/1", async (clone) => {
      write(clone, "src/app.ts", "export const app = 2;\n");
      await commitAll(clone, "committed");
      write(clone, "a.txt", "one\ntwo and a half\n");
      write(clone, "new.txt", "new\n");
      rmSync(join(clone, "src/deep/er/leaf.ts"));
      restart();
      // Not yet on the disk, a file is there without its bytes, or without the last of them.
      writeFileSync(join(clone, "..", "index"), "");
      for (const path of ["emptied.txt", "src/app.ts"]) write(clone, path, "");
      write(clone, "more/large.txt", "line\n".repeat(4_096).slice(0, 8_192));
    });
    expect(work.files).toEqual(["a.txt", "new.txt", "src/app.ts", "src/deep/er/leaf.ts"]);
    expect(work.uncommitted).toEqual(["a.txt", "new.txt", "src/deep/er/leaf.ts"]);
    expect(await git(root, "show", `${work.head}:src/app.ts`)).toBe("export const app = 2;");
    expect(await git(root, "show", `${work.head}:a.txt`)).toBe("one\ntwo and a half");
    expect(await git(root, "show", `${work.archiveRef}:manifest.json`)).toContain(
      "cut short when the machine stopped: more/large.txt",
    );
    // Made but not answered for, a workspace is made anew: nobody has worked in it.
    const request = { attempt: "self:1/2", carry: null };
    const { path } = await target.prepareWorkspace(request);
    write(path, "a.txt", "");
    restart();
    const again = await target.prepareWorkspace(request);
    expect(read(again.path, "a.txt")).toBe("one\ntwo\nthree\n");
    // Nor is one of use that waits to be used again, where our record of its files is gone.
    await target.collect(collectRequest(request.attempt, again));
    await target.releaseWorkspace(request.attempt, again);
    for (const path of readdirSync(stateDir, { recursive: true, encoding: "utf8" })) {
      if (/\/pool\/[^/]+\/index$/.test(path)) write(stateDir, path, "");
    }
    const third = await target.prepareWorkspace({ attempt: "self:1/3", carry: null });
    expect(read(third.path, "a.txt")).toBe("one\ntwo\nthree\n");
  });

  test("holds what its agent closed to everybody, committed or not", async () => {
    const files = { ...FILES, "kept/k.txt": "k\n" };
    const { target, root } = await makeBench({ files });
    const { work } = await attempt(target, "self:1/1", async (clone) => {
      write(clone, "shut/made.txt", "made\n");
      await commitAll(clone, "made");
      write(clone, "hidden/left.txt", "left\n");
      write(clone, "kept/k.txt", "K\n");
      for (const path of ["shut", "hidden", "kept", ".git/objects"])
        chmodSync(join(clone, path), 0);
      chmodSync(join(clone, "src"), 0o444);
    });
    expect(work.files).toEqual(["hidden/left.txt", "kept/k.txt", "shut/made.txt"]);
    expect(await git(root, "show", `${work.head}:hidden/left.txt`)).toBe("left");
  });

  test("is no other repository's that lay in the same place before", async () => {
    const before = await makeBench();
    const request = { attempt: "self:1/1", carry: null };
    const old = await before.target.prepareWorkspace(request);
    write(old.path, "left.txt", "left\n");
    const { root } = await makeBench({ files: { ...FILES, "a.txt": "of another\n" } });
    const target = await openTarget(targetConfig(root), { stateDir: before.stateDir });
    const { path } = await target.prepareWorkspace(request);
    expect(read(path, "a.txt")).toBe("of another\n");
    expect(existsSync(join(path, "left.txt"))).toBe(false);
    const { kept } = await target.sweep([request.attempt]);
    expect(kept.map((dir) => read(dir, "tree/left.txt"))).toEqual(["left\n"]);
  });

  test("does not read the objects of a repository the agent points to", async () => {
    const { root, target } = await makeBench();
    const secret = scratchDir("secret");
    await git(secret, "init", "-q");
    write(secret, "key", "secret");
    const commit = await commitAll(secret, "secret");
    const { work } = await attempt(target, "self:1/1", (clone) => {
      write(clone, ".git/objects/info/alternates", `${secret}/.git/objects\n`);
      write(clone, ".git/refs/heads/work", `${commit}\n`);
    });
    expect(work.head).toBe(work.base);
    expect(
      (await git(root, "cat-file", "--batch-all-objects", "--batch-check")).includes(commit),
    ).toBe(false);
  });

  test("comes back as a branch that never moves another one", async () => {
    const { root, target } = await makeBench();
    const { work } = await attempt(
      target,
      "self:1/1",
      async (clone) => {
        write(clone, "b.txt", "b");
        await commitAll(clone, "b");
        write(clone, "c.txt", "c");
      },
      false,
    );
    const first = await target.restore({ attempt: "self:1/1" });
    expect(first.branch).toMatch(/^orchestrator\/restored\/self-1-[0-9a-f]{16}-1$/);
    expect(await git(root, "show", `${first.branch}:c.txt`)).toBe("c");
    expect(await git(root, "rev-parse", `${first.branch}~1`)).toBe(work.head);
    expect((await target.restore({ attempt: work.archiveRef })).branch).toBe(first.branch);
    await git(root, "branch", "-f", first.branch, "main");
    expect((await target.restore({ attempt: "self:1/1" })).branch).toBe(`${first.branch}-2`);
    await expect(target.restore({ attempt: "self:9/1" })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("is kept until its time is over, and never let go while it is followed", async () => {
    const { root, target } = await makeBench();
    const { workspace } = await attempt(target, "self:1/1", (clone) => write(clone, "b", "b"));
    await target.releaseWorkspace("self:1/1", workspace);
    const gone = { olderThanDays: 30, live: [] };
    expect((await target.gc({ ...gone, dryRun: true })).archives).toHaveLength(1);
    expect((await target.gc({ ...gone, dryRun: false, live: ["self:1/1"] })).archives).toEqual([]);
    expect(await target.listArchives()).toHaveLength(1);
    expect((await target.gc({ ...gone, dryRun: false })).archives).toHaveLength(1);
    expect(await target.listArchives()).toEqual([]);
    expect(existsSync(join(root, ".git"))).toBe(true);
    await expectSound(root);
  });
});
