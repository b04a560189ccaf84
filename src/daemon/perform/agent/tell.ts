import { adapterFor } from "../../../agents/index.ts";
import type { EffectOf, Outcome } from "../../../model/index.ts";
import { LIMITS } from "../../../model/index.ts";
import type { ReadOutput } from "./agent-output.ts";
import { linesOf, piecesOf } from "./agent-output.ts";
import { toolCallIn } from "./calls.ts";
import type { PerformContext } from "../context.ts";
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
    if (isHeard) return { kind: "told" };
  }
  const { say } = adapterFor(context.agent);
  if (say === undefined) return kept("it cannot be spoken to in the middle of a turn");
  const { warden } = context;
  const read: ReadOutput = (...where) => warden.readOutput(attempt, "stdout", ...where);
  const printed = () => linesOf(piecesOf(read, LIMITS.spoolBytesMax));
  // A call that waits no more gets its answer like any other word.
  const words = call === null ? message : { ...message, request: null };
  const isHeard = await answered(warden.say(attempt, message.id, say(words, printed)));
  return isHeard ? { kind: "told" } : kept("it does not listen any more");
}

function kept(message: string): Outcome {
  return { kind: "refused", message };
}
