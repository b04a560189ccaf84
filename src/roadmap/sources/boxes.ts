import type { ChecklistItem, StreamStatus } from "../../model/index.ts";
import type { TextLine } from "../reading/text-lines.ts";
import type { Span, StatusSlot, TextEdit } from "../types.ts";
import type { SourceFile, StatusWrite } from "./reader.ts";

/** A tick box, with the place of the sign between its brackets. */
export interface Box {
  readonly line: TextLine;
  readonly indent: number;
  readonly sign: Span;
  readonly state: StreamStatus;
  /** Behind the bracket, `*` of an optional task left out. */
  readonly words: string;
  readonly optional: boolean;
}

/** `tasks.md`, as three tools call the list of a folder's tasks. */
export function isTaskList({ path }: SourceFile): boolean {
  return /(?:^|\/)tasks\.md$/.test(path);
}

const BOX = /^(\s*)(?:[-*+]|\d+[.)])\s+\[([^\]]{0,2})\](\*?)\s+(.*)$/;

/** The tick box of a line, `[]` without its blank too; null when it is none. */
export function readBox(line: TextLine): Box | null {
  const match = BOX.exec(line.text);
  if (match === null) return null;
  const [, indent = "", sign = " ", star = "", words = ""] = match;
  const start = line.start + line.text.indexOf("[") + 1;
  return {
    line,
    indent: indent.replace(/\t/g, "    ").length,
    sign: { start, end: start + sign.length },
    state: stateOf(sign),
    words: words.trim(),
    optional: star !== "" || /^\*\s/.test(words),
  };
}

function stateOf(sign: string): StreamStatus {
  if (/^(?:[xX✅✓✔☑]\ufe0f?)$/u.test(sign)) return "complete";
  if (sign.trim() === "") return "not_started";
  return sign === "-" || sign === "~" || sign === "/" ? "in_progress" : "unknown";
}

/** What several boxes come to; those left to choice count for nothing. */
export function statusOf(boxes: readonly Box[]): StreamStatus {
  const needed = boxes.filter((box) => !box.optional);
  const counted = needed.length === 0 ? boxes : needed;
  const done = counted.filter((box) => box.state === "complete").length;
  if (done === counted.length) return "complete";
  if (counted.some((box) => box.state === "in_progress")) return "in_progress";
  return done === 0 ? "not_started" : "partial";
}

/** The boxes that say the status, open ones first. */
export function slotsOf(boxes: readonly Box[]): readonly StatusSlot[] {
  const needed = boxes.filter((box) => !box.optional);
  const slots = (needed.length === 0 ? boxes : needed).map((box) => ({
    form: "box" as const,
    span: box.sign,
    text: box.state,
    status: box.state,
  }));
  return [
    ...slots.filter((slot) => slot.status !== "complete"),
    ...slots.filter((slot) => slot.status === "complete"),
  ];
}

/** `2/5`: how many of them are done. */
export function progressOf(boxes: readonly Box[]): string {
  return `${boxes.filter(({ state }) => state === "complete").length}/${boxes.length}`;
}

export function itemsOf(boxes: readonly Box[]): readonly ChecklistItem[] {
  return boxes.map((box) => ({
    text: box.words.slice(0, 400),
    done: box.state === "complete",
    line: box.line.number,
  }));
}

/** One sign a box: a tick as the file writes ticks, a space, or the sign of what is begun. */
export function writeBoxes(
  { file, slots, status }: StatusWrite,
  begun: string | null,
): readonly TextEdit[] | null {
  const capital = /\[X\]/.test(file.text) && !/\[x\]/.test(file.text);
  const sign =
    status === "complete"
      ? capital
        ? "X"
        : "x"
      : status === "not_started"
        ? " "
        : status === "in_progress"
          ? begun
          : null;
  if (sign === null || slots.length === 0) return null;
  // What is begun is begun with one box; to finish or to reopen means all of them.
  const meant = status === "in_progress" ? slots.slice(0, 1) : slots;
  return meant
    .filter((slot) => slot.status !== status)
    .map((slot) => ({ span: slot.span, replacement: sign }));
}
