import type { AgentMessage } from "../../model/index.ts";
import type { Fields } from "../lines/fields.ts";
import { readObject } from "../lines/fields.ts";
import { messageText } from "../start/prompt.ts";
import type { Request } from "./request.ts";
import { questionsOf, readRequest } from "./request.ts";

/** A turn of the conversation, or more of the one under way, as a line of its stdin. */
export function userLine(text: string): string {
  const content = [{ type: "text", text }];
  return written({ type: "user", message: { role: "user", content } });
}

/**
 * What is said to a Claude Code at work: the answer to what it waits with, else words, which it
 * hears with the next answer of a tool. `printed`: its output so far. An answer holds the input
 * that was asked about, without which its older versions (2.1.197) take no yes.
 */
export function say(message: AgentMessage, printed: () => Iterable<string>): string {
  const { request } = message;
  if (request === null) return userLine(messageText(message));
  return answerLine(request, answerTo(message, findRequest(request, printed())));
}

function findRequest(request: string, lines: Iterable<string>): Request | null {
  for (const line of lines) {
    if (!line.includes(request)) continue;
    const event = readObject(line);
    const asked = event === null ? null : readRequest(event);
    if (asked?.request === request) return asked;
  }
  return null;
}

function answerTo({ text, allowed }: AgentMessage, asked: Request | null): Fields {
  if (allowed === false) return { behavior: "deny", message: text };
  if (allowed === true) {
    return { behavior: "allow", ...(asked === null ? {} : { updatedInput: asked.input }) };
  }
  const questions = asked === null ? [] : questionsOf(asked.tool, asked.input);
  if (asked === null || questions.length === 0) {
    return { behavior: "deny", message: `The answer is: ${text}` };
  }
  // Several at once are answered in one: it reads all of it beside each.
  const answers = Object.fromEntries(questions.map(({ question }) => [question, text]));
  return { behavior: "allow", updatedInput: { ...asked.input, answers } };
}

function answerLine(request: string, response: Fields): string {
  return written({
    type: "control_response",
    response: { subtype: "success", request_id: request, response },
  });
}

function written(event: Fields): string {
  return `${JSON.stringify(event)}\n`;
}
