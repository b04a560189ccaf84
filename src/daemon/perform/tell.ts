import { adapterFor } from "../../agents/index.ts";
import type { Outcome } from "../../model/index.ts";
import { toolCallIn } from "./agent-calls.ts";
import type { EffectOf, PerformContext } from "./context.ts";
import { answered } from "./word.ts";

/** Says something to a running agent, where it can be spoken to: once, by the message's id. */
export async function tellAgent(
  context: PerformContext,
  effect: EffectOf<"tell-agent">,
): Promise<Outcome> {
  const { attempt, message } = effect;
  const call = message.request === null ? null : toolCallIn(message.request);
  if (call !== null) {
    const isHeard = (await context.doors?.answer(attempt, call, message.text)) ?? false;
    return isHeard ? { kind: "told" } : kept("it does not wait for the answer any more");
  }
  const { say } = adapterFor(context.agent);
  if (say === undefined) return kept("it cannot be spoken to in the middle of a turn");
  const isHeard = await answered(context.warden.say(attempt, message.id, say(message)));
  return isHeard ? { kind: "told" } : kept("it does not listen any more");
}

function kept(message: string): Outcome {
  return { kind: "refused", message };
}
