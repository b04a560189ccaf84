import type { Effect, EffectId, EffectOf, Outcome } from "../../model/index.ts";
import { unreachable } from "../../model/index.ts";
import { promisedEffect } from "../effects.ts";
import { collectEnded, prepareEnded, runEnded, stopEnded, tellEnded } from "./attempts.ts";
import { dropEnded, keepEnded } from "../landing/checkpoints.ts";
import { aloneEnded, landEnded, mergeEnded, verifyEnded } from "../landing/landing-outcomes.ts";
import { putBy } from "../landing/landing.ts";
import { looksAreSpent, putOff } from "./put-off.ts";
import { landRevertEnded, revertEnded, verifyRevertEnded } from "../landing/rollbacks.ts";
import { applySplitEnded, proposeEnded } from "../recovery/splits.ts";
import { moveSession } from "../session/sessions.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";
import { unavailableMessage, verdictOf } from "../landing/verdict.ts";

/**
 * What an effect came to. Only an effect that is promised now can end: an answer to anything else
 * is a duplicate, or about something given up, and changes nothing (law I9).
 */
export function decideOutcome(turn: Turn, id: EffectId, outcome: Outcome): void {
  const effect = promisedEffect(turn.state, id);
  if (effect === null) return;
  if (outcome.kind === "failed-look" && !givesUp(turn, effect)) {
    return putOff(turn, id, outcome.message);
  }
  if (!accept(turn, effect, outcome)) {
    putOff(turn, id, `an outcome that does not belong to it: ${outcome.kind}`);
  }
}

/** A preparation that was told to stop is not tried again: there is nothing to keep of it. */
function givesUp(turn: Turn, effect: Effect): boolean {
  if (effect.kind !== "prepare") return false;
  const stage = turn.state.streams.get(effect.key)?.stage;
  return stage?.kind === "preparing" && stage.stopping !== undefined;
}

/** False when such an effect cannot end so. */
function accept(turn: Turn, effect: Effect, outcome: Outcome): boolean {
  switch (effect.kind) {
    case "verify-base":
      return baseEnded(turn, effect, outcome);
    case "prepare":
      return prepareEnded(turn, effect, outcome);
    case "run-agent":
      return runEnded(turn, effect, outcome);
    case "tell-agent":
      return tellEnded(turn, effect, outcome);
    case "stop-agent":
      return stopEnded(turn, effect, outcome);
    case "collect":
      return collectEnded(turn, effect, outcome);
    case "merge":
      return mergeEnded(turn, effect, outcome);
    case "verify":
      return verifyEnded(turn, effect, outcome);
    case "verify-alone":
      return aloneEnded(turn, effect, outcome);
    case "land":
      return landEnded(turn, effect, outcome);
    case "move-checkout":
      return checkoutEnded(turn, effect, outcome);
    case "revert":
      return revertEnded(turn, effect, outcome);
    case "verify-revert":
      return verifyRevertEnded(turn, effect, outcome);
    case "land-revert":
      return landRevertEnded(turn, effect, outcome);
    case "keep-checkpoint":
      return keepEnded(turn, effect, outcome);
    case "drop-checkpoint":
      return dropEnded(turn, effect, outcome);
    case "propose-split":
      return proposeEnded(turn, effect, outcome);
    case "apply-split":
      return applySplitEnded(turn, effect, outcome);
    case "release":
      if (outcome.kind !== "released" && outcome.kind !== "refused") return false;
      emit(turn, { type: "released", attempt: effect.attempt });
      return true;
    default:
      return unreachable(effect);
  }
}

function baseEnded(turn: Turn, effect: EffectOf<"verify-base">, outcome: Outcome): boolean {
  if (outcome.kind === "refused") {
    giveUpBase(turn, effect, outcome.message);
    return true;
  }
  if (outcome.kind !== "base-verified") return false;
  const { head, report } = outcome;
  if (verdictOf(report) !== "unavailable") {
    emit(turn, { type: "base-judged", target: effect.target, head, report });
  } else if (looksAreSpent(turn, effect.id)) giveUpBase(turn, effect, unavailableMessage(report));
  else putOff(turn, effect.id, unavailableMessage(report));
  return true;
}

/** The session ends, what waits to land is put by, and the next session's looks count anew. */
function giveUpBase(turn: Turn, { id, target }: EffectOf<"verify-base">, message: string): void {
  const reason = `the integration branch of ${target} could not be judged: ${message}`;
  moveSession(turn, "failed", reason);
  for (const attempt of turn.state.targets.get(target)?.queue ?? []) putBy(turn, attempt, reason);
  emit(turn, { type: "effects-due", effects: [id] });
}

function checkoutEnded(turn: Turn, effect: EffectOf<"move-checkout">, outcome: Outcome): boolean {
  if (outcome.kind !== "checkout-moved" && outcome.kind !== "refused") return false;
  const leftAlone = outcome.kind === "refused" ? [outcome.message] : outcome.leftAlone;
  const { target, id, to } = effect;
  emit(turn, { type: "checkout-moved", target, effect: id, to, leftAlone });
  return true;
}
