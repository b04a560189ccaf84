import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GOAL_TYPES, SELF_TARGET } from "../../src/model/index.ts";
import type { GoalType, InterpretedGoal, StreamFacts } from "../../src/model/index.ts";
import { type Descriptions, interpretGoal } from "../../src/planner/index.ts";
import { describeStreams, markStreams, parseRoadmap, toFacts } from "../../src/roadmap/index.ts";
import { FIXTURES } from "../roadmap/compare.fixture.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** What the product asks for; see the `goal` command. */
export const THRESHOLD = 0.5;

/** A sentence with what a careful person would do about it. */
export interface LabelledGoal {
  /** A file of ours, or one (or the newest of a folder) of the real roadmaps. */
  readonly roadmap: string;
  readonly goal: string;
  readonly family: string;
  readonly goalType: GoalType | readonly GoalType[];
  /** What must be meant; null when it does not matter. */
  readonly ids: readonly string[] | null;
  /** Any of `ids` will do, so long as nothing else is among them. */
  readonly anyOf: boolean;
  readonly mustNotStart: boolean;
  readonly mustNotInclude: readonly string[];
}

export interface Scored {
  readonly labelled: LabelledGoal;
  readonly found: InterpretedGoal;
  readonly right: boolean;
  /** Work was started that must not be: worse than any other mistake. */
  readonly wrongStart: boolean;
}

/** What was tuned on, the last five strangers' goals, and what nobody looks at. */
export type Half = "tuning" | "strangers" | "held-out";

export function readLabelled(half: Half): readonly LabelledGoal[] {
  const path = join(HERE, `${half}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
}

/** A roadmap as the interpreter is given it. */
export interface Given {
  readonly facts: readonly StreamFacts[];
  readonly descriptions: Descriptions;
  readonly marks: () => ReadonlyMap<string, string>;
}

export function factsFor(roadmap: string): readonly StreamFacts[] | null {
  return givenFor(roadmap)?.facts ?? null;
}

/** Null when the roadmap is not on this machine: the real ones are no part of the repository. */
function givenFor(roadmap: string): Given | null {
  const name = roadmap.replace(/^.*fixtures\/roadmaps\//, "");
  for (const base of [join(HERE, "roadmaps"), FIXTURES]) {
    const path = join(base, name);
    if (!existsSync(path)) continue;
    if (path.endsWith(".md")) return readGiven(path);
    const newest = readdirSync(path)
      .filter((file) => file.endsWith(".md"))
      .sort()
      .at(-1);
    if (newest !== undefined) return readGiven(join(path, newest));
  }
  return null;
}

function readGiven(path: string): Given {
  const roadmap = parseRoadmap(readFileSync(path, "utf8"));
  return {
    facts: toFacts(roadmap, SELF_TARGET),
    descriptions: describeStreams(roadmap, SELF_TARGET),
    marks: () => markStreams(roadmap, SELF_TARGET),
  };
}

export interface Score {
  readonly scored: readonly Scored[];
  /** Cases whose roadmap is not here. */
  readonly absent: number;
}

export function scoreAll(cases: readonly LabelledGoal[]): Score {
  const known = new Map<string, Given | null>();
  const scored: Scored[] = [];
  let absent = 0;
  for (const labelled of cases) {
    let given = known.get(labelled.roadmap);
    if (given === undefined) {
      given = givenFor(labelled.roadmap);
      known.set(labelled.roadmap, given);
    }
    if (given === null) absent++;
    else scored.push(judge(labelled, given));
  }
  return { scored, absent };
}

function judge(labelled: LabelledGoal, { facts, ...besides }: Given): Scored {
  const found = interpretGoal(labelled.goal, facts, { threshold: THRESHOLD, ...besides });
  return compare(found, found.goalType === "run_batch" ? withFollowers(labelled, facts) : labelled);
}

/**
 * A batch goes on with what becomes available: where the label lists what can start, what waits
 * for nothing but that is meant as well.
 */
function withFollowers(labelled: LabelledGoal, facts: readonly StreamFacts[]): LabelledGoal {
  if (labelled.ids === null || labelled.anyOf) return labelled;
  const ids = new Set(labelled.ids);
  const done = new Set(facts.filter(({ status }) => status === "complete").map(({ key }) => key));
  const listed = new Set(facts.filter(({ id }) => ids.has(id)).map(({ key }) => key));
  const met = (key: string): boolean => done.has(key) || listed.has(key);
  for (let before = -1; before !== listed.size; ) {
    before = listed.size;
    for (const one of facts) {
      if (!one.workable || one.defect !== null || one.assignee !== null) continue;
      if (one.dependsOn.some((key) => listed.has(key)) && one.dependsOn.every(met)) {
        listed.add(one.key);
        ids.add(one.id);
      }
    }
  }
  for (const id of labelled.mustNotInclude) ids.delete(id);
  return { ...labelled, ids: [...ids] };
}

function compare(found: InterpretedGoal, labelled: LabelledGoal): Scored {
  const types = [labelled.goalType].flat();
  const starts = found.goalType.startsWith("run_");
  const meant = found.matched.map(({ id }) => id);
  const typed = types.includes(found.goalType) || sameRun(found, types, labelled);
  const forbidden = meant.some((id) => labelled.mustNotInclude.includes(id));
  // What acts on work must act on exactly this; what only answers may mention more.
  const acts = starts || found.goalType === "stop";
  const offered = found.options.flatMap(({ keys }) => keys.map((key) => key.replace(/^.*?:/, "")));
  const agreed = acts ? fits(meant, labelled) : mentions([...meant, ...offered], labelled);
  const startable = types.some((type) => type.startsWith("run_"));
  const stray = labelled.ids !== null && meant.some((id) => !labelled.ids?.includes(id));
  return {
    labelled,
    found,
    right: typed && agreed && !(starts && forbidden),
    wrongStart: starts && (labelled.mustNotStart || !startable || forbidden || stray),
  };
}

/**
 * A batch of exactly these and all of these side by side start the same work, in an order that
 * their dependencies allow: whoever asked is served the same.
 */
function sameRun(
  { goalType, matched }: InterpretedGoal,
  types: readonly GoalType[],
  { ids, anyOf }: LabelledGoal,
): boolean {
  if (ids === null || anyOf || !types.includes("run_batch")) return false;
  return (
    goalType === "run_parallel" || (goalType === "run_single" && matched.length === ids.length)
  );
}

function fits(meant: readonly string[], { ids, anyOf }: LabelledGoal): boolean {
  if (ids === null) return true;
  const inside = meant.every((id) => ids.includes(id));
  return inside && (anyOf ? meant.length > 0 : new Set(meant).size === new Set(ids).size);
}

function mentions(offered: readonly string[], { ids, anyOf }: LabelledGoal): boolean {
  if (ids === null || ids.length === 0) return true;
  return anyOf ? ids.some((id) => offered.includes(id)) : ids.every((id) => offered.includes(id));
}

/** One row of the reliability table: how often answers of about this confidence were right. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly confidence: number;
  readonly right: number;
}

const BINS = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0001];

/** Answers that act; a suggestion has nothing to be right about. */
export function reliability(scored: readonly Scored[]): readonly Bin[] {
  const acting = scored.filter(({ found }) => found.goalType !== "suggest");
  return BINS.slice(0, -1).flatMap((from, i) => {
    const to = BINS[i + 1] ?? 1;
    const some = acting.filter(({ found }) => found.confidence >= from && found.confidence < to);
    if (some.length === 0) return [];
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    return [
      {
        from,
        to: Math.min(1, to),
        amount: some.length,
        confidence: mean(some.map(({ found }) => found.confidence)),
        right: mean(some.map(({ right }) => (right ? 1 : 0))),
      },
    ];
  });
}

/** Mean distance of confidence and truth over all answers that act. */
export function calibrationError(bins: readonly Bin[]): number {
  const all = bins.reduce((sum, { amount }) => sum + amount, 0);
  if (all === 0) return 0;
  return bins.reduce(
    (sum, { amount, confidence, right }) => sum + (amount / all) * Math.abs(confidence - right),
    0,
  );
}

/** What is wrong with the labels themselves, as sentences. */
export function faultsOf(cases: readonly LabelledGoal[]): readonly string[] {
  const known = new Map<string, readonly StreamFacts[] | null>();
  return cases.flatMap((one, at) => {
    const facts = known.get(one.roadmap) ?? factsFor(one.roadmap);
    known.set(one.roadmap, facts);
    const ids = new Set(facts?.map(({ id }) => id));
    const unknown = [...(one.ids ?? []), ...one.mustNotInclude].filter((id) => !ids.has(id));
    const types = [one.goalType].flat();
    return [
      ...(types.every((type) => GOAL_TYPES.includes(type)) ? [] : [`${at}: no such goal type`]),
      ...(facts === null || unknown.length === 0
        ? []
        : [`${at}: not in it: ${unknown.join(", ")}`]),
    ];
  });
}
