import type { RunSpec } from "../model/index.ts";

/** Raised when the meaning of a message or of a run directory changes. */
export const PROTOCOL = 4;

/**
 * What a client asks; the answer is the views of the runs asked for, and every changed view is told
 * without asking. stdin travels as a file, being large.
 */
export type Request =
  /** Said before anything else: what earlier processes may have asked for. */
  | { readonly type: "recall"; readonly ids: readonly string[] }
  | { readonly type: "ensure"; readonly spec: SentSpec }
  | {
      readonly type: "stop";
      readonly id: string;
      readonly graceMs: number;
      readonly now: boolean;
    }
  | { readonly type: "list"; readonly after: string | null }
  /** Answered with those that have not ended. */
  | { readonly type: "forget"; readonly ids: readonly string[] };

export type SentSpec = Omit<RunSpec, "stdin"> & { readonly hasStdin: boolean };

/** Views in one answer to `list`: a message stays far below its limit. */
export const LIST_VIEWS_MAX = 200;
