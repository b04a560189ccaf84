import type { StreamFacts, StreamKey } from "../../../model/index.ts";
import { startOrder } from "../../start-order.ts";
import type { Reading } from "../answer.ts";
import type { Descriptions } from "../naming/descriptions.ts";
import { writtenSeconds } from "../matching/by-time.ts";
import { readChoice } from "../matching/choices.ts";
import { withoutLooking } from "./clauses.ts";
import { readCommand } from "../asking/commands.ts";
import type { Sense } from "./focus.ts";
import { type Marks, SO_MARKED } from "./marked.ts";
import { type IdIndex, indexIds } from "../naming/ids.ts";
import { findMentions, type Mentions } from "../naming/mentions.ts";
import { type OpenWork, readMeta } from "../matching/meta.ts";
import { indexNames, matchNames, type NameIndex } from "../naming/names.ts";
import { findTitlePhrases } from "../naming/phrases-of-titles.ts";
import { readSentence, type Sentence } from "./sentence.ts";
import { splitParts } from "../matching/leaving.ts";
import { isMark } from "./tokens.ts";
import { isCommonWord, QUESTION_WORDS, RUN_VERBS, SHOW_VERBS, STOP } from "../vocabulary.ts";

/** Who works on what, by the name people call them. */
export interface Holder {
  readonly name: string;
  readonly key: StreamKey;
}

/** A sentence taken apart against a roadmap. */
export interface Heard extends Reading {
  readonly sentence: Sentence;
  readonly ids: IdIndex;
  readonly names: NameIndex;
  readonly mentions: Mentions;
  /** What is wanted and is no id, without marks. */
  readonly words: readonly string[];
  readonly work: OpenWork;
}

/** What is known besides the roadmap's facts. */
export interface Known {
  readonly threshold: number;
  readonly holders?: readonly Holder[];
  readonly descriptions?: Descriptions;
  /** Asked for only where a sentence speaks of marks, or of how long work takes. */
  readonly marks?: () => Marks;
}

/** Takes a sentence apart against a roadmap. */
export function hear(
  goal: string,
  facts: readonly StreamFacts[],
  { threshold, holders = [], descriptions = new Map(), marks: readMarks = () => new Map() }: Known,
): Heard {
  const ids = indexIds(facts);
  const names = indexNames(facts);
  const marks = once(readMarks);
  const written = ({ key }: StreamFacts): number | null => writtenSeconds(marks().get(key) ?? "");
  const work = { ...findOpenWork(facts), written };
  const senseOf = (words: readonly string[]): Sense => senseIn(words, ids, names, work, threshold);
  const read = readSentence(goal, { ...ids, marks, senseOf });
  const sentence = { ...read, wanted: withoutLooking(read.wanted) };
  const mentions = withHolders(findMentions(sentence.wanted, ids), sentence, ids, holders);
  return {
    goal,
    facts,
    threshold,
    descriptions,
    ready: work.able,
    sentence,
    ids,
    names,
    mentions,
    words: mentions.rest.filter((word) => !isMark(word)),
    work: sentence.wanted.includes(SO_MARKED) ? onlyOf(work, read.marked ?? new Set()) : work,
  };
}

/** "everything marked NEW": work is chosen from what has the mark, by whatever else is said. */
function onlyOf(work: OpenWork, keys: ReadonlySet<StreamKey>): OpenWork {
  const { ready, runnable, unfinished } = work;
  return {
    ...work,
    unfinished: () => unfinished().filter(({ key }) => keys.has(key)),
    ready: () => ready().filter(({ key }) => keys.has(key)),
    runnable: () => runnable().filter(({ key }) => keys.has(key)),
  };
}

const PARTS_MAX = 3;

/** What a part of a sentence is about, by itself. */
function senseIn(
  said: readonly string[],
  ids: IdIndex,
  names: NameIndex,
  work: OpenWork,
  threshold: number,
): Sense {
  const words = said.filter((word) => !isMark(word));
  const { streams, rest } = findMentions(words, ids);
  if (streams.length > 0) return "named";
  if (readCommand(words, { question: false, mentions: false }) !== null) return "command";
  const asked = rest.filter((word) => !QUESTION_WORDS.has(word));
  if (readMeta(rest, work) !== null || readChoice(asked, work) !== null) return "meta";
  if (matchNames(words, names).confidence >= threshold) return "named";
  if (findTitlePhrases(words, names).length > 0) return "named";
  const parts = RUN_VERBS.has(words[0] ?? "") && words.includes("and") ? splitParts(words) : [];
  const listed = parts.length > 1 && parts.length <= PARTS_MAX;
  return listed && parts.every((part) => matchNames(part, names).confidence >= threshold)
    ? "named"
    : null;
}

/** "stop Nova", "what is Nova doing?": the work that person or agent holds. */
function withHolders(
  mentions: Mentions,
  { words, question }: Sentence,
  ids: IdIndex,
  holders: readonly Holder[],
): Mentions {
  const asks = question || words.some((word) => STOP.heads.has(word) || SHOW_VERBS.has(word));
  if (!asks || mentions.streams.length > 0) return mentions;
  const named = ids.facts.flatMap(({ assignee, key }) =>
    assignee === null ? [] : [{ name: assignee, key }],
  );
  const said = new Set(
    mentions.rest.filter((word) => !ids.titleWords.has(word) && !isCommonWord(word)),
  );
  const calls = (name: string): boolean => said.has(name) || said.has(`${name}'s`);
  const meant = [...named, ...holders].filter(({ name }) => calls(name.toLowerCase()));
  if (meant.length === 0) return mentions;
  const keys = new Set(meant.map(({ key }) => key));
  const names = new Set(meant.map(({ name }) => name.toLowerCase()));
  return {
    ...mentions,
    streams: ids.facts.filter(({ key }) => keys.has(key)),
    rest: mentions.rest.filter((word) => !names.has(word.replace(/'s$/, ""))),
  };
}

interface FoundWork extends OpenWork {
  /** What could start now if a person named it, whatever the roadmap calls it. */
  readonly able: () => readonly StreamFacts[];
}

/**
 * What is left to do. What the roadmap marks as blocked or in progress is started only by name:
 * gardening, or whoever is at it, has to say otherwise first.
 */
function findOpenWork(facts: readonly StreamFacts[]): FoundWork {
  const byKey = new Map(facts.map((one) => [one.key, one]));
  const isComplete = (key: StreamKey): boolean => byKey.get(key)?.status === "complete";
  const canStart = (one: StreamFacts): boolean => one.dependsOn.every(isComplete);
  const ordered = once(() => startOrder(facts));
  const runnable = once(() => {
    const taken = new Set<StreamKey>();
    return ordered().filter((one) => {
      if (one.status === "in_progress") return false;
      const takes = canStart(one)
        ? one.status !== "blocked"
        : one.dependsOn.every((key) => isComplete(key) || taken.has(key));
      if (takes) taken.add(one.key);
      return takes;
    });
  });
  const ready = once(() => runnable().filter(canStart));
  const unfinished = once(() => facts.filter(({ status }) => status !== "complete"));
  const able = once(() => {
    const open = new Set(ready());
    return [...open, ...ordered().filter((one) => canStart(one) && !open.has(one))];
  });
  return { runnable, ready, able, unfinished };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
