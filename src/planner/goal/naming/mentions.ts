import type { StreamFacts } from "../../../model/index.ts";
import { isKindWord } from "../matching/kinds.ts";
import { isMark } from "../hearing/tokens.ts";
import { findId, type IdIndex, looksLikeId, looseForm } from "./ids.ts";
import { type Found, groupOf, RANGES, rangeAt, streamsBetween } from "./ranges.ts";
import {
  AMOUNT_NOUNS,
  ASIDES,
  COMMAND_WORDS,
  FILLERS,
  GROUP_NOUNS,
  ID_NOUNS,
  isCommonWord,
  MANNER,
  NUMBER_WORDS,
  RUN_VERBS,
  STOP,
  WORK_NOUNS,
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
  const own = new Set<StreamFacts>();
  const places: StreamFacts[][] = [];
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
    if (found.group === true && isPlace(words, i)) {
      places.push([...found.streams]);
      const one = findId(words[i - 2] ?? "", index);
      // "1.2 from batch 2": there is none.
      if (one !== null && own.has(one) && !found.streams.includes(one)) {
        unknown.push(words.slice(i - 2, i + found.length).join(" "));
      }
    }
    for (const one of found.streams) {
      streams.add(one);
      if (found.group === true) grouped.add(one);
      else own.add(one);
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
  for (const place of places) {
    // "only 1.4 of batch 1" says where 1.4 is to be found.
    if (!place.some((one) => own.has(one))) continue;
    for (const one of place) {
      grouped.delete(one);
      if (!own.has(one)) streams.delete(one);
    }
  }
  return { streams: [...streams], grouped, torn, unknown, rest };
}

const OUT_OF = new Set(["of", "from", "in"]);
/** "everything from batch 1", "the others of it": the group itself is meant. */
const PARTS = new Set(
  "everything all anything rest others other ones remaining whole every each both remainder tasks streams items two three four".split(
    " ",
  ),
);

function isPlace(words: readonly string[], i: number): boolean {
  const at = words[i - 1] === "the" ? i - 2 : i - 1;
  return OUT_OF.has(words[at] ?? "") && !PARTS.has(words[at - 1] ?? "");
}

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
  const lettered = findId(letters + word, index);
  return lettered === null ? null : { streams: [lettered], unknown: [], length: 1 };
}

/** A number above this is no amount of agents or of work. */
const AMOUNT_MAX = 10;

const ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split(" ");

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
  const decade = /^(\d+(?:\.\d+)*)(?:\.x|s)$/.exec(word)?.[1];
  if (decade !== undefined) return groupOf("phase", decade, index);
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
    const range = rangeAt(
      [
        `${index.loose.has(looseForm(`${word} ${next}`) ?? "") ? word : one}${next}`,
        ...words.slice(i + 2, i + 4),
      ],
      0,
      index,
    );
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
  if (word === "ending" || word === "ends") {
    const at = ["in", "with", "on"].includes(next) ? i + 2 : i + 1;
    const end = words[at] ?? "";
    const ending = /^\d+$/.test(end) ? index.facts.filter(({ id }) => id.endsWith(end)) : [];
    if (ending.length === 1) return { streams: ending, unknown: [], length: at - i + 1 };
  }
  const family = familyAt(words, i, index);
  if (family !== null) return family;
  const before = words[i - 1] ?? "";
  // "start 53" where an id is just that; who names an amount of agents says less than eleven.
  if (/^\d+$/.test(word) && index.exact.has(word)) {
    const sure = RUN_VERBS.has(before) || STOP.heads.has(before) || Number(word) > AMOUNT_MAX;
    if (sure) return idAt(words, i, index, true);
  }
  // "metric 312" is REQ-312, "...259419" the one that ends so.
  const whole = index.numeric.get(word) ?? (word.length >= 5 ? findId(word, index) : null);
  if (/^\d{3,}$/.test(word) && whole !== null) {
    return idAt(words, i, index, true);
  }
  const inTitle = index.titlePairs.has(`${before} ${word}`) && !listing && !isMark(before);
  return inTitle ? null : idAt(words, i, index, listing);
}

const FAMILIES = new Set(["family", "series", "ones", "group", "set"]);
const EACH = new Set(["every", "each"]);
const WHOLE = new Set(["all", "the", "these", "those", "of", "everything", "only", ...EACH]);

/** "the sec-3 family", "every SEC stream": all ids that are or begin so. */
function familyAt(words: readonly string[], i: number, index: IdIndex): Found | null {
  const word = words[i] ?? "";
  const dashes = words[i + 1] === "-" ? 1 : 0;
  const next = words[i + 1 + dashes] ?? "";
  const noun = FAMILIES.has(next) || (!/\d/.test(word) && WORK_NOUNS.has(next)) ? 1 : 0;
  const whole = WHOLE.has(words[i - 1] ?? "");
  if (noun === 0 && !whole) return null;
  const plural = noun === 0 && /^\p{L}{2,}s$/u.test(word);
  const one = plural && familyOf(word, index).length === 0;
  const bare = whole && (one || dashes > 0 || EACH.has(words[i - 1] ?? ""));
  // "give us tasks", "the priority ones"
  const common = isCommonWord(word) && (!whole || noun === 0) && !ID_NOUNS.has(word);
  if ((noun === 0 && !bare) || common || isKindWord(word)) return null;
  const streams = familyOf(one ? word.slice(0, -1) : word, index);
  return streams.length > 1
    ? { streams, unknown: [], length: 1 + dashes + noun, group: true }
    : null;
}

function familyOf(word: string, { facts, titleWords }: IdIndex): readonly StreamFacts[] {
  if (/\d/.test(word)) {
    return facts.filter(({ id }) => {
      const own = id.toLowerCase();
      return own === word || own.startsWith(`${word}-`) || own.startsWith(`${word}.`);
    });
  }
  const named = !/^\p{L}{2,}$/u.test(word) || titleWords.has(word);
  if (named || WORK_NOUNS.has(word) || GROUP_NOUNS.has(word)) return [];
  return facts.filter(({ id }) => /^\p{L}+(?=[-_ ]?\d)/u.exec(id)?.[0].toLowerCase() === word);
}

/** "batch one" is a batch; "task one" may be any. */
function isNumber(noun: string, word: string): boolean {
  return /\d/.test(word) || (GROUP_NOUNS.has(noun) && NUMBER_WORDS.has(word));
}

function idAt(words: readonly string[], i: number, index: IdIndex, numbers: boolean): Found | null {
  const word = words[i] ?? "";
  if (!/\d/.test(word)) return whole(words, i, index);
  const integer = /^\d+$/.test(word);
  // "52 and 53 parallel": a number that large is no amount.
  const counted = AMOUNT_NOUNS.has(words[i + 1] ?? "") && !isOwn(word, index);
  if (integer && (!numbers || counted)) return null;
  const range = rangeAt(words, i, index);
  if (range !== null) return range;
  const one = findId(word, index);
  if (one !== null) return { streams: [one], unknown: [], length: 1 };
  if (!looksLikeId(word, index) || index.titleWords.has(word)) return null;
  return { streams: [], unknown: [word], length: 1 };
}

function isOwn(word: string, { exact }: IdIndex): boolean {
  return Number(word) > AMOUNT_MAX && exact.has(word);
}

/** An id that is a plain word counts only when it is all that was said. */
function whole(words: readonly string[], i: number, index: IdIndex): Found | null {
  const word = words[i] ?? "";
  const one = index.exact.get(word);
  const alone = words.every((other, k) => k === i || RUN_VERBS.has(other) || FILLERS.has(other));
  if (one === undefined || !alone || COMMAND_WORDS.has(word)) return null;
  return { streams: [one], unknown: [], length: 1 };
}
