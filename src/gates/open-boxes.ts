/** A section with one of these in its heading states what was verified. */
const VERIFYING =
  /verif|acceptance|definition of done|done when|quality gate|checklist|success criteria/i;

/** `- [ ]` in sections about verification, outside code; `line` is 1-based. */
export function findOpenBoxes(
  text: string,
): readonly { readonly line: number; readonly text: string }[] {
  const open: { line: number; text: string }[] = [];
  let fence: string | null = null;
  let level = 0;
  text.split(/\r\n?|\n/).forEach((line, i) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      const closes = mark !== undefined && mark.startsWith(fence) && line.trim() === mark;
      if (closes) fence = null;
      return;
    }
    if (mark !== undefined) {
      fence = mark;
      return;
    }
    const heading = /^ {0,3}(#{1,6})\s+(.*)$/.exec(line);
    if (heading !== null) {
      const depth = (heading[1] ?? "").length;
      if (level > 0 && depth > level) return;
      level = VERIFYING.test(heading[2] ?? "") ? depth : 0;
      return;
    }
    const box = /^\s*(?:[-*+]|\d+[.)])\s+\[ \]\s+(.*)$/.exec(line);
    if (box !== null && level > 0) open.push({ line: i + 1, text: (box[1] ?? "").trim() });
  });
  return open;
}
