import type { InterpretedGoal, StreamKey } from "../../model/index.ts";
import { named, type Reading } from "./answer.ts";
import { HITS_MIN, weighEvidence } from "./naming/evidence.ts";
import { contentWords, likenessOf, type NameIndex, stem } from "./naming/names.ts";
import { canonOf } from "./naming/synonyms.ts";
import { isMark, splitWords } from "./hearing/tokens.ts";
import { runStreams } from "./running.ts";
import {
  FILLERS,
  FOREIGN_VERBS,
  isCommonWord,
  POINTERS,
  RUN_VERBS,
  TELLING,
  WORK_NOUNS,
} from "./vocabulary.ts";

const UNCLEAR = new Set("no or not nobody none nothing never without cannot can't".split(" "));
const DETERMINERS = new Set("the a an our my some this that your their his her".split(" "));
const PREPOSITIONS = new Set(
  "for with via of in into to on from by at through using like as about before after and where which who whose because so how when while during between over under".split(
    " ",
  ),
);

/** "sucks" tells of what stands before it; "for the editors" only says more of it. */
function isGoverned(words: readonly string[], at: number, stray: ReadonlySet<string>): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const before = words[i] ?? "";
    if (DETERMINERS.has(before) || PREPOSITIONS.has(before)) return true;
    if (words.slice(0, i).some((word) => SUBORDINATORS.has(word))) return true;
    if (!stray.has(before)) return i === 0 && RUN_VERBS.has(before);
  }
  return false;
}

/** Without a verb that asks, every word must name the work, or say what it is good for. */
function isAccounted(
  word: string,
  at: number,
  words: readonly string[],
  title: readonly string[],
  stray: ReadonlySet<string>,
): boolean {
  const held = (one: string): boolean => isHeld(one, title);
  const turn = words.findIndex(
    (one) => SUBORDINATORS.has(one) || (GOOD_FOR.has(one) && (one !== "for" || !held(one))),
  );
  if (turn !== -1 && at >= turn && words.slice(0, turn).some(held)) {
    return at > turn || turn < words.length - 1;
  }
  if (isPlain(word) || held(word)) return true;
  // "measure how much …": a verb that the work is described by; "cost of …" is none.
  const next = words[at + 1] ?? "of";
  const verb = next === "up" || (words.length > 3 && !PREPOSITIONS.has(next));
  return at === 0 && verb && !stray.has(word) && !isCommonWord(word);
}

function isHeld(word: string, title: readonly string[]): boolean {
  return title.some((own) => likenessOf(word, own) > 0);
}

/** Words that change nothing of what is meant. */
function isPlain(word: string): boolean {
  return (
    DETERMINERS.has(word) ||
    PREPOSITIONS.has(word) ||
    [FILLERS, RUN_VERBS, WORK_NOUNS].some((known) => known.has(word))
  );
}

const GOOD_FOR = new Set("for with via using through that".split(" "));

const SUBORDINATORS = new Set("where which who whose because how that so".split(" "));

/** What anything that is built may be called: these speak neither for it nor against it. */
const ARTEFACTS = new Set(
  "page screen view window app tool site place bit thing way system module service script piece part".split(
    " ",
  ),
);

const MODALS = new Set("can could will would should may might to".split(" "));
/** Verbs for having something done that are seldom said of anything else. */
const MAKING = new Set(
  "improve extend enhance refine upgrade expand ensure expose allow let force speed wire hook lay integrate connect optimise optimize automate".split(
    " ",
  ),
);
/** Who is let do something is not let be. */
const LET = new Set("me us it them him her go be that this".split(" "));

/**
 * The part begins with a verb that asks: one for work, or one that the title has as a noun, "encrypt
 * the results" of "Data Encryption".
 */
function isCarrying(words: readonly string[], at: number, title: readonly string[]): boolean {
  const lead = words[at] ?? "";
  const first = words.find((word) => !isMark(word));
  if (first === "let" && !LET.has(words[words.indexOf("let") + 1] ?? "it")) return true;
  // "do the project skeleton"
  const opening = words.slice(0, at).filter((word) => word !== "please" && !isMark(word));
  if (opening[0] === "do") return true;
  if (title.includes(lead)) return false;
  // "measure how much …": no name goes on so.
  if (RUN_VERBS.has(lead) || MAKING.has(lead) || words[at + 1] === "how") return true;
  const said = words.filter((word, i) => i > at && !isMark(word));
  const own = contentWords(title);
  if (said.length < 2 || own.includes(lead) || DETERMINERS.has(words[at - 1] ?? "")) return false;
  return own.some((one) => stem(lead) === stem(one) || canonOf(lead) === canonOf(one));
}

/** So much of what was said, so far ahead of the next best: words that nothing holds change little. */
const STRONG = 0.24;
/** The same of "a page where …", or where the end says "do that one". */
const STRONG_WISH = 0.3;

/** "follow how the PRs are doing: build that" */
function isPointedAt(words: readonly string[]): boolean {
  const said = words.filter((word, i) => !isMark(word) || i < words.length - 1);
  const last = said.slice(said.findLastIndex(isMark) + 1);
  if (last.length === said.length) return false;
  const verb = last.some((word) => RUN_VERBS.has(word) || word === "go");
  const bare = last.every(
    (word) => POINTERS.has(word) || FILLERS.has(word) || RUN_VERBS.has(word) || word === "ahead",
  );
  return verb && bare;
}

/** What is asked for by a verb may have nearer rivals. */
const ASKED = { covered: 0.4, lead: 0.2 };

/** So many words of a title, so much of what was said, and the next best so far behind. */
const CLEAR = { hits: HITS_MIN, covered: 0.45, margin: 0.4 };

/**
 * Said in other words, among words of its title: all that is written about the work speaks for
 * one that can start, and for no other, finished or not, nearly as much.
 */
export function runByEvidence(
  reading: Reading,
  words: readonly string[],
  out: ReadonlySet<StreamKey>,
  names: NameIndex,
): InterpretedGoal | null {
  if (words.some((word) => UNCLEAR.has(word))) return null;
  const found = weighEvidence(words, names, reading.descriptions);
  if (found === null || out.has(found.facts.key)) return null;
  const { facts, hits, covered, margin, stray } = found;
  const at = words.findIndex((word) => !isMark(word) && !FILLERS.has(word));
  const lead = words[at] ?? "";
  const title = splitWords(facts.title);
  const other = (word: string): boolean =>
    !title.some((own) => canonOf(own) === canonOf(word) && (own === word || !words.includes(own)));
  if (words.some((word) => FOREIGN_VERBS.has(word) && other(word))) return null;
  const carries = isCarrying(words, at, title);
  // "start the car, the search index can walk": what is asked for is something else.
  const end = words.findIndex((word, i) => i > at && isMark(word));
  const clause = words.slice(at, end === -1 ? undefined : end);
  if (RUN_VERBS.has(lead) && end !== -1 && !clause.some((word) => isHeld(word, title))) return null;
  // "deprioritise the parser": a verb nobody knows, unless it is plainly a noun.
  if (!carries && stray.has(lead.replace(/'s$/, "")) && !DETERMINERS.has(words[at - 1] ?? ""))
    return null;
  // "verify the image agent": named in full, and something else asked of it.
  const besides = words.filter((word, i) => i !== at && !isMark(word) && !isPlain(word));
  const inFull = besides.every((word) => contentWords([word]).every((part) => isHeld(part, title)));
  if (inFull && !carries && !isHeld(lead, title) && !isPlain(lead)) return null;
  const wished = /^an?$/.test(words.find((word) => !isMark(word)) ?? "") || isPointedAt(words);
  const asked = wished || words.includes("please") || RUN_VERBS.has(lead);
  const strong =
    (carries && covered * margin >= STRONG) || (asked && covered * margin >= STRONG_WISH);
  const bears = (word: string, i: number): boolean =>
    !stray.has(word) || (asked && ARTEFACTS.has(word)) || isGoverned(words, i, stray);
  if (!strong && !words.every(bears)) return null;
  // "a page to talk with the agents": whoever says "a" wishes for one.
  const asks = carries || words.includes("please") || wished;
  const said = words.filter((word) => !isMark(word));
  if (!asks && !said.every((word, i) => isAccounted(word, i, said, title, stray))) return null;
  const tells = words.some((word, i) => TELLING.has(word) && !MODALS.has(words[i - 1] ?? ""));
  if (!carries && !words.includes("please") && tells) return null;
  const clear = covered >= CLEAR.covered && margin >= CLEAR.margin;
  const near = carries || (asked && hits > CLEAR.hits);
  const leads = near && covered >= ASKED.covered && covered * margin >= ASKED.lead;
  if (hits < CLEAR.hits || !(clear || leads)) return null;
  if (facts.status === "blocked" || !reading.ready().includes(facts)) return null;
  const confidence = Math.round((0.6 + 0.3 * covered * margin) * 100) / 100;
  const why = `What is written about ${named(facts)} fits, and fits nothing else.`;
  return runStreams(reading, [facts], confidence, why);
}
