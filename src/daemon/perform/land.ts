import type { Outcome } from "../../model/index.ts";
import { attemptTimeMs } from "../attempt-time.ts";
import { completeInRoadmap } from "../roadmap-desk.ts";
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
  const stream = context.state().streams.get(effect.key);
  const stage = stream?.stage;
  const attempt = stage?.kind === "completed" ? stage.attempt : `${effect.key}/0`;
  const by = {
    agent: stream?.agent?.name ?? "",
    atMs: attemptTimeMs(context.state(), attempt),
  };
  const moved = await openedTargetById(context, effect.target).moveCheckout({
    from: effect.from,
    to: effect.to,
    roadmap: (working) => completeInRoadmap(working, stream?.facts.id ?? "", by),
  });
  return { kind: "checkout-moved", leftAlone: moved.leftAlone };
}
