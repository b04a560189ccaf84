import type { StreamFacts } from "../../../model/index.ts";
import {
  EVERYTHING,
  FILLERS,
  FOUNDATION,
  isCommand,
  MANNER,
  NEXT,
  NUMBER_WORDS,
  OPEN_WORK,
  RUN_VERBS,
  START_VERBS,
  WORK_NOUNS,
} from "../vocabulary.ts";

/** Work meant without being named. */
export interface Meta {
  readonly kind: "everything" | "next" | "foundation";
  /** In the order in which they would start. */
  readonly streams: readonly StreamFacts[];
  /** How many of them are meant; null: all. */
  readonly count: number | null;
  readonly reason: string;
}

/** The work that is left, in the order in which it would start; worked out when asked for. */
export interface OpenWork {
  /** Everything that can be done, what has to wait for other such work included. */
  readonly runnable: () => readonly StreamFacts[];
  /** What can start now. */
  readonly ready: () => readonly StreamFacts[];
  /** All that is not finished, whether it can be done or not. */
  readonly unfinished: () => readonly StreamFacts[];
  /** Seconds that the roadmap writes it takes; null where it writes none. */
  readonly written?: (facts: StreamFacts) => number | null;
}

const CARRY_OUT = new Set(
  "finish complete execute run implement carry work through process deliver out whole entire".split(
    " ",
  ),
);
/** "fix everything" says what is wrong, not what to do. */
const VAGUE = new Set("fix fixing make making add create write code resolve need try".split(" "));
const PLANS = new Set(["roadmap", "backlog", "project", "plan"]);
/** "all the streams that are available" */
const SAID_OF = new Set("are is all every that which".split(" "));
const PICKS = new Set(["start", "begin", "pick", "grab", "take", "run", "do", "working"]);
const ANY_ONE = new Set(["one", "task", "item", "ticket", "story", "stream", "workstream", "job"]);

/** "that's everything", "all done", "everything works", "all in". */
const TOLD =
  /^(?:that|this|it|that's|it's|this's|there's)(?: is| was| would be)? (?:everything|all|it all)$|^(?:we're |we are |it's |it is )?(?:everything|all|all of (?:it|them))(?: is| are| was| were|'s)? (?:works|done|completed?|finished|the time|good)$/;

/** "start this one" means something that was spoken of before. */
const POINTED =
  /(?:^| )(?:this|that|these|those) (?:ones?|things?|tasks?|items?|tickets?|stories|story|streams?|jobs?|features?)(?: |$)/;

/** "everything", "the next 3", "foundation"; null when a word is left that is none of these. */
export function readMeta(words: readonly string[], work: OpenWork): Meta | null {
  const amount = words.map(amountOf).find((one) => one !== null) ?? null;
  const rest = words.filter((word) => amountOf(word) === null || word === "one");
  if (isSomething(rest)) return null;
  if (amount === 0 || TOLD.test(words.join(" ")) || POINTED.test(words.join(" "))) return null;
  if (isCommand(rest, FOUNDATION)) return foundation(work.runnable(), rest);
  const whole = !rest.some((word) => VAGUE.has(word));
  if (
    amount === null &&
    whole &&
    (isCommand(rest, EVERYTHING) || isOpenWork(rest) || isWholePlan(rest) || isWhatever(rest))
  ) {
    return {
      kind: "everything",
      streams: work.runnable(),
      count: null,
      reason: "It asks for everything that can be done.",
    };
  }
  const counted =
    amount !== null &&
    amount > 0 &&
    rest.some(isCounted) &&
    rest.every((word) => NEXT.rest.has(word) || FILLERS.has(word));
  // "something" alone asks for nothing.
  const vague = !rest.some((word) => RUN_VERBS.has(word) || NEXT_WORDS.has(word));
  if (
    !counted &&
    (vague || !isCommand(rest, NEXT)) &&
    (amount !== null || !isStart(rest)) &&
    !isAnyOne(rest)
  )
    return null;
  return {
    kind: "next",
    streams: work.ready(),
    count: Math.max(1, amount ?? 1),
    reason: amount === null ? "It asks for what comes next." : `It asks for the next ${amount}.`,
  };
}

function amountOf(word: string): number | null {
  if (/^\d{1,3}$/.test(word)) return Number(word);
  return NUMBER_WORDS.get(word) ?? null;
}

/** "go ahead with that thing" means something, and nobody said what. */
const POINTS = new Set(["that", "this", "those", "these"]);

/** "start", "go on", "begin work". */
function isStart(words: readonly string[]): boolean {
  return (
    words.some((word) => START_VERBS.has(word)) &&
    !words.some((word) => POINTS.has(word)) &&
    words.every((word) => START_VERBS.has(word) || FILLERS.has(word) || word === "working")
  );
}

/** "whatever is ready". */
function isWhatever(words: readonly string[]): boolean {
  const open = words.some((word) => OPEN_WORK.has(word));
  return open && words.includes("whatever") && isCommand(words, NEXT);
}

/** "8 go" counts nothing, "that one" neither. */
function isCounted(word: string): boolean {
  const noun = WORK_NOUNS.has(word) && word !== "one" && word !== "ones";
  return noun || /^agents?$/.test(word) || ["things", "next", "first", "more"].includes(word);
}

const NEXT_WORDS = new Set(["next", "first", "do", "go"]);

/** "finish the roadmap", "execute the plan"; "write a plan" is something else. */
function isWholePlan(words: readonly string[]): boolean {
  const verb = words.some((word) => CARRY_OUT.has(word));
  return (
    verb &&
    words.some((word) => PLANS.has(word)) &&
    words.every((word) => CARRY_OUT.has(word) || PLANS.has(word) || FILLERS.has(word))
  );
}

/** "start a task", "pick one": any will do. */
function isAnyOne(words: readonly string[]): boolean {
  return (
    words.some((word) => PICKS.has(word)) &&
    words.some((word) => ANY_ONE.has(word)) &&
    words.every((word) => PICKS.has(word) || ANY_ONE.has(word) || FILLERS.has(word))
  );
}

/** "run the available work". */
function isOpenWork(words: readonly string[]): boolean {
  return (
    words.some((word) => OPEN_WORK.has(word)) &&
    words.some((word) => RUN_VERBS.has(word)) &&
    words.every((word) =>
      [OPEN_WORK, RUN_VERBS, WORK_NOUNS, MANNER, FILLERS, SAID_OF].some((known) => known.has(word)),
    )
  );
}

const CHOOSES = new Set(["pick", "grab", "take"]);

/** "do something": nothing says what, nor that any will do. */
function isSomething(words: readonly string[]): boolean {
  return (
    words.includes("something") &&
    words.every(
      (word) =>
        word === "something" || FILLERS.has(word) || (RUN_VERBS.has(word) && !CHOOSES.has(word)),
    )
  );
}

/** By their numbers, where all have one: what starts first may be of a later batch. */
function firstBatch(open: readonly StreamFacts[]): string | null {
  const batches = [...new Set(open.flatMap(({ batch }) => batch ?? []))];
  const numberOf = (batch: string): number => Number(/\d+(?:\.\d+)?/.exec(batch)?.[0]);
  const first = [...batches].sort((a, b) => numberOf(a) - numberOf(b))[0] ?? null;
  return (batches.every((batch) => !Number.isNaN(numberOf(batch))) ? first : batches[0]) ?? null;
}

/** Bootstrap work; in a roadmap without any, its first batch that is not finished. */
function foundation(open: readonly StreamFacts[], words: readonly string[]): Meta | null {
  const bootstrap = open.filter((one) => one.bootstrap);
  if (bootstrap.length > 0 && !words.includes("batch")) {
    const reason = "It asks for the bootstrap work.";
    return { kind: "foundation", streams: bootstrap, count: null, reason };
  }
  const batch = firstBatch(open);
  if (batch === null) return null;
  return {
    kind: "foundation",
    streams: open.filter((one) => one.batch === batch),
    count: null,
    reason: "It asks for the foundation: the first batch that is not finished.",
  };
}
