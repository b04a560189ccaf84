import type { InterpretedGoal } from "../../model/index.ts";
import { listWords, plainText } from "../words.ts";
import { answerSuggestion, type Choice, choose } from "./answer.ts";
import { readChoice } from "./matching/choices.ts";
import type { CommandGoal } from "./asking/commands.ts";
import { mergeChoices, rankByDescription } from "./naming/descriptions.ts";
import type { Heard } from "./hearing/hearing.ts";
import { matchNames } from "./naming/names.ts";
import { stem } from "./naming/stem.ts";
import { isSynonym } from "./naming/synonyms.ts";
import { reservationIn } from "./reservations.ts";
import {
  EVERYTHING,
  FILLERS,
  FOREIGN_VERBS,
  OTHER_COMMANDS,
  PAUSE_WORDS,
  QUESTION_WORDS,
  WORK_NOUNS,
} from "./vocabulary.ts";

const MAKES = new Set(["make", "create", "show", "run", "open", "do"]);

/** From here on a title is worth showing. */
const LIKELY = 0.45;

/** Sentences that name no work we may start, whatever else they hold. */
export function refuse(heard: Heard, command: CommandGoal | null): InterpretedGoal | null {
  const { sentence, mentions, words } = heard;
  const why = refusal(heard, command);
  if (why !== null) return answerSuggestion(heard, meant(heard), 0, why);
  // "delete 1.2": the verb is none of ours, and the work is not called so.
  const foreign = words.find((word) => FOREIGN_VERBS.has(word));
  if (foreign === undefined || sentence.question) return null;
  const title = mentions.streams.some((one) => one.title.toLowerCase().includes(foreign));
  if (title || (mentions.streams.length === 0 && isTitleWord(foreign, heard))) return null;
  const what = `Nothing is done to work by "${plainText(foreign)}"; name the work to carry out.`;
  return answerSuggestion(heard, choose(mentions.streams), 0, what);
}

function isTitleWord(word: string, { ids, names, words }: Heard): boolean {
  if (ids.titleWords.has(word) || names.stems.includes(stem(word))) return true;
  // "split the roadmap", where a title has "sharding" and nobody said that.
  const own = stem(word);
  return names.words.some((one, at) => {
    const other = names.stems[at] ?? "";
    return (one === word || isSynonym(own, other)) && !words.includes(one);
  });
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

export function likely({ mentions, names, facts, descriptions }: Heard): readonly Choice[] {
  const { ranked } = matchNames(mentions.rest, names);
  const titled = ranked.filter(({ score }) => score >= LIKELY);
  return mergeChoices(titled, rankByDescription(mentions.rest, facts, descriptions));
}

const TALKS_TO_US =
  /(?:^| )(?:you are (?:now|no longer)|(?:ignore|disregard|forget) (?:all |any |the |your |my )*(?:previous|prior|above|earlier|other)|(?:forget|ignore|disregard|override|bypass|break) (?:\S+ )?(?:rules|instructions|guidelines|limits|policy|policies|restrictions|guardrails|gates)|(?:developer|god|admin|root|debug) mode|jailbreak|sudo|as (?:root|admin)|system prompt)(?: |$)/;

/** What a shell or a database would read, and no person would write. */
const CODE = /^\W*;|;\W*$|&&|\|\||\$\(|\{\{|\beval\(|<\/?\w+>/;

const TEAM =
  "(?:everything|everyone|everybody|it all|them(?: all)?|all(?: of (?:it|them|this|the agents))?|(?:all )?(?:the |our |my )?(?:running )?(?:agents|team|crew|workers|runs?|session|whole thing|work|jobs))";
/** "put everything on hold": the engine pauses by a command, and nothing is ended. */
const PAUSES = new RegExp(
  `^(?:please |now |so |ok |, |can you |could you |would you |just |let's )*(?:(?:pause|suspend) ${TEAM}(?= |$)|(?:put|place) ${TEAM} on (?:hold|ice|pause)(?= |$)|(?:take|have) a (?:short |little |quick )?(?:break|pause|breather)(?: everybody| everyone| all)?(?= |$))(?!.* (?:then|and|,) (?:start|run|do|begin|launch|build)(?: |$))`,
);

/** It tells whoever reads it what to do, or speaks as machines do. */
export function isForTheReader({ sentence, goal }: Heard): boolean {
  return TALKS_TO_US.test(sentence.words.join(" ")) || CODE.test(goal);
}

function refusal(heard: Heard, command: CommandGoal | null): string | null {
  const { words, mentions, sentence } = heard;
  if (command === "stop" || command === "garden") {
    return `It asks to ${command} and to leave something out: say what exactly.`;
  }
  if (sentence.question) return "It is a question; questions start nothing.";
  const text = sentence.spoken.join(" ");
  if (/\bthat(?:'s| is) all$/.test(text)) return "That ends a conversation.";
  const { unknown, torn } = mentions;
  if (/\d no (?:\S+ )?\S*\d/.test(text)) return "It is not clear what the no belongs to.";
  if (torn) return "Between these two there is no order to take a range from: name them all.";
  if (unknown.length > 0) return `Not in the roadmap: ${listWords(unknown.map(plainText))}.`;
  const said = words.filter((word) => !FILLERS.has(word) && !MAKES.has(word));
  const [other] = said;
  if (other !== undefined && said.length === 1 && OTHER_COMMANDS.has(other)) {
    return `That is a command of its own: orchestrator ${other}.`;
  }
  if (isForTheReader(heard)) {
    return "It speaks to whoever reads it, not of work.";
  }
  if (PAUSES.test(sentence.words.join(" ")) && mentions.streams.length === 0) {
    return "That is a command of its own: orchestrator pause.";
  }
  const reservation = reservationIn(heard);
  if (reservation !== null) return reservation;
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
