import type { StreamId, StreamStatus } from "../../model/index.ts";
import { applyEdits, ownEdits, type StreamEdit } from "./edits.ts";
import { type ParseOptions, parseRoadmap } from "../parse.ts";
import { isVolume } from "../sources/volume.ts";
import type { ParsedStream, Roadmap, Span, TextEdit } from "../types.ts";

/** Why an edit of ours was not made on a person's text. Theirs wins (law I11). */
export interface RebaseConflict {
  readonly edit: StreamEdit;
  readonly reason: "gone" | "ambiguous" | "changed";
  readonly message: string;
  /** What the person wrote there; empty when the work stream is gone. */
  readonly theirs: string;
}

export interface Rebased {
  readonly text: string;
  readonly applied: readonly TextEdit[];
  readonly conflicts: readonly RebaseConflict[];
}

/**
 * Makes an edit that was computed for `baseText` on a text a person has changed meanwhile. The work
 * stream is found by its identity, not by its place; where the person changed the same span the
 * edit is dropped and reported, every other byte of theirs stays.
 */
export function rebaseEdit(
  baseText: string,
  edits: StreamEdit | readonly StreamEdit[],
  workingText: string,
  options: ParseOptions = {},
): Rebased {
  const list = "span" in edits ? [edits] : edits;
  if (baseText === workingText) {
    return { text: applyEdits(workingText, list), applied: list, conflicts: [] };
  }
  const base = parseRoadmap(baseText, options);
  const working = parseRoadmap(workingText, {
    ...options,
    dialect: options.dialect ?? base.dialect,
  });
  if (isVolume(workingText) || working.dialect === "list") {
    return rebaseOwn(base, workingText, working, list, options);
  }
  const applied: TextEdit[] = [];
  const conflicts: RebaseConflict[] = [];
  for (const edit of list) {
    const found = findAgain(base, working, edit);
    const outcome = "reason" in found ? found : rebaseOne(baseText, workingText, found, edit);
    if ("reason" in outcome) conflicts.push(outcome);
    else if (outcome.edit !== null) applied.push(outcome.edit);
  }
  // Edits of one status stand or fall together: half a change would contradict itself.
  if (conflicts.some(({ edit }) => edit.place !== "assignee")) {
    return { text: workingText, applied: [], conflicts };
  }
  return { text: applyEdits(workingText, applied), applied, conflicts };
}

/** A status that work goes on from: what a person ticked meanwhile does not speak against the rest. */
const GOING_ON: ReadonlySet<StreamStatus> = new Set(["not_started", "in_progress", "partial"]);

/** The format's own edits, made for the text as it is now, unless the person says something else. */
function rebaseOwn(
  base: Roadmap,
  workingText: string,
  working: Roadmap,
  edits: readonly StreamEdit[],
  options: ParseOptions,
): Rebased {
  const applied: TextEdit[] = [];
  const conflicts: RebaseConflict[] = [];
  const seen = new Set<string>();
  for (const edit of edits) {
    const name = `${edit.line} ${edit.id}`;
    if (seen.has(name)) continue;
    seen.add(name);
    const found = findAgain(base, working, edit);
    if ("reason" in found) {
      conflicts.push(found);
      continue;
    }
    const { origin, now } = found;
    if (now.status === edit.status) continue;
    const agreed = now.status === origin.status || GOING_ON.has(now.status);
    const made = agreed ? ownEdits(workingText, working, now, edit.status, options) : null;
    if (made !== null) applied.push(...made);
    else {
      const outcome = met(edit, now);
      if ("reason" in outcome) conflicts.push(outcome);
    }
  }
  return { text: applyEdits(workingText, applied), applied, conflicts };
}

type Outcome = { readonly edit: TextEdit | null } | RebaseConflict;

/** The work stream of an edit, as it was and as it is. */
interface Found {
  readonly origin: ParsedStream;
  readonly now: ParsedStream;
}

function findAgain(base: Roadmap, working: Roadmap, edit: StreamEdit): Found | RebaseConflict {
  const origin = base.workStreams.find(({ id, line }) => id === edit.id && line === edit.line);
  const now = origin === undefined ? "gone" : counterpart(base, working, origin);
  if (origin !== undefined && typeof now === "object") return { origin, now };
  return now === "ambiguous"
    ? {
        edit,
        reason: now,
        message: `${edit.id} now stands in the roadmap more than once`,
        theirs: "",
      }
    : { edit, reason: "gone", message: `${edit.id} is no longer in the roadmap`, theirs: "" };
}

function rebaseOne(
  baseText: string,
  workingText: string,
  { origin, now }: Found,
  edit: StreamEdit,
): Outcome {
  if (edit.place === "insertion") {
    if (now.slots.length > 0) return met(edit, now);
    const at = insertionIn(baseText, origin, edit, workingText, now);
    return { edit: { span: { start: at, end: at }, replacement: edit.replacement } };
  }
  const was = baseText.slice(edit.span.start, edit.span.end);
  const span = placeIn(now, edit);
  if (span === null) return met(edit, now);
  const theirs = workingText.slice(span.start, span.end);
  if (theirs === edit.replacement) return { edit: null };
  if (theirs !== was) return changed(edit, theirs);
  return { edit: { span, replacement: edit.replacement } };
}

/** The person wrote a status of their own: the same one is no conflict. */
function met(edit: StreamEdit, now: ParsedStream): Outcome {
  if (now.status === edit.status) return { edit: null };
  return changed(edit, now.statusText);
}

function changed(edit: StreamEdit, theirs: string): RebaseConflict {
  const message = `${edit.id} was changed meanwhile: “${theirs.slice(0, 120)}”`;
  return { edit, reason: "changed", message, theirs };
}

function placeIn(stream: ParsedStream, edit: StreamEdit): Span | null {
  if (edit.place === "assignee") return stream.spans.assignee;
  return stream.slots.find(({ form }) => form === edit.place)?.span ?? null;
}

/** The same work stream: by id, and among several with one id by title, then by their order. */
function counterpart(
  base: Roadmap,
  working: Roadmap,
  origin: ParsedStream,
): ParsedStream | "gone" | "ambiguous" {
  const before = withId(base, origin.id);
  const after = withId(working, origin.id);
  const [only] = after;
  if (only === undefined) return "gone";
  // An item is called by its title: where there are more of one title, nobody knows which is meant.
  const twins = (roadmap: Roadmap) => roadmap.workStreams.filter((s) => s.title === origin.title);
  const titled = working.dialect === "list" && origin.spans.id === null;
  if (titled && twins(base).length < twins(working).length) return "ambiguous";
  if (before.length === 1 && after.length === 1) return only;
  const alike = after.filter(({ title }) => title === origin.title);
  if (alike.length === 1 && alike[0] !== undefined) return alike[0];
  if (before.length !== after.length) return "ambiguous";
  return after[before.indexOf(origin)] ?? "gone";
}

function withId({ workStreams }: Roadmap, id: StreamId): readonly ParsedStream[] {
  return workStreams.filter((stream) => stream.id === id);
}

/** A line goes to the insertion point; a sign in the heading keeps its distance from the id. */
function insertionIn(
  baseText: string,
  origin: ParsedStream,
  edit: StreamEdit,
  workingText: string,
  now: ParsedStream,
): number {
  const { start } = edit.span;
  if (start >= origin.spans.insertion || origin.spans.id === null || now.spans.id === null) {
    return Math.min(now.spans.insertion, workingText.length);
  }
  const lead = /^#+\s+/.exec(workingText.slice(now.spans.heading.start, now.spans.id.start))?.[0];
  const offset = lead?.length ?? start - origin.spans.heading.start;
  return Math.min(now.spans.heading.start + offset, baseText.length + workingText.length);
}
