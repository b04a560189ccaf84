import { EXIT, OrchestratorError } from "../../model/index.ts";
import {
  identify,
  monotonicMs,
  readIfExists,
  readLockHolder,
  sleep,
  spawnDetached,
  statOrNull,
} from "../../platform/index.ts";
import { detachedLogPath } from "../logs.ts";
import { alreadyLed } from "../session/leader.ts";
import { furnish } from "../workplace.ts";
import type { Workplace } from "../workplace.ts";

/** A busy machine takes its time; one that leads by then is not waited for any longer. */
const START_MS_MAX = 30_000;
const LOOK_MS = 25;
const EXIT_MS_MAX = 1_000;
const SAID_BYTES_MAX = 2_000;

/**
 * Starts the same command as a leader of its own in the background, and waits until it leads.
 * Throws `already-running` as the command itself does where another one leads.
 */
export async function startDetached(
  workplace: Workplace,
  command: { readonly argv: readonly [string, ...string[]]; readonly env: Record<string, string> },
): Promise<{ readonly pid: number; readonly logPath: string }> {
  furnish(workplace);
  const logPath = detachedLogPath(workplace.logsDir);
  const saidBefore = statOrNull(logPath)?.size ?? 0;
  const { pid, exited } = spawnDetached(command.argv, {
    cwd: workplace.root,
    env: command.env,
    stdio: ["ignore", { append: logPath }, { append: logPath }],
  });
  const untilMs = monotonicMs() + START_MS_MAX;
  while (monotonicMs() < untilMs) {
    if (readLockHolder(workplace.lockPath)?.identity.pid === pid) return { pid, logPath };
    if (identify(pid) === null) break;
    await sleep(LOOK_MS);
  }
  const isGone = identify(pid) === null;
  // Its code is told in a moment, which by itself would not keep this process alive.
  const ended = isGone ? await Promise.race([exited, sleep(EXIT_MS_MAX)]) : undefined;
  if (ended?.code === EXIT.alreadyRunning) throw alreadyLed(readLockHolder(workplace.lockPath));
  const log = readIfExists(logPath);
  // A log that had grown too long was set aside, and this one began anew.
  const from = (log?.length ?? 0) < saidBefore ? 0 : saidBefore;
  const said = log?.subarray(from).toString("utf8").trim() ?? "";
  throw new OrchestratorError(
    "work-failed",
    isGone
      ? "the background orchestrator ended before it led anything"
      : `the background orchestrator (process ${pid}) does not lead yet`,
    {
      hint:
        said === "" ? `It said nothing; see ${logPath}` : `It said: ${said.slice(-SAID_BYTES_MAX)}`,
    },
  );
}
