import { stem } from "./stem.ts";
import { SENSES } from "./thesaurus.ts";

/** By the stem of a word the senses it has, as places in the thesaurus. */
const SENSES_OF = new Map<string, number[]>();
const WORDS_OF: readonly (readonly string[])[] = SENSES.trim()
  .split(/,\s+/)
  .map((sense) => sense.split(" "));
WORDS_OF.forEach((words, sense) => {
  for (const own of new Set(words.map(stem))) {
    const senses = SENSES_OF.get(own);
    if (senses === undefined) SENSES_OF.set(own, [sense]);
    else senses.push(sense);
  }
});

const NONE: readonly number[] = [];

/** What a word may mean; told by its stem. Nothing where the thesaurus does not have it. */
export function sensesOf(stemOfIt: string): readonly number[] {
  return SENSES_OF.get(stemOfIt) ?? NONE;
}

/** May one stand for the other in the name of some work? Told by their stems. */
export function isSynonym(stemOfOne: string, stemOfOther: string): boolean {
  const senses = sensesOf(stemOfOne);
  return senses.length > 0 && sensesOf(stemOfOther).some((sense) => senses.includes(sense));
}

/** A word with all that may stand for it. */
export function alternativesOf(word: string): readonly string[] {
  const senses = sensesOf(stem(word));
  if (senses.length === 0) return [word];
  return [...new Set([word, ...senses.flatMap((sense) => WORDS_OF[sense] ?? [])])];
}

/** Two words said for one of a title, and the other way round. */
export const PHRASES: ReadonlyMap<string, readonly string[]> = new Map([
  ["2fa", ["two", "factor", "authentication"]],
  ["mfa", ["two", "factor", "authentication"]],
  ["e2e", ["end", "to", "end"]],
  ["pr", ["pull", "request"]],
  ["prs", ["pull", "requests"]],
  ["signin", ["login"]],
  ["git", ["version", "control"]],
]);
