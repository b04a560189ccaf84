import { withoutEscapes } from "../../model/index.ts";

/**
 * What a stranger wrote (titles, ids, agent output) before it reaches a terminal: escapes, control
 * characters, and marks that turn or hide text are removed, so that a title can neither move the
 * cursor nor look like another one.
 */

/** Bidirectional controls, zero-width characters, tags, soft hyphen, byte order mark. */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Written out: asking Unicode what a surrogate is takes longer than everything here. */
const LONE_SURROGATES = /[\ud800-\udfff]/gu;

/** One line of text that is safe on a terminal; line breaks and tabs become single spaces. */
export function safeText(text: string): string {
  if (isPlain(text)) return text;
  return strip(text.replace(/\r\n|[\n\r\t\v\f\u0085\u2028\u2029]/g, " "));
}

/** ASCII without control characters, as nearly every text is: nothing of it would be replaced. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** Several lines, each made safe; `\r\n` and lone `\r` become line breaks. */
export function safeBlock(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .split("\n")
    .map((line) => strip(line.replace(/\t/g, "    ")))
    .join("\n");
}

function strip(text: string): string {
  return (
    withoutEscapes(text)
      .replace(INVISIBLE, "")
      // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
      .replace(/[\u0000-\u001f\u007f-\u009f]/g, "")
      .replace(LONE_SURROGATES, "\ufffd")
  );
}
