import type { Line } from "./lines.ts";
import { FOREIGN_FIELDS } from "./languages.ts";
import { isLetter, plainSpaces, skipSpaces, trimmedEnd } from "../prose.ts";
import type { Span } from "../types.ts";

/** `**Name:** value` in one of its spellings. */
export interface Field {
  readonly name: string;
  readonly key: FieldKey | null;
  readonly value: string;
  /** The value without surrounding space or a comment behind it. */
  readonly span: Span;
  readonly line: Line;
  /** Inside the first part of a work stream, before any heading of its own. */
  readonly head: boolean;
  /** The rest of the line, when more fields stand on it: `**Status**: NEW | **Owner**: Ann`. */
  readonly next: Line | null;
}

export type FieldKey =
  | "status"
  | "depends"
  | "priority"
  | "effort"
  | "complexity"
  | "assignee"
  | "tasks"
  | "acceptance"
  | "files"
  | "deadline"
  | "blocks";

const NAMES: ReadonlyMap<string, FieldKey> = new Map<string, FieldKey>([
  ["status", "status"],
  ["state", "status"],
  ["depends on", "depends"],
  ["depends", "depends"],
  ["depends upon", "depends"],
  ["dependent on", "depends"],
  ["deps", "depends"],
  ["dependencies", "depends"],
  ["dependency", "depends"],
  ["blocked by", "depends"],
  ["blocked on", "depends"],
  ["predecessors", "depends"],
  ["predecessor", "depends"],
  ["prerequisites", "depends"],
  ["prerequisite", "depends"],
  ["requires", "depends"],
  ["waiting on", "depends"],
  ["waiting for", "depends"],
  ["waits on", "depends"],
  ["waits for", "depends"],
  ["priority", "priority"],
  ["effort", "effort"],
  ["estimated effort", "effort"],
  ["estimated duration", "effort"],
  ["estimate", "effort"],
  ["size", "effort"],
  ["complexity", "complexity"],
  ["assigned to", "assignee"],
  ["assigned", "assignee"],
  ["assigned agent", "assignee"],
  ["assignee", "assignee"],
  ["owner", "assignee"],
  ["agent", "assignee"],
  ["claimed by", "assignee"],
  ["tasks", "tasks"],
  ["done when", "acceptance"],
  ["acceptance criteria", "acceptance"],
  ["acceptance", "acceptance"],
  ["completion criteria", "acceptance"],
  ["completion", "acceptance"],
  ["success criteria", "acceptance"],
  ["definition of done", "acceptance"],
  ["files", "files"],
  ["file", "files"],
  ["files touched", "files"],
  ["affected files", "files"],
  ["files to create", "files"],
  ["files to modify", "files"],
  ["files to create/modify", "files"],
  ["files modified", "files"],
  ["files created", "files"],
  ["files modified/created", "files"],
  ["deadline", "deadline"],
  ["due", "deadline"],
  ["due date", "deadline"],
  ["blocks", "blocks"],
  ["enables", "blocks"],
  ["unblocks", "blocks"],
  ...FOREIGN_FIELDS,
]);

export function fieldKey(name: string): FieldKey | null {
  return NAMES.get(name.trim().toLowerCase()) ?? null;
}

const NAME_MAX = 120;

/**
 * Whether words could be a field: emphasis, or a name with its colon soon. Most lines are none, and
 * no object is made of them to find that out.
 */
export function mayBeField(text: string, body: number, end: number): boolean {
  const first = text.charCodeAt(body);
  if (first === STAR || first === UNDERSCORE) return true;
  const last = Math.min(end, body + PLAIN_NAME_MAX);
  for (let at = body; at < last; at++) {
    const unit = text.charCodeAt(at);
    if (unit === COLON) return at > body;
    if (!isLetter(unit) && unit !== SPACE && unit !== SLASH) return false;
  }
  return false;
}

const STAR = 0x2a;
const UNDERSCORE = 0x5f;
const COLON = 0x3a;
const SPACE = 0x20;
const SLASH = 0x2f;

/** The longest name without emphasis, and its colon. */
const PLAIN_NAME_MAX = 26;

/** Reads a line as a field; null when it is none. */
export function readField(text: string, line: Line, head: boolean): Field | null {
  const at = line.body;
  const fence = text.startsWith("**", at) ? "**" : text.startsWith("__", at) ? "__" : null;
  if (fence !== null) return boldField(text, line, head, fence);
  const slanted = text[at] === "*" || text[at] === "_";
  return slanted ? slantedField(text, line, head) : plainField(text, line, head);
}

function boldField(text: string, line: Line, head: boolean, fence: string): Field | null {
  const open = line.body + 2;
  const close = findWithin(text, fence, open, Math.min(line.end, open + NAME_MAX));
  if (close <= open) return null;
  let name = text.slice(open, close);
  let after = close + 2;
  const ended = name.trimEnd();
  if (ended.endsWith(":") || ended.endsWith("：")) name = ended.slice(0, -1).trimEnd();
  else {
    const colon = skipSpaces(text, after);
    if (colon >= line.end || !":：".includes(text[colon] ?? "")) return null;
    after = colon + 1;
  }
  return field(text, line, head, plainSpaces(name).trim(), after);
}

/** `*Status*: Done`, `_Status:_ Done`: like words without emphasis, only the names that matter. */
function slantedField(text: string, line: Line, head: boolean): Field | null {
  const start = text.slice(line.body, Math.min(line.end, line.body + 40));
  const match = /^([*_])([A-Za-z][A-Za-z /]{1,24})(?:: *\1|\1 *:)(?=\s|$)/.exec(start);
  if (match?.[2] === undefined || fieldKey(match[2]) === null) return null;
  return field(text, line, head, match[2].trim(), line.body + match[0].length);
}

/** Where `needle` stands as a whole between the two places; -1 when it does not. */
function findWithin(text: string, needle: string, from: number, end: number): number {
  const unit = needle.charCodeAt(0);
  for (let at = from; at + needle.length <= end; at++) {
    if (text.charCodeAt(at) === unit && text.startsWith(needle, at)) return at;
  }
  return -1;
}

/** Without emphasis only the names that matter count: prose has colons too. */
function plainField(text: string, line: Line, head: boolean): Field | null {
  if (!isLetter(text.charCodeAt(line.body))) return null;
  const start = text.slice(line.body, Math.min(line.end, line.body + 40));
  const match = /^([A-Za-z][A-Za-z /]{1,24}):(?:\s|$)/.exec(start);
  if (match?.[1] === undefined || fieldKey(match[1]) === null) return null;
  return field(text, line, head, match[1].trim(), line.body + match[1].length + 1);
}

function field(text: string, line: Line, head: boolean, name: string, after: number): Field {
  const start = Math.min(skipSpaces(text, after), line.end);
  const key = fieldKey(name);
  const bar = key === null ? -1 : findBar(text, start, line.end);
  const cut = bar === -1 ? findWithin(text, "<!--", start, line.end) : bar;
  const end = trimmedEnd(text, start, cut === -1 ? line.end : cut);
  const next = bar === -1 ? null : { ...line, body: bar + 3 };
  return { name, key, value: text.slice(start, end), span: { start, end }, line, head, next };
}

/** Where ` | ` or ` · ` stands before another field on the line; -1 when there is none. */
function findBar(text: string, from: number, end: number): number {
  for (let at = from; at + 5 <= end; at++) {
    if (text.charCodeAt(at) !== SPACE || text.charCodeAt(at + 2) !== SPACE) continue;
    const unit = text.charCodeAt(at + 1);
    if (unit !== BAR && unit !== MIDDLE_DOT) continue;
    if (text.startsWith("**", at + 3) || text.startsWith("__", at + 3)) return at;
  }
  return -1;
}

const BAR = 0x7c;
const MIDDLE_DOT = 0xb7;
