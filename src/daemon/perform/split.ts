import type { Outcome } from "../../model/index.ts";
import { streamKey, streamOf, targetOf } from "../../model/index.ts";
import { applySplit, proposeSplit, textDiff } from "../../roadmap/index.ts";
import { readRoadmapFile } from "../roadmap/desk.ts";
import { replaceRoadmap } from "../roadmap/write.ts";
import type { EffectOf, PerformContext } from "./context.ts";
import { targetConfig } from "./context.ts";

/** How a work stream could be divided, and what that would change in the roadmap as it is now. */
export function proposeDivision(
  context: PerformContext,
  { key, titles }: EffectOf<"propose-split">,
): Outcome {
  const { text, path } = readRoadmapFile(targetConfig(context, key));
  const id = streamOf(key);
  const parts = proposeSplit(text, id, titles, { file: path });
  if (!parts.ok) return { kind: "refused", message: parts.error.message };
  const edited = applySplit(text, id, parts.value, { file: path });
  if (!edited.ok) return { kind: "refused", message: edited.error.message };
  const proposal = { parts: parts.value, diff: textDiff(text, edited.value) };
  return { kind: "split-proposed", proposal };
}

/**
 * Writes the division a person agreed to into their roadmap: on the text as it is now, nothing else
 * of it touched, and once (law I9). The loop has heard of the parts before it hears that it is done.
 */
export function applyDivision(
  context: PerformContext,
  { key, proposal }: EffectOf<"apply-split">,
): Outcome {
  const target = targetConfig(context, key);
  const read = readRoadmapFile(target);
  const edited = applySplit(read.text, streamOf(key), proposal.parts, { file: read.path });
  if (!edited.ok) return { kind: "refused", message: edited.error.message };
  // Saved by somebody at this very moment, it is looked at again: theirs stays (law I11).
  if (edited.value !== read.text) replaceRoadmap(read, edited.value);
  const seen = context.desk.look(target, context.state(), context.now());
  if (seen === null && context.desk.latest(target).text !== edited.value) {
    return { kind: "failed-look", message: "the roadmap changed while it was read" };
  }
  if (seen !== null) context.submit(seen);
  const parts = proposal.parts.map(({ id }) => streamKey(targetOf(key), id));
  return { kind: "split-applied", parts };
}
