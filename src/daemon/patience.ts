import type { Effect, Outcome, State } from "../model/index.ts";
import { LIMITS } from "../model/index.ts";

/**
 * A look that failed is taken again, later and later, but not for ever: after so many times a
 * person has to know. Never of an agent that may be alive, nor of a landing that may have happened:
 * of those a failed look says nothing, however often.
 */
export function losePatience(state: State, effect: Effect, outcome: Outcome): Outcome {
  if (outcome.kind !== "failed-look" || !MAY_BE_GIVEN_UP.has(effect.kind)) return outcome;
  const before = state.deferred.get(effect.id)?.times ?? 0;
  if (before + 1 < LIMITS.looksMax) return outcome;
  return { kind: "refused", message: `tried ${before + 1} times: ${outcome.message}` };
}

const MAY_BE_GIVEN_UP: ReadonlySet<Effect["kind"]> = new Set([
  "verify-base",
  "prepare",
  "collect",
  "merge",
  "verify",
  "verify-alone",
  "move-checkout",
  "release",
  "revert",
  "verify-revert",
  "keep-checkpoint",
  "drop-checkpoint",
  "propose-split",
  "apply-split",
] as const);
