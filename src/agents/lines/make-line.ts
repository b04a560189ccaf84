import type { AgentLine } from "./agent-line.ts";
import { LIMITS, isRecord } from "../../model/index.ts";
import { shortDigest } from "./digest.ts";
import { cut, cutToEnd, textOf } from "./fields.ts";

/** The lines that every adapter makes, cut to what is kept of them. */

export function output(text: string): AgentLine {
  return { kind: "output", text: cut(text) };
}

export function said(text: string, partial = false): AgentLine {
  return { kind: "said", text: cut(text), partial };
}

export function toolStarted(
  id: string,
  tool: string,
  input: unknown,
  files: readonly string[] = [],
): AgentLine {
  const whole = typeof input === "string" ? input : (JSON.stringify(input) ?? "");
  return {
    kind: "tool-started",
    id,
    tool,
    input: cut(whole, LIMITS.agentToolCharsMax),
    inputDigest: shortDigest(whole),
    files: files.slice(0, LIMITS.filesPerToolCallMax),
  };
}

export function toolEnded(
  id: string,
  failed: boolean,
  text: string,
  files: readonly string[] = [],
): AgentLine {
  return {
    kind: "tool-ended",
    id,
    failed,
    output: cutToEnd(text, LIMITS.agentToolCharsMax),
    outputDigest: shortDigest(text),
    files: files.slice(0, LIMITS.filesPerToolCallMax),
  };
}

/** Of a tool's input the part that says what it does, where there is one. */
const TELLING = ["command", "file_path", "notebook_path", "path", "url", "query"] as const;

function whatItDoes(input: unknown): string {
  if (typeof input === "string") return input;
  const fields = isRecord(input) ? input : {};
  for (const name of TELLING) {
    const found = textOf(fields, name);
    if (found !== null) return found;
  }
  return JSON.stringify(input) ?? "";
}

export function permission(
  state: "asked" | "allowed" | "denied",
  tool: string,
  input: unknown,
  request: string | null = null,
): AgentLine {
  return {
    kind: "permission",
    tool,
    input: cut(whatItDoes(input), LIMITS.agentToolCharsMax),
    request,
    state,
  };
}
