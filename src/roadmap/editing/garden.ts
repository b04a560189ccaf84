import type { Diagnostic, StreamId, StreamStatus } from "../../model/index.ts";
import { STREAM_STATUSES } from "../../model/index.ts";
import { applyEdits, type StreamEdit, statusEdits } from "./edits.ts";
import { sortByIds } from "../judging/judge.ts";
import { type ParseOptions, parseRoadmap } from "../parse.ts";
import type { ParsedStream, Roadmap } from "../types.ts";

export interface Unblocked {
  readonly id: StreamId;
  readonly title: string;
  readonly reason: string;
  readonly dependencies: readonly StreamId[];
  /** 1-based line of the heading. */
  readonly line: number;
}

export interface StillBlocked {
  readonly id: StreamId;
  readonly title: string;
  /** Dependencies not complete, and names that are no work stream. */
  readonly pending: readonly string[];
  /** The words that keep it blocked when nothing is pending. */
  readonly reason: string | null;
}

export interface StaleClaim {
  readonly id: StreamId;
  readonly title: string;
  readonly reason: string;
}

export interface Garden {
  readonly unblocked: readonly Unblocked[];
  readonly stillBlocked: readonly StillBlocked[];
  readonly staleClaims: readonly StaleClaim[];
  readonly errors: readonly Diagnostic[];
}

/**
 * What gardening would do. It only sorts what `judge` decided, and so does `checkHealth`: the two
 * cannot disagree.
 */
export function garden(roadmap: Roadmap): Garden {
  const { workStreams, diagnostics } = roadmap;
  const blocked = sortByIds(workStreams.filter(({ status }) => status === "blocked"));
  return {
    unblocked: blocked.filter((stream) => stream.unblockable).map(unblockedOf),
    stillBlocked: blocked.filter((stream) => !stream.unblockable).map(stillBlockedOf),
    staleClaims: sortByIds(workStreams.filter(isStaleClaim)).map(({ id, title }) => ({
      id,
      title,
      reason: "In progress, but nobody is named as holding it",
    })),
    errors: diagnostics.filter(({ severity }) => severity === "error"),
  };
}

function isStaleClaim({ status, assignee }: ParsedStream): boolean {
  return status === "in_progress" && assignee === null;
}

function unblockedOf({ id, title, dependencies, line }: ParsedStream): Unblocked {
  const ids = dependencies.map((dependency) => dependency.id);
  const reason = ids.length === 0 ? "No dependencies listed" : "All dependencies complete";
  return { id, title, reason, dependencies: ids, line };
}

function stillBlockedOf({ id, title, blockedBy, reason, defect }: ParsedStream): StillBlocked {
  return { id, title, pending: blockedBy, reason: defect ?? reason };
}

export interface Health {
  readonly totalWorkStreams: number;
  readonly byStatus: Readonly<Record<StreamStatus, number>>;
  /** Can be claimed now, in the order people count. */
  readonly available: readonly StreamId[];
  readonly blocked: readonly StreamId[];
  /** Blocked, and gardening would unblock them: the ids `garden` lists as unblocked. */
  readonly unblockable: readonly StreamId[];
  readonly staleClaims: readonly StreamId[];
  readonly issues: readonly Diagnostic[];
}

export function checkHealth(roadmap: Roadmap): Health {
  const { workStreams, diagnostics } = roadmap;
  const plan = garden(roadmap);
  const count = (status: StreamStatus) => workStreams.filter((s) => s.status === status).length;
  const counts = STREAM_STATUSES.map((status) => [status, count(status)] as const);
  return {
    totalWorkStreams: workStreams.length,
    byStatus: Object.fromEntries(counts) as Record<StreamStatus, number>,
    available: sortByIds(workStreams.filter((stream) => stream.available)).map(({ id }) => id),
    blocked: sortByIds(workStreams.filter((s) => s.status === "blocked")).map(({ id }) => id),
    unblockable: plan.unblocked.map(({ id }) => id),
    staleClaims: plan.staleClaims.map(({ id }) => id),
    issues: diagnostics,
  };
}

export interface Gardening {
  readonly garden: Garden;
  readonly text: string;
  readonly edits: readonly StreamEdit[];
}

/** The text after gardening: the status of each unblocked work stream changed, nothing else. */
export function gardenEdits(text: string, options: ParseOptions = {}): Gardening {
  const roadmap = parseRoadmap(text, options);
  const edits = roadmap.workStreams
    .filter((stream) => stream.unblockable)
    .flatMap((stream) => statusEdits(text, roadmap, stream, "not_started"));
  return { garden: garden(roadmap), text: applyEdits(text, edits), edits };
}
