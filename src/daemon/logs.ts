import { join } from "node:path";
import type { AttemptId } from "../model/index.ts";
import { generationOf, keyOf, slug } from "../model/index.ts";
import type { Log } from "../platform/index.ts";
import { openLog, pathExists } from "../platform/index.ts";
import type { Workplace } from "./workplace.ts";

const OWN = "orchestrator.log";
const DETACHED = "detached.log";

/** The leader's own log, as a part of it writes in it. */
export function ownLog(logsDir: string, part: string): Log {
  return openLog(join(logsDir, OWN), part);
}

/** What a leader in the background says before its own log is open. */
export function detachedLogPath(logsDir: string): string {
  return join(logsDir, DETACHED);
}

/** Whether a file of the log directory is an attempt's; those that are none keep themselves short. */
export function isOfAttempt(name: string): boolean {
  return name.endsWith(".log") && name !== OWN && name !== DETACHED;
}

/** Where an attempt's output is kept for people once its run directory is gone. */
export function agentLogPath(logsDir: string, attempt: AttemptId): string {
  return join(logsDir, `${nameOf(attempt)}.log`);
}

/** What its agent was seen doing: beside its log, and kept as long. */
export function stepsPath(logsDir: string, attempt: AttemptId): string {
  return join(logsDir, `${nameOf(attempt)}.steps.log`);
}

function nameOf(attempt: AttemptId): string {
  return `${slug(keyOf(attempt))}-${generationOf(attempt)}`;
}

/** Where an attempt's output is: its spool while that is kept, later the log made of it. */
export function attemptOutputPath(workplace: Workplace, attempt: AttemptId): string {
  const log = agentLogPath(workplace.logsDir, attempt);
  return pathExists(log) ? log : join(workplace.runsDir, slug(attempt), "stdout");
}
