import type { StreamFacts } from "../../../model/index.ts";
import type { Descriptions } from "./descriptions.ts";
import { contentWords, likenessesOf, type NameIndex, SYNONYM } from "./names.ts";
import { stem } from "./stem.ts";
import { alternativesOf } from "./synonyms.ts";
import { isCommonWord, QUESTION_WORDS } from "../vocabulary.ts";

/** What speaks for one work stream among all, from its title and from what is written about it. */
export interface Evidence {
  readonly facts: StreamFacts;
  /** 0…1: the part of the words, by weight, that its title holds. */
  readonly titled: number;
  /** 0…1: how far the next best stays behind. */
  readonly margin: number;
  /** The words that its title or what is written about it holds. */
  readonly holds: ReadonlySet<string>;
}

/** For whom, and how much of it: these speak for no work. */
const ANYBODY = new Set(
  "people everyone everybody somebody someone anyone anybody their they his her its own something way able proper properly basic lots several".split(
    " ",
  ),
);

/** What a word says that is of a title is 1: in a description it says less, in a path least. */
const DESCRIBED = 0.7;
const DESCRIBED_TOO = 0.3;
const NEAR = 0.3;
/** A long description holds many words by chance. */
const LENGTH = 0.3;
const CHARS_MIN = 100;
/** Shorter beginnings are of many words. */
const BEGINNING_MIN = 4;

/**
 * The work stream that the words speak for most, finished ones included; null when nothing written
 * about any holds them. Words that the whole vocabulary shares are left out of account.
 */
export function weighEvidence(
  words: readonly string[],
  index: NameIndex,
  descriptions: Descriptions,
): Evidence | null {
  const { facts } = index;
  const said = [...new Set(contentWords(words))].filter(
    (word) =>
      likenessesOf(word, index).some((likeness) => likeness >= SYNONYM) ||
      !(isCommonWord(word) || QUESTION_WORDS.has(word) || ANYBODY.has(word)),
  );
  const texts = facts.map(({ key }) => ` ${descriptions.get(key) ?? ""} `);
  const lengths = texts.map((text) => Math.max(CHARS_MIN, text.length));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const described = lengths.map((length) => DESCRIBED * (mean / length) ** LENGTH);
  const rows = said.map((word) => {
    const likenesses = likenessesOf(word, index);
    const own = stem(word);
    const forms = alternativesOf(word).map(beginningOf);
    const titled = index.titles.map((title) => likest(title, likenesses));
    const any = titled.map((title, at) => {
      const text = texts[at] ?? "";
      const tells = forms.some((form) => text.includes(form));
      if (title > 0) return tells ? title + DESCRIBED_TOO : title;
      if (tells) return described[at] ?? DESCRIBED;
      return index.surroundings[at]?.has(own) === true ? NEAR : 0;
    });
    const count = any.filter((one) => one > 0).length;
    return { titled, any, weight: Math.log(1 + facts.length / Math.max(1, count)) };
  });
  const masses = facts.map((_, at) => sumOf(rows, ({ any, weight }) => weight * (any[at] ?? 0)));
  const [best, second] = places(masses);
  const [mass = 0, next = 0] = [masses[best], masses[second]];
  const one = facts[best];
  if (one === undefined || mass === 0) return null;
  // "encryption at rest" of two titles: how often a text repeats them tells them not apart.
  const held = rows.filter(({ any }) => (any[best] ?? 0) > 0);
  const isTied = held.every(
    ({ titled }) => (titled[second] ?? 0) >= (titled[best] ?? 0) && (titled[best] ?? 0) > 0,
  );
  return {
    facts: one,
    titled:
      sumOf(rows, ({ titled, weight }) => weight * (titled[best] ?? 0)) /
      sumOf(rows, ({ weight }) => weight),
    margin: isTied ? 0 : 1 - next / mass,
    holds: new Set(said.filter((_, row) => (rows[row]?.any[best] ?? 0) > 0)),
  };
}

function beginningOf(word: string): string {
  const own = stem(word);
  return own.length < BEGINNING_MIN ? ` ${own} ` : ` ${own}`;
}

function sumOf<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}

/** Where the largest stands, and the largest of the others. */
function places(values: readonly number[]): readonly [number, number] {
  let [first, second] = [0, -1];
  for (let at = 1; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (value > (values[first] ?? 0)) [first, second] = [at, first];
    else if (second === -1 || value > (values[second] ?? 0)) second = at;
  }
  return [first, second];
}

function likest(title: readonly number[], row: readonly number[]): number {
  let most = 0;
  for (const place of title) most = Math.max(most, row[place] ?? 0);
  return most;
}
