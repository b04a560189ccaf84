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

/** The texts that a line of a type must have. */
const TEXTS: Readonly<Record<ScriptedLine["type"], readonly string[]>> = {
  say: ["text"],
  step: ["step", "detail"],
  usage: [],
  question: ["question"],
  send: ["to", "text"],
  "rate-limit": [],
  "gave-up": [],
  error: ["message"],
};

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
  const { type } = value;
  if (typeof type !== "string" || !Object.hasOwn(TEXTS, type)) return false;
  const fields = new Map(Object.entries(value));
  const texts = TEXTS[type as ScriptedLine["type"]];
  if (!texts.every((name) => typeof fields.get(name) === "string")) return false;
  const seconds = fields.get("seconds");
  if (seconds !== undefined && !Number.isFinite(seconds)) return false;
  return type !== "usage" || isUsage(fields.get("usage"));
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
