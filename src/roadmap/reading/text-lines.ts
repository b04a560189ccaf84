/** A line of Markdown that is text: not in a fence, not in a comment. */
export interface TextLine {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly number: number;
}

/** The lines of a Markdown text without fences and comments; line ends and a BOM left out. */
export function textLines(text: string): readonly TextLine[] {
  const lines: TextLine[] = [];
  let fence: string | null = null;
  let comment = false;
  let number = 0;
  for (let start = text.charCodeAt(0) === 0xfeff ? 1 : 0; start < text.length; ) {
    const next = text.indexOf("\n", start);
    const stop = next === -1 ? text.length : next;
    const end = text.charCodeAt(stop - 1) === 0x0d && stop > start ? stop - 1 : stop;
    const line = text.slice(start, end);
    number++;
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    if (fence !== null) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
    } else if (comment) comment = !line.includes("-->");
    else if (mark !== null) fence = mark;
    else if (/^\s*<!--/.test(line)) comment = !line.includes("-->");
    else lines.push({ text: line, start, end, number });
    start = stop + 1;
  }
  return lines;
}
