import type { InterpretedGoal, StreamFacts, StreamKey } from "../../model/index.ts";
import { count, idOf, listWords, plainText } from "../words.ts";
import { answerRun, answerSuggestion, type Choice, choose, named, type Reading } from "./answer.ts";
import { mergeChoices, rankByDescription } from "./naming/descriptions.ts";
import { weighEvidence } from "./naming/evidence.ts";
import { fitOf, judgeFitness } from "./fitness.ts";
import type { Group } from "./naming/groups.ts";
import { COVERED_WELL, leftover, splitParts } from "./leaving.ts";
import type { Mentions } from "./naming/mentions.ts";
import { asMeta, readChoice, type Choice as ReadChoice } from "./choices.ts";
import type { Meta } from "./meta.ts";
import {
  contentWords,
  matchNames,
  type NameIndex,
  type Scored,
  likenessOf,
  stem,
} from "./naming/names.ts";
import { isMark, splitWords } from "./hearing/tokens.ts";
import { FOREIGN_VERBS, GROUP_NOUNS, RUN_VERBS } from "./vocabulary.ts";

export const SURE = 0.98;
const SURE_OF_META = 0.97;
const SURE_OF_GROUP = 0.9;
/** An id was named, and something else was said that is not understood. */
const UNSURE_OF_ID = 0.4;

/** "2.1 with its dependencies", "2.1 and everything it needs". */
const NEEDED = new Set(
  "its their dependencies dependency deps prerequisites needs need requires depends including".split(
    " ",
  ),
);

export function runNamed(
  reading: Reading,
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
  const content = leftover(words);
  const ids = listWords(
    streams.map((one) => idOf(one.key)),
    5,
  );
  if (content.length > 0 && content.every((word) => NEEDED.has(word))) {
    const { first } = judgeFitness(streams, reading.facts);
    return runStreams(
      reading,
      [...first, ...streams],
      SURE,
      `Named by id: ${ids}, and what it needs.`,
    );
  }
  const whole = words.some(
    (word) => word === "everything" || word === "rest" || word === "anything",
  );
  if (whole && mentions.grouped.size === 0) {
    // "everything before 5.3": the id was named to say which, not to be carried out.
    const why = `It asks for everything and names ${ids}: say which.`;
    return answerSuggestion(reading, choose(streams), UNSURE_OF_ID, why);
  }
  if (content.length === 0) return runStreams(reading, streams, SURE, `Named by id: ${ids}.`);
  const own = matchNames(content, names).ranked;
  const said = own.filter((one) => streams.includes(one.facts) && one.covered >= 0.5);
  if (said.length > 0) return runStreams(reading, streams, SURE, `Named by id and name: ${ids}.`);
  const parts = splitParts(mentions.rest).filter((part) => leftover(part).length > 0);
  const also = parts.map((part) => matchNames(part, names));
  const more = also.flatMap((one) =>
    one.confidence >= reading.threshold ? (one.ranked[0]?.facts ?? []) : [],
  );
  const joined = mentions.rest.some(
    (word) => word === "and" || word === "," || word === "+" || word === "plus",
  );
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
  return runStreams(reading, streams, UNSURE_OF_ID, why);
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
  const within = (): readonly StreamFacts[] =>
    reading.ready().filter((one) => grouped.has(one) && one.status !== "blocked");
  return readChoice(said, { ready: within, runnable: within });
}

/** Runs streams a person named, unless they are finished, barred or wait for others. */
export function runStreams(
  reading: Reading,
  streams: readonly StreamFacts[],
  confidence: number,
  reason: string,
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
  return answerRun(reading, {
    goalType: open.length === 1 ? "run_single" : "run_parallel",
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
  const streams = fitOf(kept, new Set(kept), reading.facts);
  const why = `Everything about "${plainText(group.said)}": ${listWords(streams.map(named))}.`;
  return runStreams(reading, streams, SURE_OF_GROUP, why);
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

export function runByName(
  reading: Reading,
  words: readonly string[],
  out: ReadonlySet<StreamKey>,
  names: NameIndex,
): InterpretedGoal {
  const match = matchNames(words, names);
  const ranked = match.ranked.filter((one) => !out.has(one.facts.key));
  const [best] = ranked;
  const described = (): readonly Choice[] =>
    rankByDescription(words, reading.facts, reading.descriptions).filter(
      (one) => !out.has(one.facts.key),
    );
  if (best === undefined) {
    const content = contentWords(words);
    const said = content.length === 0 ? "no work" : `"${plainText(content.join(" "))}"`;
    const why = `No title in the roadmap matches ${said}.`;
    return answerSuggestion(reading, mergeChoices([], described()), 0, why);
  }
  const open = ranked.find(({ facts }) => facts.status !== "complete");
  if (best.facts.status === "complete" && match.confidence >= reading.threshold) {
    const near = open === undefined ? [] : ranked.filter(({ score }) => score >= best.score / 2);
    const why = `${named(best.facts)} is already complete.`;
    const choices = [
      best,
      ...mergeChoices(near, described()).filter((one) => one.facts !== best.facts),
    ];
    return answerSuggestion(reading, choices, match.confidence, why);
  }
  const several = best.covered < 0.9 ? matchParts(words, names, reading.threshold) : null;
  if (several !== null) {
    const streams = several.map((one) => one.facts).filter((one) => !out.has(one.key));
    return runStreams(reading, streams, 0.9, `Named: ${listWords(streams.map(named))}.`);
  }
  // "undo the testing framework" where another title is about undoing.
  const foreign = words.find((word) => FOREIGN_VERBS.has(word));
  if (
    foreign !== undefined &&
    !contentWords(splitWords(best.facts.title)).map(stem).includes(stem(foreign))
  ) {
    const why = `Nothing is done to work by "${plainText(foreign)}"; name the work to carry out.`;
    return answerSuggestion(reading, ranked, 0, why);
  }
  const told = toldOf(words, best.facts);
  if (match.confidence < reading.threshold || (told !== null && !STATES.has(told) && told !== "no")) {
    const likely = clearlyMeant(reading, words, out, names);
    if (likely !== null) return likely;
  }
  if (told !== null && match.confidence >= reading.threshold) {
    const why = `It may only tell of ${named(best.facts)} ("${plainText(told)}"): say what to do.`;
    return answerSuggestion(reading, ranked, 0.45, why);
  }
  if (match.confidence >= reading.threshold) {
    const reason = `The words fit ${named(best.facts)}.`;
    return runStreams(reading, [best.facts], match.confidence, reason);
  }
  const reason = `Nothing fits well enough; the likeliest is ${named(best.facts)}.`;
  const choices = mergeChoices(ranked, described());
  return answerSuggestion(reading, choices, match.confidence, reason);
}

/** So many words of a title, so much of what was said, and the next best so far behind. */
const CLEAR = { hits: 2, covered: 0.45, margin: 0.4 };

/**
 * Said in other words, among words of its title: all that is written about the work speaks for
 * one that can start, and for no other, finished or not, nearly as much.
 */
function clearlyMeant(
  reading: Reading,
  words: readonly string[],
  out: ReadonlySet<StreamKey>,
  names: NameIndex,
): InterpretedGoal | null {
  const asks = words.includes("please") || RUN_VERBS.has(words.find((one) => !isMark(one)) ?? "");
  if (words.includes("no") || words.includes("or")) return null;
  if (!asks && words.some((word) => STATES.has(word))) return null;
  const found = weighEvidence(words, names, reading.descriptions);
  if (found === null || out.has(found.facts.key)) return null;
  const { facts, hits, covered, margin } = found;
  if (hits < CLEAR.hits || covered < CLEAR.covered || margin < CLEAR.margin) return null;
  if (facts.status === "blocked" || !reading.ready().includes(facts)) return null;
  const confidence = Math.round((0.6 + 0.3 * covered * margin) * 100) / 100;
  const why = `What is written about ${named(facts)} fits, and fits nothing else.`;
  return runStreams(reading, [facts], confidence, why);
}

const STATES = new Set(
  "is are was were has have had looks sounds seems costs depends i'm we're done finished against after test review compare".split(
    " ",
  ),
);

/** "the role registry is done": a word beside the name that tells of it or is not understood. */
function toldOf(words: readonly string[], { title, batch, files }: StreamFacts): string | null {
  const own = contentWords(
    splitWords([title, batch ?? "", ...files].join(" ").replace(/[./_]+/g, " ")),
  );
  const lead = words.find((word) => !isMark(word)) ?? "";
  // "help text for the wizard is done" begins with its name, not with a verb.
  if (words.includes("please") || (RUN_VERBS.has(lead) && !splitWords(title).includes(lead)))
    return null;
  const stray = words.filter(
    (word) =>
      !isMark(word) &&
      !contentWords([word]).some((part) => own.some((one) => likenessOf(part, one) > 0)),
  );
  const unknown = new Set(leftover(stray));
  return stray.find((word) => STATES.has(word) || word === "no" || unknown.has(word)) ?? null;
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
