import type { InterpretedGoal, StreamFacts, StreamKey } from "../../model/index.ts";
import { planWork } from "../plan.ts";
import { count, idOf, listWords, plainText } from "../words.ts";
import { answerCommand, answerRun, answerSuggestion, named, type Reading } from "./answer.ts";
import { type CommandGoal, readCommand } from "./commands.ts";
import { judgeFitness } from "./fitness.ts";
import { findMentions, type IdIndex, indexIds } from "./mentions.ts";
import { type Meta, type OpenWork, readMeta } from "./meta.ts";
import {
  contentWords,
  findByTitle,
  indexNames,
  matchNames,
  type NameIndex,
  type Scored,
} from "./names.ts";
import { isMark, readSentence } from "./sentence.ts";
import { stopAction, stopByName } from "./stopping.ts";
import {
  EVERYTHING,
  GROUP_NOUNS,
  ID_NOUNS,
  MANNER,
  PAUSE_WORDS,
  RUN_VERBS,
  WORK_NOUNS,
  FILLERS,
} from "./vocabulary.ts";

/** From here on two readings of one name are too close to choose between. */
const COVERED_WELL = 0.8;
const SURE = 0.98;
const SURE_OF_META = 0.95;
/** An id was named, and something else was said that is not understood. */
const SURE_OF_ID_ALONE = 0.75;

const ACTIONS: Readonly<Record<CommandGoal, string>> = {
  stop: "Stop the agents that are running.",
  help: "Show what can be done.",
  garden: "Check the roadmap's health and unblock what can be unblocked.",
  report: "Report what was done.",
  list_agents: "List the agents and what they work on.",
  status: "Show where things stand.",
};

/**
 * What a sentence asks for. Ids, ranges, batches, names and a few commands are understood, with
 * what is to be left out; below `threshold` (0…1) the answer is `suggest`, which starts nothing.
 */
export function interpretGoal(
  goal: string,
  facts: readonly StreamFacts[],
  options: { readonly threshold: number },
): InterpretedGoal {
  const work = findOpenWork(facts);
  const reading: Reading = { goal, facts, threshold: options.threshold, ready: work.ready };
  if (goal.trim() === "?") return answerCommand(reading, "help", ACTIONS.help, []);
  const sentence = readSentence(goal);
  const ids = indexIds(facts);
  const names = indexNames(facts);
  const mentions = findMentions(sentence.wanted, ids);
  const words = mentions.rest.filter((word) => !isMark(word));
  const leaves = sentence.unwanted.length > 0;
  const asked = { question: sentence.question, mentions: mentions.streams.length > 0 };
  const command = readCommand(words, asked);
  if (command !== null && !(leaves && command === "stop")) {
    const { streams } = mentions;
    const one = command === "stop" && streams.length > 0;
    const action = one ? stopAction(streams) : ACTIONS[command];
    return answerCommand(reading, command, action, streams);
  }
  const titled = findByTitle(sentence.words, facts);
  const [only] = titled;
  if (only !== undefined && titled.length === 1) {
    return runStreams(reading, [only], SURE, `Named by its title: ${named(only)}.`);
  }
  const refusal = findRefusal(words, mentions.unknown, asked.question, command);
  if (refusal !== null) return answerSuggestion(reading, choose(mentions.streams), 0, refusal);
  const out = findUnwanted(sentence.unwanted, ids, names);
  if (out === null) {
    const why = "It is not clear what is to be left out.";
    return answerSuggestion(reading, choose(mentions.streams), 0, why);
  }
  if (mentions.streams.length > 0) return runNamed(reading, mentions, words, out, names);
  const stopped = stopByName(reading, words, names);
  if (stopped !== null) return stopped;
  const meta = readMeta(words, work);
  if (meta !== null) return runMeta(reading, meta, out);
  if (words.length === 0 && leaves) {
    return answerSuggestion(reading, [], 0, "It says only what is not to be done.");
  }
  return runByName(reading, sentence.wanted, out, names);
}

function findOpenWork(facts: readonly StreamFacts[]): OpenWork {
  let known: readonly StreamFacts[] | null = null;
  const byKey = new Map(facts.map((one) => [one.key, one]));
  const isComplete = (key: StreamKey): boolean => byKey.get(key)?.status === "complete";
  const runnable = (): readonly StreamFacts[] => {
    if (known !== null) return known;
    const { schedule } = planWork({
      facts,
      done: new Set(),
      selection: { kind: "all" },
      concurrency: 1,
      overlapMax: 1,
    });
    known = schedule.flatMap((run) => byKey.get(run.id) ?? []);
    return known;
  };
  return { runnable, ready: () => runnable().filter((one) => one.dependsOn.every(isComplete)) };
}

/** Sentences that name no work we may start, whatever else they hold. */
function findRefusal(
  words: readonly string[],
  unknown: readonly string[],
  question: boolean,
  command: CommandGoal | null,
): string | null {
  if (command === "stop") return "It asks to stop and to leave something out: name what to stop.";
  if (question) return "It is a question; questions start nothing.";
  if (unknown.length > 0) return `Not in the roadmap: ${listWords(unknown.map(plainText))}.`;
  const verb = words.find((word) => PAUSE_WORDS.has(word));
  const others = words.filter((word) => !PAUSE_WORDS.has(word));
  const plain = (word: string): boolean =>
    FILLERS.has(word) || WORK_NOUNS.has(word) || EVERYTHING.heads.has(word) || word === "agents";
  if (verb === undefined || !others.every(plain)) return null;
  return `That is a command of its own: orchestrator ${verb}.`;
}

/** The streams to leave out; null when a clause names nothing we know. */
function findUnwanted(
  clauses: readonly (readonly string[])[],
  ids: IdIndex,
  names: NameIndex,
): ReadonlySet<StreamKey> | null {
  const out = new Set<StreamKey>();
  for (const clause of clauses) {
    const { streams, unknown, rest } = findMentions(clause, ids);
    if (unknown.length > 0) return null;
    for (const one of streams) out.add(one.key);
    const content = leftover(rest);
    if (streams.length > 0 || content.length === 0) {
      if (streams.length === 0 && clause.length > 0) return null;
      continue;
    }
    for (const part of splitParts(rest)) {
      const close = matchNames(part, names).ranked.filter((one) => one.covered >= COVERED_WELL);
      if (close.length === 0) return null;
      for (const one of close) out.add(one.facts.key);
    }
  }
  return out;
}

/** Words that could still name something once everything common is taken away. */
function leftover(words: readonly string[]): readonly string[] {
  return words.filter(
    (word) =>
      !isMark(word) &&
      ![FILLERS, RUN_VERBS, WORK_NOUNS, MANNER, ID_NOUNS, GROUP_NOUNS, EVERYTHING.heads].some(
        (known) => known.has(word),
      ),
  );
}

function runNamed(
  reading: Reading,
  mentions: { readonly streams: readonly StreamFacts[]; readonly rest: readonly string[] },
  words: readonly string[],
  out: ReadonlySet<StreamKey>,
  names: NameIndex,
): InterpretedGoal {
  const streams = mentions.streams.filter((one) => !out.has(one.key));
  const content = leftover(words);
  const ids = listWords(
    streams.map((one) => idOf(one.key)),
    5,
  );
  if (content.length === 0) return runStreams(reading, streams, SURE, `Named by id: ${ids}.`);
  const own = matchNames(content, names).ranked;
  const said = own.filter((one) => streams.includes(one.facts) && one.covered >= 0.5);
  if (said.length > 0) return runStreams(reading, streams, SURE, `Named by id and name: ${ids}.`);
  const parts = splitParts(mentions.rest).filter((part) => leftover(part).length > 0);
  const also = parts.map((part) => matchNames(part, names));
  const more = also.flatMap((one) =>
    one.confidence >= reading.threshold ? (one.ranked[0]?.facts ?? []) : [],
  );
  const joined = mentions.rest.some((word) => word === "and" || word === "," || word === "+");
  if (more.length > 0 && more.length === parts.length && joined) {
    const all = [...new Set([...streams, ...more])].filter((one) => !out.has(one.key));
    return runStreams(reading, all, 0.9, `Named by id and by name: ${ids} and others.`);
  }
  const other = own.find((one) => one.covered >= COVERED_WELL);
  if (other !== undefined) {
    const why = `${ids} was named, but the words fit ${named(other.facts)}.`;
    return answerSuggestion(reading, choose([...streams, other.facts]), 0.3, why);
  }
  const ignored = listWords(content.map(plainText));
  const why = `Named by id: ${ids}; not understood: ${ignored}.`;
  return runStreams(reading, streams, SURE_OF_ID_ALONE, why);
}

/** Runs streams a person named, unless they are finished, barred or wait for others. */
function runStreams(
  reading: Reading,
  streams: readonly StreamFacts[],
  confidence: number,
  reason: string,
): InterpretedGoal {
  if (streams.length === 0) {
    return answerSuggestion(reading, [], 0, "Everything that was named is also left out.");
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
  return answerRun(reading, {
    goalType: open.length === 1 ? "run_single" : "run_parallel",
    choices: choose(open),
    confidence,
    reason: done === "" ? reason : `${reason} Already complete: ${done}.`,
  });
}

function runMeta(reading: Reading, meta: Meta, out: ReadonlySet<StreamKey>): InterpretedGoal {
  const wanted = meta.streams.filter((one) => !out.has(one.key));
  // What waits for a stream that is left out would wait for ever.
  const left = new Set(out);
  let before = -1;
  while (before !== left.size) {
    before = left.size;
    for (const one of wanted) if (one.dependsOn.some((key) => left.has(key))) left.add(one.key);
  }
  const chosen = wanted.filter((one) => !left.has(one.key)).slice(0, meta.count ?? undefined);
  if (chosen.length === 0) {
    return answerSuggestion(reading, [], SURE_OF_META, "Nothing of that can start now.");
  }
  if (meta.kind === "foundation") return runStreams(reading, chosen, SURE_OF_META, meta.reason);
  const dependents = left.size - out.size;
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

function runByName(
  reading: Reading,
  words: readonly string[],
  out: ReadonlySet<StreamKey>,
  names: NameIndex,
): InterpretedGoal {
  const match = matchNames(words, names);
  const ranked = match.ranked.filter((one) => !out.has(one.facts.key));
  const [best] = ranked;
  if (best === undefined) {
    const content = contentWords(words);
    const said = content.length === 0 ? "no work" : `"${plainText(content.join(" "))}"`;
    return answerSuggestion(reading, [], 0, `Nothing in the roadmap matches ${said}.`);
  }
  const several = best.covered < 0.9 ? matchParts(words, names, reading.threshold) : null;
  if (several !== null) {
    const streams = several.map((one) => one.facts).filter((one) => !out.has(one.key));
    return runStreams(reading, streams, 0.85, `Named: ${listWords(streams.map(named))}.`);
  }
  if (match.confidence >= reading.threshold) {
    const reason = `The words fit ${named(best.facts)}.`;
    return runStreams(reading, [best.facts], match.confidence, reason);
  }
  const reason = `Nothing fits well enough; the likeliest is ${named(best.facts)}.`;
  return answerSuggestion(reading, ranked, match.confidence, reason);
}

/** "the parser and the registry": two names, each sure on its own; null when it is not so. */
function matchParts(
  words: readonly string[],
  names: NameIndex,
  threshold: number,
): readonly Scored[] | null {
  const parts = splitParts(words).filter((part) => leftover(part).length > 0);
  if (parts.length < 2) return null;
  const found = new Map<StreamKey, Scored>();
  for (const part of parts) {
    const { ranked, confidence } = matchNames(part, names);
    const [best] = ranked;
    if (best === undefined || confidence < threshold) return null;
    found.set(best.facts.key, best);
  }
  return found.size < 2 ? null : [...found.values()];
}

function splitParts(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (["and", "plus", "then", "or", ",", ";", "&", "+"].includes(word)) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts.filter((part) => part.length > 0);
}

function choose(streams: readonly StreamFacts[]): readonly { facts: StreamFacts; score: number }[] {
  return streams.map((facts) => ({ facts, score: 1 }));
}
