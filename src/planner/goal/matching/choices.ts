import type { Effort, StreamFacts } from "../../../model/index.ts";
import { SO_MARKED } from "../hearing/marked.ts";
import { isKindWord, type Kind, kindsMeant, kindsOf, rankOf, seconds } from "./kinds.ts";
import type { Meta, OpenWork } from "./meta.ts";
import { matchNames, type NameIndex } from "../naming/names.ts";
import {
  AMOUNT_NOUNS,
  ASIDES,
  FILLERS,
  MANNER,
  NUMBER_WORDS,
  RUN_VERBS,
  WORK_NOUNS,
} from "../vocabulary.ts";

/** Work meant by what it is: how urgent, how large, how long. */
export interface Choice {
  readonly streams: readonly StreamFacts[];
  /** How many are meant; null: all of them. */
  readonly count: number | null;
  /** More fit than are meant, and nothing says which of them. */
  readonly open: boolean;
  readonly reason: string;
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

const SUPERLATIVE = setOf(
  "most highest top least lowest smallest tiniest lightest briefest quickest easiest simplest shortest biggest largest hardest longest heaviest toughest first",
);
const EXTREME = setOf(
  "smallest tiniest lightest briefest quickest easiest simplest shortest biggest largest hardest longest heaviest toughest cheapest",
);
const PLURAL = setOf("ones tasks items streams tickets stories things all every each wins both");
const ONE = setOf("one something anything task item stream job thing ticket story a an single");
const JOINTS = setOf(
  "that's which that is are has effort sized size have got take takes taking fit fits whatever whichever what's doable before bed budget time only few couple pair stuff things",
);
/** "today" is how long it may take only beside one of these, else when it begins. */
const ENDS = setOf("finish finished finishable complete completed done doable fit fits");
const TIMES = setOf("day hour hours minute minutes min mins half today within under less than");

/** From here on a title holds the words that say what the work is about. */
const ABOUT_IT = 0.8;

/**
 * "the urgent ones", "something small for an hour"; null when a word is left that fits in none.
 * With `names` such words say what it is about: "the export nobody has taken".
 */
export function readChoice(
  words: readonly string[],
  work: OpenWork,
  names?: NameIndex,
): Choice | null {
  const [one = null, other = one] = kindsMeant(words, work.unfinished()).map((kinds) =>
    readKinds(words, kinds, work, names),
  );
  if (one === null || other === null || one === other) return one ?? other;
  const all = new Set([...one.streams, ...other.streams]);
  const same = all.size === one.streams.length && all.size === other.streams.length;
  return same ? one : { streams: [...all], count: null, open: true, reason: one.reason };
}

function readKinds(
  words: readonly string[],
  kinds: readonly Kind[],
  work: OpenWork,
  names?: NameIndex,
): Choice | null {
  const budget = budgetOf(words);
  const topic = words.filter((word) => !isKnown(word) && !(budget !== null && ENDS.has(word)));
  if (kinds.length === 0 && budget === null) return null;
  if (topic.length > 0 && (names === undefined || kinds.length === 0)) return null;
  // "the parser is unassigned" tells of one.
  if (topic.length > 0 && words.some((word) => word === "is" || word === "are")) return null;
  // "the parser's priority" is asked for.
  if (topic.length > 0 && words.at(-1) === "priority") return null;
  // "the quick seance mode": what a title says is part of its name.
  if (topic.length > 0 && words.some((word) => isKindWord(word) && names?.known.has(word) === true))
    return null;
  if (!isOfWork(words, kinds, budget)) return null;
  const fitting = (facts: StreamFacts): boolean =>
    kinds.every((kind) => kind.fits(facts)) && (budget === null || fitsIn(budget, facts, work));
  const ready = aboutOnly(topic, work.ready(), names);
  if (ready === null) return null;
  const amount = countOf(words);
  const fit = atTop(words, ready.filter(fitting), amount === 1 ? ready : work.unfinished());
  if (topic.length > 0 && fit.length === 0) return null;
  // The smallest of large ones is the smallest still.
  const extreme =
    fit.length === 0 && budget === null && words.some((word) => SUPERLATIVE.has(word));
  const streams = [...(extreme ? atTop(words, ready, ready) : fit)].sort((a, b) =>
    compareBy(kinds, a, b),
  );
  const of = [
    ...kinds.map(({ said }) => said),
    ...(budget === null ? [] : [`expected to take at most ${Math.round(budget / 60)} minutes`]),
  ];
  const single = isSingle(words, topic);
  const meant = amount ?? (single ? 1 : null);
  return {
    streams,
    count: meant,
    open: leavesOpen(words, streams, meant, kinds) || (single && streams.length > 1),
    reason: `It asks for work ${of.join(", ")}.`,
  };
}

const TOPMOST = setOf("urgent pressing most highest top");

/** "the urgent ones", "the highest priority": of these the one level that is above all others. */
function atTop(
  words: readonly string[],
  fit: readonly StreamFacts[],
  among: readonly StreamFacts[],
): readonly StreamFacts[] {
  const least = words.includes("least") || words.includes("low") || words.includes("lowest");
  if (least || !words.some((word) => TOPMOST.has(word))) return fit;
  const top = Math.min(...among.map(rankOf));
  return fit.filter((one) => rankOf(one) === top);
}

const NAMES_WORK = setOf(
  "one ones something anything thing things stuff wins win fruit fruits everything all every whatever whichever what which any",
);
const POINTS = setOf("it it's this that's there's be");
const IDLE = setOf("free new fresh");
const TELLS = setOf("is are have has");

/** "work hard", "it's urgent", "we have a P0", "anything new" ask for no work of that kind. */
function isOfWork(
  words: readonly string[],
  kinds: readonly Kind[],
  budget: number | null,
): boolean {
  if (words.includes("day") && !words.some(isAmount)) return false;
  if (budget !== null) return true;
  const verb =
    words[0] === "work" || words.some((word) => RUN_VERBS.has(word) && !WORK_NOUNS.has(word));
  const which = words.some((word) =>
    ["whatever", "what", "which", "that", "everything"].includes(word),
  );
  if (!verb && !which && words.some((word) => TELLS.has(word))) return false;
  if (
    POINTS.has(words[0] ?? "") ||
    (!verb &&
      words[0] === "anything" &&
      !words.includes(SO_MARKED) &&
      kinds.every(({ sort }) => sort === "free"))
  )
    return false;
  const named = words.some(
    (word) =>
      NAMES_WORK.has(word) ||
      SUPERLATIVE.has(word) ||
      !isKnown(word) ||
      numberOf(word) !== null ||
      (WORK_NOUNS.has(word) && word !== "work"),
  );
  // "start the L-sized work"
  const counted = words.some((word, i) => word === "work" && isKindWord(words[i - 1] ?? ""));
  if (named || (counted && words.includes("the"))) return true;
  if (
    words.includes("it") ||
    (words.some((word) => IDLE.has(word)) && kinds.every(({ sort }) => sort === "free"))
  )
    return false;
  return kinds.some(({ sort }) => sort !== "size") || !verb;
}

function isAmount(word: string): boolean {
  return ["a", "an", "half", "within", "under", "per"].includes(word) || numberOf(word) !== null;
}

/** Those whose title holds the words; null when none does. */
function aboutOnly(
  topic: readonly string[],
  ready: readonly StreamFacts[],
  names: NameIndex | undefined,
): readonly StreamFacts[] | null {
  if (topic.length === 0 || names === undefined) return ready;
  const held = matchNames(topic, names).ranked.filter(({ covered }) => covered >= ABOUT_IT);
  const keys = new Set(held.map(({ facts }) => facts.key));
  const about = ready.filter(({ key }) => keys.has(key));
  return about.length === 0 ? null : about;
}

function compareBy(kinds: readonly Kind[], a: StreamFacts, b: StreamFacts): number {
  for (const { compare } of kinds) {
    const order = compare(a, b);
    if (order !== 0) return order;
  }
  return 0;
}

/** "the diagram nobody has" is one of them; "the diagrams" are all. */
function isSingle(words: readonly string[], topic: readonly string[]): boolean {
  const last = topic.at(-1);
  const before = words.slice(0, words.indexOf(topic[0] ?? ""));
  return (
    last !== undefined &&
    before.findLast((word) => !isKindWord(word)) === "the" &&
    !last.endsWith("s") &&
    !words.some((word) => PLURAL.has(word) || word === "everything" || word === "whatever")
  );
}

const ANY = setOf("any anything something next first couple few");

/** "the free one" where there are three, "the smallest" of two: which is for the person to say. */
function leavesOpen(
  words: readonly string[],
  streams: readonly StreamFacts[],
  amount: number | null,
  kinds: readonly Kind[],
): boolean {
  const [first, second] = streams;
  if (amount === null || first === undefined || second === undefined) return false;
  if (streams.length <= amount || words.some((word) => ANY.has(word))) return false;
  const told = kinds.every(({ sort }) => sort === "free");
  const extreme = amount === 1 && words.some((word) => EXTREME.has(word));
  return (told || extreme) && compareBy(kinds, first, second) === 0;
}

/** What of all work such a clause describes, to leave it out; null when it describes nothing. */
export function describedBy(
  words: readonly string[],
  facts: readonly StreamFacts[],
): readonly StreamFacts[] | null {
  const kinds = kindsOf(words).filter(({ sort }) => sort !== "free");
  if (kinds.length === 0 || !words.every(isKnown)) return null;
  return facts.filter((one) => kinds.every(({ fits }) => fits(one)));
}

export function asMeta(choice: Choice): Meta {
  const { streams, count, reason } = choice;
  return { kind: "next", streams, count, reason };
}

function isKnown(word: string): boolean {
  return (
    isKindWord(word) ||
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
    [
      "next",
      "both",
      "which",
      "what",
      "any",
      "either",
      "blockers",
      "blocker",
      "flagged",
      "marked",
      "two",
      "them",
      "also",
      "open",
      "left",
      "cheap",
    ].includes(word) ||
    numberOf(word) !== null
  );
}

function countOf(words: readonly string[]): number | null {
  const timed = (i: number): boolean => /^(?:day|hour|minute|min)/.test(words[i + 1] ?? "");
  // "whichever of the P0s is smallest": one is, of however many.
  const extreme =
    words.some((word) => EXTREME.has(word)) && !words.some((word) => PLURAL.has(word));
  const amount = words.findIndex(
    (word, i) => numberOf(word) !== null && word !== "one" && !timed(i),
  );
  if (amount !== -1) return Math.max(1, numberOf(words[amount] ?? "") ?? 1);
  if (words.join(" ").includes("one of")) return 1;
  if (words[0] === "anything") return null;
  if (words.includes("both")) return 2;
  if (words.includes("couple") || words.includes("pair")) return 2;
  if (words.includes("few")) return 3;
  if (extreme) return 1;
  if (["all", "every", "each", "ones"].some((word) => words.includes(word))) return null;
  const plural = words.some(
    (word) =>
      word.length > 3 &&
      word.endsWith("s") &&
      (WORK_NOUNS.has(word) || word === "wins" || word === "blockers"),
  );
  if (plural || words.some((word) => /^p\ds$/.test(word))) return null;
  if (words.some((word) => /^p\d/.test(word))) return null;
  // "whatever has the highest priority": a level is of many.
  if (words.includes("whatever") && words.includes("priority")) return null;
  if (words.some((word) => SUPERLATIVE.has(word))) return 1;
  return words.some((word) => ONE.has(word)) ? 1 : null;
}

function fitsIn(budget: number, facts: StreamFacts, work: OpenWork | null): boolean {
  const stated = work?.written?.(facts) ?? null;
  if (stated !== null) return stated <= budget;
  return seconds(facts) <= budget && isHandy(facts.effort, budget);
}

/** What people call an hour's work, or a day's: agents are faster, and nobody counts on it. */
function isHandy(effort: Effort | null, budget: number): boolean {
  if (budget > 28_800) return true;
  if (effort === "XS" || effort === "S") return true;
  return effort === "M" && budget === 28_800;
}

/** A day of work has eight hours. */
const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 28_800, h: 3_600, m: 60 };

function isTimeUnit(word: string): boolean {
  return /^(?:days?|hours?|minutes?|mins?)$/.test(word);
}

/** Seconds that were named; null: none. */
function budgetOf(words: readonly string[]): number | null {
  const at = words.findIndex(isTimeUnit);
  if (at === -1) {
    return words.includes("today") && words.some((word) => ENDS.has(word)) ? 8 * 3_600 : null;
  }
  const unit = UNIT_SECONDS[(words[at] ?? "")[0] ?? ""] ?? 60;
  const before = numberOf(words[at - 1] ?? "");
  if (before !== null) return before * unit;
  return words.includes("half") ? unit / 2 : unit;
}

function numberOf(word: string): number | null {
  return /^\d{1,3}$/.test(word) ? Number(word) : (NUMBER_WORDS.get(word) ?? null);
}
