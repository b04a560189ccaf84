import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkplace } from "./workplace.ts";

let top = "";
const before = { ...process.env };

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "orchestrator-workplace-")));
  process.env["XDG_STATE_HOME"] = join(top, "state");
  process.env["XDG_CONFIG_HOME"] = join(top, "config");
});

afterEach(() => {
  process.env = { ...before };
  rmSync(top, { recursive: true, force: true });
});

const IDENTITY = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"] as const;

function git(...args: string[]): void {
  const allowed = ["-c", "protocol.file.allow=always"];
  execFileSync("git", [...IDENTITY, ...allowed, ...args], { cwd: top, stdio: "pipe" });
}

/** A repository with one commit. */
function make(name: string, ...options: string[]): void {
  git("init", "--quiet", "--initial-branch=main", ...options, name);
  git("-C", name, "commit", "--quiet", "--allow-empty", "--message=start");
}

const at = (path: string) => openWorkplace({ cwd: join(top, path), env: {} });

test("all work trees of a repository share one folder of ours, in the main checkout", () => {
  make("repo");
  git("-C", "repo", "worktree", "add", "--quiet", "-b", "side", "../side");
  const own = join(top, "repo", ".orchestrator");
  expect([at("repo").journalDir, at("side").journalDir]).toEqual([own, own]);
  expect(at("repo").lockPath).toBe(at("side").lockPath);
  make("super");
  git("-C", "super", "submodule", "--quiet", "add", "../repo", "part");
  git("-C", "super/part", "worktree", "add", "--quiet", "-b", "more", "../../more");
  const part = join(top, "super", "part", ".orchestrator");
  expect([at("super/part").journalDir, at("more").journalDir]).toEqual([part, part]);
});

test("work trees of a bare repository share the folder in it, which outlives each of them", () => {
  make("repo");
  git("clone", "--quiet", "--bare", "repo", "project/.bare");
  git("-C", "project/.bare", "worktree", "add", "--quiet", "../main", "main");
  git("-C", "project/.bare", "worktree", "add", "--quiet", "-b", "side", "../side");
  writeFileSync(join(top, "project", ".git"), "gitdir: ./.bare\n");
  const own = join(top, "project", ".bare", ".orchestrator");
  const found = ["project", "project/main", "project/side"].map((path) => at(path).journalDir);
  expect(found).toEqual([own, own, own]);
});

test("a repository whose directory lies apart has the folder in its checkout", () => {
  make("repo", `--separate-git-dir=${join(top, "apart")}`);
  expect(at("repo").journalDir).toBe(join(top, "repo", ".orchestrator"));
});

test("a repository whose directory is reached by a link has the folder in its checkout", () => {
  make("repo");
  renameSync(join(top, "repo", ".git"), join(top, "apart.git"));
  symlinkSync(join(top, "apart.git"), join(top, "repo", ".git"));
  expect(at("repo")).toMatchObject({
    commonDir: join(top, "apart.git"),
    journalDir: join(top, "repo", ".orchestrator"),
  });
});

test("a bare repository is told from a folder that is none", () => {
  make("repo");
  git("clone", "--quiet", "--bare", "repo", "bare.git");
  for (const path of ["bare.git", "bare.git/refs"]) {
    expect(() => at(path)).toThrow(`${join(top, "bare.git")} is a bare repository`);
  }
  mkdirSync(join(top, "empty"));
  expect(() => at("empty")).toThrow("is not inside a git repository");
});
