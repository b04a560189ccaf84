import type { Usage } from "../../model/index.ts";

/** What a scripted agent writes on stdout, one JSON object a line. */
export type ScriptedLine =
  | { readonly type: "say"; readonly text: string }
  | { readonly type: "step"; readonly step: string; readonly detail: string }
  | { readonly type: "usage"; readonly usage: Usage }
  | { readonly type: "question"; readonly question: string }
  | { readonly type: "send"; readonly to: string; readonly text: string }
  | { readonly type: "rate-limit"; readonly seconds?: number }
  | { readonly type: "gave-up" }
  | { readonly type: "error"; readonly message: string };

const TYPES: ReadonlySet<string> = new Set([
  "say",
  "step",
  "usage",
  "question",
  "send",
  "rate-limit",
  "gave-up",
  "error",
]);

/** A line as the agent meant it, or null: anything else on stdout is plain output. */
export function readScriptedLine(line: string): ScriptedLine | null {
  if (!line.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(line);
    return isScriptedLine(value) ? value : null;
  } catch {
    return null;
  }
}

function isScriptedLine(value: unknown): value is ScriptedLine {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  if (typeof value.type !== "string" || !TYPES.has(value.type)) return false;
  return value.type !== "usage" || ("usage" in value && isUsage(value.usage));
}

function isUsage(value: unknown): value is Usage {
  return (
    typeof value === "object" &&
    value !== null &&
    "inputTokens" in value &&
    Number.isFinite(value.inputTokens) &&
    "outputTokens" in value &&
    Number.isFinite(value.outputTokens)
  );
}
