import { distance } from "./distance.ts";

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
  return words.map((word) => {
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
