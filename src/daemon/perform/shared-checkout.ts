import type { EffectOf, State, StreamKey } from "../../model/index.ts";
import { targetOf } from "../../model/index.ts";
import { sleep } from "../../platform/index.ts";
import type { PerformContext } from "./context.ts";
import { targetConfig } from "./context.ts";

const LOOK_MS = 50;

/**
 * With `isolation: shared` the agent's workspace is the checkout that landings move: it is lent
 * only once nothing of the target is on its way to land. Rejects when the effect is given up.
 */
export async function untilCheckoutIsFree(
  context: PerformContext,
  effect: EffectOf<"prepare">,
  signal: AbortSignal,
): Promise<void> {
  if (targetConfig(context, effect.key).isolation !== "shared") return;
  while (isLanding(context.state(), effect.key)) {
    await sleep(LOOK_MS, signal);
    signal.throwIfAborted();
  }
}

function isLanding(state: State, key: StreamKey): boolean {
  const target = targetOf(key);
  if ((state.targets.get(target)?.checkoutMoves.length ?? 0) > 0) return true;
  for (const [other, { stage }] of state.streams) {
    if (other === key || targetOf(other) !== target) continue;
    if (ON_ITS_WAY.has(stage.kind)) return true;
  }
  return false;
}

/** Everything between the agent's end and the landing; an agent is kept out by the limit of one. */
const ON_ITS_WAY: ReadonlySet<string> = new Set([
  "collecting",
  "queued",
  "merging",
  "verifying",
  "verifying-alone",
  "landing",
]);
