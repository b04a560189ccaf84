import type { EffectOf, Outcome, StreamKey } from "../../model/index.ts";
import {
  isErrand,
  LIMITS,
  PROPOSAL_FILE,
  streamKey,
  streamOf,
  targetOf,
} from "../../model/index.ts";
import {
  applyAdditions,
  applySplit,
  proposeAdditions,
  proposeSplit,
  textDiff,
} from "../../roadmap/index.ts";
import { readRoadmapFile } from "../roadmap/desk.ts";
import { replaceRoadmap } from "../roadmap/write.ts";
import type { PerformContext } from "./context.ts";
import { openedTarget, targetConfig } from "./context.ts";

/** How a work stream could be divided, and what that would change in the roadmap as it is now. */
export function proposeDivision(
  context: PerformContext,
  { key, titles }: EffectOf<"propose-split">,
): Outcome | Promise<Outcome> {
  if (context.state().streams.get(key)?.facts.duty?.proposes === true) {
    return proposeNew(context, key);
  }
  const { text, path } = readRoadmapFile(targetConfig(context, key));
  const id = streamOf(key);
  const parts = proposeSplit(text, id, titles, { file: path });
  if (!parts.ok) return { kind: "refused", message: parts.error.message };
  const edited = applySplit(text, id, parts.value, { file: path });
  if (!edited.ok) return { kind: "refused", message: edited.error.message };
  const proposal = { parts: parts.value, diff: textDiff(text, edited.value) };
  return { kind: "split-proposed", proposal };
}

/** What an errand's agent left, as work streams for the roadmap: its words, in our form. */
async function proposeNew(context: PerformContext, key: StreamKey): Promise<Outcome> {
  const duty = context.state().streams.get(key)?.facts.duty;
  const written = duty?.written ?? (await leftBehind(context, key));
  const isNothing = written === null || /^\s*(\[\s*\])?\s*$/.test(written);
  if (isNothing && duty !== undefined && !isErrand(duty)) {
    return { kind: "refused", message: "it has nothing to propose" };
  }
  if (written === null) {
    return { kind: "refused", message: `its agent left no ${PROPOSAL_FILE} that can be read` };
  }
  const { text, path } = readRoadmapFile(targetConfig(context, key));
  const parts = proposeAdditions(text, written, { file: path });
  if (!parts.ok) return { kind: "refused", message: parts.error.message };
  const edited = applyAdditions(text, parts.value, { file: path });
  if (!edited.ok) return { kind: "refused", message: edited.error.message };
  const proposal = { parts: parts.value, adds: true, diff: textDiff(text, edited.value) } as const;
  return { kind: "split-proposed", proposal };
}

/** The file that an errand's agent wrote; null: it wrote none. */
async function leftBehind(context: PerformContext, key: StreamKey): Promise<string | null> {
  const attempt = context.state().streams.get(key)?.attempts.at(-1)?.attempt;
  if (attempt === undefined) return null;
  const archive = openedTarget(context, key);
  return await archive.archivedFile(attempt, PROPOSAL_FILE, LIMITS.proposalBytesMax);
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
  const place = { file: read.path };
  const edited = proposal.adds
    ? applyAdditions(read.text, proposal.parts, place)
    : applySplit(read.text, streamOf(key), proposal.parts, place);
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
