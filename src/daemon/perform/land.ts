import type { Outcome } from "../../model/index.ts";
import { displayKey, generationOf, streamOf } from "../../model/index.ts";
import { completeInWorkingFile } from "../completion.ts";
import type { EffectOf, PerformContext } from "./context.ts";
import { openedTarget, openedTargetById } from "./context.ts";

export async function land(context: PerformContext, effect: EffectOf<"land">): Promise<Outcome> {
  const target = openedTarget(context, effect.key);
  const outcome = await target.land({
    candidate: effect.candidate,
    what: `${displayKey(effect.key)} (attempt ${generationOf(effect.attempt)})`,
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
  const { key, from, to } = effect;
  const base = await target.roadmapAt(from);
  const roadmap =
    key === null
      ? await target.mergeRoadmap(from, to)
      : (working: Uint8Array) => completeInWorkingFile(working, base, streamOf(key));
  const moved = await target.moveCheckout({ from, to, roadmap });
  return { kind: "checkout-moved", leftAlone: moved.leftAlone };
}
