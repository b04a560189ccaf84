/** Some of these stand in every text that a pattern fits; null where that cannot be told. */
export type Needs = readonly string[] | null;

/** Shorter parts are in nearly every sentence. */
const PART_MIN = 2;

/** What a text must hold for this part of a regular expression to fit it: most need not be tried. */
export function needsOf(source: string): Needs {
  return readChoice(source, 0).needs;
}

interface Read {
  readonly needs: Needs;
  /** Where it ends: at a closing bracket, or behind the last letter. */
  readonly end: number;
}

function readChoice(source: string, from: number): Read {
  const branches: Needs[] = [];
  let end = from - 1;
  do {
    const branch = readSequence(source, end + 1);
    branches.push(branch.needs);
    end = branch.end;
  } while (source[end] === "|");
  const whole = branches.every((needs) => needs !== null);
  return { needs: whole ? branches.flatMap((needs) => needs ?? []) : null, end };
}

function readSequence(source: string, from: number): Read {
  const found: (readonly string[])[] = [];
  let part = "";
  const close = (): void => {
    if (part.trim().length >= PART_MIN) found.push([part]);
    part = "";
  };
  let at = from;
  while (at < source.length && source[at] !== "|" && source[at] !== ")") {
    const letter = source[at] ?? "";
    if (!"([\\.^$".includes(letter)) {
      const { isOptional, isRepeated, end } = readTimes(source, at + 1);
      if (!isOptional) part += letter;
      if (isOptional || isRepeated) close();
      at = end;
      continue;
    }
    close();
    const atom = letter === "(" ? readGroup(source, at) : { needs: null, end: endOf(source, at) };
    const { isOptional, end } = readTimes(source, atom.end);
    if (!isOptional && atom.needs !== null) found.push(atom.needs);
    at = end;
  }
  close();
  const [best = null] = found.sort((a, b) => shortest(b) - shortest(a) || a.length - b.length);
  return { needs: best, end: at };
}

function readGroup(source: string, at: number): Read {
  const opening = textAt(OPENING, source, at);
  const { needs, end } = readChoice(source, at + opening.length);
  // What stands before or after is looked at, and may be in another place or not there at all.
  return { needs: /[=!]$/.test(opening) ? null : needs, end: end + 1 };
}

/** A class, an escape, or a sign of its own. */
function endOf(source: string, at: number): number {
  return at + textAt(ATOM, source, at).length;
}

function readTimes(
  source: string,
  at: number,
): { readonly isOptional: boolean; readonly isRepeated: boolean; readonly end: number } {
  if (!"?*+{".includes(source[at] ?? " ")) return { isOptional: false, isRepeated: false, end: at };
  const times = textAt(TIMES, source, at);
  return { isOptional: /^[?*]|^\{0/.test(times), isRepeated: times !== "", end: at + times.length };
}

const OPENING = /\((?:\?(?::|<?[=!]))?/y;
const ATOM = /\[(?:\\.|[^\]])*\]|\\p\{\w+\}|\\u[\da-f]{4}|\\.|./iuy;
const TIMES = /(?:[?*+]|\{\d+(?:,\d*)?\})\??/y;

function textAt(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? "";
}

function shortest(parts: readonly string[]): number {
  return Math.min(...parts.map((part) => part.length));
}
