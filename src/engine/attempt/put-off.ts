import type { EffectId } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { backoffMs } from "../policy.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

/** It was tried often enough: after so many looks a person has to know (law I6). */
export function looksAreSpent({ state }: Turn, effect: EffectId): boolean {
  return (state.deferred.get(effect)?.times ?? 0) + 1 >= LIMITS.looksMax;
}

/** Tries an effect again later: a failed look changes nothing but when it is looked again. */
export function putOff(turn: Turn, effect: EffectId, message: string): void {
  const times = turn.state.deferred.get(effect)?.times ?? 0;
  const untilMs = turn.atMs + backoffMs(LIMITS.lookBaseMs, LIMITS.lookCeilingMs, times);
  const words = message === "" ? "it could not be looked at, for no reason given" : message;
  emit(turn, { type: "effect-deferred", effect, message: words, untilMs });
}
