import { numbersIn, TENS, UNITS } from "../numbers.ts";

/**
 * What is written as only machines and dictation write: spoken marks and numbers, braces and flags
 * of a shell, somebody addressed with `@`. Put into what a person would have typed.
 */

const NUMBER = `(?:(?:${TENS.join("|")})(?:[ -](?:${UNITS.slice(1, 10).join("|")}))?|${UNITS.join("|")}|\\d+)`;
const SPOKEN_NUMBER = new RegExp(`\\b${NUMBER}(?: (?:point|dot) ${NUMBER})+\\b`, "gi");

/** Marks by their names, where no title has the word. */
const SPOKEN_MARKS: readonly (readonly [name: string, pattern: RegExp, mark: string])[] = [
  ["comma", /[\s,]+comma\b/gi, " ,"],
  ["mark", /\s+exclamation (?:mark|point)\b/gi, " !"],
  ["mark", /\s+question mark\b/gi, " ?"],
  ["paragraph", /(?:^|\s+)new (?:paragraph|line)\b[.,]?/gi, " ."],
  ["stop", /\s+full stop\s*$/gi, " ."],
  ["period", /\s+period\s*[.!]*$/gi, " ."],
];

/** `known`: the words of titles, which are left as they stand. */
export function readDictation(goal: string, known: ReadonlySet<string>): string {
  let text = goal
    .replace(/(^|\s)@\p{L}[\p{L}\p{N}_.-]*,?/gu, "$1")
    .replace(/\btl ?;? ?dr\b/gi, "status")
    .replace(/(\S*)\{(\d+)\.\.(\d+)\}/g, "$1$2 to $1$3")
    .replace(/(\S*)\{(\d+(?:,\d+)+)\}/g, (_, lead: string, ends: string) =>
      ends
        .split(",")
        .map((end) => lead + end)
        .join(", "),
    )
    .replace(/(\s)-{1,2}(?:j|n|p|jobs|parallel|agents)[ =]?\d{1,2}(?=\s|$)/gi, "$1");
  if (!known.has("point") && !known.has("dot")) {
    text = text.replace(SPOKEN_NUMBER, (said) =>
      said
        .toLowerCase()
        .split(/ (?:point|dot) /)
        .map(digitsOf)
        .join("."),
    );
  }
  for (const [name, pattern, mark] of SPOKEN_MARKS) {
    if (!known.has(name)) text = text.replace(pattern, mark);
  }
  return text;
}

/** "thirty five" is 35. */
function digitsOf(said: string): string {
  return /^\d+$/.test(said) ? said : numbersIn(said.split(/[ -]/)).join("");
}
