import type { StreamFacts, StreamKey } from "../../../model/index.ts";
import { describedBy } from "./choices.ts";
import type { Descriptions } from "../naming/descriptions.ts";
import type { IdIndex } from "../naming/ids.ts";
import { findMentions } from "../naming/mentions.ts";
import { contentWords, matchNames, type NameIndex } from "../naming/names.ts";
import { stem } from "../naming/stem.ts";
import { SO_MARKED } from "../hearing/marked.ts";
import { isMark, splitWords } from "../hearing/tokens.ts";
import {
  ASIDES,
  EVERYTHING,
  FILLERS,
  FOREIGN_VERBS,
  GROUP_NOUNS,
  ID_NOUNS,
  MANNER,
  POINTERS,
  RUN_VERBS,
  WORK_NOUNS,
} from "../vocabulary.ts";

/** From here on a title holds the words. */
export const COVERED_WELL = 0.8;

const ALL = new Set(["all", "everything"]);
const NEXT_UP = new Set(["next"]);
const OTHERS = new Set("others other rest else anything everything ones remaining more".split(" "));

/** What phrases like "what is waiting" have been put into. */
const UNSTARTABLE = "unstartable";

export interface Leaving {
  readonly ids: IdIndex;
  readonly names: NameIndex;
  /** What was named by itself. */
  readonly kept: ReadonlySet<StreamKey>;
  /** What was named by id, in the order in which it was said. */
  readonly listed: readonly StreamFacts[];
  /** Clauses that leave out nothing where they name no work. */
  readonly limits: ReadonlySet<readonly string[]>;
  readonly startable: readonly StreamFacts[];
  readonly descriptions: Descriptions;
  /** Those with the mark that was spoken of. */
  readonly marked: ReadonlySet<StreamKey>;
  /** Whether words are left that could name what is wanted. */
  readonly named: boolean;
}

const PLACES = new Map([
  ["first", 0],
  ["second", 1],
  ["third", 2],
  ["last", -1],
]);

/** "the last (one)" of what was listed; null when it is no such clause. */
function placeOf(clause: readonly string[], of: number): number | null {
  const said = clause.filter((word) => !isMark(word) && word !== "the" && word !== "one");
  const place = PLACES.get(said[0] ?? "");
  if (place === undefined || said.length !== 1 || of < 2) return null;
  return place === -1 ? of - 1 : place;
}

/** The streams to leave out, but for those a group holds that are `kept` by name; null when a clause names nothing we know. */
export function leftOut(
  clauses: readonly (readonly string[])[],
  { ids, names, kept, listed, limits, startable, descriptions, marked, named }: Leaving,
): ReadonlySet<StreamKey> | null {
  const out = new Set<StreamKey>();
  for (const clause of clauses) {
    if (isElsewhere(clause, { names, kept, listed, limits })) continue;
    // "1.1, 1.2 and 1.3, drop the last"
    const place = placeOf(clause, listed.length);
    if (place !== null) {
      const one = listed[place];
      if (one !== undefined) out.add(one.key);
      continue;
    }
    // "leave out whatever is blocked"
    if (clause.some((word) => word === UNSTARTABLE) && leftover(clause).length <= 1) {
      const able = new Set(startable);
      for (const one of names.facts) if (!able.has(one)) out.add(one.key);
      continue;
    }
    // "everything except those marked NEW"
    const besides = leftover(clause).filter((word) => !/^(?:what|whatever|which)$/.test(word));
    if (besides.length === 1 && besides[0] === SO_MARKED) {
      for (const key of marked) out.add(key);
      continue;
    }
    // "1.2 should not start": what is not to be done came before.
    if (clause.length === 0) return null;
    // "only 1.3, not the others"
    if ((kept.size > 0 || named) && isOthers(clause)) continue;
    // "well, not all: leave out 1.1"
    const all = clause.every((word) => ALL.has(word) || FILLERS.has(word));
    if (all && clauses.length > 1) continue;
    const { streams, grouped, unknown, rest } = findMentions(clause, ids);
    // "nothing from 6.10": what begins so.
    const [word = ""] = clause.length === 1 ? clause : [];
    const letters = /^\p{L}{2,}$/u.test(word) ? `${word}-` : null;
    const begun = names.facts.filter(
      ({ id }) =>
        unknown.some((one) => id.startsWith(`${one}.`)) ||
        (letters !== null && id.toLowerCase().startsWith(letters)),
    );
    if (unknown.length > 0 && begun.length === 0) return null;
    // "6.10.1, but not the rest of 6.10"
    for (const one of begun) if (!kept.has(one.key)) out.add(one.key);
    if (begun.length > 0) continue;
    // "not the whole of batch 3, just 3.3"
    for (const one of streams) if (!(grouped.has(one) && kept.has(one.key))) out.add(one.key);
    const content = leftover(rest);
    const described =
      streams.length > 0
        ? null
        : describedBy(
            rest.filter((one) => !isMark(one)),
            names.facts,
          );
    for (const one of described ?? []) out.add(one.key);
    if (described !== null) continue;
    if (streams.length > 0 || content.length === 0) {
      if (streams.length === 0 && clause.length > 0) return null;
      continue;
    }
    // "reach my home without opening ports" leaves out no work.
    if (
      clause.length > 1 &&
      /\p{L}{3}ing$/u.test(clause[0] ?? "") &&
      named &&
      matchNames(rest, names).confidence < 0.3
    )
      continue;
    const others = kept.size === 0 && listed.length === 0 && !named;
    for (const part of splitParts(rest)) {
      const held = topicOut(part, others, { names, startable, descriptions });
      if (held === null) return null;
      for (const { key } of held) out.add(key);
    }
  }
  return out;
}

/** What is left out by name; of `others`, "everything but security", all that may be meant; null when that is not clear. */
function topicOut(
  part: readonly string[],
  others: boolean,
  { names, startable, descriptions }: Pick<Leaving, "names" | "startable" | "descriptions">,
): readonly StreamFacts[] | null {
  const close = matchNames(part, names).ranked.filter((one) => one.covered >= COVERED_WELL);
  const topic = others ? contentWords(leftover(part)) : [];
  const all = [...close.map(({ facts }) => facts), ...aboutTopic(topic, names.facts)];
  // What is finished would be left out of nothing: something else is meant.
  if (all.length === 0) return null;
  if (others && all.every(({ status }) => status === "complete")) return null;
  // None of that could start: what is only written about it may be meant.
  const told = ({ key }: StreamFacts): boolean =>
    topic.every((word) => descriptions.get(key)?.includes(` ${stem(word)}`) === true);
  const idle = topic.length > 0 && !all.some((one) => startable.includes(one));
  return idle && startable.some(told) ? null : all;
}

const TOPIC_SHARED = 5;

/** What has all these words in its title, its id or the name of its group, however they end. */
function aboutTopic(
  words: readonly string[],
  facts: readonly StreamFacts[],
): readonly StreamFacts[] {
  if (words.length === 0) return [];
  const isOf = (one: string, word: string): boolean =>
    one === word ||
    (one.length >= TOPIC_SHARED && word.startsWith(one.slice(0, TOPIC_SHARED))) ||
    stem(one) === stem(word);
  const starts = words.map((word) => word.slice(0, 3));
  return facts.filter(({ id, title, batch }) => {
    // Most of a thousand are of something else.
    const text = `${id} ${title} ${batch ?? ""}`.toLowerCase();
    if (!starts.every((one) => text.includes(one))) return false;
    const own = contentWords(splitWords(`${title} ${batch ?? ""}`));
    // "SEC-2" is security, "SEC-2-AUTH" also authentication.
    const letters = id.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
    return words.every(
      (word) => own.some((one) => isOf(one, word)) || letters.some((one) => word.startsWith(one)),
    );
  });
}

/** "the others": whatever was not named. */
function isOthers(clause: readonly string[]): boolean {
  return (
    clause.some((word) => OTHERS.has(word)) &&
    clause.every((word) => OTHERS.has(word) || FILLERS.has(word))
  );
}

/** "and nothing that calls the cloud", "the widgets come later": not a word of it is of what was named. */
function isElsewhere(
  clause: readonly string[],
  { names, kept, listed, limits }: Pick<Leaving, "names" | "kept" | "listed" | "limits">,
): boolean {
  if (!limits.has(clause) || kept.size !== listed.length) return false;
  const content = leftover(clause);
  if (kept.size === 0 || content.length === 0) return false;
  if (clause.some((word) => FOREIGN_VERBS.has(word) || POINTERS.has(word))) return false;
  const { ranked } = matchNames(clause, names);
  // "PRIORITY 31, layers 2 to 4 come later", where that one is layer 1.
  const numbers = clause.filter((word) => /^\d+$/.test(word));
  const isOther = ({ title }: StreamFacts): boolean =>
    numbers.length > 0 && !numbers.some((number) => splitWords(title).includes(number));
  return ranked.every(
    ({ facts, covered }) => covered < COVERED_WELL && (!kept.has(facts.key) || isOther(facts)),
  );
}

/** Words that could still name something once everything common is taken away. */
export function leftover(words: readonly string[]): readonly string[] {
  return words.filter(
    (word) =>
      !isMark(word) &&
      ![
        FILLERS,
        RUN_VERBS,
        WORK_NOUNS,
        MANNER,
        ID_NOUNS,
        GROUP_NOUNS,
        EVERYTHING.heads,
        ASIDES,
        NEXT_UP,
      ].some((known) => known.has(word)),
  );
}

export function splitParts(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (["and", "plus", "then", "or", ",", ";", "&", "+"].includes(word)) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts.filter((part) => part.length > 0);
}
