import { readCommand } from "../asking/commands.ts";
import { readWording } from "../asking/wording.ts";
import type { Sense } from "./focus.ts";
import { isMark } from "./tokens.ts";
import {
  FILLERS,
  FOREIGN_VERBS,
  POINTERS,
  QUESTION_WORDS,
  REPORT,
  RUN_VERBS,
  SHOW_VERBS,
  STOP,
  WORK_NOUNS,
} from "../vocabulary.ts";

const JOINTS = new Set(["and", "then", "but", "plus", ",", ";", ".", "!", "&", "wait"]);
const STARTS = new Set(
  "start run begin launch execute build continue resume do implement go restart spawn".split(" "),
);

function splitClauses(words: readonly string[]): readonly (readonly string[])[] {
  const clauses: string[][] = [[]];
  for (const word of words) {
    if (JOINTS.has(word)) clauses.push([]);
    else if (!isMark(word)) clauses.at(-1)?.push(word);
  }
  return clauses.filter((clause) => clause.length > 0);
}

/** "start and stop", "run 1.2 and then stop": one clause stops and another starts. */
export function isTorn(words: readonly string[]): boolean {
  const firsts = splitClauses(words).map(
    (clause) => clause.find((word) => !FILLERS.has(word) || STARTS.has(word)) ?? "",
  );
  const stops = firsts.some((word) => STOP.heads.has(word));
  return stops && firsts.some((word) => STARTS.has(word));
}

const OF_OURS = new Set("the our my this these those".split(" "));
/** Whoever works may be called so: "the reviewer". */
const MAY_WORK = /(?:ers?|ors?)$/;

/**
 * Without a first clause that wants an end to what is no work, where the next asks for some: "kill
 * the openai bill: move us to a local llm". `isKnown`: whether titles have a word.
 */
export function withoutGrievance(
  words: readonly string[],
  isKnown: (word: string) => boolean,
  senseOf: (words: readonly string[]) => Sense,
): readonly string[] {
  const at = words.findIndex((word) => isMark(word) && word !== "-");
  const [verb = "", article = "", ...object] = words.slice(0, Math.max(0, at));
  if (!STOP.heads.has(verb) || !OF_OURS.has(article) || object.length === 0) return words;
  const ours = object.some(
    (word) =>
      [STOP.rest, STOP.heads, WORK_NOUNS, POINTERS, FOREIGN_VERBS].some((one) => one.has(word)) ||
      /\d/.test(word) ||
      MAY_WORK.test(word) ||
      isKnown(word),
  );
  const rest = words.slice(at + 1);
  const [lead = ""] = rest;
  const asks = (RUN_VERBS.has(lead) || FOREIGN_VERBS.has(lead)) && !STARTS.has(lead);
  return !ours && asks && senseOf(object) === null && senseOf(rest) === "named" ? rest : words;
}

/**
 * Without the clauses that only ask to see something: a run shows its state and ends in a report
 * anyway. All of the words where nothing else would be left.
 */
export function withoutLooking(words: readonly string[]): readonly string[] {
  const clauses = splitClauses(words);
  if (clauses.length < 2) return words;
  const acting = clauses.filter((clause) => !isLook(clause));
  // "show the agents and what they do" is all of it a look.
  if (acting.every(([first]) => QUESTION_WORDS.has(first ?? ""))) return words;
  if (acting.length === 0 || acting.length === clauses.length) return words;
  return acting.flatMap((clause, i) => (i === 0 ? clause : ["and", ...clause]));
}

function isLook(clause: readonly string[]): boolean {
  if (clause.some((word) => /\d/.test(word))) return false;
  const asks = clause.some(
    (word) => SHOW_VERBS.has(word) || REPORT.heads.has(word) || word === "give",
  );
  const command = readCommand(clause, { question: false, mentions: false });
  if (asks && (command === "status" || command === "report" || command === "list_agents")) {
    return true;
  }
  // "tell me where we stand and then get 1.4 rolling"
  const { asked, share } = readWording({ words: clause, titleWords: NONE, question: false });
  return asks && share >= LOOKS_SURELY && (asked === "status" || asked === "report");
}

const LOOKS_SURELY = 0.75;
const NONE: ReadonlySet<string> = new Set();
