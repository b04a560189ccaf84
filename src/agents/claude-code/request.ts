import { isRecord } from "../../model/index.ts";
import type { Fields } from "../lines/fields.ts";
import { fieldsOf, listOf, textOf } from "../lines/fields.ts";

/** What Claude Code wants to do and waits to be told whether it may (`can_use_tool`). */
export interface Request {
  /** Under which it waits. */
  readonly request: string;
  readonly tool: string;
  readonly input: Fields;
}

export function readRequest(event: Fields): Request | null {
  const asked = fieldsOf(event, "request");
  const request = textOf(event, "request_id");
  if (request === null || textOf(asked, "subtype") !== "can_use_tool") return null;
  return { request, tool: textOf(asked, "tool_name") ?? "", input: fieldsOf(asked, "input") };
}

/** The tool by which it asks a person, up to four questions at a time. */
const QUESTION_TOOL = "AskUserQuestion";

export interface ToolQuestion {
  readonly question: string;
  readonly options: readonly string[];
}

/** What a use of that tool asks; nothing where it is another. */
export function questionsOf(tool: string, input: Fields): readonly ToolQuestion[] {
  if (tool !== QUESTION_TOOL) return [];
  return listOf(input, "questions").flatMap((one) => {
    const question = isRecord(one) ? textOf(one, "question") : null;
    if (question === null || !isRecord(one)) return [];
    const options = listOf(one, "options").flatMap((option) =>
      isRecord(option) ? (textOf(option, "label") ?? []) : [],
    );
    return [{ question, options }];
  });
}
