import { compareText } from "./values.ts";
import type { StreamId, StreamKey, TargetId } from "./ids.ts";
import type { DutyReference } from "./team.ts";

export const STREAM_STATUSES = [
  "not_started",
  "in_progress",
  "blocked",
  "complete",
  "partial",
  "deferred",
  "cancelled",
  "unknown",
] as const;
export type StreamStatus = (typeof STREAM_STATUSES)[number];

export const PRIORITIES = ["critical", "high", "medium", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

export const EFFORTS = ["XS", "S", "M", "L", "XL"] as const;
export type Effort = (typeof EFFORTS)[number];

/** A tick box: `line` is 1-based. */
export interface ChecklistItem {
  readonly text: string;
  readonly done: boolean;
  readonly line: number;
}

/** A unit of work as a roadmap states it; the shape `roadmap show --json` prints. */
export interface WorkStream {
  readonly id: StreamId;
  readonly title: string;
  readonly status: StreamStatus;
  /** The status as written, decoration included; empty when none is written. */
  readonly statusText: string;
  readonly priority: Priority;
  readonly effort: Effort | null;
  readonly dependsOn: readonly StreamId[];
  readonly assignee: string | null;
  readonly batch: string | null;
  /** 1-based line of the heading. */
  readonly line: number;
  readonly tasks: readonly ChecklistItem[];
  readonly files: readonly string[];
  readonly acceptance: readonly ChecklistItem[];
  /** Every field as written, known or not, by its name as written. */
  readonly fields: Readonly<Record<string, string>>;
  /** Can be claimed now: its status permits work and every dependency is complete. */
  readonly available: boolean;
  /** The dependencies (or the unknown names) that stand in the way. */
  readonly blockedBy: readonly StreamId[];
}

export type DiagnosticCode =
  | "duplicate-id"
  | "unusable-id"
  | "unknown-dependency"
  | "cycle"
  | "self-dependency"
  | "unreadable-status"
  | "no-work-streams"
  | "not-text"
  | "unreadable-source"
  | "too-large";

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: DiagnosticCode;
  /** 1-based; 0 when the whole file is meant. */
  readonly line: number;
  /** From the repository's root, where a source has several files. */
  readonly file?: string;
  readonly message: string;
  readonly ids: readonly StreamId[];
}

/**
 * What the engine must know of a work stream: plain facts the roadmap room has judged.
 * Small on purpose, because it is journalled whenever it changes.
 */
export interface StreamFacts {
  readonly key: StreamKey;
  readonly target: TargetId;
  readonly id: StreamId;
  readonly title: string;
  readonly status: StreamStatus;
  /** The status permits work once the dependencies are complete (gardening would unblock it). */
  readonly workable: boolean;
  readonly priority: Priority;
  /** Bootstrap work goes before everything of its priority. */
  readonly bootstrap: boolean;
  readonly effort: Effort | null;
  /** Known dependencies only. */
  readonly dependsOn: readonly StreamKey[];
  /** Why the stream can never start as written: a cycle, an unknown or duplicate id; else null. */
  readonly defect: string | null;
  readonly files: readonly string[];
  readonly batch: string | null;
  /** A person or agent named in the roadmap as holding it; `null` when free. */
  readonly assignee: string | null;
  /** ISO date or date-time after which it is late; raises priority. */
  readonly deadline: string | null;
  /** It looks at what others did: that all is well, without a change, is done too. */
  readonly isCheck?: true;
  /** Place in the roadmap, from 0: the last tie-breaker of every order. */
  readonly order: number;
  /** A standing duty of a role: in no roadmap, and done without a change too. */
  readonly duty?: DutyReference;
}

/** Roadmap order, then the key: the last tie-breaker of everything that has an order. */
export function comparePlaces(a: StreamFacts, b: StreamFacts): number {
  return a.order - b.order || compareText(a.key, b.key);
}
