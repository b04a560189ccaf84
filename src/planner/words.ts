import { displayKey, type StreamKey } from "../model/index.ts";

/** Titles as the roadmap has them. */
export type Titles = ReadonlyMap<StreamKey, string>;

/** How a stream is called in a sentence. */
export type NameOf = (key: StreamKey) => string;

const SHOWN_CHARS_MAX = 120;
const LISTED_MAX = 3;

/**
 * Text from a roadmap made harmless for a terminal or a diagram: one line, no control
 * characters, no marks that reorder or hide text, bounded.
 */
export function plainText(text: string): string {
  const clean = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .replace(/[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, "")
    .trim();
  const points = [...clean];
  return points.length > SHOWN_CHARS_MAX
    ? `${points.slice(0, SHOWN_CHARS_MAX - 1).join("")}…`
    : clean;
}

/** Names as people type them: `1.2`, `web:1.2`. */
export function idOf(key: StreamKey): string {
  return plainText(displayKey(key));
}

/** `1.2 (Task parser)`: an id alone says little to a person. */
export function nameBy(titles: Titles): NameOf {
  return (key) => {
    const title = plainText(titles.get(key) ?? "");
    return title === "" ? idOf(key) : `${idOf(key)} (${title})`;
  };
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function listWords(words: readonly string[], max = LISTED_MAX): string {
  if (words.length <= 1) return words[0] ?? "";
  if (words.length <= max) return `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
  return `${words.slice(0, max).join(", ")} and ${words.length - max} more`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `45 s`, `3 min`, `2 h 5 min`, `1 d 4 h`. */
export function durationWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0
    ? `${Math.floor(hours / 24)} d`
    : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `3 streams`, `1 stream`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
