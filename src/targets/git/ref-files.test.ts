import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRefFiles } from "./ref-files.ts";
import { git, makeBench } from "../repository.fixture.ts";

const PATTERNS = [
  "refs/heads",
  "refs/heads/main",
  "refs/tags",
  "refs/orchestrator/archive",
  "refs/remotes",
];

/** What git says of the same names. */
async function asGitSays(root: string, patterns: readonly string[]): Promise<Map<string, string>> {
  const listed = await git(root, "for-each-ref", "--format=%(objectname) %(refname)", ...patterns);
  const lines = listed.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => [line.slice(41), line.slice(0, 40)]));
}

async function expectSame(root: string): Promise<void> {
  for (const pattern of [...PATTERNS, "refs/heads/mai", "refs/heads/none", "refs/tags/v1"]) {
    const ours = readRefFiles(join(root, ".git"), [pattern]);
    expect([...(ours ?? [])], pattern).toEqual([...(await asGitSays(root, [pattern]))]);
  }
  const all = readRefFiles(join(root, ".git"), PATTERNS);
  expect([...(all ?? [])]).toEqual([...(await asGitSays(root, PATTERNS))]);
}

describe("refs read from their files", () => {
  test("are what git says, loose, packed, both, and symbolic", async () => {
    const { root } = await makeBench();
    await expectSame(root);
    for (const name of ["main-2", "größe", "a/b/c", "v1"]) await git(root, "branch", name);
    for (const name of ["v1", "v1.5", "v10", "deep/er"])
      await git(root, "tag", "-a", "-m", "x", name);
    await git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/heads/a/b/c");
    await git(root, "update-ref", "refs/orchestrator/archive/x-1/1", "HEAD");
    await expectSame(root);
    await git(root, "pack-refs", "--all");
    await expectSame(root);
    await git(root, "commit", "--quiet", "--allow-empty", "-m", "more");
    await git(root, "branch", "--force", "a/b/c");
    await git(root, "tag", "--delete", "v10");
    await expectSame(root);
  });

  test("pass over the locks of a git at work", async () => {
    const { root } = await makeBench();
    writeFileSync(join(root, ".git", "refs", "heads", "main.lock"), "");
    await expectSame(root);
  });

  test("are left to git where anything is unusual", async () => {
    const { root } = await makeBench();
    const dir = join(root, ".git");
    expect(readRefFiles(dir, ["refs/heads/../../config"])).toBe(null);
    expect(readRefFiles(dir, ["refs/heads/*"])).toBe(null);
    mkdirSync(join(dir, "refs", "odd"));
    writeFileSync(join(dir, "refs", "odd", "empty"), "");
    expect(readRefFiles(dir, ["refs/odd"])).toBe(null);
    expect(readRefFiles(dir, ["refs/heads"])).not.toBe(null);
    writeFileSync(join(dir, "refs", "odd", "empty"), "ref: refs/odd/empty\n");
    expect(readRefFiles(dir, ["refs/odd/empty"])).toBe(null);
    symlinkSync("../heads/main", join(dir, "refs", "odd", "link"));
    expect(readRefFiles(dir, ["refs/odd/link"])).toBe(null);
    mkdirSync(join(dir, "reftable"));
    expect(readRefFiles(dir, ["refs/heads/main"])).toBe(null);
  });
});
