import type { InterpretedGoal, StreamFacts, StreamKey } from "../../model/index.ts";
import { listWords, plainText } from "../words.ts";
import { answerSuggestion, type Choice, named, type Reading } from "./answer.ts";
import { isKindWord } from "./kinds.ts";
import { leftover, splitParts } from "./leaving.ts";
import { mergeChoices, rankByDescription } from "./naming/descriptions.ts";
import { HITS_MIN, weighEvidence } from "./naming/evidence.ts";
import {
  contentWords,
  indexNames,
  likenessOf,
  matchNames,
  type NameIndex,
  type Scored,
  stem,
} from "./naming/names.ts";
import { isMark, splitWords } from "./hearing/tokens.ts";
import { runByPhrase } from "./by-phrase.ts";
import { runStreams } from "./running.ts";
import {
  FILLERS,
  FOREIGN_VERBS,
  isCommonWord,
  RUN_VERBS,
  TELLING,
  WORK_NOUNS,
} from "./vocabulary.ts";

/** Runs what is named by words of its title, or by what is written about it; else offers it. */
export function runByName(
  reading: Reading,
  words: readonly string[],
  out: ReadonlySet<StreamKey>,
  names: NameIndex,
): InterpretedGoal {
  // "one of the exports, not the nightly": what is left out is no rival.
  const left = out.size === 0 ? names : indexNames(names.facts.filter(({ key }) => !out.has(key)));
  const match = matchNames(words, left);
  const { ranked } = match;
  const [best] = ranked;
  const described = (): readonly Choice[] =>
    rankByDescription(words, reading.facts, reading.descriptions).filter(
      (one) => !out.has(one.facts.key),
    );
  if (best === undefined) {
    const content = contentWords(words);
    const said = content.length === 0 ? "no work" : `"${plainText(content.join(" "))}"`;
    const why = `No title in the roadmap matches ${said}.`;
    return answerSuggestion(reading, mergeChoices([], described()), 0, why);
  }
  if (words.includes("no") && !splitWords(best.facts.title).includes("no")) {
    return answerSuggestion(reading, ranked, 0, "It is not clear what the no belongs to.");
  }
  const open = ranked.find(({ facts }) => facts.status !== "complete");
  if (best.facts.status === "complete" && match.confidence >= reading.threshold) {
    const near = open === undefined ? [] : ranked.filter(({ score }) => score >= best.score / 2);
    const why = `${named(best.facts)} is already complete.`;
    const choices = [
      best,
      ...mergeChoices(near, described()).filter((one) => one.facts !== best.facts),
    ];
    return answerSuggestion(reading, choices, match.confidence, why);
  }
  const lead = words.find((word) => !isMark(word) && !FILLERS.has(word)) ?? "";
  const parted = best.covered < 0.9 && !FOREIGN_VERBS.has(lead);
  const several = parted ? matchParts(words, names, reading.threshold) : null;
  if (several !== null) {
    const streams = several.map((one) => one.facts).filter((one) => !out.has(one.key));
    return runStreams(reading, streams, 0.9, `Named: ${listWords(streams.map(named))}.`);
  }
  // "undo the testing framework" where another title is about undoing.
  const foreign = words.find((word) => FOREIGN_VERBS.has(word));
  if (
    foreign !== undefined &&
    !contentWords(splitWords(best.facts.title)).map(stem).includes(stem(foreign))
  ) {
    const why = `Nothing is done to work by "${plainText(foreign)}"; name the work to carry out.`;
    return answerSuggestion(reading, ranked, 0, why);
  }
  const told = kindBeside(words, names) ?? toldOf(words, best.facts);
  if (
    match.confidence < reading.threshold ||
    (told !== null && !TELLING.has(told) && !ENDED.has(told) && told !== "no")
  ) {
    const likely = clearlyMeant(reading, words, out, names);
    if (likely !== null) return likely;
    const phrase = runByPhrase(reading, words, out, left);
    if (phrase !== null) return phrase;
  }
  if (told !== null && match.confidence >= reading.threshold) {
    const why = `It may only tell of ${named(best.facts)} ("${plainText(told)}"): say what to do.`;
    return answerSuggestion(reading, ranked, 0.45, why);
  }
  if (match.confidence >= reading.threshold) {
    const reason = `The words fit ${named(best.facts)}.`;
    return runStreams(reading, [best.facts], match.confidence, reason);
  }
  const reason = `Nothing fits well enough; the likeliest is ${named(best.facts)}.`;
  const choices = mergeChoices(ranked, described());
  return answerSuggestion(reading, choices, match.confidence, reason);
}

/** "search for the urgent ones": one word is of a title, and the rest means work by what it is. */
function kindBeside(words: readonly string[], names: NameIndex): string | null {
  if (leftover(words).filter((word) => !isKindWord(word)).length > 1) return null;
  return words.find((word) => isKindWord(word) && !names.known.has(word)) ?? null;
}

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
  const held = (one: string): boolean => title.some((own) => likenessOf(one, own) > 0);
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

const SUBORDINATORS = new Set("where which who whose because how that".split(" "));

/** So many words of a title, so much of what was said, and the next best so far behind. */
const CLEAR = { hits: HITS_MIN, covered: 0.45, margin: 0.4 };

/**
 * Said in other words, among words of its title: all that is written about the work speaks for
 * one that can start, and for no other, finished or not, nearly as much.
 */
function clearlyMeant(
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
  if (words.some((word) => FOREIGN_VERBS.has(word) && !title.includes(word))) return null;
  const carries = RUN_VERBS.has(lead) && !title.includes(lead);
  // "deprioritise the parser": a verb nobody knows, unless it is plainly a noun.
  if (!carries && stray.has(lead.replace(/'s$/, "")) && !DETERMINERS.has(words[at - 1] ?? ""))
    return null;
  // "verify the image agent": named in full, and something else asked of it.
  const besides = words.filter((word, i) => i !== at && !isMark(word) && !isPlain(word));
  const inFull = besides.every((word) => contentWords([word]).every((part) => isHeld(part, title)));
  if (inFull && !carries && !isHeld(lead, title) && !isPlain(lead)) return null;
  if (!words.every((word, i) => !stray.has(word) || isGoverned(words, i, stray))) return null;
  // "a page to talk with the agents": whoever says "a" wishes for one.
  const asks = carries || words.includes("please") || /^an?$/.test(words[0] ?? "");
  const said = words.filter((word) => !isMark(word));
  if (!asks && !said.every((word, i) => isAccounted(word, i, said, title, stray))) return null;
  if (!carries && !words.includes("please") && words.some((word) => TELLING.has(word))) return null;
  if (hits < CLEAR.hits || covered < CLEAR.covered || margin < CLEAR.margin) return null;
  if (facts.status === "blocked" || !reading.ready().includes(facts)) return null;
  const confidence = Math.round((0.6 + 0.3 * covered * margin) * 100) / 100;
  const why = `What is written about ${named(facts)} fits, and fits nothing else.`;
  return runStreams(reading, [facts], confidence, why);
}

/** At the end, these tell of the work, or ask for something else about it. */
const ENDED = new Set(
  "complete completed done finished off out over agent agents tests owner".split(" "),
);

/** "the role registry is done": a word beside the name that tells of it or is not understood. */
function toldOf(words: readonly string[], { title, batch, files }: StreamFacts): string | null {
  const own = contentWords(
    splitWords([title, batch ?? "", ...files].join(" ").replace(/[./_]+/g, " ")),
  );
  const lead = words.find((word) => !isMark(word)) ?? "";
  // "help text for the wizard is done" begins with its name, not with a verb.
  if (words.includes("please") || (RUN_VERBS.has(lead) && !splitWords(title).includes(lead)))
    return null;
  const last = words.findLast((word) => !isMark(word)) ?? "";
  const owned = (word: string): boolean => own.some((one) => likenessOf(word, one) > 0);
  if (ENDED.has(last) && !owned(last)) return last;
  const first = words.find((word) => !isMark(word) && !FILLERS.has(word)) ?? "";
  if (/^agents?$/.test(first) && !owned(first)) return first;
  const stray = words.filter(
    (word) =>
      !isMark(word) &&
      !contentWords([word]).some((part) => own.some((one) => likenessOf(part, one) > 0)),
  );
  const unknown = new Set(leftover(stray));
  return stray.find((word) => TELLING.has(word) || word === "no" || unknown.has(word)) ?? null;
}

/** "the parser and the registry": two names, each sure on its own; null when it is not so. */
function matchParts(
  words: readonly string[],
  names: NameIndex,
  threshold: number,
): readonly Scored[] | null {
  const parts = splitParts(words).filter((part) => leftover(part).length > 0);
  if (parts.length < 2) return null;
  const found = new Map<StreamKey, Scored>();
  for (const part of parts) {
    const { ranked, confidence } = matchNames(part, names);
    const [best] = ranked;
    if (best === undefined || confidence < threshold) return null;
    found.set(best.facts.key, best);
  }
  return found.size < 2 ? null : [...found.values()];
}
