/** A TypeScript text with what is not code told apart; every part keeps its place in the text. */
export interface Source {
  /** As long as the text: comments and the insides of strings are blanks. */
  readonly code: string;
  /** As long as the text: everything but comments is blanks. */
  readonly comments: string;
  readonly text: string;
}

interface Reader {
  readonly text: string;
  readonly code: string[];
  readonly comments: string[];
  at: number;
  /** The last of the code: tells a division from a regular expression. */
  before: string;
  /** Open braces of template holes: `${ … }`. */
  readonly holes: number[];
}

const REGEX_FOLLOWS = /[(,=:[!&|?{};+\-*%<>~^]$|^$|\b(return|typeof|case|in|of|do|else|await)$/;

/** Good enough for this repository's own code, which a formatter has gone over. */
export function readSource(text: string): Source {
  // One entry a code unit, so that places in the parts are places in the text.
  const blanks = text.replace(/[^\n]/g, " ").split("");
  const reader: Reader = {
    text,
    code: blanks,
    comments: [...blanks],
    at: 0,
    before: "",
    holes: [],
  };
  while (reader.at < text.length) step(reader);
  return { code: reader.code.join(""), comments: reader.comments.join(""), text };
}

function step(reader: Reader): void {
  const { text, at } = reader;
  const two = text.slice(at, at + 2);
  const one = text.charAt(at);
  if (two === "//") return skipTo(reader, endOr(text, text.indexOf("\n", at)), reader.comments);
  if (two === "/*")
    return skipTo(reader, endOr(text, text.indexOf("*/", at + 2), 2), reader.comments);
  if (one === '"' || one === "'") return skipString(reader, one);
  if (one === "`") return skipTemplate(reader);
  if (one === "/" && REGEX_FOLLOWS.test(reader.before.trimEnd())) return skipRegex(reader);
  if (one === "{" && reader.holes.length > 0) bump(reader.holes, 1);
  if (one === "}" && reader.holes.length > 0) {
    if (reader.holes.at(-1) === 0) {
      reader.holes.pop();
      return skipTemplate(reader);
    }
    bump(reader.holes, -1);
  }
  reader.code[at] = one;
  reader.before = `${reader.before}${one}`.slice(-16);
  reader.at += 1;
}

function bump(holes: number[], by: number): void {
  holes[holes.length - 1] = (holes.at(-1) ?? 0) + by;
}

function endOr(text: string, found: number, more = 0): number {
  return found === -1 ? text.length : found + more;
}

function skipTo(reader: Reader, end: number, into: string[] | null): void {
  for (let index = reader.at; index < end; index++) {
    if (into !== null) into[index] = reader.text.charAt(index);
  }
  reader.at = end;
}

function skipString(reader: Reader, quote: string): void {
  let end = reader.at + 1;
  while (end < reader.text.length && reader.text.charAt(end) !== quote) {
    if (reader.text.charAt(end) === "\n") break;
    end += reader.text.charAt(end) === "\\" ? 2 : 1;
  }
  close(reader, end + 1);
}

/** From a backtick, or from the end of a hole, to the next hole or the closing backtick. */
function skipTemplate(reader: Reader): void {
  let end = reader.at + 1;
  while (end < reader.text.length) {
    if (reader.text.charAt(end) === "`") return close(reader, end + 1);
    if (reader.text.startsWith("${", end)) {
      reader.holes.push(0);
      close(reader, end + 2);
      reader.before = "(";
      return;
    }
    end += reader.text.charAt(end) === "\\" ? 2 : 1;
  }
  close(reader, end);
}

function skipRegex(reader: Reader): void {
  let end = reader.at + 1;
  let inClass = false;
  while (end < reader.text.length && reader.text.charAt(end) !== "\n") {
    const character = reader.text.charAt(end);
    if (character === "/" && !inClass) return close(reader, end + 1);
    if (character === "[") inClass = true;
    if (character === "]") inClass = false;
    end += character === "\\" ? 2 : 1;
  }
  close(reader, end);
}

/** The marks at both ends stay in the code, so that a string still looks like one. */
function close(reader: Reader, end: number): void {
  const last = Math.min(end, reader.text.length) - 1;
  reader.code[reader.at] = reader.text.charAt(reader.at);
  reader.code[last] = reader.text.charAt(last);
  reader.at = Math.min(end, reader.text.length);
  reader.before = '"';
}

export interface ImportOf {
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
  /** `import(…)` and `require(…)`: nothing is loaded with the file itself. */
  readonly lazy: boolean;
}

const IMPORTS = [
  /\b(?:import|export)\s+(type\s+)?(?:[\w$*{}\s,]+?\s+from\s*)?(["'])( *)\2/g,
  /\b(?:import|require)\s*\(\s*()(["'])( *)\2/g,
];

/** Every module a source names: static, dynamic, `require` and types. */
export function importsOf(source: Source): readonly ImportOf[] {
  const found: ImportOf[] = [];
  for (const pattern of IMPORTS) {
    for (const match of source.code.matchAll(pattern)) {
      const end = match.index + match[0].length - 1;
      const start = end - (match[3] ?? "").length;
      found.push({
        specifier: source.text.slice(start, end),
        line: lineAt(source.text, match.index),
        typeOnly: (match[1] ?? "") !== "",
        lazy: match[0].includes("("),
      });
    }
  }
  return found;
}

/** 1-based. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", at + 1))
    line++;
  return line;
}
