import type { StreamStatus } from "../../model/index.ts";
import { markAt } from "../reading/marks.ts";
import { readStatus } from "../reading/status.ts";
import type { Span } from "../types.ts";
import { skipSpaces } from "../prose.ts";

/** A tick box with the words behind it. */
export interface Box {
  /** With its brackets. */
  readonly span: Span;
  /** Between the brackets, without spaces. */
  readonly sign: string;
  /** Where the words begin. */
  readonly words: number;
}

const SIGN_UNITS_MAX = 14;
const NOTE_NUMBER = /^\d+$/;
const WORD = /^[A-Za-z][A-Za-z _-]+$/;

/** `[ ]`, `[x]`, `[✅]`, `[/]`, `[WIP]` where an item's words begin; a link or a footnote is no box. */
export function boxAt(text: string, at: number, end: number): Box | null {
  if (text.charCodeAt(at) !== 0x5b) return null;
  const close = text.slice(at, Math.min(end, at + SIGN_UNITS_MAX)).indexOf("]");
  if (close === -1) return null;
  const sign = text.slice(at + 1, at + close).trim();
  const after = text[at + close + 1] ?? "";
  if (after !== "" && "([:".includes(after)) return null;
  if (NOTE_NUMBER.test(sign) || !(isSign(sign) || isWord(sign))) return null;
  const words = Math.min(skipSpaces(text, at + close + 1), end);
  return { span: { start: at, end: at + close + 1 }, sign, words };
}

function isSign(sign: string): boolean {
  return (
    sign.length <= 1 || (sign.charCodeAt(0) >= 0x80 && [...sign.replace("\ufe0f", "")].length === 1)
  );
}

function isWord(sign: string): boolean {
  const reading = WORD.test(sign) ? readStatus(sign, "list") : null;
  return reading?.worded === true && reading.rest === "";
}

/** What signs mean in one file, where it says so itself. */
export type Legend = ReadonlyMap<string, StreamStatus>;

/**
 * What a sign says. `-` is begun to some programs and cancelled to others, so that without a legend
 * nobody knows: it is neither started nor taken for done.
 */
export function statusOfSign(sign: string, legend: Legend): StreamStatus {
  if (sign === "") return "not_started";
  if (sign === "x" || sign === "X" || sign === "√") return "complete";
  const explained = legend.get(sign);
  if (explained !== undefined) return explained;
  if (sign === "/" || sign === "~") return "in_progress";
  if (sign === ">") return "deferred";
  const mark = markAt(sign, 0);
  if (mark?.spelling === sign) return mark.status;
  return sign.length > 1 ? (readStatus(sign, "list")?.status ?? "unknown") : "unknown";
}

const EXPLAINED =
  /`\[([^\]\sxX])\]`[ \t]*(?:is|means|[=:–—→>-]*)[ \t]*["“*_]*([A-Za-z][A-Za-z ]{2,20})/g;
const LEGEND_LINE = /^[ \t>*_#-]*(?:legend|key|notation|symbols|marks)\b[^\n]*/gim;
const IN_LINE = /\[([^\]\sxX])\][ \t]*[=:–—→-]*[ \t]*["“*_]*([A-Za-z][A-Za-z ]{2,20})/g;

/**
 * `Legend: [~] in progress, [-] cancelled`, the same in code marks anywhere, and boxes with the words
 * behind them that stand below a heading of that name.
 */
export function readLegend(text: string, shown: readonly (readonly [string, string])[]): Legend {
  const legend = new Map<string, StreamStatus>();
  for (const [sign, words] of shown) {
    const meaning = meaningOf(words);
    if (meaning !== null && sign !== "" && !/^x$/i.test(sign)) legend.set(sign, meaning);
  }
  const take = (words: string, pattern: RegExp) => {
    for (const [, sign = "", meaning = ""] of words.matchAll(pattern)) {
      const status = meaningOf(meaning);
      if (status !== null && !legend.has(sign)) legend.set(sign, status);
    }
  };
  if (!text.includes("[")) return legend;
  take(text, EXPLAINED);
  for (const [line] of text.matchAll(LEGEND_LINE)) take(line.slice(0, 400), IN_LINE);
  return legend;
}

const UNWANTED = /^(?:deprecated|skipped|not applicable|n\/a|not needed|ignored)\b/i;

function meaningOf(words: string): StreamStatus | null {
  if (UNWANTED.test(words)) return "cancelled";
  const reading = readStatus(words, "list");
  return reading?.worded === true ? reading.status : null;
}
