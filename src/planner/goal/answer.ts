import type { GoalType, InterpretedGoal, StreamFacts, StreamKey } from "../../model/index.ts";
import { fileOverlap } from "../overlap/overlap.ts";
import type { Descriptions } from "./naming/descriptions.ts";
import { count, idOf, listWords, plainText } from "../words.ts";

export interface Choice {
  readonly facts: StreamFacts;
  readonly score: number;
}

/** Everything an answer is made from. */
export interface Reading {
  readonly goal: string;
  readonly facts: readonly StreamFacts[];
  readonly threshold: number;
  readonly descriptions: Descriptions;
  /** What can start now, the most urgent first; worked out only when an answer needs it. */
  readonly ready: () => readonly StreamFacts[];
}

const SHOW_ALL = { label: "Show me all available work first", keys: [] } as const;
const SUGGESTED_MAX = 3;
const NAMED_MAX = 12;

export function answerCommand(
  reading: Reading,
  goalType: GoalType,
  action: string,
  about: readonly StreamFacts[],
): InterpretedGoal {
  return {
    goal: reading.goal,
    goalType,
    action,
    matched: matchedOf(about.map((facts) => ({ facts, score: 1 }))),
    confidence: 1,
    reason: "Every word of the sentence belongs to this command.",
    options: [],
  };
}

export interface RunAnswer {
  readonly goalType: "run_single" | "run_parallel" | "run_batch";
  readonly choices: readonly Choice[];
  readonly confidence: number;
  readonly reason: string;
}

/** A run if it is sure enough, else the same as a suggestion. */
export function answerRun(reading: Reading, run: RunAnswer): InterpretedGoal {
  const { choices, confidence, reason, goalType } = run;
  if (choices.length === 0 || confidence < reading.threshold) {
    const doubt = `Not sure enough (${percentOf(confidence)}): ${reason}`;
    return answerSuggestion(reading, choices, confidence, doubt);
  }
  const chosen = choices.map((choice) => choice.facts);
  return {
    goal: reading.goal,
    goalType,
    action: runWords(chosen, goalType),
    matched: matchedOf(choices),
    confidence,
    reason,
    options: runOptions(reading, chosen),
  };
}

/** Starts nothing: the three likeliest, or what could be done instead. */
export function answerSuggestion(
  reading: Reading,
  choices: readonly Choice[],
  confidence: number,
  reason: string,
  instead: InterpretedGoal["options"] = [],
): InterpretedGoal {
  // What was named is all shown; of what is only likely, the first few.
  const certain = choices.filter(({ score }) => score === 1).length;
  const likely = choices.slice(0, Math.max(SUGGESTED_MAX, Math.min(certain, NAMED_MAX)));
  const offered = choices.length > 0 ? choices.map((one) => one.facts) : reading.ready();
  const startable = new Set(reading.ready().map((facts) => facts.key));
  // The likeliest may be finished or wait: what can be started is offered beside it.
  const single = offered
    .filter((facts) => startable.has(facts.key))
    .slice(0, SUGGESTED_MAX)
    .map((facts) => ({ label: `Just ${named(facts)}`, keys: [facts.key] }));
  return {
    goal: reading.goal,
    goalType: "suggest",
    action: "Start nothing yet.",
    matched: matchedOf(likely),
    confidence,
    reason,
    options: [...(instead.length > 0 ? instead : single), SHOW_ALL],
  };
}

export function named(facts: StreamFacts): string {
  const title = plainText(facts.title);
  return title === "" ? idOf(facts.key) : `${idOf(facts.key)}: ${title}`;
}

function matchedOf(choices: readonly Choice[]): InterpretedGoal["matched"] {
  return choices.map(({ facts, score }) => ({
    key: facts.key,
    id: facts.id,
    title: facts.title,
    score: Math.round(score * 100) / 100,
  }));
}

function percentOf(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}

function runWords(chosen: readonly StreamFacts[], goalType: GoalType): string {
  const [first] = chosen;
  if (chosen.length === 1 && first !== undefined) return `Run ${named(first)}.`;
  const ids = listWords(
    chosen.map((facts) => idOf(facts.key)),
    5,
  );
  const how = goalType === "run_batch" ? "in dependency order" : "side by side where they can";
  return `Run ${count(chosen.length, "work stream")} ${how}: ${ids}.`;
}

/** As 000 shows them: just this, this and a neighbour, or look first. */
function runOptions(reading: Reading, chosen: readonly StreamFacts[]): InterpretedGoal["options"] {
  const [first] = chosen;
  if (first === undefined) return [SHOW_ALL];
  const just = { label: `Just ${idOf(first.key)}`, keys: [first.key] };
  if (chosen.length === 1) {
    const beside = reading.ready().find((facts) => isFree(facts, first));
    return beside === undefined ? [just, SHOW_ALL] : [just, together([first, beside]), SHOW_ALL];
  }
  return [together(chosen), just, SHOW_ALL];
}

function together(chosen: readonly StreamFacts[]): {
  readonly label: string;
  readonly keys: readonly StreamKey[];
} {
  const ids = chosen.map((facts) => idOf(facts.key));
  const shown = ids.length > 4 ? `All ${ids.length}` : ids.join(" + ");
  return { label: `${shown} in parallel`, keys: chosen.map((facts) => facts.key) };
}

function isFree(facts: StreamFacts, beside: StreamFacts): boolean {
  return (
    facts.key !== beside.key &&
    !beside.dependsOn.includes(facts.key) &&
    !facts.dependsOn.includes(beside.key) &&
    fileOverlap(facts.files, beside.files).share === 0
  );
}

/** Streams that were meant for certain. */
export function choose(streams: readonly StreamFacts[]): readonly Choice[] {
  return streams.map((facts) => ({ facts, score: 1 }));
}
