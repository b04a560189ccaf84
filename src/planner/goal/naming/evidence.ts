import type { StreamFacts } from "../../../model/index.ts";
import type { Descriptions } from "./descriptions.ts";
import { contentWords, likenessOf, type NameIndex, stem } from "./names.ts";
import { alternativesOf } from "./synonyms.ts";
import { isCommonWord, QUESTION_WORDS } from "../vocabulary.ts";

/** What speaks for one work stream among all, from its title and from what is written about it. */
export interface Evidence {
  readonly facts: StreamFacts;
  /** 0…1: the part of the words, by weight, that is held at all. */
  readonly covered: number;
  /** 0…1: the same, counting only what its title holds. */
  readonly titled: number;
  /** How many of the words its title holds. */
  readonly hits: number;
  /** 0…1: how far the next best stays behind. */
  readonly margin: number;
  /** Words that nothing written about it holds. */
  readonly stray: ReadonlySet<string>;
}

/** Fewer words of a title than this never speak for it. */
export const HITS_MIN = 2;

/** For whom, and how much of it: these speak for no work. */
const ANYBODY = new Set(
  "people everyone everybody somebody someone anyone anybody their they his her its own something way able proper properly basic lots several".split(
    " ",
  ),
);

/** A word found in a description says half of what one in a title does. */
const DESCRIBED = 0.5;

/**
 * The work stream that the words speak for most, finished ones included; null when no title holds
 * any of them. Words that the whole vocabulary shares are left out of account.
 */
export function weighEvidence(
  words: readonly string[],
  index: NameIndex,
  descriptions: Descriptions,
): Evidence | null {
  const { facts } = index;
  const said = [...new Set(contentWords(words))].filter(
    (word) =>
      index.known.has(word) ||
      !(isCommonWord(word) || QUESTION_WORDS.has(word) || ANYBODY.has(word)),
  );
  if (said.length === 0) return null;
  const likenesses = said.map((word) => {
    const own = stem(word);
    return index.words.map((other, at) => likenessOf(word, other, own, index.stems[at]));
  });
  const titled = likenesses.map((row) => index.titles.map((title) => likest(title, row)));
  const hits = facts.map((_, at) => titled.filter((row) => (row[at] ?? 0) > 0).length);
  // What is written about all of them is searched only where some title answers to enough.
  if (!hits.some((count) => count >= HITS_MIN)) return null;
  const rows = said.map((word, row) => {
    const own = stem(word);
    const forms = alternativesOf(word).map((one) => ` ${stem(one)}`);
    const held = facts.map(({ key }, at) => {
      const title = titled[row]?.[at] ?? 0;
      if (title > 0) return { title, any: title };
      const text = ` ${descriptions.get(key) ?? ""}`;
      const near = index.surroundings[at]?.has(own) === true;
      const described = near || forms.some((one) => text.includes(one));
      return { title: 0, any: described ? DESCRIBED : 0 };
    });
    const count = held.reduce((sum, { any }) => sum + any, 0);
    const weight = Math.log(1 + facts.length / Math.max(1, count));
    return { held, weight };
  });
  const asked = rows.reduce((sum, { weight }) => sum + weight, 0);
  const scored = facts
    .map((one, at) => ({
      facts: one,
      at,
      covered: rows.reduce((sum, { held, weight }) => sum + weight * (held[at]?.any ?? 0), 0),
      titled: rows.reduce((sum, { held, weight }) => sum + weight * (held[at]?.title ?? 0), 0),
      hits: hits[at] ?? 0,
    }))
    .sort((a, b) => b.covered - a.covered || a.facts.order - b.facts.order);
  const [best, second] = scored;
  if (best === undefined || best.titled === 0) return null;
  return {
    facts: best.facts,
    covered: best.covered / asked,
    titled: best.titled / asked,
    hits: best.hits,
    margin: 1 - (second?.covered ?? 0) / best.covered,
    stray: new Set(said.filter((_, row) => (rows[row]?.held[best.at]?.any ?? 0) === 0)),
  };
}

function likest(title: readonly number[], row: readonly number[]): number {
  let most = 0;
  for (const place of title) most = Math.max(most, row[place] ?? 0);
  return most;
}
