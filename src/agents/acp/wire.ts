import type { AgentLine, AgentLineKind } from "../lines/agent-line.ts";
import { FAILURE_CAUSES } from "../lines/agent-line.ts";
import { unreachable, isRecord } from "../../model/index.ts";
import { readObject } from "../lines/fields.ts";
import type { Fields } from "../lines/fields.ts";
import { output } from "../lines/make-line.ts";

/** The driver writes what it heard as lines of ours, one JSON object each. */
export function writeLine(line: AgentLine): string {
  return `${JSON.stringify(line)}\n`;
}

export function parse(line: string): readonly AgentLine[] {
  const value = readObject(line);
  if (value !== null && isAgentLine(value)) return [value];
  return line === "" ? [] : [output(line)];
}

type Shape =
  | "text"
  | "text?"
  | "flag"
  | "number"
  | "number?"
  | "texts"
  | "usage"
  | "failure"
  | readonly string[];

const SHAPES: Readonly<Record<AgentLineKind, Readonly<Record<string, Shape>>>> = {
  output: { text: "text" },
  activity: { what: "text" },
  started: { session: "text?", model: "text?", version: "text?" },
  said: { text: "text", partial: "flag" },
  "tool-started": {
    id: "text",
    tool: "text",
    input: "text",
    inputDigest: "text",
    files: "texts",
  },
  "tool-ended": {
    id: "text",
    failed: "flag",
    output: "text",
    outputDigest: "text",
    files: "texts",
  },
  usage: { usage: "usage", scope: ["step", "total"] },
  question: {
    question: "text",
    options: "texts",
    need: ["now", "turn", "none"],
    request: "text?",
  },
  blocker: { reason: "text" },
  progress: { text: "text", percent: "number?" },
  permission: {
    tool: "text",
    input: "text",
    request: "text?",
    state: ["asked", "allowed", "denied"],
  },
  message: { to: "text", text: "text" },
  warned: { message: "text" },
  retrying: { attempt: "number", afterMs: "number?", failure: "failure" },
  failed: { failure: "failure", final: "flag" },
  finished: { text: "text?" },
  "gave-up": { message: "text" },
};

function isAgentLine(value: Fields): value is Fields & AgentLine {
  const { kind } = value;
  if (typeof kind !== "string" || !Object.hasOwn(SHAPES, kind)) return false;
  const shape = SHAPES[kind as AgentLineKind];
  return Object.entries(shape).every(([name, wanted]) => fits(value[name], wanted));
}

function fits(value: unknown, shape: Shape): boolean {
  if (typeof shape !== "string") return shape.includes(String(value));
  switch (shape) {
    case "text":
      return typeof value === "string";
    case "text?":
      return value === null || typeof value === "string";
    case "flag":
      return typeof value === "boolean";
    case "number":
      return Number.isFinite(value);
    case "number?":
      return value === null || Number.isFinite(value);
    case "texts":
      return Array.isArray(value) && value.every((one) => typeof one === "string");
    case "usage":
      return (
        isRecord(value) &&
        Number.isFinite(value["inputTokens"]) &&
        Number.isFinite(value["outputTokens"])
      );
    case "failure":
      return (
        isRecord(value) &&
        FAILURE_CAUSES.some((cause) => cause === value["cause"]) &&
        typeof value["message"] === "string" &&
        (value["reset"] === null || isReset(value["reset"]))
      );
    default:
      return unreachable(shape);
  }
}

function isReset(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kind, atMs, afterMs, hour, minute, zone } = value;
  if (kind === "at") return Number.isFinite(atMs);
  if (kind === "in") return Number.isFinite(afterMs);
  const isTime = Number.isInteger(hour) && Number.isInteger(minute);
  return kind === "clock" && isTime && (zone === null || typeof zone === "string");
}
