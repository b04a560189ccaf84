import { distance } from "../naming/distance.ts";
import { FILLERS } from "../vocabulary.ts";

/** Commands people mistype; only what starts nothing unasked for, and what is long enough. */
const COMMANDS = [
  "status",
  "progress",
  "report",
  "garden",
  "everything",
  "agents",
  "available",
  "foundation",
  "roadmap",
];
/** Before a number these are said of work; mistyped there, they can be nothing else. */
const NOUNS = ["phase", "batch", "stream", "task", "stage", "workstream", "item", "group", "step"];
const VERBS = ["run", "do", "start", "begin", "build", "launch", "execute", "implement", "finish"];
const DETERMINERS = new Set("the a an our my this that all everything next".split(" "));
/** Short ones only with two letters swapped: "shop" is no "stop". */
const SHORT_COMMANDS = ["help", "stop", "next", "list", "show", "start"];

/**
 * Mistyped commands put right. A word of the roadmap or of our vocabulary is never mistyped, so
 * `isWord` must know both.
 */
export function correctCommands(
  words: readonly string[],
  isWord: (word: string) => boolean,
): readonly string[] {
  return words.map((word, i) => {
    if (/\d/.test(words[i + 1] ?? "") && word.length >= 3 && !isWord(word)) {
      const noun = NOUNS.find((one) => word[0] === one[0] && distance(word, one) <= 1);
      const verb = VERBS.find((one) => isSwap(word, one) || isSlip(word, one));
      if (noun !== undefined || verb !== undefined) return noun ?? verb ?? word;
    }
    const leads = words.slice(0, i).every((one) => FILLERS.has(one) || !/\p{L}/u.test(one));
    // "biuld the parser"; "built" is no slip.
    if (leads && word.length >= 4 && !isWord(word) && DETERMINERS.has(words[i + 1] ?? "")) {
      const verb = VERBS.find(
        (one) => isSwap(word, one) || (isSlip(word, one) && word.length !== one.length),
      );
      if (verb !== undefined) return verb;
    }
    if (word.length < 4 || /\d/.test(word) || isWord(word)) return word;
    const short = SHORT_COMMANDS.find((one) => isSwap(word, one));
    return short ?? COMMANDS.find((one) => isSlip(word, one)) ?? word;
  });
}

function isSlip(word: string, command: string): boolean {
  return word[0] === command[0] && word.length >= 5 && distance(word, command) === 1;
}

function isSwap(word: string, command: string): boolean {
  return (
    word.length === command.length &&
    word !== command &&
    [...word].sort().join("") === [...command].sort().join("") &&
    distance(word, command) === 1
  );
}
