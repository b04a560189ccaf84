import { dirname, join } from "node:path";
import type { StreamId, TargetConfig } from "../../model/index.ts";
import { isFileSource, LIMITS, OrchestratorError, unreachable } from "../../model/index.ts";
import type { ExecResult } from "../../platform/index.ts";
import {
  ensureDir,
  environment,
  exec,
  listDir,
  minimalEnv,
  readJsonOrNull,
  readTextIfExists,
  removeFile,
  sha256,
  writeDurable,
} from "../../platform/index.ts";
import { parseRoadmap, setStatus } from "../../roadmap/index.ts";
import type { SourcePlace } from "../roadmap/source-text.ts";
import { keptPath } from "../roadmap/source-text.ts";
import type { GitHubCache, GitHubSource, KeptIssue } from "./github.ts";
import { closeIssue, findToken, lookAtIssues } from "./github.ts";

/** A landing that the place where the work is kept does not know of yet. */
interface Landed {
  readonly id: StreamId;
  readonly commit: string;
}

/**
 * Looks at a source outside the repository, tells it what landed since, and keeps what was seen.
 * Files are read as they are and need no look. Throws named errors; then the last look stays.
 */
export async function lookOutside(target: TargetConfig): Promise<void> {
  if (isFileSource(target.source.kind)) return;
  try {
    await tellLanded(target);
  } finally {
    // What is done stays done here, so there is no harm in looking before everybody was told.
    keep(target, await fetchWork(target));
  }
}

async function fetchWork(target: TargetConfig): Promise<string> {
  const { source } = target;
  if (source.kind === "github") {
    const cachePath = `${keptPath(target)}.pages`;
    // One that cannot be read only costs asking again.
    const cache = (readJsonOrNull(cachePath) ?? {}) as GitHubCache;
    const look = await lookAtIssues(source, await findToken(source), cache);
    prepareFolder(target);
    writeDurable(cachePath, JSON.stringify(look.cache), { mode: 0o600 });
    return JSON.stringify({ issues: look.issues }, null, 1);
  }
  if (source.kind === "command") return runReader(target, source.run);
  throw new OrchestratorError("bug", `${source.kind} is read in place`);
}

async function runReader(target: TargetConfig, run: string): Promise<string> {
  const ran = await exec(["/bin/sh", "-c", run], {
    cwd: target.path,
    env: programEnv({}),
    timeoutMs: LIMITS.sourceProgramMs,
    stdoutBytesMax: LIMITS.roadmapBytesMax,
  });
  const output = ran.stdout.toString("utf8");
  const why = failureOf(ran) ?? emptinessOf(output);
  if (why === null) return output;
  throw new OrchestratorError("io-failed", `the program that lists the work: ${why}`, {
    hint: `It is \`source.run\` in orchestrator.yaml: ${run.slice(0, 200)}`,
  });
}

function failureOf({ code, signal, stderr, timedOut, truncated }: ExecResult): string | null {
  if (timedOut) return "it took too long";
  if (truncated) return "it printed too much";
  if (code === 0) return null;
  const said = stderr.toString("utf8").trim().slice(0, 500);
  return `it exited ${code ?? signal ?? ""}${said === "" ? "" : `: ${said}`}`;
}

/** Why it is no list of work; null when it is one. */
function emptinessOf(output: string): string | null {
  const { diagnostics } = parseRoadmap(output, { file: "source.json" });
  return diagnostics.find(({ code }) => code === "no-work-streams")?.message ?? null;
}

function programEnv(more: Readonly<Record<string, string>>): Record<string, string> {
  const path = environment()["PATH"];
  return { ...minimalEnv(), ...(path === undefined ? {} : { PATH: path }), ...more };
}

function prepareFolder(target: SourcePlace): void {
  ensureDir(dirname(keptPath(target)), 0o700);
}

/** What was seen, with what landed meanwhile: our own landings are never seen as open again. */
function keep(target: TargetConfig, json: string): void {
  prepareFolder(target);
  const path = keptPath(target);
  const done = landedOf(target).reduce((text, { id }) => markDone(target, text, id), json);
  if (readTextIfExists(path) !== done) writeDurable(path, done, { mode: 0o600 });
}

function markDone(target: TargetConfig, json: string, id: StreamId): string {
  if (target.source.kind === "command") {
    const edited = setStatus(json, id, "complete", { dialect: "json" });
    return edited.ok ? edited.value.text : json;
  }
  const kept = JSON.parse(json) as { readonly issues: readonly KeptIssue[] };
  const issues = kept.issues.map((issue) =>
    `GH-${issue.number}` === id ? { ...issue, state: "closed", stateReason: "completed" } : issue,
  );
  return JSON.stringify({ issues }, null, 1);
}

function landedFolder(target: SourcePlace): string {
  return `${keptPath(target)}.landed`;
}

function landedPath(target: SourcePlace, id: StreamId): string {
  return join(landedFolder(target), `${sha256(id).slice(0, 32)}.json`);
}

function landedOf(target: SourcePlace): readonly Landed[] {
  const folder = landedFolder(target);
  return listDir(folder).flatMap((name) => {
    const text = readTextIfExists(join(folder, name));
    return text === null ? [] : [JSON.parse(text) as Landed];
  });
}

/**
 * Notes durably that a stream landed, before anybody outside is told: a kill in between forgets
 * nothing, and telling twice changes nothing.
 */
export function noteLanded(target: TargetConfig, id: StreamId, commit: string): void {
  if (isFileSource(target.source.kind)) return;
  const landed: Landed = { id, commit };
  ensureDir(landedFolder(target), 0o700);
  writeDurable(landedPath(target, id), JSON.stringify(landed), { mode: 0o600 });
  const kept = readTextIfExists(keptPath(target));
  if (kept !== null) keep(target, kept);
}

/** So many refusals, and the others are not asked for: somebody waits for this to end. */
const REFUSALS_MAX = 3;

/**
 * Tells the outside of every landing it does not know of. What cannot be told now stays noted, keeps
 * nobody else from being told, and is thrown in the end.
 */
export async function tellLanded(target: TargetConfig): Promise<void> {
  const refused: unknown[] = [];
  for (const landed of landedOf(target)) {
    try {
      const isTold = await tell(target, landed);
      if (!isTold) return;
      removeFile(landedPath(target, landed.id));
    } catch (error) {
      refused.push(error);
      if (refused.length === REFUSALS_MAX) break;
    }
  }
  if (refused.length > 0) throw refused[0];
}

/** False when there is nobody to be told. */
async function tell(target: TargetConfig, landed: Landed): Promise<boolean> {
  const { source } = target;
  switch (source.kind) {
    case "github":
      await tellGitHub(source, landed);
      return true;
    case "command":
      // Without a program that writes, our own note is all that says it is done.
      if (source.write === null) return false;
      await runWriter(target, source.write, landed);
      return true;
    case "markdown":
    case "spec-kit":
    case "kiro":
    case "taskmaster":
    case "backlog-md":
    case "openspec":
    case "beads":
      return false;
    default:
      return unreachable(source);
  }
}

async function tellGitHub(source: GitHubSource, { id, commit }: Landed): Promise<void> {
  const number = /^GH-(\d+)$/.exec(id)?.[1];
  if (number !== undefined) await closeIssue(source, await findToken(source), number, commit);
}

async function runWriter(
  target: TargetConfig,
  write: string,
  { id, commit }: Landed,
): Promise<void> {
  const ran = await exec(["/bin/sh", "-c", write], {
    cwd: target.path,
    env: programEnv({
      ORCHESTRATOR_WORK_STREAM: id,
      ORCHESTRATOR_STATUS: "complete",
      ORCHESTRATOR_COMMIT: commit,
    }),
    timeoutMs: LIMITS.sourceProgramMs,
  });
  if (ran.code === 0) return;
  const said = ran.stderr.toString("utf8").trim().slice(0, 500);
  throw new OrchestratorError("io-failed", `the program that writes a status: ${said}`, {
    hint: `It is \`source.write\` in orchestrator.yaml; ${id} is told again later.`,
  });
}
