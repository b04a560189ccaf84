import type { AgentLine } from "../../agents/index.ts";
import type { AgentStep, AttemptId } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { appendText, readTextIfExists, redactText } from "../../platform/index.ts";
import { stepsPath } from "../logs.ts";

/** Names of tools are the agent's to say: some say the whole command. */
const TOOL_CHARS_MAX = 120;

/** What an attempt's agent was seen doing, in order; a torn line says nothing. */
export function readSteps(logsDir: string, attempt: AttemptId): readonly AgentStep[] {
  const text = readTextIfExists(stepsPath(logsDir, attempt)) ?? "";
  return text.split("\n").flatMap((line) => stepIn(line) ?? []);
}

/**
 * Keeps what an agent does with the time at which it was seen. Its output is read from the first
 * byte after a restart as well: what is kept already is told by its number (law I9).
 */
export class StepNotes {
  readonly #path: string;
  #kept: number;
  #number = 0;
  #last: AgentStep["kind"] | null = null;
  #lines: string[] = [];
  #startsTorn: boolean;

  constructor(logsDir: string, attempt: AttemptId) {
    this.#path = stepsPath(logsDir, attempt);
    const text = readTextIfExists(this.#path) ?? "";
    this.#kept = readSteps(logsDir, attempt).length;
    this.#startsTorn = text !== "" && !text.endsWith("\n");
  }

  note(line: AgentLine, atMs: number, late: boolean): void {
    const step = stepOf(line, atMs, late);
    if (step === null || (step.kind === "said" && this.#last === "said")) return;
    this.#last = step.kind;
    this.#number += 1;
    if (this.#number <= this.#kept || this.#number > LIMITS.stepsPerAttemptMax) return;
    this.#lines.push(JSON.stringify(step));
  }

  /** Writes what was noted since; all at once, for a look may have found much. */
  flush(): void {
    if (this.#lines.length === 0) return;
    const text = `${this.#startsTorn ? "\n" : ""}${this.#lines.join("\n")}\n`;
    this.#lines = [];
    this.#startsTorn = true;
    appendText(this.#path, text);
    this.#startsTorn = false;
  }
}

function stepOf(line: AgentLine, atMs: number, isLate: boolean): AgentStep | null {
  const seen = isLate ? ({ atMs, late: true } as const) : { atMs };
  switch (line.kind) {
    case "started":
      return { ...seen, kind: "began", model: line.model };
    case "said":
      return { ...seen, kind: "said" };
    case "tool-started": {
      const input = redactText(line.input).slice(0, LIMITS.stepInputCharsMax);
      const tool = redactText(line.tool).slice(0, TOOL_CHARS_MAX);
      return { ...seen, kind: "tool-started", id: line.id, tool, input };
    }
    case "tool-ended":
      return { ...seen, kind: "tool-ended", id: line.id, failed: line.failed };
    case "usage": {
      const { inputTokens, outputTokens } = line.usage;
      const isKnown = Number.isFinite(inputTokens + outputTokens);
      return line.scope === "step" && isKnown
        ? { ...seen, kind: "used", inputTokens, outputTokens }
        : null;
    }
    default:
      return null;
  }
}

const KINDS: Readonly<Record<AgentStep["kind"], true>> = {
  began: true,
  said: true,
  "tool-started": true,
  "tool-ended": true,
  used: true,
};

function stepIn(line: string): AgentStep | null {
  try {
    const step = JSON.parse(line) as AgentStep | null;
    const isStep = step !== null && typeof step === "object" && Object.hasOwn(KINDS, step.kind);
    return isStep ? step : null;
  } catch {
    return null;
  }
}
