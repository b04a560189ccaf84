import { displayKey, SELF_TARGET, type StreamFacts } from "../../../model/index.ts";
import { splitWords } from "../hearing/tokens.ts";
import { titleWords as wordsOf } from "./title-words.ts";

/** Ids by the ways people type them. */
export interface IdIndex {
  readonly facts: readonly StreamFacts[];
  readonly exact: ReadonlyMap<string, StreamFacts>;
  /** `req42` for `REQ-042`; null when several ids are alike. */
  readonly loose: ReadonlyMap<string, StreamFacts | null>;
  /** `10.36` for `WP-10.36`; null when several ids end in it. */
  readonly numeric: ReadonlyMap<string, StreamFacts | null>;
  /** Pairs of neighbouring words of all titles: "python 3.11" there is no id. */
  readonly titlePairs: ReadonlySet<string>;
  readonly titleWords: ReadonlySet<string>;
}

export function indexIds(facts: readonly StreamFacts[]): IdIndex {
  const exact = new Map<string, StreamFacts>();
  const loose = new Map<string, StreamFacts | null>();
  const numeric = new Map<string, StreamFacts | null>();
  const titlePairs = new Set<string>();
  const titleWords = new Set<string>();
  for (const one of facts) {
    for (const id of new Set([one.id, displayKey(one.key), one.key])) {
      const words = splitWords(id);
      const [word] = words;
      if (words.length !== 1 || word === undefined) continue;
      if (!exact.has(word) || one.target === SELF_TARGET) exact.set(word, one);
    }
    const short = looseForm(one.id);
    if (short !== null) {
      loose.set(short, loose.has(short) ? null : one);
      const digits = /[\d.]+$/.exec(short)?.[0] ?? "";
      numeric.set(digits, numeric.has(digits) ? null : one);
    }
    const title = wordsOf(one);
    title.forEach((word, i) => {
      titleWords.add(word);
      titlePairs.add(`${word} ${title[i + 1] ?? ""}`);
    });
  }
  return { facts, exact, loose, numeric, titlePairs, titleWords };
}

/** `REQ-042`, `req 42` and `REQ042` are one id; an id without letters has one form only. */
export function looseForm(id: string): string | null {
  const parts = /^([\p{L}_-]+?)[-_ ]*(\d[\d.]*)$/u.exec(id.toLowerCase());
  if (parts === null) return null;
  return `${(parts[1] ?? "").replace(/[-_]/g, "")}${(parts[2] ?? "").replace(/^0+(?=\d)/, "")}`;
}

/** "priority 12" as one word, where ids are made so: what is said of the number is said of it. */
export function joinIds(
  words: readonly string[],
  { loose }: Pick<IdIndex, "loose">,
): readonly string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const next = words[i + 1] ?? "";
    const pairs = /^\p{L}+$/u.test(word) && /^\d/.test(next);
    if (pairs && loose.has(looseForm(`${word} ${next}`) ?? "")) {
      joined.push(`${word}-${next}`);
      i++;
    } else joined.push(word);
  }
  return joined;
}

/** The stream of that id, typed loosely; null when there is none or more than one. */
export function findId(word: string, index: IdIndex): StreamFacts | null {
  return (
    index.exact.get(word) ??
    index.loose.get(looseForm(word) ?? "") ??
    index.numeric.get(word) ??
    endingIn(word, index)
  );
}

/** "...259419": so many digits are the end of one long number, and of no other. */
const ENDING_MIN = 5;

function endingIn(word: string, { facts }: IdIndex): StreamFacts | null {
  if (word.length < ENDING_MIN || !/^\d+$/.test(word)) return null;
  const longer = new RegExp(`\\d${word}$`);
  const [only, other] = facts.filter(({ id }) => longer.test(id));
  return only === undefined || other !== undefined ? null : only;
}

/** `9.9`, or letters and a number where other ids begin with the same letters. */
export function looksLikeId(word: string, index: IdIndex): boolean {
  if (/^\d+(?:\.\d+)*$/.test(word)) return word.includes(".") || index.exact.size > 0;
  const letters = /^(\p{L}+)[-_]?\d/u.exec(word)?.[1];
  if (letters === undefined) return false;
  for (const id of index.exact.keys()) if (/^\p{L}+/u.exec(id)?.[0] === letters) return true;
  return index.loose.has(looseForm(word) ?? "");
}
