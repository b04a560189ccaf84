import type { Node } from "yaml";
import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";
import type { Result } from "../../model/index.ts";
import { err, ok, isRecord } from "../../model/index.ts";

/** One step of a script; what each does is in docs/configuration.md. */
export type Step =
  | { readonly do: "say"; readonly text: string }
  | { readonly do: "sleep"; readonly seconds: number }
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "append"; readonly path: string; readonly text: string }
  | { readonly do: "patch"; readonly path: string; readonly find: string; readonly replace: string }
  | { readonly do: "delete"; readonly path: string }
  | { readonly do: "run"; readonly command: string }
  | { readonly do: "usage"; readonly inputTokens: number; readonly outputTokens: number }
  /** Waits this long for an answer; null: it asks and goes on. */
  | {
      readonly do: "ask";
      readonly question: string;
      readonly options: readonly string[];
      readonly seconds: number | null;
    }
  /** Waits this long for something to be said to it, and goes on either way. */
  | { readonly do: "listen"; readonly seconds: number }
  | { readonly do: "progress"; readonly percent: number }
  | { readonly do: "send"; readonly to: string; readonly text: string }
  | { readonly do: "commit"; readonly message: string }
  | { readonly do: "exit"; readonly code: number }
  | { readonly do: "crash" }
  | { readonly do: "hang" | "ignore-term" | "daemonise" | "malformed" }
  | { readonly do: "flood"; readonly bytes: number }
  | { readonly do: "rate-limit"; readonly seconds: number | null };

export interface ScriptProblem {
  /** 1-based; 0 when the whole script is meant. */
  readonly line: number;
  readonly message: string;
}

/** Keys as written (`1.2`, `1.2#2`, `*`, `*#2`) to steps. */
export type Script = ReadonlyMap<string, readonly Step[]>;

const ASK_SECONDS = 30;
const FLOOD_BYTES = 10 * 1024 * 1024;

/** Reads a script; the first problem is named with its line. */
export function readScript(text: string): Result<Script, ScriptProblem> {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: (one, other) => keyAsWritten(one, text) === keyAsWritten(other, text),
  });
  const [broken] = document.errors;
  if (broken !== undefined) {
    return err({
      line: broken.linePos?.[0].line ?? 0,
      message: broken.message.split("\n")[0] ?? "",
    });
  }
  if (!isMap(document.contents)) {
    return err({ line: 0, message: "a script maps work stream ids to steps" });
  }
  const lineOf = (node: unknown): number =>
    isNode(node) && node.range ? lines.linePos(node.range[0]).line : 0;
  const script = new Map<string, readonly Step[]>();
  for (const { key, value } of document.contents.items) {
    const name = keyAsWritten(key, text);
    if (name === null) return err({ line: lineOf(key), message: "a key is a work stream id" });
    if (!isSeq(value)) {
      return err({ line: lineOf(key), message: `"${name}" needs a list of steps` });
    }
    const read: Step[] = [];
    for (const [index, item] of value.items.entries()) {
      const result = readStep(isNode(item) ? item.toJS(document) : item);
      if (!result.ok) {
        const message = `"${name}", step ${index + 1}: ${result.error}`;
        return err({ line: lineOf(item) || lineOf(key), message });
      }
      read.push(result.value);
    }
    script.set(name, read);
  }
  return ok(script);
}

/** YAML would read an unquoted `1.10` as the number 1.1; an id is what stands there. */
function keyAsWritten(key: unknown, text: string): string | null {
  if (!isScalar(key)) return null;
  if (typeof key.value === "string") return key.value;
  const { range }: Node = key;
  return range ? text.slice(range[0], range[1]) : null;
}

/** The most particular entry: this stream's attempt, the stream, any stream's attempt, any. */
export function stepsFor(script: Script, id: string, attempt: number): readonly Step[] | null {
  for (const key of [`${id}#${attempt}`, id, `*#${attempt}`, "*"]) {
    const steps = script.get(key);
    if (steps !== undefined) return steps;
  }
  return null;
}

function readStep(step: unknown): Result<Step, string> {
  if (typeof step === "string") return readBare(step);
  if (!isRecord(step)) return err("a step is a word or one `action: value`");
  const entries = Object.entries(step);
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) return err("a step has exactly one action");
  return readAction(entry[0], entry[1]);
}

function readBare(word: string): Result<Step, string> {
  return readAction(word, true);
}

function readAction(action: string, value: unknown): Result<Step, string> {
  switch (action) {
    case "say":
      return text(value, (said) => ({ do: "say", text: said }));
    case "sleep":
      return number(value, (seconds) => ({ do: "sleep", seconds }));
    case "write":
    case "append":
      return fields(value, ["path", "text"], ([path, content]) => ({
        do: action,
        path,
        text: content,
      }));
    case "patch":
      return fields(value, ["path", "find", "replace"], ([path, find, replace]) => ({
        do: "patch",
        path,
        find,
        replace,
      }));
    case "delete":
      return isRecord(value)
        ? fields(value, ["path"], ([path]) => ({ do: "delete", path }))
        : text(value, (path) => ({ do: "delete", path }));
    case "run":
      return text(value, (command) => ({ do: "run", command }));
    case "commit":
      return text(value, (message) => ({ do: "commit", message }));
    case "exit":
      return isCount(value) && value <= 255
        ? ok({ do: "exit", code: value })
        : err("it needs a code from 0 to 255");
    case "send":
      return fields(value, ["to", "text"], ([to, content]) => ({ do: "send", to, text: content }));
    case "usage":
      return readUsage(value);
    case "ask":
      return readAsk(value);
    case "listen":
      return number(value, (seconds) => ({ do: "listen", seconds }));
    case "progress":
      return number(value, (percent) => ({ do: "progress", percent: Math.min(100, percent) }));
    case "crash":
    case "hang":
    case "ignore-term":
    case "daemonise":
    case "malformed":
      return ok({ do: action });
    case "flood":
      return ok({ do: "flood", bytes: typeof value === "number" ? value : FLOOD_BYTES });
    case "rate-limit":
      return ok({ do: "rate-limit", seconds: typeof value === "number" ? value : null });
    default:
      return err(`there is no action called ${JSON.stringify(action)}`);
  }
}

function readUsage(value: unknown): Result<Step, string> {
  if (!isRecord(value)) return err("usage needs inputTokens and outputTokens");
  const { inputTokens, outputTokens } = value;
  if (!isCount(inputTokens) || !isCount(outputTokens)) {
    return err("usage needs inputTokens and outputTokens, both whole numbers from 0");
  }
  return ok({ do: "usage", inputTokens, outputTokens });
}

function readAsk(value: unknown): Result<Step, string> {
  if (typeof value === "string") {
    return ok({ do: "ask", question: value, options: [], seconds: null });
  }
  if (!isRecord(value)) return err("ask needs a question");
  const { question, expect, timeout } = value;
  if (typeof question !== "string") return err("ask needs a question");
  const given: unknown = value["options"] ?? [];
  if (!Array.isArray(given)) return err("the options of ask are a list");
  const options = given.map(String);
  if (expect === undefined) return ok({ do: "ask", question, options, seconds: null });
  if (expect !== "answer") return err("ask expects an `answer` or nothing");
  const seconds = typeof timeout === "number" && timeout >= 0 ? timeout : ASK_SECONDS;
  return ok({ do: "ask", question, options, seconds });
}

function text(value: unknown, make: (text: string) => Step): Result<Step, string> {
  if (typeof value === "string") return ok(make(value));
  if (typeof value === "number") return ok(make(String(value)));
  return err("it needs a text");
}

function number(value: unknown, make: (number: number) => Step): Result<Step, string> {
  return typeof value === "number" && Number.isFinite(value) && value >= 0
    ? ok(make(value))
    : err("it needs a number from 0");
}

function fields<const Names extends readonly string[]>(
  value: unknown,
  names: Names,
  make: (values: { [K in keyof Names]: string }) => Step,
): Result<Step, string> {
  if (!isRecord(value)) return err(`it needs ${names.join(", ")}`);
  const values: string[] = [];
  for (const name of names) {
    const given = value[name];
    if (typeof given !== "string") return err(`it needs a text for ${name}`);
    values.push(given);
  }
  return ok(make(values as { [K in keyof Names]: string }));
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
