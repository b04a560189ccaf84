import { LIMITS } from "../../model/index.ts";
import type { AgentLine } from "./agent-line.ts";

/** What a line asks of a person, as it goes into the inbox. */
export interface Asked {
  readonly kind: "question" | "permission" | "blocked";
  readonly text: string;
  readonly options: readonly string[];
  readonly need: "now" | "turn";
  readonly request: string | null;
}

/** Null for a line that asks nothing, or does not want an answer. */
export function askedBy(line: AgentLine): Asked | null {
  switch (line.kind) {
    case "question":
      if (line.need === "none") return null;
      return {
        kind: "question",
        text: line.question,
        options: line.options,
        need: line.need,
        request: line.request,
      };
    case "permission":
      if (line.state !== "asked" || line.request === null) return null;
      return {
        kind: "permission",
        text: permissionText(line.tool, line.input),
        options: [],
        need: "now",
        request: line.request,
      };
    case "blocker":
      return { kind: "blocked", text: line.reason, options: [], need: "turn", request: null };
    default:
      return null;
  }
}

/** `Bash(npm publish)`: the form in which policies name it. */
function permissionText(tool: string, input: string): string {
  // Without its bracket, what could not be kept whole fits no pattern that says how it ends.
  return input.length < LIMITS.agentToolCharsMax - 1 ? `${tool}(${input})` : `${tool}(${input}…`;
}
