import { join } from "node:path";
import type { AttemptRecord, State } from "../../model/index.ts";
import { listDir, removeFile, statOrNull } from "../../platform/index.ts";
import { agentLogPath, isOfAttempt, stepsPath } from "../logs.ts";
import type { Workplace } from "../workplace.ts";

/** What people may still read of attempts: agents' output, and the output of gates. */
export interface OldOutput {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Output older than the retention, of nothing that is still followed: an attempt's log is as old as
 * its file, evidence as old as the newest attempt that was judged by it.
 */
export function oldOutput(
  workplace: Workplace,
  state: State,
  live: readonly string[],
  beforeMs: number,
): readonly OldOutput[] {
  const wanted = new Set([
    ...wantedEvidence(state, beforeMs).map((digest) => join(workplace.evidenceDir, digest)),
    ...live.flatMap((attempt) => [
      agentLogPath(workplace.logsDir, attempt),
      stepsPath(workplace.logsDir, attempt),
    ]),
  ]);
  const logs = listDir(workplace.logsDir).filter(isOfAttempt);
  const evidence = listDir(workplace.evidenceDir).filter((name) => /^[0-9a-f]{64}$/.test(name));
  return [
    ...logs.map((name) => join(workplace.logsDir, name)),
    ...evidence.map((name) => join(workplace.evidenceDir, name)),
  ].flatMap((path) => {
    const stat = wanted.has(path) ? null : statOrNull(path);
    if (stat?.kind !== "file" || stat.mtimeMs >= beforeMs) return [];
    return [{ path, bytes: stat.size }];
  });
}

export function dropOutput(old: readonly OldOutput[]): void {
  for (const { path } of old) removeFile(path);
}

/** The same bytes are kept once, so that a file's own age says nothing of who was judged by it. */
function wantedEvidence(state: State, beforeMs: number): readonly string[] {
  const isNew = ({ finishedAtMs }: AttemptRecord) =>
    finishedAtMs === null || finishedAtMs >= beforeMs;
  const gates = [
    ...[...state.streams.values()].flatMap(({ attempts }) =>
      attempts.filter(isNew).flatMap((attempt) => attempt.gates),
    ),
    ...[...state.targets.values()].flatMap(({ base }) => base?.report.results ?? []),
  ];
  return gates.flatMap(({ outputDigest }) => outputDigest ?? []);
}
