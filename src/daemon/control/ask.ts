import type { PersonAct } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import { monotonicMs, readLockHolder, sleep, userName } from "../../platform/index.ts";
import type { ControlAnswer } from "./control.ts";
import { askLeader } from "./control.ts";
import { lead } from "../session/session.ts";
import type { Workplace } from "../workplace.ts";
import { controlSocket } from "../workplace.ts";

/** How long a leader may take from its lock to its socket, or from its last answer to its end. */
const BETWEEN_MS_MAX = 5 * LIMITS.leaderWaitMs;
const RETRY_MS = 50;

/**
 * Carries a person's act to the live leader; while none lives, becomes the leader just for it
 * (stopping what a killed orchestrator left running, say). A leader that is only just coming or
 * going is waited for: the act reaches it or whoever leads next.
 */
export async function ask(workplace: Workplace, act: PersonAct): Promise<ControlAnswer> {
  const untilMs = monotonicMs() + BETWEEN_MS_MAX;
  for (;;) {
    try {
      return await askOnce(workplace, act);
    } catch (error) {
      if (!isBetween(error) || monotonicMs() > untilMs) throw error;
    }
    await sleep(RETRY_MS);
  }
}

async function askOnce(workplace: Workplace, act: PersonAct): Promise<ControlAnswer> {
  if (readLockHolder(workplace.lockPath) !== null) {
    return askLeader(controlSocket(workplace), { type: "act", by: userName(), act });
  }
  const end = await lead(workplace, { kind: "act", act }, {});
  return end.answer ?? { accepted: true, message: "done" };
}

/** Nobody has heard the act yet: no socket, nobody behind it, or somebody else took the lock. */
function isBetween(error: unknown): boolean {
  if (!(error instanceof OrchestratorError)) return false;
  const errno = error.details["errno"];
  return error.code === "already-running" || errno === "ENOENT" || errno === "ECONNREFUSED";
}
