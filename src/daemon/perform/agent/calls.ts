import type { ToolCall } from "../../../gateway/index.ts";
import type { AgentReport, Input } from "../../../model/index.ts";
import { LIMITS } from "../../../model/index.ts";
import { redactText } from "../../../platform/index.ts";

type Asked = Omit<Extract<Input, { readonly type: "agent-asked" }>, "atMs" | "attempt" | "number">;

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
