import type { StreamFacts } from "../../../model/index.ts";
import { distance } from "./distance.ts";
import { isMark, splitWords } from "../hearing/tokens.ts";
import { stem } from "./stem.ts";
import { isSynonym, PHRASES } from "./synonyms.ts";
import { titleWords } from "./title-words.ts";
import {
  ASIDES,
  COMMAND_HEADS,
  FILLERS,
  MANNER,
  NUMBER_WORDS,
  RUN_VERBS,
  WORK_NOUNS,
} from "../vocabulary.ts";

const WORDS_MAX = 40;
const VAGUE = new Set("one ones thing things stuff bit piece part parts bits business".split(" "));

export interface Scored {
  readonly facts: StreamFacts;
  /** 0…1: how well the title answers the words. */
  readonly score: number;
  /** 0…1: the part of the words, by weight, that the title holds. */
  readonly covered: number;
  /** 0…1: how like the likest of the words is to one of the title, other words for it aside. */
  readonly closest: number;
}

/** Nouns that name nothing by themselves, whatever title they stand in. */
const GENERIC = new Set(
  "product products page pages option options component components system tool tools form forms job jobs handler service module modules generator order orders user users customer customers file files feature features app application website site server platform code software screen view list table item report component agent agents thing machine company business team people process flow function method class object field value model type level version update change setup support project".split(
    " ",
  ),
);

/** Nothing else is exactly as like as a synonym. */
export const SYNONYM = 0.88;
/** A word that the roadmap has itself is hardly said for another one of it. */
const BESIDE = 0.6;

export interface NameMatch {
  /** Best first; the merely possible ones too. */
  readonly ranked: readonly Scored[];
  /** 0…1: high only when the best covers the words and nothing else comes near. */
  readonly confidence: number;
}

/** Titles with the weight of each of their words: a word in every title says little. */
export interface NameIndex {
  readonly facts: readonly StreamFacts[];
  /** The words of each title, as places in `words`. */
  readonly titles: readonly (readonly number[])[];
  /** Every word of every title once: a sentence is compared with each word, not each title. */
  readonly words: readonly string[];
  readonly stems: readonly string[];
  readonly weights: readonly number[];
  readonly known: ReadonlySet<string>;
  readonly unknownWeight: number;
  /** Stems of the words that stand around each title: its batch and the paths of its files. */
  readonly surroundings: readonly ReadonlySet<string>[];
  /** In how many surroundings a stem stands. */
  readonly surrounded: ReadonlyMap<string, number>;
}

export function indexNames(facts: readonly StreamFacts[]): NameIndex {
  const places = new Map<string, number>();
  const counts: number[] = [];
  const titles = facts.map((one) => {
    const own = new Set(contentWords(titleWords(one)));
    return [...own].map((word) => {
      const place = places.get(word) ?? places.size;
      places.set(word, place);
      counts[place] = (counts[place] ?? 0) + 1;
      return place;
    });
  });
  const weight = (count: number): number => weightOf(count, facts.length);
  const surroundings = facts.map(surroundingsOf);
  const surrounded = new Map<string, number>();
  for (const words of surroundings) {
    for (const word of words) surrounded.set(word, (surrounded.get(word) ?? 0) + 1);
  }
  return {
    facts,
    surroundings,
    surrounded,
    titles,
    words: [...places.keys()],
    stems: [...places.keys()].map(stem),
    weights: counts.map(weight),
    known: new Set(places.keys()),
    unknownWeight: weight(1),
  };
}

/** What is everywhere says little. */
function weightOf(count: number, of: number): number {
  return Math.log(1 + of / count);
}

function surroundingsOf({ batch, files }: StreamFacts): ReadonlySet<string> {
  const words = splitWords([batch ?? "", ...files].join(" ").replace(/[./\\_-]+/g, " "));
  return new Set(words.filter((word) => word.length >= 4 && !isMark(word)).map(stem));
}

/** The words that name something; all of them where nothing else is left. */
export function contentWords(words: readonly string[]): readonly string[] {
  const said = words.flatMap(partsOf).slice(0, WORDS_MAX);
  const content = said.filter(
    (word, at) => (!FILLERS.has(word) && !RUN_VERBS.has(word)) || isModifier(said, at),
  );
  return content.length > 0 ? content : said.filter((word) => !FILLERS.has(word));
}

/** "a help button", "the start page": between these two a command is one no more. */
export function isModifier(words: readonly string[], at: number): boolean {
  const [before = "", word = "", next = ""] = words.slice(at - 1, at + 2);
  if (at === 0 || !ARTICLES.has(before)) return false;
  return (RUN_VERBS.has(word) || COMMAND_HEADS.has(word)) && next !== "" && !FILLERS.has(next);
}

const ARTICLES = new Set(["a", "an", "the"]);

const DIGITS: ReadonlyMap<string, string> = new Map(
  [...NUMBER_WORDS].map(([word, number]) => [String(number), word] as const),
);

/** `two-factor` is two words, `wizard's` is the wizard, `2` is two. */
function partsOf(word: string): readonly string[] {
  // Nearly every word is plain: a roadmap has thousands.
  if (/^[a-z]+$/.test(word)) return PHRASES.get(word) ?? [word];
  if (isMark(word)) return [];
  const plain = word.replace(/'s$/, "");
  const phrase = PHRASES.get(plain);
  if (phrase !== undefined) return phrase;
  const parts = /\p{L}/u.test(plain) ? plain.split(/[-/_:]/) : [plain];
  // "add-on" is no adding.
  if (parts.length > 1 && parts.every((part) => FILLERS.has(part) || RUN_VERBS.has(part))) {
    return [parts.join("")];
  }
  return parts
    .filter((part) => part !== "")
    .flatMap((part) => PHRASES.get(part) ?? DIGITS.get(part) ?? part);
}

export function matchNames(words: readonly string[], index: NameIndex): NameMatch {
  const content = joinParts(withoutCommon(contentWords(words), index), index.known);
  if (content.length === 0) return { ranked: [], confidence: 0 };
  const likeness = content.map((word) => ({
    stem: stem(word),
    likenesses: likenessesOf(word, index),
  }));
  const ranked = index.facts
    .map((facts, at) => scoreTitle(facts, at, likeness, index))
    .filter((one) => one.score > 0.2)
    .sort((a, b) => b.score - a.score || a.facts.order - b.facts.order);
  const [best, second] = ranked;
  if (best === undefined) return { ranked, confidence: 0 };
  // What is finished is not meant where something that can be done fits as well.
  const rival =
    best.facts.status === "complete"
      ? second
      : ranked.find(({ facts }) => facts !== best.facts && facts.status !== "complete");
  const margin = (best.score - (rival?.score ?? 0)) / best.score;
  const certainty = 0.45 + 0.55 * Math.min(1, 2 * margin);
  const exact = best.score === 1 && (rival?.score ?? 0) < 1;
  // "public api" where two titles hold both words: neither is meant more than the other.
  const shared = content.length === 1 && isShared(best, ranked);
  const tied = shared || (!exact && rival !== undefined && rival.covered >= best.covered - 0.05);
  // One word of many says less than the whole title.
  const share = 0.8 + 0.2 * Math.max(0, 4 * best.score - 3 * best.covered);
  // "launch the product" is no name of the one title that happens to hold it.
  const generic = content.length === 1 && best.score < 1 && GENERIC.has(content[0] ?? "");
  const named =
    !generic && content.some((word) => !COMMAND_HEADS.has(word) && !WORK_NOUNS.has(word));
  // Other words for it: likely, and never sure.
  const said = best.closest > 0;
  const confidence = !named
    ? 0.3
    : !said
      ? Math.min(0.45, best.covered ** 1.5)
      : exact
        ? 0.98
        : best.covered ** 1.5 * (tied ? 0.45 : certainty) * share;
  return { ranked, confidence: Math.round(Math.min(0.98, confidence) * 100) / 100 };
}

/** One word that two titles hold, be they finished or not, names neither. */
function isShared(best: Scored, ranked: readonly Scored[]): boolean {
  return ranked.some(({ facts, covered }) => facts !== best.facts && covered >= best.covered);
}

/** "do the mqtt one first": what stands in no title and is no name says nothing here. */
function withoutCommon(words: readonly string[], index: NameIndex): readonly string[] {
  const telling = words.filter(
    (word) =>
      index.known.has(word) || ![WORK_NOUNS, MANNER, ASIDES, VAGUE].some((one) => one.has(word)),
  );
  const plain = telling.filter((word) => !VAGUE.has(word));
  return plain.length > 0 ? plain : telling.length > 0 ? telling : words;
}

/** "hand off" where titles say "handoff". */
function joinParts(words: readonly string[], known: ReadonlySet<string>): readonly string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const both = word + (words[i + 1] ?? "");
    const joins = both !== word && !known.has(word) && known.has(both);
    joined.push(joins ? both : word);
    if (joins) i++;
  }
  return joined;
}

interface SaidWord {
  readonly stem: string;
  /** How like it is to each word of the index. */
  readonly likenesses: readonly number[];
}

function scoreTitle(
  facts: StreamFacts,
  row: number,
  said: readonly SaidWord[],
  index: NameIndex,
): Scored {
  const title = index.titles[row] ?? [];
  const around = index.surroundings[row];
  let asked = 0;
  let answered = 0;
  const held = new Map<number, number>();
  let besides = 0;
  for (const { stem: own, likenesses } of said) {
    let best = 0;
    let place = -1;
    for (const at of title) {
      const alike = likenesses[at] ?? 0;
      if (alike > best) {
        best = alike;
        place = at;
      }
    }
    if (best === 0 && around?.has(own) === true) {
      besides += weightOf(index.surrounded.get(own) ?? 1, index.facts.length);
      continue;
    }
    const weight = best > 0 ? (index.weights[place] ?? 0) : index.unknownWeight;
    asked += weight;
    answered += weight * best;
    if (best > 0) held.set(place, Math.max(best, held.get(place) ?? 0));
  }
  // "the german greetings", of the batch of greetings: it belongs there, and alone names nothing.
  asked += besides;
  if (held.size > 0) answered += 0.8 * besides;
  const total = title.reduce((sum, at) => sum + (index.weights[at] ?? 0), 0);
  const named = [...held].reduce((sum, [at, best]) => sum + best * (index.weights[at] ?? 0), 0);
  const covered = asked === 0 ? 0 : answered / asked;
  const score = 0.75 * covered + 0.25 * (total === 0 ? 0 : named / total);
  const closest = Math.max(0, ...[...held.values()].filter((one) => one !== SYNONYM));
  return { facts, score: Math.round(score * 1000) / 1000, covered, closest };
}

/** "encript" of "encryption": shorter beginnings are other words. */
const TYPO_STEM_MIN = 6;

/** Worked out once for an index: every part of a sentence is looked up in it, by name and by evidence. */
const LIKENESSES = new WeakMap<NameIndex, Map<string, readonly number[]>>();

/** How like a word is to each word of the index. */
export function likenessesOf(word: string, index: NameIndex): readonly number[] {
  const rows = LIKENESSES.get(index) ?? new Map<string, readonly number[]>();
  LIKENESSES.set(index, rows);
  const known = rows.get(word);
  if (known !== undefined) return known;
  const own = stem(word);
  const all = index.words.map((other, at) => likenessOf(word, other, own, index.stems[at]));
  const row = all.some((like) => like > SYNONYM)
    ? all.map((like) => (like === SYNONYM ? BESIDE : like))
    : all;
  rows.set(word, row);
  return row;
}

/** 1 the same word, less for another form, a synonym, a beginning or a typing mistake, else 0. */
export function likenessOf(
  said: string,
  title: string,
  saidStem = stem(said),
  titleStem = stem(title),
): number {
  if (said === title) return 1;
  if (saidStem === titleStem) return 0.9;
  if (isSynonym(saidStem, titleStem)) return SYNONYM;
  if (said.length >= 4 && title.startsWith(said)) {
    return said.length >= 0.6 * title.length ? 0.8 : 0.6;
  }
  const slip =
    isTypo(said, title) || (titleStem.length >= TYPO_STEM_MIN && isTypo(said, titleStem));
  return slip || isShortened(said, title) ? 0.75 : 0;
}

/** "strmlit", "agnt": typed without some of its vowels. */
function isShortened(said: string, title: string): boolean {
  if (said.length < 4 || said.length >= title.length || said[0] !== title[0]) return false;
  let at = 0;
  for (const letter of title) {
    if (letter === said[at]) at++;
    else if (!"aeiouy".includes(letter)) return false;
  }
  return at === said.length;
}

/** One slip in words of five letters or more, two from nine on, a swap from four; never in numbers. */
function isTypo(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (a[0] !== b[0] || Math.abs(a.length - b.length) > 2) return false;
  if (shorter === 4 && a.length === b.length && [...a].sort().join() === [...b].sort().join()) {
    return distance(a, b) === 1;
  }
  if (/\d/.test(a + b)) return false;
  // "jobb", "runing"
  if (shorter >= 3 && a.replace(/(.)\1/g, "$1") === b.replace(/(.)\1/g, "$1")) return true;
  if (shorter < 5) return false;
  const allowed = shorter >= 9 ? 2 : 1;
  return Math.abs(a.length - b.length) <= allowed && distance(a, b) <= allowed;
}
