import { garble } from "../reading/marks.ts";
import { plainText } from "../prose.ts";
import { readStatus } from "../reading/status.ts";
import { isCircle } from "../reading/titles.ts";
import type {
  Dialect,
  ParsedStream,
  Roadmap,
  SettableStatus,
  StatusForm,
  StatusSlot,
} from "../types.ts";
import { asCased, cellWords } from "../tables/cell-words.ts";

const WORDS: Readonly<Record<SettableStatus, string>> = {
  not_started: "Not Started",
  in_progress: "In Progress",
  blocked: "Blocked",
  complete: "Complete",
  partial: "Partially Complete",
  deferred: "Deferred",
  cancelled: "Cancelled",
};

/** The single words of backlogs written in capitals. */
const CODES: Readonly<Record<SettableStatus, string>> = {
  not_started: "PENDING",
  in_progress: "IN_PROGRESS",
  blocked: "BLOCKED",
  complete: "COMPLETE",
  partial: "PARTIAL",
  deferred: "DEFERRED",
  cancelled: "CANCELLED",
};

const SIGNS: Readonly<Record<SettableStatus, string>> = {
  not_started: "⚪",
  in_progress: "🔄",
  blocked: "🔴",
  complete: "✅",
  partial: "🟠",
  deferred: "⏸️",
  cancelled: "❌",
};

/** A box before an id has no other words; a status it cannot say becomes a sign. */
const BOXES: Readonly<Partial<Record<SettableStatus, string>>> = {
  not_started: "[ ]",
  complete: "[x]",
};

/** In the heading of a priority roadmap a coloured circle says how urgent: it would not be read. */
const URGENCY_FREE: Readonly<Partial<Record<SettableStatus, string>>> = {
  blocked: "⛔",
  partial: "🔄",
};

/** Where a coloured circle is the whole status. */
const CIRCLES: Readonly<Record<SettableStatus, string>> = {
  ...SIGNS,
  in_progress: "🟡",
  complete: "🟢",
  cancelled: "⚫",
};

/**
 * How this roadmap writes a status in this place: as it already does somewhere else, else made up
 * in the manner of what stands there now.
 */
export function writeStatus(
  roadmap: Roadmap,
  form: StatusForm,
  status: SettableStatus,
  current: string,
): string {
  const known = WRITTEN.get(roadmap) ?? new Map<string, string>();
  WRITTEN.set(roadmap, known);
  const key = `${form} ${status} ${current}`;
  const written = known.get(key) ?? makeUp(roadmap, form, status, current);
  known.set(key, written);
  return written;
}

/** Gardening sets many statuses of one roadmap: each spelling is looked for once. */
const WRITTEN = new WeakMap<Roadmap, Map<string, string>>();

function makeUp(
  roadmap: Roadmap,
  form: StatusForm,
  status: SettableStatus,
  current: string,
): string {
  const { dialect } = roadmap;
  const said = dialect === "table" ? cellWords(roadmap, status, current) : null;
  if (said !== null) return said;
  const boxed = BOX.test(current);
  const box = boxed ? (BOXES[status] ?? boxFor(roadmap, form, status)) : undefined;
  if (box !== undefined) return box;
  const manner = boxed
    ? { signed: true, worded: false, upper: false }
    : (mannerOf(current, dialect) ?? commonManner(roadmap, form));
  const learned = learn(roadmap, form, status, manner);
  const sign = signFor(roadmap, form, status, manner);
  const made = learned ?? compose(form, status, manner, dialect, sign);
  return dialect === "table" && !manner.upper ? asCased(made, current) : made;
}

const BOX = /^\[[ xX/~]\]$/;

/** `[/]` for what is begun, where the roadmap has one. */
function boxFor(roadmap: Roadmap, form: StatusForm, status: SettableStatus): string | undefined {
  const slots = slotsOf(roadmap, form);
  return slots.find((slot) => slot.status === status && BOX.test(slot.text))?.text;
}

/** The sign this roadmap gives the status anywhere; circles where a sign is the whole status. */
function signFor(
  roadmap: Roadmap,
  form: StatusForm,
  status: SettableStatus,
  manner: Manner,
): string {
  const urgent = roadmap.dialect === "priority" && form === "trailing";
  for (const { slots } of roadmap.workStreams) {
    for (const slot of slots) {
      if (slot.status !== status) continue;
      const mark = readStatus(slot.text, roadmap.dialect)?.marks[0];
      if (mark?.status === status && !(urgent && isCircle(mark))) return mark.spelling;
    }
  }
  if (urgent && URGENCY_FREE[status] !== undefined) return URGENCY_FREE[status];
  const sign = (form === "icon" || !manner.worded ? CIRCLES : SIGNS)[status];
  return isGarbled(roadmap) ? garble(sign) : sign;
}

interface Manner {
  readonly signed: boolean;
  readonly worded: boolean;
  readonly upper: boolean;
}

function mannerOf(text: string, dialect: Dialect): Manner | null {
  const reading = readStatus(text, dialect);
  if (reading === null) return null;
  const letters = plainText(text)
    .replace(/[^A-Za-z_ ]/g, "")
    .trim();
  const upper = reading.worded && letters !== "" && letters.split("(")[0] === letters.toUpperCase();
  return { signed: reading.marks.length > 0, worded: reading.worded, upper };
}

function commonManner(roadmap: Roadmap, form: StatusForm): Manner {
  const first = slotsOf(roadmap, form).flatMap(
    ({ text }) => mannerOf(text, roadmap.dialect) ?? [],
  )[0];
  const words = form === "field" || form === "json";
  return (
    first ?? {
      signed: form !== "json" && roadmap.dialect !== "table",
      worded: words,
      upper: form === "json",
    }
  );
}

function slotsOf({ workStreams }: Roadmap, form: StatusForm): readonly StatusSlot[] {
  return workStreams.flatMap(({ slots }) => slots.filter((slot) => slot.form === form));
}

/**
 * The commonest bare spelling of the status in such places, of those with a sign where one stands
 * now; the first of equals.
 */
function learn(
  roadmap: Roadmap,
  form: StatusForm,
  status: SettableStatus,
  manner: Manner,
): string | null {
  const counts = new Map<string, number>();
  const alike = new Set<string>();
  for (const slot of slotsOf(roadmap, form)) {
    if (slot.status !== status) continue;
    const reading = readStatus(slot.text, roadmap.dialect);
    if (reading === null || reading.rest !== "") continue;
    if (reading.worded !== manner.worded) continue;
    counts.set(slot.text, (counts.get(slot.text) ?? 0) + 1);
    if (reading.marks.length > 0 === manner.signed) alike.add(slot.text);
  }
  let best: string | null = null;
  for (const [text, count] of counts) {
    if (alike.size > 0 && !alike.has(text)) continue;
    if (best === null || count > (counts.get(best) ?? 0)) best = text;
  }
  return best;
}

function compose(
  form: StatusForm,
  status: SettableStatus,
  manner: Manner,
  dialect: Dialect,
  sign: string,
): string {
  if (form === "icon" || (manner.signed && !manner.worded)) return sign;
  const codes = dialect === "json" || (dialect === "requirement" && !manner.signed);
  const words = manner.upper
    ? codes
      ? CODES[status]
      : WORDS[status].toUpperCase()
    : WORDS[status];
  return manner.signed ? `${sign} ${words}` : words;
}

/** Mojibake stays mojibake: a clean sign among broken ones would be read by no other tool. */
function isGarbled({ workStreams }: Roadmap): boolean {
  return workStreams.some(({ statusText }) => /[ðâ][\u0080-\u2122]/.test(statusText));
}

/** How a field is written here: what stands before and behind its name. */
export interface FieldShape {
  readonly before: string;
  readonly after: string;
}

export const DEFAULT_SHAPE: FieldShape = { before: "- **", after: ":** " };

/** The shape of the line that holds `span`, read back from the text. */
function shapeAt(text: string, valueStart: number): FieldShape | null {
  const start = text.lastIndexOf("\n", valueStart - 1) + 1;
  const lead = text.slice(start, valueStart);
  const match = /^(\s*(?:[-*+] +)?(?:\*\*|__)?)[^*_:]+?((?:\*\*|__)? *:(?:\*\*|__)? *)$/.exec(lead);
  return match?.[1] === undefined || match[2] === undefined
    ? null
    : { before: match[1], after: match[2].endsWith(" ") ? match[2] : `${match[2]} ` };
}

/** The shape of status fields in this roadmap, else of any field of this work stream. */
export function fieldShape(
  text: string,
  roadmap: Roadmap,
  stream: ParsedStream | null,
): FieldShape {
  for (const { slots } of roadmap.workStreams) {
    const field = slots.find(({ form }) => form === "field");
    const shape = field === undefined ? null : shapeAt(text, field.span.start);
    if (shape !== null) return shape;
  }
  const at = stream?.spans.insertion ?? -1;
  if (at >= 0) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end === -1 ? text.length : end);
    const colon = /^(\s*(?:[-*+] +)?(?:\*\*|__))[^*_:]+((?:\*\*|__) *:|:(?:\*\*|__))/.exec(line);
    if (colon?.[1] !== undefined && colon[2] !== undefined) {
      return { before: colon[1], after: `${colon[2]} ` };
    }
  }
  return DEFAULT_SHAPE;
}
