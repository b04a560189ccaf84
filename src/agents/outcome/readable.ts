import { withoutEscapes } from "../../model/index.ts";
import { cut, cutToEnd } from "../lines/fields.ts";

/**
 * What a program left in its output, as words that a person can read wherever they come to stand:
 * without what moves a cursor, colours or turns text, and short. What is no text is only counted.
 */
export function readable(text: string, charsMax: number): string {
  const still = withoutEscapes(text.slice(-CHARS_READ));
  const odd = still.match(ODD)?.length ?? 0;
  if (odd > LEAST_ODD && odd > still.length * ODD_SHARE)
    return `(${text.length} characters that are no text)`;
  const plain = still.replace(ODD, "").replace(/\s+/g, " ").trim();
  return plain.length <= charsMax ? plain : `…${cutToEnd(plain, charsMax - 1)}`;
}

/** The last line that says anything; a progress bar's newest state counts as one. */
export function lastWords(text: string, charsMax: number): string {
  const lines = text.slice(-CHARS_READ).split(/\r\n|[\n\r\u0085\u2028\u2029]/);
  for (let at = lines.length - 1; at >= 0; at--) {
    const words = readable(lines[at] ?? "", charsMax);
    if (words !== "") return words;
  }
  return "";
}

/** A message that a program wrote as such: its beginning says most. */
export function readableMessage(text: string): string {
  return readable(cut(text, MESSAGE_CHARS_MAX), MESSAGE_CHARS_MAX);
}

const MESSAGE_CHARS_MAX = 2_000;
/** More than any tail that is kept: nothing is scanned longer than this. */
const CHARS_READ = 8_000;
/** So many characters that are none, and so large a share, make a line no text. */
const LEAST_ODD = 4;
const ODD_SHARE = 0.1;

/** Controls but for blanks, what could not be decoded, halves of characters, and marks that hide or turn text. */
const ODD =
  // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
