import type { Effect, EffectOf, Outcome } from "../../model/index.ts";
import { unreachable } from "../../model/index.ts";
import { contextFor, contextOfStream } from "../hands.ts";
import { runAgent, stopAgent } from "./agent/agent.ts";
import { tellAgent } from "./agent/tell.ts";
import { calm } from "./agent/calm.ts";
import type { PerformContext } from "./context.ts";
import { land, moveCheckout } from "./land.ts";
import { merge } from "./merge.ts";
import { dropCheckpoint, keepCheckpoint, landRevert, revert, verifyRevert } from "./rollback.ts";
import { applyDivision, proposeDivision } from "./split.ts";
import { untilCheckoutIsFree } from "./shared-checkout.ts";
import { verify, verifyAlone, verifyBase } from "./verify.ts";
import { collect, prepare, release } from "./workspace.ts";

export type { PerformContext } from "./context.ts";

/** Performs one effect. The room it needs does the work; here the values are carried between. */
export async function perform(
  context: PerformContext,
  effect: Effect,
  signal: AbortSignal,
): Promise<Outcome> {
  switch (effect.kind) {
    case "verify-base":
      return verifyBase(context, effect, signal);
    case "prepare":
      await untilCheckoutIsFree(context, effect, signal);
      return urgently(effect.attempt, () => prepare(context, effect, signal));
    case "run-agent":
      return urgently(effect.attempt, () => startAgent(context, effect, signal));
    case "tell-agent":
      return tellAgent(contextOfStream(context, effect.key), effect);
    case "stop-agent":
      return stopAgent(context, effect);
    case "collect":
      return collect(context, effect);
    case "merge":
      return merge(context, effect);
    case "verify":
      return verify(context, effect, signal);
    case "verify-alone":
      return verifyAlone(context, effect, signal);
    case "land":
      return land(context, effect);
    case "move-checkout":
      await calm.settled(signal);
      return moveCheckout(context, effect);
    case "revert":
      return revert(context, effect);
    case "verify-revert":
      return verifyRevert(context, effect, signal);
    case "land-revert":
      return landRevert(context, effect);
    case "keep-checkpoint":
      await calm.settled(signal);
      return keepCheckpoint(context, effect);
    case "drop-checkpoint":
      return dropCheckpoint(context, effect);
    case "propose-split":
      return proposeDivision(context, effect);
    case "apply-split":
      return applyDivision(context, effect);
    case "release":
      // Of one that was stopped before its agent began, nobody else says so.
      calm.end(effect.attempt);
      await calm.settled(signal);
      return release(context, effect);
    default:
      return unreachable(effect);
  }
}

async function startAgent(
  context: PerformContext,
  effect: EffectOf<"run-agent">,
  signal: AbortSignal,
): Promise<Outcome> {
  const own = contextFor(context, effect);
  if (own !== null) return runAgent(own, effect, signal);
  return { kind: "refused", message: `no agent ${effect.program ?? ""} is configured` };
}

/** Somebody waits for the attempt from its workspace on, until its agent has started. */
async function urgently(attempt: string, act: () => Promise<Outcome>): Promise<Outcome> {
  calm.begin(attempt);
  let outcome: Outcome | null = null;
  try {
    outcome = await act();
    return outcome;
  } finally {
    if (outcome?.kind !== "prepared") calm.end(attempt);
  }
}
