import { join } from "node:path";
import { LIMITS, OrchestratorError } from "../model/index.ts";
import { readLockHolder, readTextIfExists, sleep, spawnDetached } from "../platform/index.ts";
import { furnish } from "./workplace.ts";
import type { Workplace } from "./workplace.ts";

/** Starts the same command as a leader of its own in the background, and waits until it leads. */
export async function startDetached(
  workplace: Workplace,
  command: { readonly argv: readonly [string, ...string[]]; readonly env: Record<string, string> },
): Promise<{ readonly pid: number; readonly logPath: string }> {
  furnish(workplace);
  const logPath = join(workplace.logsDir, "detached.log");
  const { pid } = spawnDetached(command.argv, {
    cwd: workplace.root,
    env: command.env,
    stdio: ["ignore", { append: logPath }, { append: logPath }],
  });
  const patience = LIMITS.leaderWaitMs * 5;
  for (let waited = 0; waited < patience; waited += 50) {
    if (readLockHolder(workplace.lockPath)?.identity.pid === pid) return { pid, logPath };
    await sleep(50);
  }
  throw new OrchestratorError("work-failed", "the background orchestrator did not start", {
    hint: `It said: ${(readTextIfExists(logPath) ?? "nothing").slice(-2000)}`,
  });
}
