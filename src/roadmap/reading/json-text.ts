import { err, ok, type Result } from "../../model/index.ts";
import type { Span } from "../types.ts";
import { lineNumbers } from "./line-numbers.ts";

/** A JSON value with its place in the text; a string's span leaves out the quotes. */
export type JsonNode =
  | { readonly kind: "object"; readonly span: Span; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly span: Span; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly span: Span; readonly value: string }
  | { readonly kind: "other"; readonly span: Span; readonly value: number | boolean | null };

export interface JsonMember {
  readonly key: string;
  readonly value: JsonNode;
}

export interface JsonFault {
  readonly at: number;
  readonly message: string;
}

/** Deeper than any requirement, shallower than the stack. */
const DEPTH_MAX = 100;

/** Strict JSON (RFC 8259), after an optional BOM. */
export function parseJson(text: string): Result<JsonNode, JsonFault> {
  const reader: Reader = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0 };
  try {
    const node = readValue(reader, 0);
    skipBlank(reader);
    return reader.at === text.length ? ok(node) : err(faultAt(reader, "something after the end"));
  } catch (error) {
    if (error instanceof Fault) return err({ at: error.at, message: error.message });
    throw error;
  }
}

/** The plain value of a whole text, or the 1-based line where it is none. */
export function readJson(
  text: string,
): Result<unknown, { readonly line: number; readonly message: string }> {
  const parsed = parseJson(text);
  if (parsed.ok) return ok(plainValue(parsed.value));
  const { at, message } = parsed.error;
  return err({ line: lineNumbers(text)(at), message });
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Unwinds the recursion; never leaves this file. */
class Fault extends Error {
  readonly at: number;
  constructor({ at, message }: JsonFault) {
    super(message);
    this.at = at;
  }
}

function faultAt({ at }: Reader, message: string): JsonFault {
  return { at, message };
}

function refuse(reader: Reader, message: string): never {
  throw new Fault(faultAt(reader, message));
}

function skipBlank(reader: Reader): void {
  while (" \t\r\n".includes(reader.text[reader.at] ?? "x")) reader.at++;
}

function expect(reader: Reader, char: string): void {
  skipBlank(reader);
  if (reader.text[reader.at] !== char) refuse(reader, `“${char}” expected`);
  reader.at++;
}

function readValue(reader: Reader, depth: number): JsonNode {
  if (depth > DEPTH_MAX) refuse(reader, `nested deeper than ${DEPTH_MAX}`);
  skipBlank(reader);
  switch (reader.text[reader.at]) {
    case "{":
      return readObject(reader, depth);
    case "[":
      return readArray(reader, depth);
    case '"':
      return readString(reader);
    default:
      return readOther(reader);
  }
}

function readObject(reader: Reader, depth: number): JsonNode {
  const start = reader.at++;
  const members: JsonMember[] = [];
  skipBlank(reader);
  while (reader.text[reader.at] !== "}") {
    if (members.length > 0) expect(reader, ",");
    skipBlank(reader);
    if (reader.text[reader.at] !== '"') refuse(reader, "a name in quotes expected");
    const key = readString(reader);
    expect(reader, ":");
    const value = readValue(reader, depth + 1);
    if (key.kind === "string") members.push({ key: key.value, value });
    skipBlank(reader);
  }
  reader.at++;
  return { kind: "object", span: { start, end: reader.at }, members };
}

function readArray(reader: Reader, depth: number): JsonNode {
  const start = reader.at++;
  const items: JsonNode[] = [];
  skipBlank(reader);
  while (reader.text[reader.at] !== "]") {
    if (items.length > 0) expect(reader, ",");
    items.push(readValue(reader, depth + 1));
    skipBlank(reader);
  }
  reader.at++;
  return { kind: "array", span: { start, end: reader.at }, items };
}

function readString(reader: Reader): JsonNode {
  const { text } = reader;
  const start = ++reader.at;
  for (;;) {
    const unit = text.charCodeAt(reader.at);
    if (unit === 0x22) break;
    if (Number.isNaN(unit) || unit < 0x20) refuse(reader, "a text without its closing quote");
    reader.at += unit === 0x5c ? 2 : 1;
  }
  const span = { start, end: reader.at++ };
  try {
    return { kind: "string", span, value: JSON.parse(text.slice(start - 1, reader.at)) };
  } catch {
    reader.at = start;
    return refuse(reader, "a text with an escape that JSON does not know");
  }
}

const OTHER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function readOther(reader: Reader): JsonNode {
  const start = reader.at;
  OTHER.lastIndex = start;
  const match = OTHER.exec(reader.text);
  if (match === null) return refuse(reader, "a value expected");
  reader.at = OTHER.lastIndex;
  return { kind: "other", span: { start, end: reader.at }, value: JSON.parse(match[0]) };
}

/** The value of a member; of two with one name the last, as `JSON.parse` does it. */
export function memberOf(node: JsonNode, key: string): JsonNode | null {
  if (node.kind !== "object") return null;
  return node.members.findLast((member) => member.key === key)?.value ?? null;
}

/** The items of a member that is a list; none of anything else. */
export function listOf(node: JsonNode, key: string): readonly JsonNode[] {
  const list = memberOf(node, key);
  return list?.kind === "array" ? list.items : [];
}

/** The plain value, as `JSON.parse` gives it. */
export function plainValue(node: JsonNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries(node.members.map(({ key, value }) => [key, plainValue(value)]));
    case "array":
      return node.items.map(plainValue);
    case "string":
    case "other":
      return node.value;
  }
}
