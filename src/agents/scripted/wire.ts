import type { Usage } from "../../model/index.ts";

/** What a scripted agent writes on stdout, one JSON object a line. */
export type ScriptedLine =
  | { readonly type: "say"; readonly text: string }
  | { readonly type: "step"; readonly step: string; readonly detail: string }
  | { readonly type: "usage"; readonly usage: Usage }
  | {
      readonly type: "question";
      readonly question: string;
      readonly options: readonly string[];
      readonly waits: boolean;
    }
  | { readonly type: "progress"; readonly percent: number }
  | { readonly type: "send"; readonly to: string; readonly text: string }
  | { readonly type: "rate-limit"; readonly seconds?: number }
  | { readonly type: "gave-up" }
  | { readonly type: "error"; readonly message: string };

/** The first line on its stdin; what is said to it later follows, a message a line. */
export interface ScriptedStart {
  readonly script: string;
  /** What was said to its stream before it began, oldest first. */
  readonly heard: readonly (ScriptedMessage & { readonly about: string | null })[];
}

export interface ScriptedMessage {
  readonly kind: string;
  readonly text: string;
}

/** The texts that a line of a type must have. */
const TEXTS: Readonly<Record<ScriptedLine["type"], readonly string[]>> = {
  say: ["text"],
  step: ["step", "detail"],
  usage: [],
  question: ["question"],
  progress: [],
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
  if (type === "progress") return Number.isFinite(fields.get("percent"));
  if (type === "question") {
    const options = fields.get("options");
    const areTexts = Array.isArray(options) && options.every((one) => typeof one === "string");
    return areTexts && typeof fields.get("waits") === "boolean";
  }
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
