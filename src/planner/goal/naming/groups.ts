import type { StreamFacts } from "../../../model/index.ts";
import { contentWords, matchNames, type NameIndex } from "./names.ts";
import { stem } from "./stem.ts";
import { isMark, splitWords } from "../hearing/tokens.ts";
import { FILLERS, GROUP_NOUNS, NUMBER_WORDS, RUN_VERBS, WORK_NOUNS } from "../vocabulary.ts";

const WHOLE = new Set(["all", "everything", "every", "both"]);
const ABOUT = new Set(["about", "related", "regarding", "concerning", "around", "touching"]);
const NOUNS = new Set(
  "work tasks streams items stories tickets stuff features ones phases".split(" "),
);
/** From here on a title holds the words. */
const HELD = 0.8;

export interface Group {
  readonly said: string;
  readonly streams: readonly StreamFacts[];
  /** It was said that a group is meant; else its name alone. */
  readonly framed: boolean;
  /** So many were meant, and no fewer. */
  readonly counted?: boolean;
}

/** "everything about invoices", "all the invoice work"; null when it is no such sentence. */
export function readGroup(words: readonly string[], names: NameIndex): Group | null {
  const said = words.filter((word) => !isMark(word));
  const both = readBoth(said, names);
  if (both !== null) return both;
  const at = said.findIndex((word) => WHOLE.has(word));
  if (at === -1 || !said.slice(0, at).every(isCommon)) return null;
  const rest = said.slice(at + 1);
  const about = rest.findIndex((word) => ABOUT.has(word));
  const last = rest.at(-1) ?? "";
  const name = about === -1 ? rest.slice(0, -1) : rest.slice(about + 1);
  const framed = about === -1 ? NOUNS.has(last) : rest.slice(0, about).every(isCommon);
  const content = name.filter(
    (word) => !FILLERS.has(word) && !WORK_NOUNS.has(word) && !NUMBER_WORDS.has(word),
  );
  if (!framed || content.length === 0) return null;
  const batch = batchNamed(content, names);
  if (batch.length > 0) return { said: content.join(" "), streams: batch, framed: true };
  const held = matchNames(content, names).ranked.filter(({ covered }) => covered >= HELD);
  return { said: content.join(" "), streams: held.map(({ facts }) => facts), framed: true };
}

/** Said of two by "both", besides what they are called. */
const HALVES = new Set("half halves part parts piece pieces side sides of them".split(" "));

/** "encryption at rest, both halves": the two titles that hold the words, where no third does. */
function readBoth(said: readonly string[], names: NameIndex): Group | null {
  const name = said.filter((word) => !WHOLE.has(word) && !HALVES.has(word) && !isCommon(word));
  if (!said.includes("both") || name.length === 0) return null;
  const held = matchNames(name, names).ranked.filter(({ covered }) => covered >= HELD);
  const streams = held.map(({ facts }) => facts);
  return streams.length === 2
    ? { said: name.join(" "), streams, framed: true, counted: true }
    : null;
}

/** "the visual documentation batch", by the name of the batch; null when it is no such sentence. */
export function readBatch(
  words: readonly string[],
  names: NameIndex,
  parted: boolean,
): Group | null {
  const counted = readCounted(words, names);
  if (counted !== null) return counted;
  const said = words.filter((word) => !isMark(word) && !isCommon(word) && !WHOLE.has(word));
  const framed = said.some((word) => GROUP_NOUNS.has(word));
  const content = said.filter((word) => !GROUP_NOUNS.has(word));
  if (content.length < (framed ? 1 : 2)) return null;
  const streams = batchNamed(content, names, framed ? 0.3 : 1);
  if (streams.length === 0) return null;
  return { said: content.join(" "), streams, framed: framed || parted };
}

const OUT_OF = new Set(["of", "from", "in"]);

/** "the three drawings from visual documentation": so many are left of that batch, and are such. */
function readCounted(words: readonly string[], names: NameIndex): Group | null {
  const said = words.filter((word) => !FILLERS.has(word) || OUT_OF.has(word));
  const from = said.findIndex((word) => OUT_OF.has(word));
  const amount = NUMBER_WORDS.get(said[0] ?? "") ?? Number(said[0]);
  const noun = said.slice(1, from);
  const name = said.slice(from + 1);
  if (from < 1 || noun.length > 1 || name.length === 0) return null;
  const left = batchNamed(name, names).filter(({ status }) => status !== "complete");
  if (left.length !== amount) return null;
  const such = matchNames(noun, names).ranked.some(({ facts }) => left.includes(facts));
  const fits = such || noun.every((word) => WORK_NOUNS.has(word));
  return fits ? { said: name.join(" "), streams: left, framed: true, counted: true } : null;
}

/** The streams of the one batch whose name has all of these words, which are at least `share` of its own. */
function batchNamed(
  content: readonly string[],
  { facts }: NameIndex,
  share = 0.5,
): readonly StreamFacts[] {
  const said = new Set(contentWords(content).map(stem));
  const fitting = new Map<string, boolean>();
  const fits = (batch: string): boolean => {
    const words = contentWords(splitWords(batch)).filter((word) => !LABELS.has(word));
    const own = new Set(words.filter((word) => !/\d/.test(word)).map(stem));
    const held = [...said].filter((word) => own.has(word)).length;
    return held === said.size && own.size > 0 && held >= own.size * share;
  };
  const streams = facts.filter(({ batch }) => {
    if (batch === null) return false;
    const known = fitting.get(batch) ?? fits(batch);
    fitting.set(batch, known);
    return known;
  });
  return [...fitting.values()].filter(Boolean).length === 1 ? streams : [];
}

/** Words that only say that something is a batch. */
const LABELS = new Set(
  "batch batches backlog priority group parallel phase stage level sprint epic milestone section wave active requests".split(
    " ",
  ),
);

function isCommon(word: string): boolean {
  return FILLERS.has(word) || RUN_VERBS.has(word) || WORK_NOUNS.has(word);
}
