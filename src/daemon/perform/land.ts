import type { Outcome } from "../../model/index.ts";
import { streamOf } from "../../model/index.ts";
import { completeInWorkingFile } from "../completion.ts";
import type { EffectOf, PerformContext } from "./context.ts";
import { openedTarget, openedTargetById } from "./context.ts";

export async function land(context: PerformContext, effect: EffectOf<"land">): Promise<Outcome> {
  const target = openedTarget(context, effect.key);
  const outcome = await target.land({
    attempt: effect.attempt,
    key: effect.key,
    candidate: effect.candidate,
  });
  if (outcome.kind === "landed") {
    await target.noteEvidence(outcome.commit, {
      attempt: effect.attempt,
      tree: effect.candidate.tree,
      onto: effect.candidate.onto,
      gates: effect.report?.results.map(({ name, verdict, durationMs, outputDigest }) => ({
        name,
        verdict,
        durationMs,
        outputDigest,
      })),
    });
  }
  return outcome;
}

export async function moveCheckout(
  context: PerformContext,
  effect: EffectOf<"move-checkout">,
): Promise<Outcome> {
  const target = openedTargetById(context, effect.target);
  const base = await target.roadmapAt(effect.from);
  const moved = await target.moveCheckout({
    from: effect.from,
    to: effect.to,
    roadmap: (working) => completeInWorkingFile(working, base, streamOf(effect.key)),
  });
  return { kind: "checkout-moved", leftAlone: moved.leftAlone };
}
