/** Terminal columns of a text: wide East Asian characters and emoji take two, marks none. */
export function columnsOf(text: string): number {
  if (isNarrow(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += columnsOfCharacter(character.codePointAt(0) ?? 0);
  return columns;
}

/**
 * Nothing in it that {@link columnsOfCharacter} would look up. An expression and no loop, which V8
 * would set about to optimise in the middle of a status; in Latin text it need not even look.
 */
function isNarrow(text: string): boolean {
  return !WIDER.test(text);
}

const WIDER = /[\u0300-\uffff]/;

function columnsOfCharacter(code: number): number {
  if (code < 0x300) return 1;
  if (isMark(code)) return 0;
  for (const range of WIDE) {
    if (code < range[0]) return 1;
    if (code <= range[1]) return 2;
  }
  return 1;
}

function isMark(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x483 && code <= 0x489) ||
    (code >= 0x591 && code <= 0x5bd) ||
    (code >= 0x64b && code <= 0x65f) ||
    (code >= 0x1ab0 && code <= 0x1aff) ||
    (code >= 0x1dc0 && code <= 0x1dff) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    (code >= 0xfe20 && code <= 0xfe2f) ||
    code === 0x200d ||
    (code >= 0x1f3fb && code <= 0x1f3ff)
  );
}

/** In their order. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23f3],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26a1, 0x26a1],
  [0x26aa, 0x26ab],
  [0x26bd, 0x26be],
  [0x26c4, 0x26c5],
  [0x26d4, 0x26d4],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2753, 0x2757],
  [0x2795, 0x2797],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b50],
  [0x2b55, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe4f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f1e6, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Cuts a text to so many columns, ending in `…` when something was cut. */
export function fit(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  if (isNarrow(text)) return `${text.slice(0, Math.max(0, columns - 1)).trimEnd()}…`;
  let used = 0;
  let kept = "";
  for (const character of text) {
    const more = columnsOfCharacter(character.codePointAt(0) ?? 0);
    if (used + more > columns - 1) break;
    used += more;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}

/** Rows of cells as aligned lines without trailing blanks; the last column is never padded. */
export function alignRows(rows: readonly (readonly string[])[], gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, columnsOf(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : padTo(cell, (widths[at] ?? 0) + gap)))
      .join("")
      .trimEnd(),
  );
}
