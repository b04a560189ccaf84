import type { StreamFacts, StreamKey } from "../../../model/index.ts";
import type { Choice } from "../answer.ts";
import { contentWords } from "./names.ts";
import { stem } from "./stem.ts";
import { alternativesOf } from "./synonyms.ts";
import { isCommonWord } from "../vocabulary.ts";

/** What the roadmap writes about each work stream besides its title: tasks, criteria, fields. */
export type Descriptions = ReadonlyMap<StreamKey, string>;

const SHOWN_FROM = 0.25;

/**
 * Work whose description holds the words, the likeliest first: for offering, never for starting.
 * What is complete comes after everything that is not.
 */
export function rankByDescription(
  words: readonly string[],
  facts: readonly StreamFacts[],
  descriptions: Descriptions,
): readonly Choice[] {
  const said = [...new Set(contentWords(words))].filter((word) => !isCommonWord(word));
  const patterns = said.map((word) => alternativesOf(word).map((one) => ` ${stem(one)}`));
  if (patterns.length === 0 || descriptions.size === 0) return [];
  const holds = patterns.map((alternatives) =>
    facts.map(({ key, title }) => {
      const text = ` ${title.toLowerCase()} ${descriptions.get(key) ?? ""}`;
      return alternatives.some((one) => text.includes(one));
    }),
  );
  const weights = holds.map((row) =>
    Math.log(1 + facts.length / Math.max(1, row.filter(Boolean).length)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return facts
    .map((one, at) => ({
      facts: one,
      score:
        weights.reduce((sum, weight, k) => sum + (holds[k]?.[at] === true ? weight : 0), 0) / total,
    }))
    .filter(({ score }) => score >= SHOWN_FROM)
    .sort((a, b) => b.score - a.score || a.facts.order - b.facts.order);
}

/** The likeliest by title and by description together; what is complete comes last. */
export function mergeChoices(
  titled: readonly Choice[],
  described: readonly Choice[],
): readonly Choice[] {
  const best = new Map<StreamKey, Choice>();
  for (const one of [...titled, ...described]) {
    const known = best.get(one.facts.key);
    if (known === undefined || known.score < one.score) best.set(one.facts.key, one);
  }
  const done = ({ facts }: Choice): number => (facts.status === "complete" ? 1 : 0);
  return [...best.values()].sort((a, b) => done(a) - done(b) || b.score - a.score);
}
