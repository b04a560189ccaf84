import type { Effort, Priority, StreamFacts } from "../../model/index.ts";
import { expectedSeconds } from "../estimate.ts";
import type { Meta, OpenWork } from "./meta.ts";
import {
  AMOUNT_NOUNS,
  ASIDES,
  FILLERS,
  MANNER,
  NUMBER_WORDS,
  RUN_VERBS,
  WORK_NOUNS,
} from "./vocabulary.ts";

/** Work meant by what it is: how urgent, how large, how long. */
export interface Choice {
  readonly streams: readonly StreamFacts[];
  /** How many are meant; null: all of them. */
  readonly count: number | null;
  readonly reason: string;
}

interface Kind {
  readonly words: ReadonlySet<string>;
  readonly said: string;
  readonly fits: (facts: StreamFacts) => boolean;
  /** The first of these comes first; 0 for no preference. */
  readonly compare: (a: StreamFacts, b: StreamFacts) => number;
}

const RANK: Readonly<Record<Priority, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

function priority(words: string, ...levels: readonly Priority[]): Kind {
  return {
    words: setOf(words),
    said: `of priority ${levels.join(" or ")}`,
    fits: (facts) => levels.includes(facts.priority),
    compare: (a, b) =>
      levels.includes("low")
        ? RANK[b.priority] - RANK[a.priority]
        : RANK[a.priority] - RANK[b.priority],
  };
}

/** "the S ones" are exactly these. */
function sized(effort: Effort): Kind {
  const letter = effort.toLowerCase();
  return {
    words: setOf(`${letter} ${letter}-sized size-${letter}`),
    said: `of effort ${effort}`,
    fits: (facts) => facts.effort === effort,
    compare: () => 0,
  };
}

const seconds = (facts: StreamFacts): number => expectedSeconds(facts, undefined);

const SMALL: Kind = {
  words: setOf(
    "small smallest tiny little quick quickest easy easiest simple simplest tiniest lightest briefest short shorter shortest shorter smaller easier quicker wins win low-hanging fruit fruits",
  ),
  said: "of effort S or less",
  fits: ({ effort }) => effort === "XS" || effort === "S",
  compare: (a, b) => seconds(a) - seconds(b),
};

const KINDS: readonly Kind[] = [
  sized("XS"),
  sized("S"),
  sized("M"),
  sized("L"),
  sized("XL"),
  priority("critical p0 p0s blocker-level", "critical"),
  priority("urgent important priority high highest top pressing prio", "critical", "high"),
  priority("p1 p1s", "high"),
  priority("p2 p2s medium normal", "medium"),
  priority("low lowest least p3 p3s unimportant trivial", "low"),
  SMALL,
  {
    words: setOf(
      "big bigger biggest huge large larger largest hard harder hardest long longer longest heavy heaviest toughest",
    ),
    said: "of effort L or more",
    fits: ({ effort }) => effort === "L" || effort === "XL",
    compare: (a, b) => seconds(b) - seconds(a),
  },
];

/** "low priority" is low, "least important" too: the last of these that was said decides. */
const WEAK = setOf("priority important urgent prio pressing");
const SUPERLATIVE = setOf(
  "most highest top least lowest smallest tiniest lightest briefest quickest easiest simplest shortest biggest largest hardest longest heaviest toughest first",
);
const ONE = setOf("one something anything task item stream job thing ticket story a an single");
const JOINTS = setOf(
  "that's which that is are effort sized size have got take takes taking fit fits whatever whichever what's doable before bed only few couple pair stuff things",
);
const FITS = setOf(
  "finish complete done doable fit fits take takes taking within under less hour hours minutes",
);
const TIMES = setOf("day hour hours minute minutes min mins half today within under less than");

/** "the urgent ones", "something small for an hour"; null when a word is left that fits in none. */
export function readChoice(words: readonly string[], work: OpenWork): Choice | null {
  const kind = kindOf(words);
  const budget = budgetOf(words);
  if ((kind === null && budget === null) || !words.every(isKnown)) return null;
  // "great job today" asks for nothing.
  if (kind === null && words.includes("today") && !words.some((word) => FITS.has(word)))
    return null;
  const fitting = (facts: StreamFacts): boolean =>
    (kind?.fits(facts) ?? true) &&
    (budget === null || (seconds(facts) <= budget && isHandy(facts.effort, budget)));
  const ready = work.ready();
  const fit = ready.filter(fitting);
  // The smallest of large ones is the smallest still.
  const extreme =
    fit.length === 0 && budget === null && words.some((word) => SUPERLATIVE.has(word));
  const streams = [...(extreme ? ready : fit)].sort((a, b) => kind?.compare(a, b) ?? 0);
  const of = [
    ...(kind === null ? [] : [kind.said]),
    ...(budget === null ? [] : [`expected to take at most ${Math.round(budget / 60)} minutes`]),
  ];
  return {
    streams,
    count: countOf(words, kind),
    reason: `It asks for work ${of.join(", ")}.`,
  };
}

/** What of all work such a clause describes, to leave it out; null when it describes nothing. */
export function describedBy(
  words: readonly string[],
  facts: readonly StreamFacts[],
): readonly StreamFacts[] | null {
  const kind = kindOf(words);
  if (kind === null || !words.every(isKnown)) return null;
  return facts.filter(kind.fits);
}

export function asMeta(choice: Choice): Meta {
  return { kind: "next", ...choice };
}

function kindOf(words: readonly string[]): Kind | null {
  const strong = KINDS.find((kind) =>
    words.some((word) => kind.words.has(word) && !WEAK.has(word)),
  );
  const levels = KINDS.filter((kind) =>
    words.some((word) => /^p\d/.test(word) && kind.words.has(word)),
  );
  if (levels.length > 1) return eitherOf(levels);
  const least = words.includes("least") || words.includes("low");
  // "whatever takes the least time"
  const briefly = words.some((word) => ["time", "effort", "work"].includes(word));
  if (words.includes("least") && briefly) return SMALL;
  if (least) return KINDS.find((kind) => kind.words.has("least")) ?? null;
  return strong ?? KINDS.find((kind) => words.some((word) => kind.words.has(word))) ?? null;
}

/** "P0 and P1". */
function eitherOf(levels: readonly Kind[]): Kind {
  return {
    words: new Set(levels.flatMap(({ words }) => [...words])),
    said: levels.map(({ said }) => said).join(" and "),
    fits: (facts) => levels.some(({ fits }) => fits(facts)),
    compare: (a, b) => RANK[a.priority] - RANK[b.priority],
  };
}

function isKnown(word: string): boolean {
  return (
    KINDS.some((kind) => kind.words.has(word)) ||
    [
      FILLERS,
      RUN_VERBS,
      WORK_NOUNS,
      MANNER,
      SUPERLATIVE,
      ONE,
      TIMES,
      JOINTS,
      AMOUNT_NOUNS,
      ASIDES,
    ].some((known) => known.has(word)) ||
    word === "all" ||
    word === "every" ||
    word === "everything" ||
    word === "next" ||
    numberOf(word) !== null
  );
}

function countOf(words: readonly string[], kind: Kind | null): number | null {
  const timed = (i: number): boolean => /^(?:day|hour|minute|min)/.test(words[i + 1] ?? "");
  const amount = words.findIndex(
    (word, i) => numberOf(word) !== null && word !== "one" && !timed(i),
  );
  if (amount !== -1) return Math.max(1, numberOf(words[amount] ?? "") ?? 1);
  if (words.join(" ").includes("one of")) return 1;
  if (words.includes("couple") || words.includes("pair")) return 2;
  if (words.includes("few")) return 3;
  if (words.includes("all") || words.includes("every") || words.includes("ones")) return null;
  const plural = words.some(
    (word) => word.length > 3 && word.endsWith("s") && (WORK_NOUNS.has(word) || word === "wins"),
  );
  if (plural || (kind?.words.has("p0s") && words.some((word) => /^p\ds$/.test(word)))) return null;
  if (words.some((word) => /^p\d/.test(word))) return null;
  if (words.some((word) => SUPERLATIVE.has(word))) return 1;
  return words.some((word) => ONE.has(word)) ? 1 : null;
}

/** What people call an hour's work, or a day's: agents are faster, and nobody counts on it. */
function isHandy(effort: Effort | null, budget: number): boolean {
  if (budget > 28_800) return true;
  if (effort === "XS" || effort === "S") return true;
  return effort === "M" && budget === 28_800;
}

/** A day of work has eight hours. */
const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 28_800, h: 3_600, m: 60 };

/** Seconds that were named; null: none. */
function budgetOf(words: readonly string[]): number | null {
  const at = words.findIndex((word) => /^(?:days?|hours?|minutes?|mins?)$/.test(word));
  if (at === -1) return words.includes("today") ? 8 * 3_600 : null;
  const unit = UNIT_SECONDS[(words[at] ?? "")[0] ?? ""] ?? 60;
  const before = numberOf(words[at - 1] ?? "");
  if (before !== null) return before * unit;
  return words.includes("half") ? unit / 2 : unit;
}

function numberOf(word: string): number | null {
  return /^\d{1,3}$/.test(word) ? Number(word) : (NUMBER_WORDS.get(word) ?? null);
}
