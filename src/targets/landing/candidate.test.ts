import { symlinkSync, writeFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  attempt,
  commitAll,
  expectSound,
  git,
  landWork,
  makeBench,
  read,
  tryGit,
  write,
} from "../repository.fixture.ts";
import {
  ARIA,
  FILES,
  ROADMAP,
  built,
  candidateRequest,
  collectRequest,
} from "../values.fixture.ts";

describe("a candidate", () => {
  test("names the files of a conflict and changes nothing", async () => {
    const { root, target } = await makeBench();
    const { work } = await attempt(target, "self:1/1", (clone) => write(clone, "a.txt", "agent\n"));
    write(root, "a.txt", "person\n");
    const head = await commitAll(root, "mine");
    expect(await target.buildCandidate(candidateRequest("self:1/1", work))).toEqual({
      kind: "conflicted",
      onto: head,
      files: ["a.txt"],
    });
    expect(await git(root, "rev-parse", "HEAD")).toBe(head);
  });

  test("is nothing when the agent did nothing or only edited the roadmap", async () => {
    const { target } = await makeBench();
    const idle = await attempt(target, "self:1/1", () => undefined);
    expect(idle.work.head).toBe(idle.work.base);
    expect(await target.buildCandidate(candidateRequest("self:1/1", idle.work))).toEqual({
      kind: "nothing-to-land",
    });
    const liar = await attempt(target, "self:1/2", (clone) =>
      write(clone, "plans/roadmap.md", "# done\n"),
    );
    expect(await target.buildCandidate(candidateRequest("self:1/2", liar.work))).toEqual({
      kind: "nothing-to-land",
    });
  });

  test("is not built on another file where the roadmap lies outside the repository", async () => {
    const config = { roadmap: "../roadmap.md" };
    const { target } = await makeBench({ files: { ...FILES, none: ROADMAP }, config });
    const { work } = await attempt(target, "self:1/1", (clone) => {
      write(clone, "one.txt", "1\n");
      write(clone, "none", "changed\n");
    });
    const candidate = built(await target.buildCandidate(candidateRequest("self:1/1", work)));
    expect(candidate.files).toEqual(["none", "one.txt"]);
  });

  test("holds the dev log beside the work, and merges what landed meanwhile", async () => {
    const { root, target } = await makeBench();
    const one = await attempt(target, "self:1/1", (clone) => write(clone, "one.txt", "1\n"));
    const { candidate: landed } = await landWork(target, "self:2/1", (clone) =>
      write(clone, "two.txt", "2\n"),
    );
    const candidate = built(
      await target.buildCandidate(
        candidateRequest("self:1/1", one.work, {
          extraFiles: [{ path: "devlog/1.md", text: "log\n" }],
        }),
      ),
    );
    expect(candidate.onto).toBe(landed.commit);
    expect(candidate.files).toEqual(["devlog/1.md", "one.txt", "plans/roadmap.md"]);
    expect(await git(root, "show", `${candidate.commit}:two.txt`)).toBe("2");
    expect(await git(root, "rev-parse", `${candidate.commit}^2`)).toBe(one.work.head);
  });

  test("does not bring back commits that a person took out of the branch", async () => {
    const { root, target } = await makeBench();
    write(root, "secret.txt", "oops\n");
    const dropped = await commitAll(root, "oops");
    const { work } = await attempt(target, "self:1/1", (clone) => write(clone, "b.txt", "b\n"));
    await git(root, "reset", "-q", "--hard", "HEAD~1");
    const candidate = built(await target.buildCandidate(candidateRequest("self:1/1", work)));
    expect(candidate.files).toEqual(["b.txt", "plans/roadmap.md"]);
    expect(await git(root, "rev-list", candidate.commit)).not.toContain(dropped);
    expect(await git(root, "log", "-1", "--format=%an", `${candidate.commit}^2`)).toBe("Aria");
  });

  test("counts changes from where the agent started, whatever it did to history", async () => {
    const { root, target } = await makeBench();
    write(root, "second.txt", "2\n");
    await commitAll(root, "second");
    const amended = await attempt(target, "self:1/1", async (clone) => {
      write(clone, "b.txt", "b\n");
      await git(clone, "add", "-A");
      await git(clone, "commit", "-q", "--amend", "-m", "rewritten");
    });
    const first = built(await target.buildCandidate(candidateRequest("self:1/1", amended.work)));
    expect(first.files).toEqual(["b.txt", "plans/roadmap.md"]);
    const orphan = await attempt(target, "self:1/2", async (clone) => {
      await git(clone, "checkout", "-q", "--orphan", "fresh");
      write(clone, "c.txt", "c\n");
      await commitAll(clone, "from nothing");
    });
    const second = built(await target.buildCandidate(candidateRequest("self:1/2", orphan.work)));
    expect(second.files).toEqual(["c.txt", "plans/roadmap.md"]);
    await expectSound(root);
  });

  test("carries titles and ids of any kind as plain text", async () => {
    const { root, target } = await makeBench();
    const ids = [
      "-rf",
      "../../etc",
      "x.lock",
      "HEAD",
      "--upload-pack=x",
      "a/b/c",
      "\u202eevil\u2066",
      "é",
      "e\u0301",
      "$(touch canary)",
      "a\nb\u0000c",
      "x".repeat(300),
    ];
    for (const id of ids) {
      const key = `self:${id}`;
      const { work, workspace } = await attempt(target, `${key}/1`, (clone) =>
        write(clone, `work/${Buffer.from(id).toString("hex").slice(0, 60)}.txt`, "x\n"),
      );
      const request = candidateRequest(`${key}/1`, work, {
        id,
        title: `"; rm -rf / #\n\nWork-Stream: forged ${id}`,
        agent: { ...ARIA, name: "Ev<il>\n\u001b[31m" },
      });
      const candidate = built(await target.buildCandidate(request));
      const outcome = await target.land({ what: key, candidate });
      expect(outcome.kind).toBe("landed");
      await target.releaseWorkspace(`${key}/1`, workspace);
    }
    const messages = await git(root, "log", "--first-parent", "--format=%B%x00");
    expect(messages).not.toMatch(/[\u0001-\u0008\u000b-\u001f\u202e\u2066]/);
    const refs = await git(
      root,
      "for-each-ref",
      "--format=%(refname)",
      "refs/orchestrator/archive",
    );
    expect(new Set(refs.split("\n")).size).toBe(ids.length);
    expect(refs).toMatch(/^(refs\/orchestrator\/archive\/[a-z0-9-]+\/1\n?)+$/);
    await expectSound(root);
  });

  test("lands nothing when the branch moved, a hundred times over", async () => {
    const { root, target } = await makeBench();
    const { work } = await attempt(target, "self:1/1", (clone) => write(clone, "b.txt", "b\n"));
    const request = candidateRequest("self:1/1", work);
    const tree = await git(root, "rev-parse", "HEAD^{tree}");
    const wins = { ours: 0, theirs: 0 };
    for (let n = 0; n < 100; n++) {
      const candidate = built(await target.buildCandidate(request));
      const next = await git(root, "commit-tree", tree, "-p", "HEAD", "-m", `person ${n}`);
      const push = ["update-ref", "refs/heads/main", next, candidate.onto];
      const [outcome, moved] = await Promise.all([
        target.land({ what: "1", candidate }),
        tryGit(root, ...push),
      ]);
      const tip = await git(root, "rev-parse", "main");
      if (outcome.kind === "landed") {
        wins.ours++;
        expect([tip, moved.code]).not.toEqual([next, 0]);
        expect(tip).toBe(candidate.commit);
        await git(root, "update-ref", "refs/heads/main", next);
      } else {
        wins.theirs++;
        expect([tip, outcome]).toEqual([next, { kind: "head-moved", head: next }]);
      }
    }
    expect(wins.ours + wins.theirs).toBe(100);
    await expectSound(root);
  });
});

describe("work that goes on", () => {
  test("starts from its own commits with what was left uncommitted still uncommitted", async () => {
    const { target } = await makeBench();
    const { work } = await attempt(
      target,
      "self:1/1",
      async (clone) => {
        write(clone, "done.txt", "done\n");
        await commitAll(clone, "done");
        write(clone, "a.txt", "half done\n");
        write(clone, "new.txt", "new\n");
      },
      false,
    );
    const next = await target.prepareWorkspace({
      attempt: "self:1/2",
      carry: { work, rebase: false },
    });
    expect(next.base).toBe(work.base);
    expect(await git(next.path, "rev-parse", "HEAD")).toBe(work.head);
    expect(await git(next.path, "status", "--porcelain")).toBe(" M a.txt\n?? new.txt");
    const again = await target.collect(collectRequest("self:1/2", next));
    expect(again.files).toEqual(["a.txt", "done.txt", "new.txt"]);
    expect(again.uncommitted).toEqual(["a.txt", "new.txt"]);
  });

  test("is brought up to what landed when that is clean", async () => {
    const { target } = await makeBench();
    const { work } = await attempt(target, "self:1/1", (clone) => write(clone, "b.txt", "b\n"));
    const { candidate } = await landWork(target, "self:2/1", (clone) =>
      write(clone, "c.txt", "c\n"),
    );
    const carry = { work, rebase: true };
    const next = await target.prepareWorkspace({ attempt: "self:1/2", carry });
    expect(next.base).toBe(candidate.commit);
    expect(read(next.path, "b.txt") + read(next.path, "c.txt")).toBe("b\nc\n");
    expect(await git(next.path, "status", "--porcelain")).toBe("");
    const again = await target.collect(collectRequest("self:1/2", next));
    expect(again.files).toEqual(["b.txt"]);
    const landed = built(await target.buildCandidate(candidateRequest("self:1/2", again)));
    expect(landed.files).toEqual(["b.txt", "plans/roadmap.md"]);
  });

  test("starts anew with the old work to look back at when it does not fit", async () => {
    const { target } = await makeBench();
    const { work } = await attempt(target, "self:1/1", (clone) => write(clone, "a.txt", "mine\n"));
    await landWork(target, "self:2/1", (clone) => write(clone, "a.txt", "theirs\n"));
    const carry = { work, rebase: true };
    const next = await target.prepareWorkspace({ attempt: "self:1/2", carry });
    expect(read(next.path, "a.txt")).toBe("theirs\n");
    expect(await git(next.path, "show", "previous:a.txt")).toBe("mine");
  });
});

describe("what a person must look at", () => {
  const risky = {
    ...FILES,
    "package.json": '{"scripts":{"test":"vitest"}}\n',
    "test/a.test.ts": "test('a', () => {});\ntest('b', () => {});\n",
    "test/b.test.ts": "test('c', () => {});\n",
    "secure/key.ts": "1\n",
  };

  test("is named: weakened tests, changed scripts, protected paths, ways out", async () => {
    const { target } = await makeBench({ files: risky });
    const { work, candidate } = await landWork(target, "self:1/1", async (clone) => {
      write(clone, "package.json", '{"scripts":{"test":"true"}}\n');
      write(clone, "test/a.test.ts", "test.skip('a', () => {});\n");
      rmSync(join(clone, "test/b.test.ts"));
      write(clone, "secure/key.ts", "2\n");
      write(clone, "vitest.config.ts", "export default {};\n");
      write(clone, ".github/workflows/ci.yml", "on: push\n");
      write(clone, ".gitattributes", "*.bin filter=lfs\n");
      symlinkSync("/etc/passwd", join(clone, "out"));
      symlinkSync("src/app.ts", join(clone, "fine"));
      symlinkSync("..odd/notes", join(clone, "odd"));
      await git(clone, "init", "-q", "sub");
      writeFileSync(join(clone, "sub/x"), "x");
      await commitAll(join(clone, "sub"), "x");
      await commitAll(clone, "all of it");
    });
    const risks = await target.riskyChanges({
      onto: candidate.onto,
      commit: candidate.commit,
      files: work.files,
      protectedPaths: ["secure/"],
    });
    expect(risks.sort()).toEqual([
      "a filter is asked for: .gitattributes",
      "automation changed: .github/workflows/ci.yml",
      "link out of the repository: out",
      "protected path changed: secure/key.ts (secure/)",
      "scripts changed: package.json",
      "submodule changed: sub",
      "test configuration changed: vitest.config.ts",
      "test deleted: test/b.test.ts",
      "tests removed: test/a.test.ts",
      "tests skipped: test/a.test.ts",
    ]);
  });

  test("is a file under a filter, which lands as it lies because filters never run", async () => {
    const { target } = await makeBench({
      files: {
        ...FILES,
        "é/.gitattributes": "*.psd filter=lfs\n",
        "é/raw/.gitattributes": "*.psd -filter\n",
      },
    });
    const { work, candidate } = await landWork(target, "self:1/1", (clone) => {
      write(clone, "é/böse.psd", "layers\n");
      write(clone, "é/raw/fine.psd", "layers\n");
      write(clone, "é/plain.txt", "x\n");
      symlinkSync("plain.txt", join(clone, "é/link.psd"));
    });
    const request = { onto: candidate.onto, commit: candidate.commit, files: work.files };
    expect(await target.riskyChanges({ ...request, protectedPaths: [] })).toEqual([
      "a file needs a filter: é/böse.psd (lfs)",
    ]);
  });

  test("is nothing for ordinary work with more tests", async () => {
    const { target } = await makeBench({ files: risky });
    const { work, candidate } = await landWork(target, "self:1/1", (clone) => {
      write(clone, "src/app.ts", "export const app = 3;\n");
      write(clone, "test/c.test.ts", "test('d', () => {});\n");
      write(clone, "package.json", '{"scripts":{"test":"vitest"},"dependencies":{"x":"1"}}\n');
    });
    expect(
      await target.riskyChanges({
        onto: candidate.onto,
        commit: candidate.commit,
        files: work.files,
        protectedPaths: ["secure/", "*.pem"],
      }),
    ).toEqual([]);
  });
});
