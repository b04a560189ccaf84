import type { InterpretedGoal, StreamFacts, StreamKey } from "../../model/index.ts";
import { count, idOf, listWords, plainText } from "../words.ts";
import { answerRun, answerSuggestion, choose, named, type Reading } from "./answer.ts";
import { asMeta, readChoice, type Choice as ReadChoice } from "./matching/choices.ts";
import { fitOf, judgeFitness } from "./matching/fitness.ts";
import type { Heard } from "./hearing/hearing.ts";
import { isMark, splitWords } from "./hearing/tokens.ts";
import { COVERED_WELL, leftover, splitParts } from "./matching/leaving.ts";
import { isKindWord, kindsOf } from "./matching/kinds.ts";
import type { Meta } from "./matching/meta.ts";
import type { Group } from "./naming/groups.ts";
import type { Mentions } from "./naming/mentions.ts";
import { findId } from "./naming/ids.ts";
import { matchNames, type NameIndex } from "./naming/names.ts";
import {
  FILLERS,
  FOREIGN_VERBS,
  GROUP_NOUNS,
  NUMBER_WORDS,
  RUN_VERBS,
  STOP,
  TELLING,
} from "./vocabulary.ts";

export const SURE = 0.98;
const SURE_OF_META = 0.97;
const SURE_OF_GROUP = 0.9;
/** An id was named, and something else was said that is not understood. */
const UNSURE_OF_ID = 0.4;
/** The same, where the sentence plainly asks for it and the rest is said around it. */
const ASKED_BY_ID = 0.75;

/** "2.1 with its dependencies", "2.1 and everything it needs". */
const NEEDED = new Set(
  "its their dependencies dependency deps prerequisites needs need requires depends including".split(
    " ",
  ),
);

const NEEDS = new Set(["need", "needs", "requires", "depends"]);
/** "2.1 dependencies" asks which they are. */
const JOINS = new Set("and with plus including incl + & , needs need requires depends".split(" "));
const OUT_OF = new Set(["of", "from", "in"]);
const LISTS = new Set(["and", ",", "+", "plus"]);

/** "1.2 and the registry": what is listed by name beside the ids. */
function alsoNamed(
  { threshold }: Reading,
  { rest }: Mentions,
  names: NameIndex,
): readonly StreamFacts[] {
  const parts = splitParts(rest).filter((part) => leftover(part).length > 0);
  if (!rest.some((word) => LISTS.has(word))) return [];
  const more = parts.flatMap((part) => {
    const { confidence, ranked } = matchNames(part, names);
    return confidence >= threshold ? (ranked[0]?.facts ?? []) : [];
  });
  return more.length === parts.length ? more : [];
}

/** "the secure access of group 4": the one of it whose title has these words. */
function runOneOf(reading: Reading, fitting: readonly StreamFacts[]): InterpretedGoal {
  const [one, other] = fitting;
  return one !== undefined && other === undefined
    ? runStreams(reading, [one], SURE_OF_GROUP, `The words fit ${named(one)}.`)
    : answerSuggestion(reading, choose(fitting), UNSURE_OF_ID, "Several of them fit.");
}

/** "the small one: 7.5", where it is small: that says nothing more. */
function withoutKinds(
  content: readonly string[],
  words: readonly string[],
  streams: readonly StreamFacts[],
): readonly string[] {
  const kinds = kindsOf(words).filter(({ sort }) => sort !== "free");
  const fitting = kinds.every(({ fits }) => streams.every(fits));
  return fitting ? content.filter((word) => !isKindWord(word)) : content;
}

/** "REQ-104 invoice export, broke again": a part that is not understood tells what became of it. */
function happened(rest: readonly string[], unknown: readonly string[]): boolean {
  return rest.some(
    (word, i) => isMark(rest[i - 1] ?? "") && unknown.includes(word) && HAPPENED.test(word),
  );
}

const HAPPENED =
  /^(?:broke|died|went|fell|blew|cost|hung|(?!need|want|request|promis|ask|requir|demand|wish|plan|recommend)\p{L}{3,}ed)$/u;

export function runNamed(
  reading: Heard,
  mentions: Mentions,
  words: readonly string[],
  out: ReadonlySet<StreamKey>,
  names: NameIndex,
): InterpretedGoal {
  const narrowed = narrowGroup(reading, mentions, words);
  if (narrowed !== null) return runChoice(reading, narrowed, out);
  const kept = mentions.streams.filter((one) => !out.has(one.key));
  // No one of a batch or a range was named: what of it cannot start does not hold up the rest.
  const streams = fitOf(kept, mentions.grouped, reading.facts);
  const amounts = new Set([streams.length, kept.length].map(String));
  const content = withoutKinds(leftover(words), words, streams).filter(
    (word) => !amounts.has(String(NUMBER_WORDS.get(word) ?? word)) && word !== "new",
  );
  const ids = listWords(
    streams.map((one) => idOf(one.key)),
    5,
  );
  // "53 depends on it" tells something.
  const lead = mentions.rest.find((word) => !RUN_VERBS.has(word) || NEEDED.has(word)) ?? "";
  const joined = mentions.rest.some((word) => JOINS.has(word)) && !NEEDS.has(lead);
  if (content.length > 0 && content.every((word) => NEEDED.has(word)) && joined) {
    const { first } = judgeFitness(streams, reading.facts);
    return runStreams(
      reading,
      [...first, ...streams],
      SURE,
      `Named by id: ${ids}, and what it needs.`,
    );
  }
  const open = streams.filter((one) => one.status !== "complete");
  if (open.length === 1 && streams.every((one) => mentions.grouped.has(one))) {
    // "something from batch 5, just not 5.3": one is left.
    if (content.length > 0 && content.every((word) => word === "something" || word === "anything"))
      return runStreams(reading, open, SURE, `What is left of it: ${ids}.`);
  }
  const whole = words.some(
    (word) => word === "everything" || word === "rest" || word === "anything",
  );
  if (whole && mentions.grouped.size === 0) {
    // "everything before 5.3": the id was named to say which, not to be carried out.
    const why = `It asks for everything and names ${ids}: say which.`;
    return answerSuggestion(reading, choose(streams), UNSURE_OF_ID, why);
  }
  const within = streams.every((one) => mentions.grouped.has(one));
  if (content.length === 0) {
    const group = within && reading.sentence.wanted.some((word) => GROUP_NOUNS.has(word));
    return runStreams(reading, streams, SURE, `Named by id: ${ids}.`, group);
  }
  const own = matchNames(content, names).ranked;
  const said = own.filter((one) => streams.includes(one.facts) && one.covered > 0.5);
  if (said.length > 0 && within && mentions.rest.some((word) => OUT_OF.has(word))) {
    return runOneOf(
      reading,
      said.map((one) => one.facts),
    );
  }
  if (said.length > 0 && !happened(mentions.rest, content))
    return runStreams(reading, streams, SURE, `Named by id and name: ${ids}.`);
  const more = alsoNamed(reading, mentions, names);
  if (more.length > 0) {
    const all = [...new Set([...streams, ...more])].filter((one) => !out.has(one.key));
    return runStreams(reading, all, 0.9, `Named by id and by name: ${ids} and others.`);
  }
  const other = own.find((one) => one.covered >= COVERED_WELL);
  if (other !== undefined) {
    const why = `${ids} was named, but the words fit ${named(other.facts)}.`;
    return answerSuggestion(reading, choose([...streams, other.facts]), 0.3, why);
  }
  return runBeside(reading, streams, content);
}

/** Named by id beside words that are not understood. */
function runBeside(
  reading: Heard,
  streams: readonly StreamFacts[],
  content: readonly string[],
): InterpretedGoal {
  const ids = listWords(
    streams.map((one) => idOf(one.key)),
    5,
  );
  const ignored = listWords(content.map(plainText));
  const why = `Named by id: ${ids}; not understood: ${ignored}.`;
  const unknown = new Set(content);
  const asked = isAsked(reading.sentence.wanted, unknown) || isInBrackets(reading, streams);
  const sure = asked ? ASKED_BY_ID : UNSURE_OF_ID;
  return runStreams(reading, streams, sure, why);
}

const LESS = new Set("less fewer without no not nothing nobody never".split(" "));

/** "get my laptop ready (1.2)": the id alone, in brackets at the end, says what was asked for before. */
function isInBrackets({ goal, sentence, ids }: Heard, streams: readonly StreamFacts[]): boolean {
  const said = /^[^()[\]]*[([]([^()[\]]+)[)\]][.!\s]*$/.exec(goal)?.[1] ?? "";
  const words = splitWords(said).filter((word) => !isMark(word));
  const lead = sentence.wanted.find((word) => word !== "please") ?? "";
  const asks = lead === "get" || (RUN_VERBS.has(lead) && !lead.endsWith("ing"));
  const turned = sentence.wanted.some((word) =>
    [TELLING, FOREIGN_VERBS, STOP.heads, LESS].some((known) => known.has(word)),
  );
  const named = words.flatMap((word) => findId(word, ids) ?? []);
  const only = words.length > 0 && named.length === words.length;
  return asks && !turned && only && streams.every((one) => named.includes(one));
}

/**
 * "please start 53, sent from my phone": it begins by asking, and what is not understood comes
 * after the id, before no other, where it could be what to do with it.
 */
function isAsked(wanted: readonly string[], unknown: ReadonlySet<string>): boolean {
  const words = wanted.filter((word) => !isMark(word));
  const lead = words.find((word) => !FILLERS.has(word) || word === "please") ?? "";
  if (!RUN_VERBS.has(lead) && lead !== "please") return false;
  const first = words.findIndex((word) => /\d/.test(word));
  return words.every((word, i) => {
    if (TELLING.has(word) || FOREIGN_VERBS.has(word)) return false;
    if (!unknown.has(word)) return true;
    return i > first && !words.slice(i + 1, i + 3).some((next) => /\d/.test(next));
  });
}

/** "batch 5, whatever can go", "level 0, the large one": some of a group, by what they are. */
function narrowGroup(
  reading: Reading,
  { streams, grouped, rest }: Mentions,
  words: readonly string[],
): ReadChoice | null {
  const said = words.filter((word) => !isMark(word) && !GROUP_NOUNS.has(word));
  if (grouped.size === 0 || streams.some((one) => !grouped.has(one))) return null;
  if (rest.includes("or")) return null;
  // "BMAD phase 2": a word of the name of the batch.
  const named = new Set(streams.flatMap(({ batch }) => splitWords(batch ?? "")));
  const within = (): readonly StreamFacts[] =>
    reading.ready().filter((one) => grouped.has(one) && one.status === "not_started");
  const others = said.filter((word) => !named.has(word));
  const unfinished = (): readonly StreamFacts[] =>
    streams.filter(({ status }) => status !== "complete");
  return readChoice(others, { ready: within, runnable: within, unfinished });
}

/** Runs streams a person named, unless they are finished, barred or wait for others. */
export function runStreams(
  reading: Reading,
  streams: readonly StreamFacts[],
  confidence: number,
  reason: string,
  grouped = false,
): InterpretedGoal {
  if (streams.length === 0) {
    return answerSuggestion(reading, [], 0, "Nothing is left of what was named.");
  }
  const { open, finished, objection, first } = judgeFitness(streams, reading.facts);
  if (open.length === 0) {
    const ids = listWords(streams.map((one) => idOf(one.key)));
    const why = `${ids} ${streams.length === 1 ? "is" : "are"} already complete.`;
    return answerSuggestion(reading, choose(streams), confidence, why);
  }
  if (objection !== null) {
    const all = [...first, ...open];
    const label = `${listWords(first.map((one) => idOf(one.key)))}, then ${listWords(open.map((one) => idOf(one.key)))}`;
    const instead = first.length === 0 ? [] : [{ label, keys: all.map((one) => one.key) }];
    return answerSuggestion(reading, choose(open), confidence, objection, instead);
  }
  const done = listWords(finished.map((one) => idOf(one.key)));
  // Members of a group that wait for one another start in that order.
  const keys = new Set(open.map(({ key }) => key));
  const waits = grouped && open.some((one) => one.dependsOn.some((key) => keys.has(key)));
  const several = waits ? "run_batch" : "run_parallel";
  return answerRun(reading, {
    goalType: open.length === 1 ? "run_single" : several,
    choices: choose(open),
    confidence,
    reason: done === "" ? reason : `${reason} Already complete: ${done}.`,
  });
}

export function runGroup(
  reading: Reading,
  group: Group,
  out: ReadonlySet<StreamKey>,
): InterpretedGoal {
  const kept = group.streams.filter((one) => !out.has(one.key));
  const counted = group.counted === true;
  const streams = counted ? kept : fitOf(kept, new Set(kept), reading.facts);
  const why = `Everything about "${plainText(group.said)}": ${listWords(streams.map(named))}.`;
  return runStreams(reading, streams, SURE_OF_GROUP, why, true);
}

/** Work by what it is; where more fits than is meant, it is asked which. */
export function runChoice(
  reading: Reading,
  choice: ReadChoice,
  out: ReadonlySet<StreamKey>,
): InterpretedGoal {
  const streams = choice.streams.filter((one) => !out.has(one.key));
  if (choice.open && streams.length > (choice.count ?? 0)) {
    return answerSuggestion(reading, choose(streams), 0.4, `${choice.reason} Several are.`);
  }
  return runMeta(reading, asMeta(choice), out);
}

export function runMeta(
  reading: Reading,
  meta: Meta,
  out: ReadonlySet<StreamKey>,
): InterpretedGoal {
  const wanted = meta.streams.filter((one) => !out.has(one.key));
  // What waits for a stream that is left out would wait for ever.
  const done = new Set(reading.facts.filter(isDone).map(({ key }) => key));
  const left = new Set([...out].filter((key) => !done.has(key)));
  let before = -1;
  while (before !== left.size) {
    before = left.size;
    for (const one of wanted) if (one.dependsOn.some((key) => left.has(key))) left.add(one.key);
  }
  const chosen = wanted.filter((one) => !left.has(one.key)).slice(0, meta.count ?? undefined);
  if (chosen.length === 0) {
    const none = `${meta.reason} Nothing of that can start now.`;
    return answerSuggestion(reading, [], SURE_OF_META, none);
  }
  if (meta.kind === "foundation") return runStreams(reading, chosen, SURE_OF_META, meta.reason);
  const dependents = [...left].filter((key) => !out.has(key)).length;
  const without = out.size === 0 ? "" : ` Left out: ${listWords([...out].map(idOf))}`;
  const more = dependents === 0 ? "" : ` and ${count(dependents, "stream")} that wait for it`;
  const single = chosen.length === 1 ? "run_single" : "run_parallel";
  return answerRun(reading, {
    goalType: meta.kind === "everything" ? "run_batch" : single,
    choices: choose(chosen),
    confidence: SURE_OF_META,
    reason: `${meta.reason}${without}${more}${without === "" ? "" : "."}`,
  });
}

function isDone({ status }: StreamFacts): boolean {
  return status === "complete";
}
