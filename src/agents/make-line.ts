import type { AgentLine } from "./agent-line.ts";
import { LIMITS } from "../model/index.ts";
import { shortDigest } from "./digest.ts";
import { cut, cutToEnd } from "./fields.ts";

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

export function permission(
  state: "asked" | "allowed" | "denied",
  tool: string,
  input: unknown,
  request: string | null = null,
): AgentLine {
  const whole = typeof input === "string" ? input : (JSON.stringify(input) ?? "");
  return {
    kind: "permission",
    tool,
    input: cut(whole, LIMITS.agentToolCharsMax),
    request,
    state,
  };
}
