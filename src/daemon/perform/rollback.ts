import type { CheckpointPlace, EffectOf, Outcome, Standing } from "../../model/index.ts";
import { streamOf } from "../../model/index.ts";
import { setStandings } from "../roadmap/completion.ts";
import { findTarget } from "../workplace.ts";
import type { PerformContext } from "./context.ts";
import { openedTargetById } from "./context.ts";
import { verdictsIn } from "./evidence.ts";
import { judge } from "./verify.ts";

export async function revert(
  context: PerformContext,
  effect: EffectOf<"revert">,
): Promise<Outcome> {
  const { changes, by, why, atMs, streams, target } = effect;
  return openedTargetById(context, effect.target).buildRevert({
    changes,
    by,
    why,
    atMs,
    ...statuses(context, target, streams, atMs),
  });
}

/** Which files state these streams' statuses, and how each follows. */
function statuses(context: PerformContext, id: string, streams: readonly Standing[], atMs: number) {
  const target = findTarget(context.config, id);
  const fileOf = ({ key }: Standing) => context.desk.fileOf(target, key);
  const files = [...new Set(streams.flatMap((each) => fileOf(each) ?? []))];
  return {
    roadmapFiles: files,
    roadmap: (base: Uint8Array | null, path: string) => {
      const own = streams.filter((each) => fileOf(each) === path);
      const [first] = own;
      const file = first === undefined ? null : context.desk.statusFile(target, first.key, atMs);
      return setStandings(base, namesOf(context, own), file);
    },
  };
}

/** The id as the roadmap writes it now. */
function namesOf(
  context: PerformContext,
  streams: readonly Standing[],
): readonly { readonly id: string; readonly complete: boolean }[] {
  const known = context.state().streams;
  return streams.map(({ key, complete }) => {
    return { id: known.get(key)?.facts.id ?? streamOf(key), complete };
  });
}

/** The gates on the reverted tree, all of them: what was undone may be what others stood on. */
export async function verifyRevert(
  context: PerformContext,
  { id, target, candidate }: EffectOf<"verify-revert">,
  signal: AbortSignal,
): Promise<Outcome> {
  const subject = { id, commit: candidate.commit, files: null, uncommitted: [] };
  const report = await judge(context, { key: `${target}:`, ...subject }, signal);
  return { kind: "verified", report };
}

export async function landRevert(
  context: PerformContext,
  { target: id, candidate, report, why }: EffectOf<"land-revert">,
): Promise<Outcome> {
  const target = openedTargetById(context, id);
  const outcome = await target.land({ candidate, what: `rollback of ${why}` });
  if (outcome.kind === "landed") {
    await target.noteEvidence(outcome.commit, {
      rollback: why,
      tree: candidate.tree,
      onto: candidate.onto,
      gates: verdictsIn(report),
    });
  }
  return outcome;
}

export async function keepCheckpoint(
  context: PerformContext,
  { checkpoint }: EffectOf<"keep-checkpoint">,
): Promise<Outcome> {
  const places: CheckpointPlace[] = [];
  for (const target of context.targets.values()) {
    places.push(await target.keepCheckpoint(checkpoint));
  }
  return { kind: "checkpoint-kept", places };
}

export async function dropCheckpoint(
  context: PerformContext,
  { checkpoint }: EffectOf<"drop-checkpoint">,
): Promise<Outcome> {
  for (const target of context.targets.values()) await target.dropCheckpoint(checkpoint);
  return { kind: "checkpoint-dropped" };
}
