import { correctCommands } from "./corrections.ts";
import { translateWords } from "./languages.ts";
import { ID_NOUNS, isCommonWord, QUESTION_WORDS, RUN_VERBS } from "./vocabulary.ts";

/** Longer goals are read up to here: a limit on everything, and no command is that long. */
const GOAL_CHARS_MAX = 2_000;

export interface Sentence {
  /** Every word and mark as said, in lower case. */
  readonly words: readonly string[];
  /** Lower-case words and punctuation marks of what is wanted. */
  readonly wanted: readonly string[];
  /** The same for each clause that says what is not wanted. */
  readonly unwanted: readonly (readonly string[])[];
  readonly question: boolean;
}

/** Words keep what ids are made of (`1.2`, `req-042`, `web:1.2`, `don't`); marks stand alone. */
const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}_]*(?:[.\-/':_#][\p{L}\p{N}_]+)*|\.\.+|[,;.!?&+-]/gu;

export function splitWords(text: string): readonly string[] {
  const plain = /^[ -~]*$/.test(text)
    ? text
    : text
        .normalize("NFKC")
        .replace(/[‘’ʼ]/g, "'")
        .replace(/[‐-―−]/g, "-");
  return plain.toLowerCase().match(TOKEN) ?? [];
}

export function isMark(word: string): boolean {
  return /^[.,;!?&+-]+$/.test(word);
}

/** `known`: words of the roadmap, which are neither foreign nor mistyped. */
export function readSentence(goal: string, known: ReadonlySet<string>): Sentence {
  const typed = translateWords(splitWords(goal.slice(0, GOAL_CHARS_MAX)), known);
  const words = correctCommands(typed, (word) => known.has(word) || isCommonWord(word));
  // "nothing but 1.2" is 1.2, "the theme, nothing else" the theme.
  const only = dropOnly(words);
  // "get 3.10 done": done says nothing more.
  const gets = words.includes("get");
  const question = isQuestion(words);
  // "why isn't 5.3 running?" leaves nothing out.
  const { wanted, unwanted } = question
    ? { wanted: words, unwanted: [] }
    : splitNegation(gets ? only.filter((word) => word !== "done" && word !== "finished") : only);
  return { words, wanted, unwanted, question };
}

function dropOnly(words: readonly string[]): readonly string[] {
  const at = words.indexOf("nothing");
  const next = words[at + 1] ?? "";
  const said = at !== -1 && ["but", "else", "more", "except"].includes(next);
  return said ? [...words.slice(0, at), ...words.slice(at + 2)] : words;
}

/** A question never starts anything, but "can you build the parser?" is a request. */
function isQuestion(words: readonly string[]): boolean {
  const [first, second = ""] = words;
  if (first === undefined) return false;
  if (first === "do" && ["you", "we", "i", "they", "any"].includes(second)) return true;
  const request = ["can", "could", "would", "will", "please"].includes(first);
  if (request && (second === "you" || second === "we" || second === "i" || first === "please")) {
    return false;
  }
  return QUESTION_WORDS.has(first) || words.at(-1) === "?";
}

const NEGATIONS: readonly (readonly string[])[] = [
  ["other", "than"],
  ["apart", "from"],
  ["aside", "from"],
  ["leave", "out"],
  ["leaving", "out"],
  ["rather", "than"],
  ["instead", "of"],
  ["do", "not"],
  ["don't"],
  ["dont"],
  ["never"],
  ["not"],
  ["except"],
  ["excepting"],
  ["excluding"],
  ["exclude"],
  ["without"],
  ["besides"],
  ["skip"],
  ["skipping"],
  ["omit"],
  ["ignore"],
  ["ignoring"],
  ["minus"],
  ["avoid"],
  ["doesn't"],
  ["does", "not"],
  ["isn't"],
  ["is", "not"],
  ["aren't"],
  ["are", "not"],
  ["hands", "off"],
  ["stay", "away", "from"],
  ["keep", "away", "from"],
];

/** What may be done to work, in "don't touch the API": the verb names nothing. */
const TOUCHES = new Set(
  "touch change modify alter bother include start run do launch execute work on begin with any of related about concerning involve need needs depend depends".split(
    " ",
  ),
);

/** "not started" describes work; it leaves nothing out. */
const DESCRIBED = new Set([
  "started",
  "done",
  "complete",
  "completed",
  "finished",
  "yet",
  "only",
  "blocked",
  "assigned",
  "waiting",
]);
const WHOLE = new Set(["all", "everything", "every", "anything", "rest", "batch", "whole"]);
const TURNS = new Set(["instead", "then", "only", "just"]);

function splitNegation(words: readonly string[]): Pick<Sentence, "wanted" | "unwanted"> {
  const wanted: string[] = [];
  const unwanted: string[][] = [];
  let clause: string[] | null = null;
  const alone = words.includes("alone") || words.includes("later");
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (alone && clause !== null && (word === "alone" || word === "later")) {
      clause = null;
      continue;
    }
    if (clause !== null && endsClause(word, words[i + 1])) {
      clause = null;
      continue;
    }
    const joint = ["but", "and", ","].includes(words[i - 1] ?? "");
    const leaves =
      word === "leave" || word === "leaving" ? alone || joint : alone && word === "let";
    const length = leaves ? 1 : clause === null ? negationAt(words, i, wanted) : 0;
    if (length > 0) {
      i += length - 1;
      if (!DESCRIBED.has(words[i + 1] ?? "")) {
        clause = [];
        unwanted.push(clause);
      } else i++;
    } else if (clause === null) wanted.push(word);
    else if (!isNegating(word) && !(clause.length === 0 && TOUCHES.has(word))) clause.push(word);
  }
  return { wanted, unwanted };
}

function isNegating(word: string): boolean {
  return NEGATIONS.some((one) => one.length === 1 && one[0] === word);
}

function negationAt(words: readonly string[], i: number, before: readonly string[]): number {
  for (const negation of NEGATIONS) {
    if (negation.every((word, k) => words[i + k] === word)) return negation.length;
  }
  if (words[i] === "no" && !ID_NOUNS.has(words[i - 1] ?? "")) {
    const id = /\d/.test(words[i + 1] ?? "") && words[i + 1] !== ".";
    return id || before.some((word) => WHOLE.has(word)) ? 1 : 0;
  }
  // "everything but 3.1" leaves out; "do 1.2, but quickly" does not.
  const but = words[i] === "but" || words[i] === "save";
  const next = words[i + 1] ?? "";
  return but && !isNegating(next) && next !== "do" && before.some((word) => WHOLE.has(word))
    ? 1
    : 0;
}

function endsClause(word: string, next: string | undefined): boolean {
  if (word === "but" || TURNS.has(word)) return true;
  if (word === ";" || word === "." || word === "!" || word === "?") return true;
  if (word !== "," && word !== "and") return false;
  return next !== undefined && (RUN_VERBS.has(next) || TURNS.has(next) || next === "but");
}
