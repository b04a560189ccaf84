import type { Question } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { list } from "../text/words.ts";

/** The question, and the command that answers it: whoever watches can type it at once. */
export function askedLines(
  question: Question,
  who: string,
  line: (text: string) => string,
): string[] {
  const { id, kind, text, options } = question;
  const [first = "", ...rest] = text.split("\n");
  const offers = options.length === 0 ? [] : [`      ${list(options.map(safeText))}?`];
  const command =
    kind === "permission" ? `orchestrator approve ${id}` : `orchestrator answer ${id} TEXT`;
  return [
    line(`${who} ${VERBS[kind]}: ${safeText(first)}`),
    ...rest.map((each) => `      ${safeText(each)}`),
    ...offers,
    `      In another terminal: ${command}`,
  ];
}

const VERBS: Readonly<Record<Question["kind"], string>> = {
  question: "asks",
  permission: "asks for permission",
  approval: "asks for approval",
  stuck: "is stuck",
  blocked: "cannot go on",
};
