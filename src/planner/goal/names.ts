import type { StreamFacts } from "../../model/index.ts";
import { isMark, splitWords } from "./sentence.ts";
import { FILLERS, RUN_VERBS } from "./vocabulary.ts";

const WORDS_MAX = 40;

export interface Scored {
  readonly facts: StreamFacts;
  /** 0…1: how well the title answers the words. */
  readonly score: number;
  /** 0…1: the part of the words, by weight, that the title holds. */
  readonly covered: number;
}

export interface NameMatch {
  /** Best first; the merely possible ones too. */
  readonly ranked: readonly Scored[];
  /** 0…1: high only when the best covers the words and nothing else comes near. */
  readonly confidence: number;
}

/** Titles with the weight of each of their words: a word in every title says little. */
export interface NameIndex {
  readonly titles: readonly { readonly facts: StreamFacts; readonly words: readonly string[] }[];
  readonly weightOf: (word: string) => number;
  readonly unknownWeight: number;
}

export function indexNames(facts: readonly StreamFacts[]): NameIndex {
  const counts = new Map<string, number>();
  const titles = facts.map((one) => {
    const words = [...new Set(contentWords(splitWords(one.title)))];
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { facts: one, words };
  });
  const weight = (count: number): number => Math.log(1 + facts.length / count);
  return {
    titles,
    weightOf: (word) => weight(counts.get(word) ?? 1),
    unknownWeight: weight(1),
  };
}

/** The words that name something; all of them where nothing else is left. */
export function contentWords(words: readonly string[]): readonly string[] {
  const said = words.filter((word) => !isMark(word)).slice(0, WORDS_MAX);
  const content = said.filter((word) => !FILLERS.has(word) && !RUN_VERBS.has(word));
  return content.length > 0 ? content : said.filter((word) => !FILLERS.has(word));
}

/**
 * Streams whose whole title was said, after nothing but "please build" and the like: a title may
 * hold ids, negations and commands, and is still a name.
 */
export function findByTitle(
  words: readonly string[],
  facts: readonly StreamFacts[],
): readonly StreamFacts[] {
  const said = words.filter((word) => !isMark(word));
  const lead = said.findIndex((word) => !FILLERS.has(word) && !RUN_VERBS.has(word));
  return facts.filter((one) => {
    const title = splitWords(one.title).filter((word) => !isMark(word));
    const before = said.length - title.length;
    if (title.length < 2 || before < 0 || (lead !== -1 && before > lead)) return false;
    return title.every((word, i) => word === said[before + i]);
  });
}

export function matchNames(words: readonly string[], index: NameIndex): NameMatch {
  const content = contentWords(words);
  if (content.length === 0) return { ranked: [], confidence: 0 };
  const ranked = index.titles
    .map(({ facts, words: title }) => scoreTitle(facts, content, title, index))
    .filter((one) => one.score > 0.2)
    .sort((a, b) => b.score - a.score || a.facts.order - b.facts.order);
  const [best, second] = ranked;
  if (best === undefined) return { ranked, confidence: 0 };
  const margin = (best.score - (second?.score ?? 0)) / best.score;
  const certainty = 0.45 + 0.55 * Math.min(1, 2 * margin);
  const exact = best.score === 1 && (second?.score ?? 0) < 1;
  const confidence = exact ? 0.98 : best.covered * certainty;
  return { ranked, confidence: Math.round(Math.min(0.98, confidence) * 100) / 100 };
}

function scoreTitle(
  facts: StreamFacts,
  content: readonly string[],
  title: readonly string[],
  index: NameIndex,
): Scored {
  let asked = 0;
  let answered = 0;
  const held = new Map<string, number>();
  for (const word of content) {
    let best = 0;
    let with_ = "";
    for (const other of title) {
      const likeness = likenessOf(word, other);
      if (likeness > best) {
        best = likeness;
        with_ = other;
      }
    }
    const weight = best > 0 ? index.weightOf(with_) : index.unknownWeight;
    asked += weight;
    answered += weight * best;
    if (best > 0) held.set(with_, Math.max(best, held.get(with_) ?? 0));
  }
  const total = title.reduce((sum, word) => sum + index.weightOf(word), 0);
  const named = [...held].reduce((sum, [word, best]) => sum + best * index.weightOf(word), 0);
  const covered = asked === 0 ? 0 : answered / asked;
  const score = 0.75 * covered + 0.25 * (total === 0 ? 0 : named / total);
  return { facts, score: Math.round(score * 1000) / 1000, covered };
}

/** 1 the same word, less for another form of it, a beginning or a typing mistake, else 0. */
function likenessOf(said: string, title: string): number {
  if (said === title) return 1;
  if (stem(said) === stem(title)) return 0.9;
  if (said.length >= 4 && title.startsWith(said)) return 0.8;
  return isTypo(said, title) ? 0.75 : 0;
}

function stem(word: string): string {
  const short = word.replace(
    /(?:itions?|ations?|ions?|ments?|ings?|ers?|ors?|ies|ed|es|s|e|y)$/,
    "",
  );
  return short.length >= 4 ? short : word.replace(/(?<=\p{L}{3})s$/u, "");
}

/** One slip in words of five letters or more, two from nine on, a swap from four; never in numbers. */
function isTypo(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter === 4 && a.length === b.length && [...a].sort().join() === [...b].sort().join()) {
    return a[0] === b[0] && distance(a, b) === 1;
  }
  if (shorter < 5 || a[0] !== b[0] || /\d/.test(a + b)) return false;
  const allowed = shorter >= 9 ? 2 : 1;
  return Math.abs(a.length - b.length) <= allowed && distance(a, b) <= allowed;
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
