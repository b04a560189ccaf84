import { join } from "node:path";
import { gatesDigest } from "../../gates/index.ts";
import type { AgentReport, AttemptId, EffectOf, Workspace } from "../../model/index.ts";
import { LIMITS, slug } from "../../model/index.ts";
import {
  ensurePrivateDir,
  listDir,
  readIfExists,
  readJsonOrNull,
  removeFile,
  sha256,
  statOrNull,
  stateHome,
  writeDurable,
} from "../../platform/index.ts";
import { messageOf } from "../message-of.ts";
import type { Workplace } from "../workplace.ts";
import type { PerformContext } from "./context.ts";
import { openedTarget, targetConfig } from "./context.ts";

/** What is known of an attempt's work: by which name it is kept, and whether it was there already. */
interface Note {
  readonly attempt: AttemptId;
  readonly key: string;
  /** `trying`: it is being applied; whoever finds that so was not there to see it through. */
  readonly state: "unknown" | "trying" | "taken";
}

/**
 * Work that landed, by what was asked for, the tree it began on and the gates that judged it. Whoever
 * is to do the same again on the same tree begins with the answer: its agent is skipped, its gates
 * never are. Only for the first attempt at a work stream: work that was sent back or undone was not
 * what was wanted.
 */
export async function takeSolution(
  context: PerformContext,
  effect: EffectOf<"prepare">,
  workspace: Workspace,
): Promise<void> {
  if (!mayBeKnown(context, effect)) return;
  const { attempt } = effect;
  const target = openedTarget(context, effect.key);
  const key = solutionKey(context, effect, await target.treeOf(workspace.base));
  if (key === null) return;
  const before = noteOf(context, effect.attempt);
  if (before?.state === "taken") return;
  const patch = readIfExists(pathOf(key));
  if (patch === null) return writeNote(context, { attempt, key, state: "unknown" });
  writeNote(context, { attempt, key, state: "trying" });
  const fits = await target.applyPatch(effect.attempt, patch, before?.state === "trying");
  writeNote(context, { attempt, key, state: fits ? "taken" : "unknown" });
}

/** The report of an agent that had nothing to do; null for one that has. */
export function reportOfSolution(context: PerformContext, attempt: AttemptId): AgentReport | null {
  if (noteOf(context, attempt)?.state !== "taken") return null;
  return {
    exit: { kind: "exited", code: 0 },
    outcome: { kind: "claimed-done", summary: "The same had landed before, and was taken over." },
    usage: null,
    takenOver: true,
    stdoutBytes: 0,
    stderrBytes: 0,
    stdoutDigest: null,
    flooded: false,
  };
}

/** Keeps what landed; that it could not be kept is no reason for anything. */
export async function keepSolution(
  context: PerformContext,
  { key, attempt }: EffectOf<"land">,
): Promise<void> {
  const note = noteOf(context, attempt);
  const stage = context.state().streams.get(key)?.stage;
  if (note?.state !== "unknown" || stage?.kind !== "landing") return;
  try {
    const patch = await openedTarget(context, key).patchOf(stage.work);
    if (patch === null || patch.length === 0) return;
    ensurePrivateDir(solutionsDir());
    writeDurable(pathOf(note.key), patch, { mode: 0o600 });
    dropOldest();
  } catch (error) {
    context.log.warn("a solution could not be kept", { error: messageOf(error) });
  }
}

function mayBeKnown({ config, state }: PerformContext, effect: EffectOf<"prepare">): boolean {
  if (!config.solutionCache || !config.autoCommit || effect.carry !== null) return false;
  const stream = state().streams.get(effect.key);
  if (stream === undefined || stream.facts.duty !== undefined) return false;
  const verifies = state().session?.request.policy.verify === true;
  return verifies && stream.attempts.length === 1 && stream.messages.length === 0;
}

/** Null where what is asked for cannot be read. */
function solutionKey(
  context: PerformContext,
  { key }: EffectOf<"prepare">,
  baseTree: string,
): string | null {
  const target = targetConfig(context, key);
  const found = target.isolation === "shared" ? null : context.desk.stream(target, key);
  if (found === null) return null;
  const { title, acceptance } = found.stream;
  const asked = { title, text: found.text, acceptance: acceptance.map((item) => item.text) };
  return sha256(JSON.stringify([1, asked, baseTree, gatesDigest(target.gates)]));
}

/** How many solutions are kept for all repositories, and which attempts of this one took one over. */
export function solutionsOf(workplace: Workplace): {
  readonly kept: number;
  readonly taken: readonly AttemptId[];
} {
  const dir = notesDir(workplace);
  const notes = listDir(dir).map((name) => readJsonOrNull(join(dir, name)) as Note | null);
  const taken = notes.flatMap((note) => (note?.state === "taken" ? [note.attempt] : []));
  return { kept: listDir(solutionsDir()).length, taken };
}

/** The user's own, for all repositories: a fresh clone of one has the same trees. */
function solutionsDir(): string {
  return join(stateHome(), "solutions");
}

function pathOf(key: string): string {
  return join(solutionsDir(), `${key}.patch`);
}

function notesDir({ stateDir }: Workplace): string {
  return join(stateDir, "solutions");
}

function notePath(workplace: Workplace, attempt: AttemptId): string {
  return join(notesDir(workplace), `${slug(attempt)}.json`);
}

function noteOf({ workplace }: PerformContext, attempt: AttemptId): Note | null {
  return readJsonOrNull(notePath(workplace, attempt)) as Note | null;
}

function writeNote({ workplace }: PerformContext, note: Note): void {
  ensurePrivateDir(notesDir(workplace));
  writeDurable(notePath(workplace, note.attempt), JSON.stringify(note), { mode: 0o600 });
}

function dropOldest(): void {
  const kept = listDir(solutionsDir()).map((name) => {
    const path = join(solutionsDir(), name);
    return { path, atMs: statOrNull(path)?.mtimeMs ?? 0 };
  });
  kept.sort((a, b) => b.atMs - a.atMs);
  for (const { path } of kept.slice(LIMITS.solutionsMax)) removeFile(path);
}
