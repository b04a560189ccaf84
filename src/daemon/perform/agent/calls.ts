import type { ToolCall } from "../../../gateway/index.ts";
import type { AgentReport, InputOf } from "../../../model/index.ts";
import { LIMITS, PRIORITIES } from "../../../model/index.ts";
import { redactText } from "../../../platform/index.ts";

type Asked = Omit<InputOf<"agent-asked">, "atMs" | "attempt" | "number">;

type Proposed = Omit<InputOf<"agent-proposed">, "atMs" | "attempt" | "number">;

const REQUEST = "tool:";

/** The call that waits for an answer under this request; null: it came another way. */
export function toolCallIn(request: string): string | null {
  return request.startsWith(REQUEST) ? request.slice(REQUEST.length) : null;
}

/**
 * What a call over the team's tools asks of a person; null when nothing. Its agent goes on
 * meanwhile, and hears the answer at once only where that comes at once.
 */
export function askedOver({ tool, id, arguments: given }: ToolCall): Asked | null {
  const asked = { type: "agent-asked", over: "tools", need: "turn" } as const;
  const request = `${REQUEST}${id}`;
  if (tool === "question") {
    const options = textsIn(given["options"]);
    return { ...asked, kind: "question", text: textIn(given, "text"), options, request };
  }
  if (tool !== "blocker") return null;
  const text = [textIn(given, "reason"), textIn(given, "impact")].filter(Boolean).join("\n");
  return { ...asked, kind: "blocked", text, options: [], request: null };
}

/** Work that it proposes beside its own; null when the call is no such thing. */
export function proposedOver({ tool, arguments: given }: ToolCall): Proposed | null {
  if (tool !== "propose") return null;
  const said = textIn(given, "priority").toLowerCase();
  return {
    type: "agent-proposed",
    title: textIn(given, "title").slice(0, LIMITS.proposalCharsMax),
    details: textIn(given, "details").slice(0, LIMITS.proposalCharsMax),
    files: textsIn(given["files"]).slice(0, LIMITS.proposalFilesMax).map(redactText),
    // What people run into is what is proposed in the middle of other work.
    priority: PRIORITIES.find((one) => one === said) ?? "critical",
  };
}

/** How far it says it is; null: it did not. */
export function percentOver({ tool, arguments: given }: ToolCall): number | null {
  const { percent } = given;
  return tool === "progress" && typeof percent === "number" ? percent : null;
}

/** What it wants later work to know, as much as is kept. */
export function rememberedOver(calls: readonly ToolCall[]): AgentReport["remembered"] {
  const notes = calls.flatMap(({ tool, arguments: given }) => {
    const text = textIn(given, "text").slice(0, LIMITS.questionCharsMax);
    const kind = textIn(given, "kind").slice(0, LIMITS.rememberedKindCharsMax);
    const about = textIn(given, "about").slice(0, LIMITS.memoryAboutCharsMax);
    if (tool !== "remember" || text === "") return [];
    return [{ text, kind: kind === "" ? null : kind, ...(about === "" ? {} : { about }) }];
  });
  return notes.length === 0 ? undefined : notes.slice(0, LIMITS.rememberedMax);
}

function textIn(given: ToolCall["arguments"], name: string): string {
  const value = given[name];
  return typeof value === "string" ? redactText(value.trim()) : "";
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
