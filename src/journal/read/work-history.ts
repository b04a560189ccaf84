import type { AttemptRecord, State, StreamState, TargetId } from "../../model/index.ts";
import { streamOf } from "../../model/index.ts";
import { orderedStreams } from "./streams.ts";

/** A work stream that an agent brought onto a branch. */
export interface CompletedWork {
  /** The bare id, within its target. */
  readonly id: string;
  readonly title: string;
  readonly attempt: string;
  readonly completedAtMs: number;
  /** Wall time of the attempt that landed; null where it is not known. */
  readonly durationSeconds: number | null;
  readonly commit: string;
  readonly files: number;
}

/** What an agent did in one target. Completed work is told once, and not where it was undone. */
export interface TargetWork {
  readonly target: TargetId;
  readonly completed: readonly CompletedWork[];
  readonly attempts: number;
  readonly rejected: number;
  readonly failed: number;
}

export interface AgentWork {
  readonly agent: string;
  readonly agentId: string;
  readonly role: string;
  readonly targets: readonly TargetWork[];
}

/** Who did what in which repository; agents by name, completed work in the order it ended. */
export function workHistory(state: State): readonly AgentWork[] {
  const agents = new Map<string, { name: string; role: string; targets: Map<string, Tally> }>();
  for (const stream of orderedStreams(state)) {
    for (const record of stream.attempts) {
      const { id, name, role } = record.agent;
      const found = agents.get(id) ?? { name, role, targets: new Map<string, Tally>() };
      agents.set(id, found);
      const tally = found.targets.get(stream.facts.target) ?? newTally();
      found.targets.set(stream.facts.target, tally);
      count(tally, stream, record);
    }
  }
  return [...agents]
    .map(([agentId, { name, role, targets }]) => ({
      agent: name,
      agentId,
      role,
      targets: [...targets].map(([target, tally]) => workIn(target, tally)).sort(byTarget),
    }))
    .sort((a, b) => order(a.agent, b.agent) || order(a.agentId, b.agentId));
}

interface Tally {
  readonly completed: CompletedWork[];
  attempts: number;
  rejected: number;
  failed: number;
}

function newTally(): Tally {
  return { completed: [], attempts: 0, rejected: 0, failed: 0 };
}

function count(tally: Tally, { facts, stage }: StreamState, record: AttemptRecord): void {
  tally.attempts += 1;
  if (record.outcome === "rejected") tally.rejected += 1;
  if (record.outcome === "failed") tally.failed += 1;
  if (stage.kind !== "completed" || stage.attempt !== record.attempt) return;
  const { startedAtMs, finishedAtMs } = record;
  const timed = startedAtMs !== null && finishedAtMs !== null && finishedAtMs > startedAtMs;
  tally.completed.push({
    id: streamOf(facts.key),
    title: facts.title,
    attempt: record.attempt,
    completedAtMs: stage.atMs,
    durationSeconds: timed ? (finishedAtMs - startedAtMs) / 1_000 : null,
    commit: stage.commit,
    files: record.files.length,
  });
}

function workIn(target: TargetId, { completed, ...counts }: Tally): TargetWork {
  const inOrder = completed.sort((a, b) => a.completedAtMs - b.completedAtMs);
  return { target, completed: inOrder, ...counts };
}

function byTarget(a: TargetWork, b: TargetWork): number {
  return order(a.target, b.target);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
