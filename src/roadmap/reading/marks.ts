import type { StreamStatus } from "../../model/index.ts";

/** The signs people put in front of a status, and what each means without a word beside it. */
const MEANINGS: readonly (readonly [string, StreamStatus])[] = [
  ["✅", "complete"],
  ["☑️", "complete"],
  ["☑", "complete"],
  ["✔️", "complete"],
  ["✔", "complete"],
  ["✔\ufe0e", "complete"],
  ["✓", "complete"],
  ["🟢", "complete"],
  ["⚪️", "not_started"],
  ["⚪", "not_started"],
  ["⬜", "not_started"],
  ["🔲", "not_started"],
  ["📝", "not_started"],
  ["📋", "not_started"],
  ["🆕", "not_started"],
  ["🔄", "in_progress"],
  ["🟡", "in_progress"],
  ["🔵", "in_progress"],
  ["🚧", "in_progress"],
  ["⏳", "in_progress"],
  ["🟠", "partial"],
  ["🔴", "blocked"],
  ["⛔", "blocked"],
  ["🚫", "blocked"],
  ["⏸️", "deferred"],
  ["⏸", "deferred"],
  ["⏭️", "deferred"],
  ["⏭", "deferred"],
  ["⚫️", "cancelled"],
  ["⚫", "cancelled"],
  ["❌", "cancelled"],
  ["🗑️", "cancelled"],
];

/** Short names of signs, as forges write them out. */
const SHORT_NAMES: readonly (readonly [string, StreamStatus])[] = [
  [":white_check_mark:", "complete"],
  [":heavy_check_mark:", "complete"],
  [":ballot_box_with_check:", "complete"],
  [":green_circle:", "complete"],
  [":white_circle:", "not_started"],
  [":memo:", "not_started"],
  [":clipboard:", "not_started"],
  [":arrows_counterclockwise:", "in_progress"],
  [":yellow_circle:", "in_progress"],
  [":large_blue_circle:", "in_progress"],
  [":construction:", "in_progress"],
  [":hourglass:", "in_progress"],
  [":hourglass_flowing_sand:", "in_progress"],
  [":orange_circle:", "partial"],
  [":red_circle:", "blocked"],
  [":no_entry:", "blocked"],
  [":no_entry_sign:", "blocked"],
  [":pause_button:", "deferred"],
  [":black_circle:", "cancelled"],
  [":x:", "cancelled"],
];

/** A sign as it stands in the text, perhaps as mojibake (UTF-8 once read as Windows-1252). */
export interface Mark {
  readonly sign: string;
  readonly spelling: string;
  readonly status: StreamStatus;
}

/** Windows-1252 for the bytes 80–9F; undefined ones stay C1 controls, as browsers do it. */
const CP1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** What `text` looks like after its UTF-8 bytes were read as Windows-1252. */
export function garble(text: string): string {
  let garbled = "";
  for (const char of text) {
    for (const byte of utf8Bytes(char.codePointAt(0) ?? 0)) {
      garbled += byte >= 0x80 && byte < 0xa0 ? CP1252[byte - 0x80] : String.fromCharCode(byte);
    }
  }
  return garbled;
}

function utf8Bytes(point: number): readonly number[] {
  if (point < 0x80) return [point];
  if (point < 0x800) return [0xc0 | (point >> 6), 0x80 | (point & 63)];
  if (point < 0x10000) {
    return [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)];
  }
  const tail = [0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)];
  return [0xf0 | (point >> 18), ...tail];
}

const COLON = 0x3a;

/** By first UTF-16 unit, longest spelling first, so that a sign with its selector wins. */
const SPELLINGS: ReadonlyMap<number, readonly Mark[]> = (() => {
  const table = new Map<number, Mark[]>();
  for (const [sign, status] of MEANINGS) {
    for (const spelling of [sign, garble(sign)]) {
      const first = spelling.charCodeAt(0);
      table.set(first, [...(table.get(first) ?? []), { sign, spelling, status }]);
    }
  }
  const named = SHORT_NAMES.map(([sign, status]) => ({ sign, spelling: sign, status }));
  table.set(COLON, named);
  for (const marks of table.values()) marks.sort((a, b) => b.spelling.length - a.spelling.length);
  return table;
})();

const NO_MARKS: readonly Mark[] = [];

export function markAt(text: string, position: number): Mark | null {
  for (const mark of SPELLINGS.get(text.charCodeAt(position)) ?? NO_MARKS) {
    if (text.startsWith(mark.spelling, position)) return mark;
  }
  return null;
}

/** The first mark at or after `from`, with its place. */
export function findMark(text: string, from = 0): { mark: Mark; at: number } | null {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80 && unit !== COLON) continue;
    const mark = markAt(text, at);
    if (mark !== null) return { mark, at };
  }
  return null;
}

/** Does the text hold a sign for "done", in any spelling? */
export function hasTick(text: string): boolean {
  for (let found = findMark(text); found !== null; ) {
    if (found.mark.status === "complete" && found.mark.sign !== "🟢") return true;
    found = findMark(text, found.at + found.mark.spelling.length);
  }
  return false;
}

export const STAR = "⭐";
export const GARBLED_STAR: string = garble(STAR);
