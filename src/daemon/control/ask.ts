import type { PersonAct } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import { monotonicMs, readLockHolder, signal, sleep, userName } from "../../platform/index.ts";
import type { ControlAnswer } from "./control.ts";
import { askLeader } from "./control.ts";
import { lead } from "../session/session.ts";
import type { Workplace } from "../workplace.ts";
import { controlSocket } from "../workplace.ts";

/** How long a leader may take from its lock to its socket, or from its last answer to its end. */
const BETWEEN_MS_MAX = 5 * LIMITS.leaderWaitMs;
const RETRY_MS = 50;
/** Who wants everything stopped at once waits no longer for a leader to say something. */
const STOP_ANSWER_MS_MAX = 5_000;

/**
 * Carries a person's act to the live leader; while none lives, becomes the leader just for it
 * (stopping what a killed orchestrator left running, say). A leader that is only just coming or
 * going is waited for: the act reaches it or whoever leads next. One that hangs cannot be in the
 * way of stopping everything now: it is killed, which loses nothing, and the act is carried out
 * here.
 */
export async function ask(workplace: Workplace, act: PersonAct): Promise<ControlAnswer> {
  const untilMs = monotonicMs() + BETWEEN_MS_MAX;
  for (;;) {
    try {
      return await askOnce(workplace, act);
    } catch (error) {
      if (isStopNow(act) && isSilence(error)) killLeader(workplace);
      else if (!isBetween(error) || monotonicMs() > untilMs) throw error;
    }
    await sleep(RETRY_MS);
  }
}

async function askOnce(workplace: Workplace, act: PersonAct): Promise<ControlAnswer> {
  if (readLockHolder(workplace.lockPath) !== null) {
    const request = { type: "act", by: userName(), act } as const;
    const answerMsMax = isStopNow(act) ? STOP_ANSWER_MS_MAX : undefined;
    return askLeader(controlSocket(workplace), request, answerMsMax);
  }
  const end = await lead(workplace, { kind: "act", act }, {});
  return end.answer ?? { accepted: true, message: "done" };
}

function isStopNow(act: PersonAct): boolean {
  return act.kind === "stop" && act.now && act.keys === null;
}

function isSilence(error: unknown): boolean {
  return error instanceof OrchestratorError && error.code === "timeout";
}

/** By its identity, looked at anew: a pid alone is nobody (law I7). */
function killLeader(workplace: Workplace): void {
  const holder = readLockHolder(workplace.lockPath);
  if (holder !== null) signal(holder.identity, "SIGKILL");
}

/** Nobody has heard the act yet: no socket, nobody behind it, or somebody else took the lock. */
function isBetween(error: unknown): boolean {
  if (!(error instanceof OrchestratorError)) return false;
  const errno = error.details["errno"];
  return error.code === "already-running" || errno === "ENOENT" || errno === "ECONNREFUSED";
}
