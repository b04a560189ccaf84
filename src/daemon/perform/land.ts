import type { EffectOf, Outcome, StreamKey } from "../../model/index.ts";
import { displayKey, generationOf, streamOf } from "../../model/index.ts";
import { attemptTimeMs } from "./attempt-time.ts";
import { completeInWorkingFile } from "../roadmap/completion.ts";
import { noteLanded } from "../outside/look.ts";
import type { PerformContext } from "./context.ts";
import { verdictsIn } from "./evidence.ts";
import { keepSolution } from "./solutions.ts";
import { openedTarget, openedTargetById, targetConfig } from "./context.ts";
import { findTarget } from "../workplace.ts";

/** Evidence is written while the branch is moved, and taken back when the branch was elsewhere. */
export async function land(context: PerformContext, effect: EffectOf<"land">): Promise<Outcome> {
  const target = openedTarget(context, effect.key);
  const { candidate } = effect;
  const [landed, noted] = await Promise.allSettled([
    target.land({
      candidate,
      what: `${displayKey(effect.key)} (attempt ${generationOf(effect.attempt)})`,
    }),
    target.noteEvidence(candidate.commit, evidenceOf(effect)),
  ]);
  if (landed.status === "rejected") throw landed.reason;
  if (landed.value.kind === "landed") {
    const id = context.state().streams.get(effect.key)?.facts.id ?? streamOf(effect.key);
    await keepSolution(context, effect);
    noteLanded(targetConfig(context, effect.key), id, candidate.commit);
    if (noted.status === "rejected") throw noted.reason;
  } else {
    await target.dropEvidence(candidate.commit);
  }
  return landed.value;
}

function evidenceOf({ attempt, candidate, report }: EffectOf<"land">) {
  return {
    attempt,
    tree: candidate.tree,
    onto: candidate.onto,
    gates: report === null ? undefined : verdictsIn(report),
  };
}

/** The date in what the stream's latest attempt wrote: the same here as in its commit. */
function landedTimeMs({ state }: PerformContext, key: StreamKey): number {
  const attempt = state().streams.get(key)?.attempts.at(-1)?.attempt;
  return attempt === undefined ? state().nowMs : attemptTimeMs(state(), attempt);
}

/** How the file that states the stream's status follows its landing. */
async function completion(
  context: PerformContext,
  { target: id, key, from }: EffectOf<"move-checkout"> & { readonly key: StreamKey },
) {
  const target = findTarget(context.config, id);
  const path = context.desk.fileOf(target, key);
  if (path === null) return { roadmapFiles: [], roadmap: () => null };
  const file = context.desk.statusFile(target, key, landedTimeMs(context, key));
  const base = await openedTargetById(context, id).roadmapAt(from, path);
  return {
    roadmapFiles: [path],
    roadmap: (working: Uint8Array, name: string) =>
      name === path ? completeInWorkingFile(working, base, streamOf(key), file) : null,
  };
}

export async function moveCheckout(
  context: PerformContext,
  effect: EffectOf<"move-checkout">,
): Promise<Outcome> {
  const target = openedTargetById(context, effect.target);
  const { key, from, to } = effect;
  const moved = await target.moveCheckout({
    from,
    to,
    ...(key === null
      ? { roadmap: await target.mergeRoadmap(from, to) }
      : await completion(context, { ...effect, key })),
  });
  return { kind: "checkout-moved", leftAlone: moved.leftAlone };
}
