import type { InterpretedGoal, StreamFacts } from "../../model/index.ts";
import { listWords, plainText } from "../words.ts";
import { answerCommand, answerSuggestion, choose, named } from "./answer.ts";
import { readChoice } from "./matching/choices.ts";
import { isTorn } from "./hearing/clauses.ts";
import { type CommandGoal, readCommand } from "./asking/commands.ts";
import { isUntidy, readCue } from "./asking/cues.ts";
import { readBatch, readGroup } from "./naming/groups.ts";
import { type Heard, hear, type Known } from "./hearing/hearing.ts";
import { isMark } from "./hearing/tokens.ts";
import { leftOut, leftover } from "./matching/leaving.ts";
import type { Mentions } from "./naming/mentions.ts";
import { readMeta } from "./matching/meta.ts";
import { matchNames } from "./naming/names.ts";
import {
  askedAbout,
  isAboutOne,
  isElsewhere,
  isOnTopic,
  isTeamQuestion,
  isWhere,
} from "./asking/questions.ts";
import { likely, refuse } from "./refusals.ts";
import { runByName } from "./matching/by-name.ts";
import { readWrittenTime } from "./matching/by-time.ts";
import { answerByWording } from "./asking/by-wording.ts";
import { runChoice, runGroup, runMeta, runNamed, runStreams, SURE } from "./running.ts";
import { stopAction, stopByName, stopsNamed } from "./stopping.ts";
import { isPasted } from "./told.ts";
import { findByTitle, findTitles } from "./naming/titles.ts";
import { FILLERS, isCommonWord, QUESTION_WORDS, SHOW_VERBS, STOP } from "./vocabulary.ts";

const ACTIONS: Readonly<Record<CommandGoal, string>> = {
  stop: "Stop the agents that are running.",
  help: "Show what can be done.",
  garden: "Check the roadmap's health and unblock what can be unblocked.",
  report: "Report what was done.",
  list_agents: "List the agents and what they work on.",
  status: "Show where things stand.",
};

/**
 * What a sentence asks for. Ids, ranges, batches, names, priorities, sizes and a few commands are
 * understood, with what is to be left out; below `threshold` (0…1) the answer is `suggest`, which
 * starts nothing.
 */
export function interpretGoal(
  goal: string,
  facts: readonly StreamFacts[],
  known: Known,
): InterpretedGoal {
  const heard = hear(goal, facts, known);
  if (goal.trim() === "?") return answerCommand(heard, "help", ACTIONS.help, []);
  const { sentence, mentions, words } = heard;
  const titled = findByTitle(sentence.words, facts);
  const [only] = titled;
  const whole = only !== undefined && titled.length === 1;
  if (!whole && sentence.takenBack) {
    return answerSuggestion(heard, [], 0, "It takes back what it said.");
  }
  // A title may be written so itself.
  if (isPasted(goal) && !facts.some(({ title }) => goal.trim() === title)) {
    const why = "It is pasted from elsewhere: say whether you want it.";
    const pasted = mentions.streams.length > 0 ? choose(mentions.streams) : likely(heard);
    return answerSuggestion(heard, pasted, 0, why);
  }
  if (!whole && isTorn(sentence.spoken) && !isTitlePair(heard, STOP.heads)) {
    const why = "It asks to stop and to start: say one of them.";
    const named = mentions.streams.length > 0 ? choose(mentions.streams) : likely(heard);
    return answerSuggestion(heard, named, 0, why);
  }
  // "1.2?", "1.1 or 1.3?": a question without a word that asks.
  if (sentence.question && mentions.streams.length > 0 && !isAsking(sentence.wanted)) {
    const either = isEither(sentence.wanted, mentions);
    const why = either ? LEAVES_OPEN : "It asks without saying what: start it, or tell its state?";
    return answerSuggestion(heard, choose(mentions.streams), 0, why);
  }
  if (!sentence.question && stopsNamed(heard)) {
    return answerCommand(heard, "stop", stopAction(mentions.streams), mentions.streams);
  }
  if (mentions.streams.length > 0 && WHAT_IF.test(sentence.words.join(" "))) {
    const why = "It asks what would be if this was started: say whether you want it.";
    return answerSuggestion(heard, choose(mentions.streams), 0, why);
  }
  const asked = { question: sentence.question, mentions: mentions.streams.length > 0 };
  const read = readCommand(words, asked);
  const command = read === "help" && isElsewhere(heard, 2) ? null : read;
  const leaves = sentence.unwanted.length > 0;
  if (command !== null && !(leaves && (command === "stop" || command === "garden"))) {
    const { streams } = mentions;
    const one = command === "stop" && streams.length > 0;
    return answerCommand(heard, command, one ? stopAction(streams) : ACTIONS[command], streams);
  }
  if (whole && sentence.question && !only.title.includes("?")) {
    const why = "It asks without saying what: start it, or tell its state?";
    return answerSuggestion(heard, choose([only]), 0, why);
  }
  if (whole) return runStreams(heard, [only], SURE, `Named by its title: ${named(only)}.`);
  const answer = answerAsked(heard) ?? refuse(heard, command) ?? start(heard);
  return answerByWording(heard, answer, ACTIONS) ?? answer;
}

const WHAT_IF =
  /^(?:so |and |but |ok )*what (?:would|will|happens|could|might)(?: happen| be| change)? if (?:i|we|you|they|somebody|someone) (?:did|do|ran|run|start(?:ed)?|began|begin|built|build|launch(?:ed)?|took|take|kick(?:ed)?)\b/;

const UNBLOCKED =
  /that (?:are|is) (?:available|ready|free)|(?:not|isn't|aren't|n't) (?:currently )?blocked|unblocked|no blockers?/;

/** Without these, what is left beside "I don't want 1.2 to run" asks for nothing. */
const NAMES_WORK = new Set(
  "next first something anything whatever rest other others one two three task tasks item".split(
    " ",
  ),
);

/** A question, or a wish to see something: answered, never started. */
function answerAsked(heard: Heard): InterpretedGoal | null {
  const { sentence, words, names, mentions } = heard;
  const lead = words.find((word) => !FILLERS.has(word)) ?? "";
  const shows = SHOW_VERBS.has(lead) && !heard.ids.titleWords.has(lead);
  const { question } = sentence;
  const rest = words.filter((word) => !SHOW_VERBS.has(word));
  // "how far is the parser? the customer asks"
  const end = sentence.wanted.indexOf("?");
  const parted = question && end !== -1 && (lead === "how" || lead === "what");
  const asked = parted ? sentence.wanted.slice(0, end).filter((word) => !isMark(word)) : words;
  const common = shows && words.every((word) => isCommonWord(word) || /^\d+$/.test(word));
  const said = question ? rest.filter((word) => !QUESTION_WORDS.has(word)) : rest;
  const looks = (shows || question) && mentions.streams.length === 0;
  const sized = looks ? readChoice(said, heard.work) : null;
  const team = sized !== null || isTeamQuestion(words, question) || common;
  const one = isAboutOne(words);
  if (isUntidy(sentence.words.join(" ")) && titlesNone(heard)) {
    return answerCommand(heard, "garden", ACTIONS.garden, []);
  }
  if (question && isElsewhere(heard)) return null;
  const cue = readCue(sentence.words.join(" "));
  // "what should be done first? do it"
  const next = words.join(" ") === "do next";
  if (cue !== null && !next && (question || shows || titlesNone(heard))) {
    const on = cue === "status" && question ? askedAbout(asked, names) : null;
    return answerCommand(heard, cue, ACTIONS[cue], on === null ? mentions.streams : [on]);
  }
  if (question && words.some((word) => word === "status" || word === "progress")) {
    return answerCommand(heard, "status", ACTIONS.status, mentions.streams);
  }
  if (!question && !shows && !team && !one) return null;
  const about = askedAbout(one ? words.slice(1) : asked, names);
  if (about !== null) return answerCommand(heard, "status", ACTIONS.status, [about]);
  return team || isWhere(words) || (question && isOnTopic(words))
    ? answerCommand(heard, "status", ACTIONS.status, sized?.streams ?? [])
    : null;
}

/** No title is meant by these words. */
function titlesNone({ mentions, names }: Heard): boolean {
  return matchNames(mentions.rest, names).confidence < 0.3;
}

const SURE_OF_EITHER = 0.8;
const SURE_OF_TIME = 0.8;
const LEAVES_OPEN = "It leaves open which of them: name the one.";

const ASKS = new Set(
  "should would could can will may might do need unstartable startable progress status ready done finished available blocked free open started running eta".split(
    " ",
  ),
);

function isAsking(words: readonly string[]): boolean {
  if (words[0] === "what" && words[1] === "about") return false;
  return words.some((word) => QUESTION_WORDS.has(word) || ASKS.has(word) || SHOW_VERBS.has(word));
}

/** Work by id, by what it is, by name. */
function start(heard: Heard): InterpretedGoal {
  const { sentence, mentions, words, names, ids, work } = heard;
  const byName = mentions.streams.filter((one) => !mentions.grouped.has(one));
  const kept = new Set(byName.map(({ key }) => key));
  const namesMore = leftover(words).length > 0;
  const listed = mentions.streams;
  const startable = heard.ready();
  const marked = sentence.marked ?? new Set();
  const { limits } = sentence;
  const { descriptions } = heard;
  const said = { named: namesMore, descriptions };
  const leaving = { ids, names, kept, listed, limits, startable, marked, ...said };
  const out = leftOut(sentence.unwanted, leaving);
  if (out === null) {
    const why = "It is not clear what is to be left out.";
    return answerSuggestion(heard, choose(mentions.streams), 0, why);
  }
  const titles = sentence.unwanted.length > 0 ? null : findTitles(sentence.words, heard.facts);
  if (titles !== null) {
    return runStreams(
      heard,
      titles,
      SURE,
      `Named by their titles: ${listWords(titles.map(named))}.`,
    );
  }
  if (isEither(sentence.wanted, mentions)) {
    const able = mentions.streams.find((one) => startable.includes(one));
    if (able !== undefined && sentence.wanted.includes("any")) {
      return runStreams(heard, [able], SURE_OF_EITHER, `Either will do: ${named(able)}.`);
    }
    return answerSuggestion(heard, choose(mentions.streams), 0, LEAVES_OPEN);
  }
  if (mentions.streams.length > 0) return runNamed(heard, mentions, words, out, names);
  const stopped = stopByName(heard, words, names);
  if (stopped !== null) return stopped;
  if (STOP.heads.has(words[0] ?? "") && words[1]?.endsWith("ing") === true) {
    return answerSuggestion(heard, likely(heard), 0, "It asks to stop: name the work to stop.");
  }
  const any = sentence.unwanted.length > 0 && words.length === 1 && words[0] === "anything";
  const meta = readMeta(any ? ["do", ...words] : words, work);
  const residue = sentence.unwanted.length > 0 && words.every((word) => !NAMES_WORK.has(word));
  if (meta !== null && !(residue && meta.kind === "next")) {
    // "everything that is not blocked" is what can start now.
    const now = meta.kind === "everything" && UNBLOCKED.test(sentence.spoken.join(" "));
    return runMeta(heard, now ? { ...meta, kind: "next", streams: work.ready() } : meta, out);
  }
  const timed = readWrittenTime(words, work.ready(), heard.descriptions);
  if (timed !== null) {
    const streams = timed.filter(({ key }) => !out.has(key));
    return runStreams(heard, streams, SURE_OF_TIME, "It is what the roadmap says takes so long.");
  }
  const choice = readChoice(words, work, names);
  if (choice !== null) return runChoice(heard, choice, out);
  const begun = beginning(heard);
  if (begun.length > 0) return answerSuggestion(heard, choose(begun), 0, "No id is just that.");
  const group = readGroup(words, names) ?? readBatch(words, names, sentence.unwanted.length > 0);
  if (group !== null && group.streams.length > 0) {
    if (group.framed) return runGroup(heard, group, out);
    const why = `"${plainText(group.said)}" is the name of a batch: all of it?`;
    return answerSuggestion(heard, choose(group.streams.filter(isLeft)), 0.4, why);
  }
  if (leftover(words).length === 0 && sentence.unwanted.length > 0) {
    return answerSuggestion(heard, [], 0, "It says only what is not to be done.");
  }
  if (mentions.rest.includes("or") && isOpenChoice(heard)) {
    return answerSuggestion(heard, likely(heard), 0, LEAVES_OPEN);
  }
  return runByName(heard, mentions.rest, out, names);
}

function isLeft({ status }: StreamFacts): boolean {
  return status !== "complete";
}

/** "the parser or the registry": both are names. */
function isOpenChoice({ mentions, names, threshold }: Heard): boolean {
  const at = mentions.rest.indexOf("or");
  const sides = [mentions.rest.slice(0, at), mentions.rest.slice(at + 1)];
  return sides.every((side) => matchNames(side, names).confidence >= threshold);
}

/** "8 go" where ids are 8.1, 8.2 and so on. */
function beginning({ words, facts }: Heard): readonly StreamFacts[] {
  const [number, ...others] = words.filter((word) => /\d/.test(word));
  const plain = words.every((word) => word === number || isCommonWord(word));
  if (number === undefined || others.length > 0 || !plain) return [];
  return facts.filter(({ id, status }) => status !== "complete" && id.startsWith(`${number}.`));
}

/** "1.2 or 1.3": which one is for the person to say. */
function isEither(wanted: readonly string[], { streams, rest }: Mentions): boolean {
  return streams.length > 1 && wanted.includes("or") && rest.includes("or");
}

/** One of these words stands in a title beside a word that was said beside it here. */
function isTitlePair({ sentence, ids }: Heard, heads: ReadonlySet<string>): boolean {
  const words = sentence.spoken;
  const stops = words.flatMap((word, i) => (heads.has(word) ? [i] : []));
  return stops.every(
    (i) =>
      ids.titlePairs.has(`${words[i]} ${words[i + 1] ?? "."}`) ||
      ids.titlePairs.has(`${words[i - 1] ?? "."} ${words[i]}`),
  );
}
