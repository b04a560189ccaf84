import type { InterpretedGoal, StreamKey } from "../../../model/index.ts";
import { named, type Reading } from "../answer.ts";
import { type Evidence, weighEvidence } from "../naming/evidence.ts";
import { contentWords, likenessOf, type NameIndex } from "../naming/names.ts";
import { stem } from "../naming/stem.ts";
import { findTitlePhrases } from "../naming/phrases-of-titles.ts";
import { isSynonym } from "../naming/synonyms.ts";
import { isMark, splitWords } from "../hearing/tokens.ts";
import { runStreams } from "../running.ts";
import { FILLERS, FOREIGN_VERBS, POINTERS, RUN_VERBS, TELLING, WORK_NOUNS } from "../vocabulary.ts";

const UNCLEAR = new Set("no or not nobody none nothing never without cannot can't".split(" "));
const DETERMINERS = new Set("the a an our my some this that your their his her".split(" "));
const PREPOSITIONS = new Set(
  "for with via of in into to on from by at through using like as about before after and when while during between over under".split(
    " ",
  ),
);
const SUBORDINATORS = new Set("where which who whose because how that so".split(" "));
/** Who is let do something is not let be. */
const LET = new Set("me us it them him her go be that this".split(" "));
/** What anything that is built may be called. */
const ARTEFACTS = new Set(
  "page screen view window app tool site place bit thing way system module service script piece part".split(
    " ",
  ),
);
/** At the end these tell of what stands before them. */
const ENDED = new Set("off out over".split(" "));
const MODALS = new Set("can could will would should may might must to".split(" "));
/** Verbs for having something done that are seldom said of anything else. */
const MAKING = new Set(
  "improve extend enhance refine upgrade expand ensure expose allow let get force speed wire hook lay integrate connect optimise optimize automate".split(
    " ",
  ),
);

/** So many words have to be of the work, and the next best to stay so far behind. */
const HELD_MIN = 2;
const MARGIN_MIN = 0.1;
/** More words of the work than this make it no surer. */
const HELD_MAX = 6;
/**
 * A regression over the labelled goals, over others whose work had been taken out of the roadmap,
 * and over what is written about other products: none of what must not start reaches a half.
 */
const WEIGHTS = { none: -3.34, titled: 3.54, titledAhead: 2.12, heldAhead: 1.35 };

/** Whoever tells a story names the work in it; so much of what is written about it is not told. */
const CLEAR = { confidence: 0.75, titled: 0.25 };

/** 0…1: how sure it is that the work is meant. */
function surenessOf({ titled, holds, margin }: Evidence): number {
  if (holds.size < HELD_MIN || margin < MARGIN_MIN) return 0;
  const { none, titledAhead, heldAhead } = WEIGHTS;
  const ahead = titledAhead * titled + heldAhead * Math.min(holds.size, HELD_MAX);
  const sum = none + WEIGHTS.titled * titled + ahead * margin;
  return Math.round(100 / (1 + Math.exp(-sum))) / 100;
}

/**
 * Said in other words: all that is written about the work speaks for one that can start, and for no
 * other, finished or not, nearly as much. Null where it is not sure enough, or only tells of it.
 */
export function runByEvidence(
  reading: Reading,
  said: readonly string[],
  out: ReadonlySet<StreamKey>,
  names: NameIndex,
): InterpretedGoal | null {
  const words = withoutPointing(said);
  if (words.some((word) => UNCLEAR.has(word))) return null;
  const found = weighEvidence(words, names, reading.descriptions);
  if (found === null || out.has(found.facts.key)) return null;
  const { facts } = found;
  const confidence = surenessOf(found);
  if (confidence < reading.threshold) return null;
  const title = splitWords(facts.title);
  const other = (word: string): boolean =>
    !title.some((own) => own === word || (means(own, word) && !words.includes(own)));
  if (words.some((word) => FOREIGN_VERBS.has(word) && other(word))) return null;
  const asked = words.length < said.length || isAsked(words, title);
  if (asked ? asksElse(words, title) : tells(words) || !isAccounted(words, found, names))
    return null;
  if (facts.status === "blocked" || !reading.ready().includes(facts)) return null;
  const why = `What is written about ${named(facts)} fits, and fits nothing else.`;
  return runStreams(reading, [facts], confidence, why);
}

/** "follow how the PRs are doing: build that": without the last part, which only asks for it. */
function withoutPointing(words: readonly string[]): readonly string[] {
  const end = words.findLastIndex((word, i) => isMark(word) && i < words.length - 1);
  const last = words.slice(end + 1).filter((word) => !isMark(word));
  const points = last.some((word) => POINTERS.has(word));
  // "set that up"
  const verb = (word: string): boolean =>
    RUN_VERBS.has(word) || word === "go" || (word === "set" && last.at(-1) === "up");
  const bare = last.every(
    (word) =>
      POINTERS.has(word) || FILLERS.has(word) || verb(word) || (points && WORK_NOUNS.has(word)),
  );
  return end > 0 && bare && last.some(verb) ? words.slice(0, end) : words;
}

/**
 * It begins with a verb that asks: one for work, or one that the title has as a noun, "encrypt the
 * results" of "Data Encryption".
 */
function isAsked(words: readonly string[], title: readonly string[]): boolean {
  if (words.includes("please")) return true;
  if (words[0] === "let" && LET.has(words[1] ?? "")) return false;
  const verb = (word: string): boolean => RUN_VERBS.has(word) || MAKING.has(word);
  const at = words.findIndex((word) => !isMark(word) && (verb(word) || !FILLERS.has(word)));
  const lead = words[at] ?? "";
  if (title.includes(lead)) return false;
  const titled = title.some(
    (own) =>
      own === lead || (stem(own) === stem(lead) ? own.length > lead.length : means(own, lead)),
  );
  return verb(lead) || (titled && !DETERMINERS.has(words[at - 1] ?? ""));
}

/** "start the car, the search index can walk": what is asked for is something else. */
function asksElse(words: readonly string[], title: readonly string[]): boolean {
  const at = words.findIndex((word) => !isMark(word) && !FILLERS.has(word));
  const end = words.findIndex((word, i) => i > at && isMark(word));
  return (
    RUN_VERBS.has(words[at] ?? "") &&
    end !== -1 &&
    !words.slice(at, end).some((word) => isHeld(word, title))
  );
}

function tells(words: readonly string[]): boolean {
  return words.some((word, i) => TELLING.has(word) && !MODALS.has(words[i - 1] ?? ""));
}

/**
 * Without a verb that asks, it begins and ends with words of the work, and every other only says
 * more of it: "the compose file broke my evening" tells, "auth for the editors" does not. What is
 * named by its title and has other words beside it is never only described.
 */
function isAccounted(words: readonly string[], found: Evidence, names: NameIndex): boolean {
  const said = words.filter((word) => !isMark(word));
  const title = splitWords(found.facts.title);
  const governed = (i: number): boolean => isGoverned(said, i, found);
  const besides = said.some(
    (word, i) => !isPlain(word) && !isHeld(word, title) && !(isOf(word, found) && governed(i)),
  );
  if (besides && findTitlePhrases(words, names).some(({ facts }) => facts === found.facts))
    return false;
  // "a menu of commands. Talk about that with Bob."
  if (sentencesOf(words).some((part) => !part.some((word) => isOf(word, found)))) return false;
  // "a page to talk with the agents": whoever says "a" wishes for one.
  if (/^an?$/.test(said[0] ?? "")) return true;
  const begins = said.find((word) => !isPlain(word) || ARTEFACTS.has(word)) ?? "";
  if (!isOf(begins, found) && !ARTEFACTS.has(begins)) return false;
  // "log slow queries, pool the connections": so much of it is not told, unless the end tells it.
  const clear = surenessOf(found) >= CLEAR.confidence && found.titled <= CLEAR.titled;
  const from = clear ? said.findLastIndex((word) => isOf(word, found)) + 1 : 0;
  const rest = said.slice(from, clear ? from + 1 : undefined);
  return (
    !ENDED.has(said.at(-1) ?? "") &&
    rest.every((word, i) => isOf(word, found) || isPlain(word) || governed(from + i))
  );
}

function sentencesOf(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (/^[.;!?]+$/.test(word)) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts.filter((part) => part.some((word) => !isMark(word)));
}

function isHeld(word: string, title: readonly string[]): boolean {
  return title.some((own) => contentWords([word]).some((part) => likenessOf(part, own) > 0));
}

function isOf(word: string, { holds }: Evidence): boolean {
  const parts = contentWords([word]);
  return parts.length > 0 && parts.every((part) => holds.has(part));
}

/** Words that change nothing of what is meant. */
function isPlain(word: string): boolean {
  if (word === "works") return false;
  return [DETERMINERS, PREPOSITIONS, FILLERS, WORK_NOUNS, ARTEFACTS].some((some) => some.has(word));
}

/** "sucks" tells of what stands before it; "for the editors" and "that opens" only say more of it. */
function isGoverned(words: readonly string[], at: number, found: Evidence): boolean {
  const clause = words.findIndex((word) => SUBORDINATORS.has(word));
  if (clause > 0 && at >= clause) return clause < words.length - 1;
  const before = words.slice(0, at).findLastIndex((word) => isPlain(word) || isOf(word, found));
  const by = words[before] ?? "";
  return DETERMINERS.has(by) || PREPOSITIONS.has(by);
}

function means(own: string, word: string): boolean {
  return isSynonym(stem(own), stem(word));
}
