import type { InterpretedGoal, StreamFacts } from "../../model/index.ts";
import { listWords, plainText } from "../words.ts";
import { answerCommand, answerSuggestion, type Choice, choose, named } from "./answer.ts";
import { asMeta, readChoice } from "./choices.ts";
import { isTorn } from "./clauses.ts";
import { type CommandGoal, readCommand } from "./commands.ts";
import { readBatch, readGroup } from "./groups.ts";
import { type Heard, hear, type Holder } from "./hearing.ts";
import { leftOut, leftover } from "./leaving.ts";
import type { Mentions } from "./mentions.ts";
import { readMeta } from "./meta.ts";
import { findByTitle, matchNames } from "./names.ts";
import { askedAbout, isAboutOne, isTeamQuestion, isWhere } from "./questions.ts";
import { runByName, runGroup, runMeta, runNamed, runStreams, SURE } from "./running.ts";
import { stopAction, stopByName } from "./stopping.ts";
import {
  EVERYTHING,
  FILLERS,
  FOREIGN_VERBS,
  isCommonWord,
  OTHER_COMMANDS,
  PAUSE_WORDS,
  QUESTION_WORDS,
  SHOW_VERBS,
  STOP,
  WORK_NOUNS,
} from "./vocabulary.ts";

const ACTIONS: Readonly<Record<CommandGoal, string>> = {
  stop: "Stop the agents that are running.",
  help: "Show what can be done.",
  garden: "Check the roadmap's health and unblock what can be unblocked.",
  report: "Report what was done.",
  list_agents: "List the agents and what they work on.",
  status: "Show where things stand.",
};

const MAKES = new Set(["make", "create", "show", "run", "open", "do"]);

/**
 * What a sentence asks for. Ids, ranges, batches, names, priorities, sizes and a few commands are
 * understood, with what is to be left out; below `threshold` (0…1) the answer is `suggest`, which
 * starts nothing.
 */
export function interpretGoal(
  goal: string,
  facts: readonly StreamFacts[],
  options: { readonly threshold: number; readonly holders?: readonly Holder[] },
): InterpretedGoal {
  const heard = hear(goal, facts, options.threshold, options.holders ?? []);
  if (goal.trim() === "?") return answerCommand(heard, "help", ACTIONS.help, []);
  const { sentence, mentions, words } = heard;
  const titled = findByTitle(sentence.words, facts);
  const [only] = titled;
  const whole = only !== undefined && titled.length === 1;
  if (!whole && sentence.takenBack) {
    return answerSuggestion(heard, [], 0, "It takes back what it said.");
  }
  if (!whole && isTorn(sentence.spoken) && !isTitlePair(heard, STOP.heads)) {
    const why = "It asks to stop and to start: say one of them.";
    const named = mentions.streams.length > 0 ? choose(mentions.streams) : likely(heard);
    return answerSuggestion(heard, named, 0, why);
  }
  const asked = { question: sentence.question, mentions: mentions.streams.length > 0 };
  const command = readCommand(words, asked);
  const leaves = sentence.unwanted.length > 0;
  if (command !== null && !(leaves && (command === "stop" || command === "garden"))) {
    const { streams } = mentions;
    const one = command === "stop" && streams.length > 0;
    return answerCommand(heard, command, one ? stopAction(streams) : ACTIONS[command], streams);
  }
  if (whole) return runStreams(heard, [only], SURE, `Named by its title: ${named(only)}.`);
  return answerAsked(heard) ?? refuse(heard, command) ?? start(heard);
}

const UNBLOCKED = /(?:not|isn't|aren't|n't) (?:currently )?blocked|unblocked|no blockers?/;

/** From here on a title is worth showing. */
const LIKELY = 0.45;

/** Without these, what is left beside "I don't want 1.2 to run" asks for nothing. */
const NAMES_WORK = new Set(
  "next first something anything whatever rest other others one two three task tasks item".split(
    " ",
  ),
);

/** A question, or a wish to see something: answered, never started. */
function answerAsked(heard: Heard): InterpretedGoal | null {
  const { sentence, words, names } = heard;
  const lead = words.find((word) => !FILLERS.has(word)) ?? "";
  const shows = SHOW_VERBS.has(lead) && !heard.ids.titleWords.has(lead);
  const { question } = sentence;
  const common = shows && words.every((word) => isCommonWord(word) || /^\d+$/.test(word));
  const team = isTeamQuestion(words, question) || common;
  const one = isAboutOne(words);
  if (!question && !shows && !team && !one) return null;
  const about = askedAbout(one ? words.slice(1) : words, names);
  if (about !== null) return answerCommand(heard, "status", ACTIONS.status, [about]);
  return team || isWhere(words) ? answerCommand(heard, "status", ACTIONS.status, []) : null;
}

/** Sentences that name no work we may start, whatever else they hold. */
function refuse(heard: Heard, command: CommandGoal | null): InterpretedGoal | null {
  const { sentence, mentions, words } = heard;
  const why = refusal(heard, command);
  if (why !== null) return answerSuggestion(heard, meant(heard), 0, why);
  // "delete 1.2": the verb is none of ours, and the work is not called so.
  const foreign = words.find((word) => FOREIGN_VERBS.has(word));
  if (foreign === undefined || sentence.question) return null;
  const title = mentions.streams.some((one) => one.title.toLowerCase().includes(foreign));
  if (title || (mentions.streams.length === 0 && heard.ids.titleWords.has(foreign))) return null;
  const what = `Nothing is done to work by "${plainText(foreign)}"; name the work to carry out.`;
  return answerSuggestion(heard, choose(mentions.streams), 0, what);
}

/** What a sentence that starts nothing speaks of, to be offered. */
function meant(heard: Heard): readonly Choice[] {
  const { mentions, words, work } = heard;
  if (mentions.streams.length > 0) return choose(mentions.streams);
  const begun = heard.facts.filter(({ id, status }) =>
    mentions.unknown.some(
      (one) => status !== "complete" && id.toLowerCase().startsWith(`${one.split(" ").at(-1)}.`),
    ),
  );
  if (begun.length > 0) return choose(begun);
  const choice = readChoice(
    words.filter((word) => !QUESTION_WORDS.has(word)),
    work,
  );
  return choice === null ? likely(heard) : choose(choice.streams);
}

function likely({ mentions, names }: Heard): readonly Choice[] {
  const { ranked } = matchNames(mentions.rest, names);
  return ranked.filter(({ score }) => score >= LIKELY);
}

const DRY =
  /(?:^| )(?:(?:no|without|not)(?: actually)? (?:running|starting|executing|launching|it)(?: (?:it|them|anything|yet))?|(?:as a )?dry[- ]run(?: only)?|what if|pretend|simulate|(?:only |just )?plan (?=\S*\d)|only plan)/;

function refusal({ words, mentions, sentence }: Heard, command: CommandGoal | null): string | null {
  if (command === "stop" || command === "garden") {
    return `It asks to ${command} and to leave something out: say what exactly.`;
  }
  if (sentence.question) return "It is a question; questions start nothing.";
  const text = sentence.spoken.join(" ");
  if (/\bthat(?:'s| is) all$/.test(text)) return "That ends a conversation.";
  const { unknown } = mentions;
  if (unknown.length > 0) return `Not in the roadmap: ${listWords(unknown.map(plainText))}.`;
  const said = words.filter((word) => !FILLERS.has(word) && !MAKES.has(word));
  const [other] = said;
  if (other !== undefined && said.length === 1 && OTHER_COMMANDS.has(other)) {
    return `That is a command of its own: orchestrator ${other}.`;
  }
  const dry = DRY.exec(text);
  if (dry !== null) return `It asks to start nothing: "${plainText(dry[0].trim())}".`;
  if (/^i (?:really |do )?(?:like|love|think|believe|wonder|saw|read|did|made)\b/.test(text)) {
    return "It states something and asks for nothing.";
  }
  const verb = words.find((word) => PAUSE_WORDS.has(word));
  const others = words.filter((word) => !PAUSE_WORDS.has(word));
  const plain = (word: string): boolean =>
    FILLERS.has(word) ||
    WORK_NOUNS.has(word) ||
    EVERYTHING.heads.has(word) ||
    /^agents?$/.test(word);
  if (verb === undefined || !others.every(plain)) return null;
  return `That is a command of its own: orchestrator ${verb}.`;
}

/** Work by id, by what it is, by name. */
function start(heard: Heard): InterpretedGoal {
  const { sentence, mentions, words, names, ids, work } = heard;
  const byName = mentions.streams.filter((one) => !mentions.grouped.has(one));
  const kept = new Set(byName.map(({ key }) => key));
  const out = leftOut(sentence.unwanted, ids, names, kept);
  if (out === null) {
    const why = "It is not clear what is to be left out.";
    return answerSuggestion(heard, choose(mentions.streams), 0, why);
  }
  if (isEither(sentence.wanted, mentions)) {
    const why = "It leaves open which of them: name the one.";
    return answerSuggestion(heard, choose(mentions.streams), 0, why);
  }
  if (mentions.streams.length > 0) return runNamed(heard, mentions, words, out, names);
  const stopped = stopByName(heard, words, names);
  if (stopped !== null) return stopped;
  const meta = readMeta(words, work);
  const residue = sentence.unwanted.length > 0 && words.every((word) => !NAMES_WORK.has(word));
  if (meta !== null && !(residue && meta.kind === "next")) {
    // "everything that is not blocked" is what can start now.
    const now = meta.kind === "everything" && UNBLOCKED.test(sentence.spoken.join(" "));
    return runMeta(heard, now ? { ...meta, streams: work.ready() } : meta, out);
  }
  const choice = readChoice(words, work);
  if (choice !== null) return runMeta(heard, asMeta(choice), out);
  const group = readGroup(words, names) ?? readBatch(words, names);
  if (group !== null && group.streams.length > 0) return runGroup(heard, group, out);
  if (leftover(words).length === 0 && sentence.unwanted.length > 0) {
    return answerSuggestion(heard, [], 0, "It says only what is not to be done.");
  }
  return runByName(heard, mentions.rest, out, names);
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
