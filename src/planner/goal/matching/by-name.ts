import type { InterpretedGoal, StreamFacts, StreamKey } from "../../../model/index.ts";
import { listWords, plainText } from "../../words.ts";
import { answerSuggestion, choose, type Choice, named, type Reading } from "../answer.ts";
import { isKindWord } from "./kinds.ts";
import { leftover, splitParts } from "./leaving.ts";
import { anotherDeed, anotherKind } from "../naming/another.ts";
import { mergeChoices, rankByDescription } from "../naming/descriptions.ts";
import {
  contentWords,
  indexNames,
  likenessOf,
  matchNames,
  type NameIndex,
  type Scored,
} from "../naming/names.ts";
import { stem } from "../naming/stem.ts";
import { isSynonym } from "../naming/synonyms.ts";
import { isMark, splitWords } from "../hearing/tokens.ts";
import { runByEvidence } from "./by-evidence.ts";
import { runByPhrase } from "./by-phrase.ts";
import { runStreams } from "../running.ts";
import {
  FILLERS,
  FOREIGN_VERBS,
  NUMBER_WORDS,
  POINTERS,
  RUN_VERBS,
  TELLING,
} from "../vocabulary.ts";

/** Runs what is named by words of its title, or by what is written about it; else offers it. */
export function runByName(
  reading: Reading,
  words: readonly string[],
  out: ReadonlySet<StreamKey>,
  names: NameIndex,
): InterpretedGoal {
  if (isPointed(words)) {
    return answerSuggestion(reading, [], 0, "It does not say what that is: name the work.");
  }
  const found = runMatching(reading, words, out, names);
  return found.goalType === "suggest" ? found : (refuseAnother(reading, words, found) ?? found);
}

/** "a film discovery agent" is not the one for music. */
function refuseAnother(
  reading: Reading,
  words: readonly string[],
  { matched }: InterpretedGoal,
): InterpretedGoal | null {
  for (const { key } of matched) {
    const facts = reading.facts.find((one) => one.key === key);
    if (facts === undefined) continue;
    const text = reading.descriptions.get(key) ?? "";
    const other = anotherKind(words, facts, text) ?? anotherDeed(words, facts, text);
    if (other === null) continue;
    const why = `"${plainText(other)}" may make it another thing than ${named(facts)}.`;
    return answerSuggestion(reading, choose([facts]), 0.45, why);
  }
  return null;
}

function runMatching(
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
    const likely = runByEvidence(reading, words, out, names);
    if (likely !== null) return likely;
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
  if (foreign !== undefined && !isOfTitle(foreign, best.facts.title, words)) {
    const why = `Nothing is done to work by "${plainText(foreign)}"; name the work to carry out.`;
    return answerSuggestion(reading, ranked, 0, why);
  }
  const told = kindBeside(words, names) ?? toldOf(words, best.facts);
  if (
    match.confidence < reading.threshold ||
    (told !== null && !TELLING.has(told) && !ENDED.has(told) && told !== "no")
  ) {
    const likely = runByEvidence(reading, words, out, names);
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

/** "start that": a verb alone is no word of a name. */
function isPointed(words: readonly string[]): boolean {
  return (
    words.some((word) => POINTERS.has(word)) &&
    words.every(
      (word) => isMark(word) || FILLERS.has(word) || RUN_VERBS.has(word) || POINTERS.has(word),
    )
  );
}

/** "undo" of a title that has "undo"; "split" of one that has "sharding", where nobody said that. */
function isOfTitle(verb: string, title: string, words: readonly string[]): boolean {
  return contentWords(splitWords(title)).some(
    (one) => stem(one) === stem(verb) || (isSynonym(stem(one), stem(verb)) && !words.includes(one)),
  );
}

/** "search for the urgent ones": one word is of a title, and the rest means work by what it is. */
function kindBeside(words: readonly string[], names: NameIndex): string | null {
  if (leftover(words).filter((word) => !isKindWord(word)).length > 1) return null;
  return words.find((word) => isKindWord(word) && !names.known.has(word)) ?? null;
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
  // "get the privacy policy drafted" asks as "draft the privacy policy" does.
  const gets = lead === "get" && words.some((word) => /\p{L}{2}ed$/u.test(word));
  const asks = gets || (RUN_VERBS.has(lead) && !splitWords(title).includes(lead));
  if (words.includes("please") || asks) return null;
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
  // "databse schma 4 post enrichmnt": a digit typed for a word.
  const unknown = new Set(leftover(stray).filter((word) => !/^\d$/.test(word)));
  return stray.find((word) => TELLING.has(word) || word === "no" || unknown.has(word)) ?? null;
}

/** "the parser and the registry": two names, each sure on its own; null when it is not so. */
function matchParts(
  words: readonly string[],
  names: NameIndex,
  threshold: number,
): readonly Scored[] | null {
  const parts = splitParts(words).filter((part) =>
    leftover(part).some((word) => !NUMBER_WORDS.has(word)),
  );
  const each = parts.length < 2 ? null : matchEach(parts, names, threshold);
  return each ?? matchEach(pairIn(words), names, threshold);
}

/** "quick and deep modes": both words of the pair, each with all that is said besides. */
function pairIn(words: readonly string[]): readonly (readonly string[])[] {
  const at = words.findIndex((word) => word === "and" || word === "&" || word === "+");
  const [before, after] = [words[at - 1], words[at + 1]];
  if (before === undefined || after === undefined || isMark(before) || isMark(after)) return [];
  const rest = words.filter((word, i) => Math.abs(i - at) > 1 && !isMark(word) && word !== "both");
  return [
    [before, ...rest],
    [after, ...rest],
  ];
}

function matchEach(
  parts: readonly (readonly string[])[],
  names: NameIndex,
  threshold: number,
): readonly Scored[] | null {
  const found = new Map<StreamKey, Scored>();
  for (const part of parts) {
    const { ranked, confidence } = matchNames(part, names);
    const [best] = ranked;
    if (best === undefined || confidence < threshold) return null;
    found.set(best.facts.key, best);
  }
  return found.size < 2 ? null : [...found.values()];
}
