import { withoutGrievance } from "./clauses.ts";
import { correctCommands } from "./corrections.ts";
import { readDictation } from "./dictation.ts";
import { focusOn, type Sense } from "./focus.ts";
import { translateWords } from "./languages.ts";
import { type IdIndex, joinIds } from "../naming/ids.ts";
import { findMarked, type Marked, type Marks } from "./marked.ts";
import { joinSpoken } from "../naming/spoken-ids.ts";
import { splitPolarity } from "./negation.ts";
import { rewritePhrases } from "./phrases.ts";
import { withoutReason } from "./reasons.ts";
import { takeBack } from "./retraction.ts";
import { isMark, splitWords } from "./tokens.ts";
import { isUnspaced, readTyping, spellOut } from "./typing.ts";
import { GROUP_NOUNS, ID_NOUNS, isCommonWord, QUESTION_WORDS, START_VERBS } from "../vocabulary.ts";

/** Longer goals are read up to here: a limit on everything, and no command is that long. */
const GOAL_CHARS_MAX = 2_000;

export interface Sentence {
  /** Every word and mark as said, in lower case. */
  readonly words: readonly string[];
  /** Without courtesies, stories and what was taken back, phrases put into words. */
  readonly spoken: readonly string[];
  /** Lower-case words and punctuation marks of what is wanted. */
  readonly wanted: readonly string[];
  /** The same for each clause that says what is not wanted. */
  readonly unwanted: readonly (readonly string[])[];
  /** Those of them that need not be known where what is wanted is: "layers 2 to 4 come later". */
  readonly limits: ReadonlySet<readonly string[]>;
  readonly question: boolean;
  /** Whose mark it speaks of, where the roadmap has that mark: `SO_MARKED` among the words. */
  readonly marked: Marked["keys"] | null;
  /** "never mind": all that was said before is not meant. */
  readonly takenBack: boolean;
}

/** What of the roadmap a sentence is read with. */
export interface Vicinity {
  /** Words of titles: neither foreign nor mistyped. */
  readonly titleWords: ReadonlySet<string>;
  readonly titlePairs: ReadonlySet<string>;
  readonly exact: IdIndex["exact"];
  readonly loose: IdIndex["loose"];
  readonly numeric: IdIndex["numeric"];
  readonly marks: () => Marks;
  /** What a part of a sentence is about. */
  readonly senseOf: (words: readonly string[]) => Sense;
}

/** The words of a goal: spelled out, translated and put right, one for one. */
function readWords(goal: string, known: ReadonlySet<string>): readonly string[] {
  const unspaced = !/^[ -~]*$/.test(goal) && [...known].some(isUnspaced);
  const spelled = spellOut(
    readDictation(goal.slice(0, GOAL_CHARS_MAX), known)
      .replace(/[\n\r]+/g, " ; ")
      .replace(/:(?=\s|$)/g, " , ")
      // "status --batch": a flag is a word.
      .replace(/(\s)--(?=\p{L})/gu, "$1"),
    unspaced,
  );
  const isWord = (word: string): boolean => known.has(word) || isCommonWord(word);
  const split = splitWords(spelled).flatMap((word) => splitList(word, known));
  const typed = readTyping(split, isWord, known);
  return correctCommands(translateWords(typed, known, isCommonWord), isWord);
}

/** "1.1/1.2" is a list of two. */
function splitList(word: string, known: ReadonlySet<string>): readonly string[] {
  const parts = word.split("/");
  const list = parts.length > 1 && parts.every((part) => /\d/.test(part)) && !known.has(word);
  const group = /^(\p{L}+?)(\d[\d.]*)$/u.exec(word);
  const before = group?.[1] ?? "";
  if (
    group !== null &&
    (GROUP_NOUNS.has(before) || ID_NOUNS.has(before) || START_VERBS.has(before)) &&
    !known.has(word)
  ) {
    return group.slice(1, 3);
  }
  return list ? parts.flatMap((part, i) => (i === 0 ? [part] : [",", part])) : [word];
}

export function readSentence(goal: string, vicinity: Vicinity): Sentence {
  const { titleWords, titlePairs, senseOf } = vicinity;
  const said = joinIds(joinSpoken(readWords(goal, titleWords), vicinity), vicinity);
  const isWork = (some: readonly string[]): boolean => {
    const sense = senseOf(some);
    return sense === "named" || sense === "meta";
  };
  const asked = withoutReason(said, isWork);
  const words = withoutGrievance(asked, (word) => titleWords.has(word), senseOf);
  const marked = findMarked(words, vicinity.marks);
  const spoken = rewritePhrases(marked?.words ?? words);
  const question = isQuestion(spoken, isWork);
  const back = takeBack(spoken, isWork, (some) =>
    splitAtCommas(some).some((part) => senseOf(part) === "command"),
  );
  const taken = question && !back.all ? { words: spoken, all: false } : back;
  const focused = focusOn(taken.words, senseOf);
  // "what is next? start it"
  const asks = question && focused === taken.words ? isQuestion(focused, isWork) : false;
  // "nothing but 1.2" is 1.2, "the theme, nothing else" the theme.
  const only = dropOnly(focused);
  // "get 3.10 done": done says nothing more.
  const gets = only[0] === "please" || only.some((word) => word === "get" || word === "like");
  const inTitle = (word: string, next: string): boolean => titlePairs.has(`${word} ${next}`);
  // "why isn't 5.3 running?" leaves nothing out.
  const {
    wanted,
    unwanted,
    limits = new Set<readonly string[]>(),
    days = [],
  } = asks
    ? { wanted: only, unwanted: [], days: [] }
    : splitPolarity(
        gets ? only.filter((word) => word !== "done" && word !== "finished") : only,
        isWork,
        inTitle,
      );
  return {
    words,
    spoken: days.length === 0 ? focused : focused.filter((word) => !days.includes(word)),
    wanted: withoutEnd(wanted),
    unwanted,
    limits,
    question: asks,
    marked: marked?.keys ?? null,
    takenBack: taken.all,
  };
}

function splitAtCommas(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (isMark(word)) parts.push([]);
    else if (word !== "just" && word !== "only") parts.at(-1)?.push(word);
  }
  return parts.filter((part) => part.length > 0);
}

function withoutEnd(words: readonly string[]): readonly string[] {
  const last = words.findLastIndex((word) => !isMark(word) && word !== "but" && word !== "and");
  return last === words.length - 1 || words.at(-1) === "?" ? words : words.slice(0, last + 1);
}

function dropOnly(words: readonly string[]): readonly string[] {
  const at = words.indexOf("nothing");
  const next = words[at + 1] ?? "";
  const said = at !== -1 && ["but", "else", "more", "except"].includes(next);
  return said ? [...words.slice(0, at), ...words.slice(at + 2)] : words;
}

/** A question never starts anything, but "can you build the parser?" is a request. */
function isQuestion(
  words: readonly string[],
  isWork: (words: readonly string[]) => boolean,
): boolean {
  const said = words.filter((word, i) => !LEADS.has(word) || !words.slice(0, i).every(isLead));
  const [first, second = "", third = ""] = said;
  if (first === undefined) return false;
  if (first === "tell" && second === "me" && ASKED.has(third)) return !goesOn(said);
  // "have an agent do 1.4" has it done.
  if (first === "have" && !["you", "we", "i", "they", "any", "all", "the"].includes(second)) {
    return words.at(-1) === "?";
  }
  // "when you are done with 1.1 do 1.2" is a condition.
  if (first === "when" && !AUXILIARIES.has(second) && words.at(-1) !== "?") return false;
  // "1.2 ok?", "1.2 please?" asks to be allowed.
  const tail = words.at(-1) === "?" && words.includes("please") && !QUESTION_WORDS.has(first);
  if (tail && isWork(said.filter((word) => !isMark(word)))) return false;
  if (first === "do" && ["you", "we", "i", "they", "any"].includes(second)) return true;
  // "should we do 1.2", "would it make sense": asked, even without its mark.
  if (first === "should" && ["we", "i", "you", "they", "one"].includes(second)) return true;
  if (second === "it" && ["would", "could", "can", "will"].includes(first)) return true;
  const request = ["can", "could", "would", "will", "please"].includes(first);
  if (request && (second === "you" || second === "we" || second === "i" || first === "please")) {
    return false;
  }
  return QUESTION_WORDS.has(first) || words.at(-1) === "?";
}

const ASKED = new Set("where whether who who's which how why what what's".split(" "));

/** "tell me what is ready and start it", "tell me what is next, then do it". */
function goesOn(words: readonly string[]): boolean {
  return words.some(
    (word, i) => (isMark(word) || word === "and" || word === "then") && i < words.length - 1,
  );
}

const AUXILIARIES = new Set(
  "will can do does is are was were did should would could may has have 's shall must".split(" "),
);

/** "ok so what is left": these do not hide a question. */
const LEADS = new Set(["ok", "so", "and", "hi", "hello", "hey", "well", "um", "but", "just", ","]);

function isLead(word: string): boolean {
  return LEADS.has(word);
}
