import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commitAll, expectSound, git, makeBench, scratchDir, write } from "./repository.fixture.ts";
import { FILES, built, candidateRequest, collectRequest, complete } from "./values.fixture.ts";
import { openTarget } from "./target.ts";
import { targetConfig } from "../model/state.fixture.ts";

const HOOKS = [
  "post-checkout",
  "post-commit",
  "post-index-change",
  "post-merge",
  "post-rewrite",
  "pre-auto-gc",
  "pre-commit",
  "pre-push",
  "prepare-commit-msg",
  "reference-transaction",
  "update",
];

/** Every way we know in which a repository can name a program for git to run. */
function plant(gitDir: string, canary: string): void {
  const run = join(canary, "..", "canary.sh");
  writeFileSync(run, `#!/bin/sh\necho "$0 $*" >> '${canary}'\n`);
  chmodSync(run, 0o755);
  for (const dir of ["hooks", "evil-hooks"]) {
    for (const hook of HOOKS) {
      write(gitDir, `${dir}/${hook}`, `#!/bin/sh\necho ${hook} >> '${canary}'\n`);
      chmodSync(join(gitDir, dir, hook), 0o755);
    }
  }
  write(gitDir, "info/attributes", "* filter=evil diff=evil merge=evil\n");
  const settings: Record<string, string> = {
    "core.fsmonitor": run,
    "core.hooksPath": join(gitDir, "evil-hooks"),
    "core.sshCommand": run,
    "core.pager": run,
    "core.editor": run,
    "core.askPass": run,
    "core.gitProxy": run,
    "core.alternateRefsCommand": run,
    "diff.external": run,
    "filter.evil.clean": run,
    "filter.evil.smudge": run,
    "filter.evil.process": run,
    "filter.evil.required": "true",
    "diff.evil.command": run,
    "diff.evil.textconv": run,
    "merge.evil.driver": `${run} %A`,
    "gpg.program": run,
    "commit.gpgSign": "true",
    "credential.helper": run,
    "uploadpack.packObjectsHook": run,
    "remote.origin.url": `ext::${run}`,
    "remote.origin.uploadpack": run,
    "remote.origin.promisor": "true",
    "remote.origin.partialclonefilter": "blob:none",
    "sequence.editor": run,
    "alias.diff-tree": `!${run}`,
    "alias.update-ref": `!${run}`,
  };
  const text = Object.entries(settings).map(([key, value]) => {
    const [section = "", ...rest] = key.split(".");
    const name = rest.pop() ?? "";
    const sub = rest.length === 0 ? "" : ` "${rest.join(".")}"`;
    return `[${section}${sub}]\n\t${name} = "${value}"\n`;
  });
  const config = join(gitDir, "config");
  writeFileSync(config, `${readFileSync(config, "utf8")}\n${text.join("")}`);
}

describe("nothing that a repository or a clone names", () => {
  test("would stay unrun with a git that is not ours (the trap works)", async () => {
    const canary = join(scratchDir("canary"), "canary.log");
    const { root } = await makeBench();
    plant(join(root, ".git"), canary);
    write(root, "a.txt", "changed\n");
    await git(root, "status").catch(() => undefined);
    await git(root, "update-ref", "refs/heads/x", "HEAD").catch(() => undefined);
    expect(readFileSync(canary, "utf8")).toContain("canary.sh");
  });

  test("is ever run in the orchestrator's name", async () => {
    const canary = join(scratchDir("canary"), "canary.log");
    const hostile = {
      ...FILES,
      ".gitattributes": "*.txt filter=evil diff=evil merge=evil\n",
      ".env": "x=1\n",
    };
    const { root, stateDir } = await makeBench({ files: hostile });
    plant(join(root, ".git"), canary);
    const target = await openTarget(targetConfig(root, { workspaceInclude: [".env"] }), {
      stateDir,
    });
    await target.inspect();
    await target.sweep([]);
    const attemptId = "self:1/1";
    const workspace = await target.prepareWorkspace({ attempt: attemptId, carry: null });
    const clone = workspace.path;
    write(clone, "b.txt", "b\n");
    write(clone, "a.txt", "one\nTWO\nthree\n");
    await commitAll(clone, "work");
    write(clone, "c.txt", "left over\n");
    await git(clone, "init", "-q", "nested");
    write(clone, "nested/n.txt", "n\n");
    await commitAll(join(clone, "nested"), "n");
    await git(clone, "add", "nested").catch(() => undefined);
    plant(join(clone, ".git"), canary);
    plant(join(clone, "nested/.git"), canary);
    const work = await target.collect(collectRequest(attemptId, workspace));
    const candidate = built(await target.buildCandidate(candidateRequest(attemptId, work)));
    await target.riskyChanges({
      onto: candidate.onto,
      commit: candidate.commit,
      files: work.files,
      protectedPaths: [],
    });
    const tree = await target.verificationTree({ id: "v", commit: candidate.commit });
    plant(join(tree.path, ".git"), canary);
    await target.dropVerificationTree(tree);
    write(root, "b.txt", "in the way\n");
    const landing = { what: "1", candidate };
    expect(await target.land(landing)).toMatchObject({ kind: "landed", diverted: true });
    await expect(target.landDiverted()).rejects.toMatchObject({ code: "pending" });
    writeFileSync(join(root, "b.txt"), "b\n");
    await target.landDiverted();
    const move = { from: candidate.onto, to: candidate.commit, roadmap: complete("1") };
    await target.moveCheckout(move);
    await target.noteEvidence(candidate.commit, { green: true });
    await target.releaseWorkspace(attemptId, workspace);
    const carry = { work, rebase: true };
    const next = await target.prepareWorkspace({ attempt: "self:1/2", carry });
    expect(existsSync(join(next.path, "nested"))).toBe(false);
    await target.restore({ attempt: attemptId, directory: join(scratchDir(), "back") });
    await target.listArchives();
    await target.gc({ olderThanDays: 0, dryRun: false, live: [] });
    await target.sweep([]);
    expect(existsSync(canary) ? readFileSync(canary, "utf8") : "").toBe("");
  });

  test("makes us write outside our own directories", async () => {
    const { root, target } = await makeBench();
    const outside = scratchDir("outside");
    write(outside, "file", "precious\n");
    const first = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
    for (const name of ["src", "plans", "added"]) {
      const at = join(first.path, name);
      if (existsSync(at)) await git(first.path, "rm", "-q", "-r", name);
      symlinkSync(outside, at);
    }
    mkdirSync(join(first.path, ".git/moved"), { recursive: true });
    const request = collectRequest("self:1/1", first);
    await target.collect(request);
    await target.releaseWorkspace("self:1/1", first);
    await target.prepareWorkspace({ attempt: "self:2/1", carry: null });
    expect(readFileSync(join(outside, "file"), "utf8")).toBe("precious\n");
    expect(existsSync(join(outside, "app.ts"))).toBe(false);
    await expectSound(root);
  });

  test("shows an agent our state, another attempt or the settings of the repository", async () => {
    const { target, stateDir, root } = await makeBench();
    const workspace = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
    const paths = target.confinementPaths(workspace);
    expect(paths.writable).toEqual([workspace.path]);
    expect(paths.hidden).toEqual([stateDir]);
    // Its `.git/config` may hold the token of a remote.
    expect(paths.readOnly).toEqual([join(root, ".git/objects")]);
    expect(workspace.path.startsWith(stateDir)).toBe(true);
  });
});
