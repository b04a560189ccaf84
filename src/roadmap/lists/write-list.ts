import type { StreamStatus } from "../../model/index.ts";
import { writeStatus } from "../editing/style.ts";
import { skipSpaces } from "../prose.ts";
import type {
  ParsedStream,
  Roadmap,
  SettableStatus,
  Span,
  StatusSlot,
  TextEdit,
} from "../types.ts";
import { scanLines } from "../reading/lines.ts";
import { findItems } from "./items.ts";
import { type Box, boxAt } from "./signs.ts";
import { type ItemWords, readWords } from "./words.ts";

/** The line of an item, read again. */
export interface ItemLine {
  readonly box: Box;
  readonly words: ItemWords;
}

/** The item of a work stream; null where the line holds none by now. */
export function itemLine(text: string, { spans }: ParsedStream): ItemLine | null {
  const { start, end } = spans.heading;
  const open = text.indexOf("[", start);
  const box = open === -1 || open >= end ? null : boxAt(text, open, end);
  return box === null ? null : { box, words: readWords(text, box.words, end) };
}

/** What a list says in words, where no sign of its says it. */
const WORDS: Readonly<Record<SettableStatus, string>> = {
  not_started: "todo",
  in_progress: "in progress",
  blocked: "blocked",
  complete: "done",
  partial: "partial",
  deferred: "deferred",
  cancelled: "cancelled",
};

/**
 * The narrowest edits that give an item a status: a tick for what is done, a sign where this list has
 * one for the status, else words behind the title. Null where only a person can say it.
 */
export function itemEdits(
  text: string,
  roadmap: Roadmap,
  stream: ParsedStream,
  status: SettableStatus,
  reason: string | null,
): readonly TextEdit[] | null {
  const item = itemLine(text, stream);
  const box = stream.slots.find(({ form }) => form === "box");
  if (item === null || box === undefined) return null;
  if (stream.status === status && reason === null) return [];
  // Strokes are taken out by whoever drew them.
  if (item.words.struck && status !== "complete" && status !== "cancelled") return null;
  const field = stream.slots.find(({ form }) => form === "field");
  const sign = reason === null ? signFor(roadmap, status, item.box.sign) : null;
  const edits: TextEdit[] = [];
  const wanted = sign ?? " ";
  if (item.box.sign !== wanted.trim()) {
    edits.push({ span: inside(item.box, wanted, text), replacement: wanted });
  }
  if (field !== undefined) edits.push(...fieldEdit(roadmap, field, status, reason));
  const words =
    field === undefined && sign === null ? wordsFor(text, roadmap, stream, status, reason) : "";
  const at = item.words.suffixSpan;
  const place = at ?? { start: item.words.end, end: item.words.end };
  if (at !== null || words !== "") edits.push({ span: place, replacement: words });
  return edits;
}

/** Between the brackets: what stands there and nothing else, where a sign takes its place. */
function inside({ span, sign }: Box, wanted: string, text: string): Span {
  const first = skipSpaces(text, span.start + 1);
  if (sign === "" || wanted === " ") return { start: span.start + 1, end: span.end - 1 };
  return { start: first, end: first + sign.length };
}

/** How this list writes the status in a box; null when it does not. */
function signFor({ workStreams }: Roadmap, status: SettableStatus, now: string): string | null {
  const counts = new Map<string, number>();
  for (const { slots } of workStreams) {
    for (const slot of slots) {
      if (slot.form !== "box" || slot.status !== status) continue;
      const sign = slot.text.slice(1, -1).trim();
      if (sign === now && sign !== "") return sign;
      counts.set(sign, (counts.get(sign) ?? 0) + 1);
    }
  }
  if (status === "not_started") return null;
  const [common] = [...counts].sort((a, b) => b[1] - a[1]);
  return common?.[0] ?? (status === "complete" ? (/^[A-Z]{2,}$/.test(now) ? "DONE" : "x") : null);
}

function fieldEdit(
  roadmap: Roadmap,
  field: StatusSlot,
  status: SettableStatus,
  reason: string | null,
): readonly TextEdit[] {
  if (field.status === status && reason === null) return [];
  const words = writeStatus(roadmap, "field", status, field.text);
  return [{ span: field.span, replacement: `${words}${reason === null ? "" : `, ${reason}`}` }];
}

/** An open box says that it is to be done, unless the heading above says otherwise. */
function wordsFor(
  text: string,
  roadmap: Roadmap,
  stream: ParsedStream,
  status: SettableStatus,
  reason: string | null,
): string {
  const above = chaptersOf(text, roadmap).get(stream.line) ?? null;
  if (status === "not_started" && (above === null || above === "not_started")) return "";
  return ` (${WORDS[status]}${reason === null ? "" : `, ${reason.replace(/[()[\]<>`]/g, "")}`})`;
}

type Statuses = ReadonlyMap<number, StreamStatus | null>;

/** What the headings of one reading say, by the line of the item: many edits ask for it. */
const CHAPTERS = new WeakMap<Roadmap, Statuses>();

function chaptersOf(text: string, roadmap: Roadmap): Statuses {
  const known = CHAPTERS.get(roadmap);
  if (known !== undefined) return known;
  const { items } = findItems(text, scanLines(text).lines);
  const statuses = new Map(items.map(({ line, chapter }) => [line.number, chapter.status]));
  CHAPTERS.set(roadmap, statuses);
  return statuses;
}
