import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect } from "vitest";
import type { CollectedWork, TargetConfig, Workspace } from "../model/index.ts";
import { exec, minimalEnv } from "../platform/index.ts";
import type { Target } from "./target.ts";
import { openTarget } from "./target.ts";
import { FILES, built, candidateRequest, collectRequest, complete } from "./values.fixture.ts";
import { targetConfig } from "../model/state.fixture.ts";

const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

/** A new directory, gone after the tests of the file. */
export function scratchDir(name = "targets"): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), `orchestrator-${name}-`)));
  made.push(dir);
  return dir;
}

const PERSON = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Pat",
  GIT_AUTHOR_EMAIL: "pat@example.com",
  GIT_COMMITTER_NAME: "Pat",
  GIT_COMMITTER_EMAIL: "pat@example.com",
};

/** git as a person or an agent types it, in `cwd`; fails the test when git does. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const result = await tryGit(cwd, ...args);
  if (result.code !== 0) throw new Error(`git ${args.join(" ")}: ${result.output}`);
  return result.output.trimEnd();
}

export async function tryGit(
  cwd: string,
  ...args: string[]
): Promise<{ readonly code: number | null; readonly output: string }> {
  const result = await exec(["git", "-c", "protocol.file.allow=always", ...args], {
    cwd,
    env: { ...minimalEnv(), ...PERSON },
  });
  const { code, stdout, stderr } = result;
  return { code, output: code === 0 ? stdout.toString("utf8") : stderr.toString("utf8") };
}

export function write(root: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export function read(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export interface Bench {
  readonly root: string;
  readonly stateDir: string;
  readonly target: Target;
}

/** A repository with a first commit on `main`, opened as a target. */
export async function makeBench(
  options: {
    readonly name?: string;
    readonly files?: Readonly<Record<string, string | Uint8Array>>;
    readonly config?: Partial<TargetConfig>;
    readonly initArgs?: readonly string[];
  } = {},
): Promise<Bench> {
  const dir = scratchDir();
  const root = join(dir, options.name ?? "repo");
  mkdirSync(root, { recursive: true });
  await git(root, "init", "-q", "-b", "main", ...(options.initArgs ?? []));
  await git(root, "config", "user.name", "Pat");
  await git(root, "config", "user.email", "pat@example.com");
  for (const [path, text] of Object.entries(options.files ?? FILES)) write(root, path, text);
  await git(root, "add", "-A", "-f");
  await git(root, "commit", "-q", "-m", "First");
  const stateDir = join(dir, "state");
  const target = await openTarget(targetConfig(root, options.config), { stateDir });
  return { root, stateDir, target };
}

export async function commitAll(cwd: string, message: string): Promise<string> {
  await git(cwd, "add", "-A");
  await git(cwd, "commit", "-q", "-m", message);
  return git(cwd, "rev-parse", "HEAD");
}

/** An attempt up to its archive: `act` is what the agent does in its clone. */
export async function attempt(
  target: Target,
  id: string,
  act: (workspace: string) => Promise<void> | void,
  autoCommit = true,
): Promise<{ readonly workspace: Workspace; readonly work: CollectedWork }> {
  const workspace = await target.prepareWorkspace({ attempt: id, carry: null });
  await act(workspace.path);
  const work = await target.collect({ ...collectRequest(id, workspace), autoCommit });
  return { workspace, work };
}

/** From an empty workspace to a moved checkout. */
export async function landWork(
  target: Target,
  id: string,
  act: (workspace: string) => Promise<void> | void,
) {
  const { work } = await attempt(target, id, act);
  const candidate = built(await target.buildCandidate(candidateRequest(id, work)));
  const key = id.slice(0, id.lastIndexOf("/"));
  const outcome = await target.land({ what: id, candidate });
  if (outcome.kind !== "landed") throw new Error(`not landed: ${JSON.stringify(outcome)}`);
  const stream = key.slice(key.indexOf(":") + 1);
  const moved = await target.moveCheckout({
    from: candidate.onto,
    to: candidate.commit,
    roadmap: complete(stream),
  });
  return { work, candidate, outcome, moved };
}

/** Nothing damaged: git's own full check of the repository. */
export async function expectSound(root: string): Promise<void> {
  const { code, output } = await tryGit(root, "fsck", "--full", "--strict");
  expect({ code, output: output.replace(/^(dangling|notice).*$/gm, "").trim() }).toEqual({
    code: 0,
    output: "",
  });
}
