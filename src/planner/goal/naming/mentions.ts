import { displayKey, SELF_TARGET, type StreamFacts } from "../../../model/index.ts";
import { isMark, splitWords } from "../hearing/tokens.ts";
import {
  AMOUNT_NOUNS,
  ASIDES,
  COMMAND_WORDS,
  FILLERS,
  GROUP_NOUNS,
  ID_NOUNS,
  MANNER,
  NUMBER_WORDS,
  RUN_VERBS,
  STOP,
} from "../vocabulary.ts";

export interface Mentions {
  readonly streams: readonly StreamFacts[];
  /** Those of them that a batch or a range stands for: no one of them was named. */
  readonly grouped: ReadonlySet<StreamFacts>;
  /** "SEC-2-AUTH to SEC-3-CSRF": what lies between two ids without an order nobody can say. */
  readonly torn: boolean;
  /** What looks like an id and is none here, as typed. */
  readonly unknown: readonly string[];
  /** The words that named nothing, marks included. */
  readonly rest: readonly string[];
}

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
    const title = splitWords(one.title);
    title.forEach((word, i) => {
      titleWords.add(word);
      titlePairs.add(`${word} ${title[i + 1] ?? ""}`);
    });
  }
  return { facts, exact, loose, numeric, titlePairs, titleWords };
}

/** `REQ-042`, `req 42` and `REQ042` are one id; an id without letters has one form only. */
function looseForm(id: string): string | null {
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

/** Finds ids, ranges of ids and groups ("batch 2") in the words of a sentence. */
export function findMentions(words: readonly string[], index: IdIndex): Mentions {
  const streams = new Set<StreamFacts>();
  const grouped = new Set<StreamFacts>();
  const unknown: string[] = [];
  const rest: string[] = [];
  const bare = mayNameByNumber(words);
  let listing = false;
  let torn = false;
  let before: Before = { letters: "", family: "", noun: null };
  for (let i = 0; i < words.length; ) {
    const found =
      (listing ? listedAt(words, i, index, before) : null) ??
      mentionAt(words, i, index, listing || bare);
    if (found === null) {
      const word = words[i] ?? "";
      listing &&= isMark(word) || word === "and" || word === "or" || word === "plus";
      rest.push(word);
      i++;
      continue;
    }
    torn ||= RANGES.has(words[i - 1] ?? "") && streams.size > 0;
    for (const one of found.streams) {
      streams.add(one);
      if (found.group === true) grouped.add(one);
    }
    unknown.push(...found.unknown);
    listing = true;
    const last = found.streams.at(-1);
    before = {
      letters:
        last === undefined ? "" : (/^\p{L}[\p{L}_-]*/u.exec(last.id.toLowerCase())?.[0] ?? ""),
      family: last?.id.toLowerCase().replace(/[^.]*$/, "") ?? "",
      noun:
        found.group === true && GROUP_NOUNS.has(words[i] ?? "") ? (words[i] ?? null) : before.noun,
    };
    i += found.length;
  }
  return { streams: [...streams], grouped, torn, unknown, rest };
}

const RANGES = new Set(["to", "through", "thru", "until", "till", "upto"]);

/** What a list is made of so far: "REQ-101, 102 and 103", "batches 1 and 2". */
interface Before {
  readonly letters: string;
  /** `wp-10.` of "WP-10.34 and 35". */
  readonly family: string;
  readonly noun: string | null;
}

function listedAt(
  words: readonly string[],
  i: number,
  index: IdIndex,
  { letters, family, noun }: Before,
): Found | null {
  const word = words[i] ?? "";
  if (!/^\d+$/.test(word) || AMOUNT_NOUNS.has(words[i + 1] ?? "")) return null;
  if (noun !== null) return groupOf(noun, word, index);
  if (index.exact.has(word)) return null;
  const sibling = family === "" ? undefined : index.exact.get(family + word);
  if (sibling !== undefined) return { streams: [sibling], unknown: [], length: 1 };
  if (letters === "") return null;
  const lettered = find(letters + word, index);
  return lettered === null ? null : { streams: [lettered], unknown: [], length: 1 };
}

/** A number above this is no amount of agents or of work. */
const AMOUNT_MAX = 10;

const ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split(" ");

interface Found {
  readonly streams: readonly StreamFacts[];
  readonly unknown: readonly string[];
  readonly length: number;
  readonly group?: boolean;
}

/** Only verbs and numbers: "run 2 and 3" can mean nothing but ids. */
function mayNameByNumber(words: readonly string[]): boolean {
  return words.every(
    (word) =>
      isMark(word) ||
      /^\d+$/.test(word) ||
      [FILLERS, RUN_VERBS, MANNER, ASIDES].some((known) => known.has(word)) ||
      word === "both",
  );
}

/** Nothing but common words and numbers: "run phase 2" is no part of a title. */
function isBare(words: readonly string[]): boolean {
  const common = [FILLERS, RUN_VERBS, ID_NOUNS, GROUP_NOUNS, COMMAND_WORDS];
  return words.every(
    (word) => isMark(word) || /^[\d.]+$/.test(word) || common.some((known) => known.has(word)),
  );
}

function mentionAt(
  words: readonly string[],
  i: number,
  index: IdIndex,
  listing: boolean,
): Found | null {
  const word = words[i] ?? "";
  const next = words[i + 1] ?? "";
  const family = /^(\d+(?:\.\d+)*)(?:\.x|s)$/.exec(word)?.[1];
  if (family !== undefined) return groupOf("phase", family, index);
  const ordinal = ORDINALS.indexOf(word) + 1;
  if (ordinal > 0 && GROUP_NOUNS.has(next) && !index.titlePairs.has(`${word} ${next}`)) {
    const group = groupOf(next, String(ordinal), index);
    if (group !== null) return { ...group, length: 2 };
  }
  if (word === "between" && words[i + 2] === "and") {
    const streams = streamsBetween(next, words[i + 3] ?? "", index);
    if (streams !== null) return { streams, unknown: [], length: 4, group: true };
  }
  const one = word.replace(/ies$/, "y").replace(/(?<=\p{L}{3})s$/u, "");
  const pair =
    index.loose.get(looseForm(`${word} ${next}`) ?? "") ??
    index.loose.get(looseForm(`${one} ${next}`) ?? "");
  if (pair !== undefined && pair !== null && /^\p{L}+$/u.test(word)) {
    const range = rangeAt([`${word}${next}`, ...words.slice(i + 2, i + 4)], 0, index);
    if (range !== null) return { ...range, length: range.length + 1 };
    return { streams: [pair], unknown: [], length: 2 };
  }
  if ((ID_NOUNS.has(word) || GROUP_NOUNS.has(word)) && isNumber(word, next)) {
    const id = idAt(words, i + 1, index, true);
    const title = index.titlePairs.has(`${word} ${next}`) && !isBare(words);
    const group = title ? null : groupOf(word, next, index);
    const found = id !== null && id.streams.length > 0 ? id : group;
    if (found !== null) return { ...found, length: found.length + 1 };
    return title ? null : { streams: [], unknown: [`${word} ${next}`], length: 2 };
  }
  const before = words[i - 1] ?? "";
  // "start 53" where an id is just that; who names an amount of agents says less than eleven.
  if (/^\d+$/.test(word) && index.exact.has(word)) {
    const sure = RUN_VERBS.has(before) || STOP.heads.has(before) || Number(word) > AMOUNT_MAX;
    if (sure) return idAt(words, i, index, true);
  }
  // "metric 312" is REQ-312.
  if (/^\d{3,}$/.test(word) && index.numeric.get(word) != null) {
    return idAt(words, i, index, true);
  }
  const inTitle = index.titlePairs.has(`${before} ${word}`) && !listing && !isMark(before);
  return inTitle ? null : idAt(words, i, index, listing);
}

/** "batch one" is a batch; "task one" may be any. */
function isNumber(noun: string, word: string): boolean {
  return /\d/.test(word) || (GROUP_NOUNS.has(noun) && NUMBER_WORDS.has(word));
}

function idAt(words: readonly string[], i: number, index: IdIndex, numbers: boolean): Found | null {
  const word = words[i] ?? "";
  if (!/\d/.test(word)) return whole(words, i, index);
  const integer = /^\d+$/.test(word);
  if (integer && (!numbers || AMOUNT_NOUNS.has(words[i + 1] ?? ""))) return null;
  const range = rangeAt(words, i, index);
  if (range !== null) return range;
  const one = find(word, index);
  if (one !== null) return { streams: [one], unknown: [], length: 1 };
  if (!looksLikeId(word, index) || index.titleWords.has(word)) return null;
  return { streams: [], unknown: [word], length: 1 };
}

/** An id that is a plain word counts only when it is all that was said. */
function whole(words: readonly string[], i: number, index: IdIndex): Found | null {
  const word = words[i] ?? "";
  const one = index.exact.get(word);
  const alone = words.every((other, k) => k === i || RUN_VERBS.has(other) || FILLERS.has(other));
  if (one === undefined || !alone || COMMAND_WORDS.has(word)) return null;
  return { streams: [one], unknown: [], length: 1 };
}

function find(word: string, index: IdIndex): StreamFacts | null {
  return (
    index.exact.get(word) ??
    index.loose.get(looseForm(word) ?? "") ??
    index.numeric.get(word) ??
    null
  );
}

/** `9.9`, or letters and a number where other ids begin with the same letters. */
function looksLikeId(word: string, index: IdIndex): boolean {
  if (/^\d+(?:\.\d+)*$/.test(word)) return word.includes(".") || index.exact.size > 0;
  const letters = /^(\p{L}+)[-_]?\d/u.exec(word)?.[1];
  if (letters === undefined) return false;
  for (const id of index.exact.keys()) if (/^\p{L}+/u.exec(id)?.[0] === letters) return true;
  return index.loose.has(looseForm(word) ?? "");
}

/** `1.2-1.4`, `1.2 to 1.4`, `1.2..1.4`, `REQ-275-278`, `REQ-275 to 278`. */
function rangeAt(words: readonly string[], i: number, index: IdIndex): Found | null {
  const word = words[i] ?? "";
  const between = words[i + 1] ?? "";
  const spoken = RANGES.has(between) || between === "-" || /^\.\.+$/.test(between);
  const after = words[i + 2] ?? "";
  if (spoken && /\d/.test(after)) {
    const streams = streamsBetween(word, after, index);
    if (streams !== null) return { streams, unknown: [], length: 3, group: true };
  }
  if (index.exact.has(word)) return null;
  const joined = /^(.*\d)-(.*\d)$/.exec(word);
  if (joined === null) return null;
  const streams = streamsBetween(joined[1] ?? "", joined[2] ?? "", index);
  return streams === null ? null : { streams, unknown: [], length: 1, group: true };
}

/** Both ends must exist, in any order; a second end without letters takes those of the first. */
function streamsBetween(from: string, to: string, index: IdIndex): readonly StreamFacts[] | null {
  const letters = /^(.*?)[\d.]+$/.exec(from)?.[1] ?? "";
  const first = find(from, index);
  // "10.18 to 20"
  const family = from.slice(0, from.lastIndexOf(".") + 1);
  const last = find(to, index) ?? find(letters + to, index) ?? find(family + to, index);
  if (first === null || last === null || first.target !== last.target) return null;
  const low = numbersOf(first.id);
  const high = numbersOf(last.id);
  if (low.stem !== high.stem || low.numbers.length !== high.numbers.length) return null;
  if (compareNumbers(low.numbers, high.numbers) > 0)
    return streamsBetween(last.id.toLowerCase(), first.id.toLowerCase(), index);
  return index.facts.filter((facts) => {
    const { stem, numbers } = numbersOf(facts.id);
    return (
      facts.target === first.target &&
      stem === low.stem &&
      numbers.length === low.numbers.length &&
      compareNumbers(low.numbers, numbers) <= 0 &&
      compareNumbers(numbers, high.numbers) <= 0
    );
  });
}

function numbersOf(id: string): { readonly stem: string; readonly numbers: readonly number[] } {
  const parts = /^(.*?)(\d+(?:\.\d+)*)$/.exec(id.toLowerCase());
  if (parts === null) return { stem: id.toLowerCase(), numbers: [] };
  return { stem: parts[1] ?? "", numbers: (parts[2] ?? "").split(".").map(Number) };
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** "batch 2", "phase 1": the streams whose batch has that number, else whose ids begin with it. */
function groupOf(noun: string, said: string, index: IdIndex): Found | null {
  const number = String(NUMBER_WORDS.get(said) ?? said);
  if (!GROUP_NOUNS.has(noun) || !/^\d+(?:\.\d+)*$/.test(number)) return null;
  const numberIn = (batch: string): string | undefined => /\d+(?:\.\d+)*/.exec(batch)?.[0];
  const batched = index.facts.filter(({ batch }) => numberIn(batch ?? "") === number);
  const numbered = index.facts.filter((facts) => facts.id.startsWith(`${number}.`));
  const byNoun = noun.startsWith("phase") ? [numbered, batched] : [batched, numbered];
  const streams = byNoun.find((group) => group.length > 0);
  return streams === undefined ? null : { streams, unknown: [], length: 1, group: true };
}
