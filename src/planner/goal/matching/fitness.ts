import type { StreamFacts, StreamKey } from "../../../model/index.ts";
import { describeReason } from "../../explain/reasons.ts";
import { idOf, listWords } from "../../words.ts";

/** Whether what was named can be carried out as named. */
export interface Fitness {
  /** What is left to do of it. */
  readonly open: readonly StreamFacts[];
  readonly finished: readonly StreamFacts[];
  /** Why it must not simply be started, as a sentence; null when it may. */
  readonly objection: string | null;
  /** The unfinished streams that would have to come first and could; empty without such a way. */
  readonly first: readonly StreamFacts[];
}

export function judgeFitness(
  chosen: readonly StreamFacts[],
  facts: readonly StreamFacts[],
): Fitness {
  const known = new Map(facts.map((one) => [one.key, one]));
  const finished = chosen.filter((one) => one.status === "complete");
  const open = chosen.filter((one) => one.status !== "complete");
  const barred = open.flatMap((one) => {
    const why = barrier(one);
    return why === null ? [] : [`${idOf(one.key)}: ${why}`];
  });
  if (barred.length > 0) {
    return { open, finished, objection: `${listWords(barred)}.`, first: [] };
  }
  // Somebody wrote so, and may know why.
  const held = open.filter((one) => isHeld(one, known));
  if (held.length > 0) {
    const ids = listWords(held.map((one) => idOf(one.key)));
    const objection = `The roadmap says that ${ids} ${held.length === 1 ? "is" : "are"} blocked, though nothing is left that it waits for: garden the roadmap, or take it by its option.`;
    return { open, finished, objection, first: [] };
  }
  const missing = missingBefore(open, known);
  if (missing.length === 0) return { open, finished, objection: null, first: [] };
  const ids = listWords(missing.map(idOf), 5);
  const waiting = listWords(open.map((one) => idOf(one.key)));
  const first = missing.flatMap((key) => known.get(key) ?? []);
  const passable = first.length === missing.length && first.every((one) => barrier(one) === null);
  return {
    open,
    finished,
    objection: `${waiting} cannot start before ${ids} ${missing.length === 1 ? "is" : "are"} complete.`,
    first: passable ? first : [],
  };
}

/**
 * `chosen` without those of `group` that cannot start: finished ones stay, to be named as such,
 * unless nothing else is left. All of them when none can start, so that the reason is told.
 */
export function fitOf(
  chosen: readonly StreamFacts[],
  group: ReadonlySet<StreamFacts>,
  facts: readonly StreamFacts[],
): readonly StreamFacts[] {
  const known = new Map(facts.map((one) => [one.key, one]));
  const barred = (one: StreamFacts): boolean =>
    one.status !== "complete" &&
    group.has(one) &&
    (barrier(one) !== null ||
      (one.status === "blocked" && missingBefore([one], known).length === 0));
  let fit = chosen.filter((one) => !barred(one));
  for (let before = -1; before !== fit.length; ) {
    before = fit.length;
    const kept = fit;
    fit = kept.filter((one) => !group.has(one) || missingBefore([one], known, kept).length === 0);
  }
  return fit.some((one) => one.status !== "complete") ? fit : chosen;
}

/** Marked as blocked, while nothing is left that blocks it: somebody may know why. */
function isHeld(one: StreamFacts, known: ReadonlyMap<StreamKey, StreamFacts>): boolean {
  return one.status === "blocked" && missingBefore([one], known).length === 0;
}

/** Why a stream cannot start whatever is done before it; null when nothing bars it. */
function barrier(facts: StreamFacts): string | null {
  if (facts.defect !== null) return describeReason({ kind: "defect", message: facts.defect });
  if (!facts.workable) return describeReason({ kind: "status", status: facts.status });
  if (facts.assignee !== null) return describeReason({ kind: "claimed", by: facts.assignee });
  if (facts.status === "in_progress") {
    return describeReason({ kind: "status", status: facts.status });
  }
  return null;
}

/** Unfinished streams outside the chosen ones that must come first, deepest first. */
function missingBefore(
  open: readonly StreamFacts[],
  known: ReadonlyMap<StreamKey, StreamFacts>,
  beside: readonly StreamFacts[] = open,
): readonly StreamKey[] {
  const chosen = new Set(beside.map((one) => one.key));
  const missing = new Set<StreamKey>();
  const queue = [...open];
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    for (const key of one.dependsOn) {
      const before = known.get(key);
      if (chosen.has(key) || missing.has(key) || before?.status === "complete") continue;
      missing.add(key);
      if (before !== undefined) queue.push(before);
    }
  }
  return [...missing].reverse();
}
