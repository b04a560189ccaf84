import type { Effect, Outcome } from "../../model/index.ts";
import { unreachable } from "../../model/index.ts";
import { contextFor, contextOfStream } from "../hands.ts";
import { runAgent, stopAgent } from "./agent.ts";
import { tellAgent } from "./tell.ts";
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
      return prepare(context, effect, signal);
    case "run-agent": {
      const own = contextFor(context, effect);
      if (own !== null) return runAgent(own, effect, signal);
      return { kind: "refused", message: `no agent ${effect.program ?? ""} is configured` };
    }
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
      return moveCheckout(context, effect);
    case "revert":
      return revert(context, effect);
    case "verify-revert":
      return verifyRevert(context, effect, signal);
    case "land-revert":
      return landRevert(context, effect);
    case "keep-checkpoint":
      return keepCheckpoint(context, effect);
    case "drop-checkpoint":
      return dropCheckpoint(context, effect);
    case "propose-split":
      return proposeDivision(context, effect);
    case "apply-split":
      return applyDivision(context, effect);
    case "release":
      return release(context, effect);
    default:
      return unreachable(effect);
  }
}
