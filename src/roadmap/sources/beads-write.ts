import { memberOf, parseJson } from "../reading/json-text.ts";
import type { SettableStatus, Span, TextEdit } from "../types.ts";
import { moved, present, textEdit, textOf } from "./json-parts.ts";
import type { StatusWrite } from "./reader.ts";

const WORDS: Readonly<Record<SettableStatus, string | null>> = {
  not_started: "open",
  in_progress: "in_progress",
  blocked: "blocked",
  complete: "closed",
  partial: null,
  deferred: "deferred",
  cancelled: null,
};

/**
 * The status, and with it the one thing that must fit it: a closed issue without `closed_at`, or an
 * open one with it, is refused by the tool's own import.
 */
export function writeIssue({ file, slots, block, status, at }: StatusWrite) {
  const word = WORDS[status];
  if (word === null) return null;
  const parsed = parseJson(file.text.slice(block.start, block.end));
  if (!parsed.ok) return null;
  const node = moved(parsed.value, block.start);
  const [slot] = slots;
  // To begin with what was put off means that it is put off no more.
  const until = status === "not_started" ? memberOf(node, "defer_until") : null;
  const isHeld = slot === undefined || ["not_started", "deferred"].includes(slot.status);
  const release =
    until !== null && isHeld ? memberSpan(file.text, "defer_until", until.span, block) : null;
  const released = release === null ? [] : [{ span: release, replacement: "" }];
  if (slot?.status === status) return released;
  const edits: TextEdit[] = [...released];
  if (slot !== undefined) edits.push({ span: slot.span, replacement: word });
  else edits.push(...present(textEdit(file.text, block, "status", word)));
  const closed = memberOf(node, "closed_at");
  if (status === "complete" && closed?.kind !== "string") {
    const time = at ?? textOf(node, "updated_at") ?? textOf(node, "created_at");
    const end = block.end - 1;
    if (closed === null && time !== null) {
      edits.push({ span: { start: end, end }, replacement: `,"closed_at":"${time}"` });
    } else if (closed !== null && time !== null) {
      edits.push({ span: closed.span, replacement: `"${time}"` });
    }
  }
  if (status !== "complete" && closed !== null) {
    const span = memberSpan(file.text, "closed_at", closed.span, block);
    if (span !== null) edits.push({ span, replacement: "" });
  }
  return edits;
}

/** `"closed_at": "…"` with the comma that goes with it. */
function memberSpan(text: string, key: string, value: Span, block: Span): Span | null {
  const quoted = text.charAt(value.start - 1) === '"';
  const end = quoted ? value.end + 1 : value.end;
  const before = text.slice(block.start, quoted ? value.start - 1 : value.start);
  const name = new RegExp(`(,\\s*)?"${key}"\\s*:\\s*$`).exec(before);
  if (name === null) return null;
  const start = block.start + name.index;
  if (name[1] !== undefined) return { start, end };
  const comma = /^\s*,/.exec(text.slice(end, block.end))?.[0].length ?? 0;
  return { start, end: end + comma };
}
