import type { AgentLine } from "./agent-line.ts";

/** What a line asks of a person, as it goes into the inbox. */
export interface Asked {
  readonly kind: "question" | "permission" | "blocked";
  readonly text: string;
  readonly options: readonly string[];
  readonly need: "now" | "turn";
  readonly request: string | null;
}

const INPUT_CHARS_MAX = 1_000;

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
        request: null,
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
  return `${tool}(${commandIn(input).slice(0, INPUT_CHARS_MAX)})`;
}

/** Of a tool's input the part that says what it does, where there is one. */
function commandIn(input: string): string {
  try {
    const value: unknown = JSON.parse(input);
    if (typeof value !== "object" || value === null) return input;
    const fields = new Map<string, unknown>(Object.entries(value));
    for (const name of ["command", "file_path", "path", "url", "query"]) {
      const found = fields.get(name);
      if (typeof found === "string") return found;
    }
    return input;
  } catch {
    return input;
  }
}
