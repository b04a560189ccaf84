import { adapterFor } from "../../agents/index.ts";
import type { AgentConfig, AttemptId, State, TargetId } from "../../model/index.ts";
import { LIMITS, keyOf, targetOf } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import type { Target } from "../../targets/index.ts";
import type { Loop } from "../loop.ts";
import { messageOf } from "../message-of.ts";

export interface ForesightParts {
  readonly targets: ReadonlyMap<TargetId, Target>;
  readonly agent: () => AgentConfig;
  readonly loop: Loop;
  readonly log: Log;
}

/**
 * Merges what agents have changed so far with one another's and with the branch, now and then, and
 * tells the loop what would not go together. Gives back how to stop it.
 */
export function followForesight(parts: ForesightParts): () => void {
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void lookAhead(parts).finally(() => {
      isLooking = false;
    });
  }, LIMITS.foresightLookMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** One look at every target; what cannot be looked at now is looked at next time. */
async function lookAhead({ targets, agent, loop, log }: ForesightParts): Promise<void> {
  for (const [id, target] of targets) {
    const running = runningAttempts(loop.state, id);
    if (running.length === 0) continue;
    try {
      const { steers: hears } = adapterFor(agent()).capabilities;
      for (const { attempt, with: other, head, files } of await target.foreseeConflicts(running)) {
        const found =
          other === null
            ? ({ kind: "branch", head } as const)
            : ({ kind: "attempt", attempt: other } as const);
        const atMs = loop.now;
        void loop.submit({ type: "conflict-foreseen", atMs, attempt, with: found, files, hears });
      }
    } catch (error) {
      log.warn("conflicts could not be looked for", { error: messageOf(error) });
    }
  }
}

/** Their agents have begun; beyond the limit the youngest are left out. */
function runningAttempts(state: State, target: TargetId): AttemptId[] {
  const found: AttemptId[] = [];
  for (const { stage } of state.streams.values()) {
    if (stage.kind !== "running" || stage.startedAtMs === null || stage.stopping !== null) continue;
    if (targetOf(keyOf(stage.attempt)) === target) found.push(stage.attempt);
  }
  return found.slice(0, LIMITS.foresightAttemptsMax);
}
