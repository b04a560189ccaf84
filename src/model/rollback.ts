import type { GateReport } from "./gate.ts";
import type { AttemptId, ObjectId, StreamKey, TargetId } from "./ids.ts";
import type { Candidate } from "./stage.ts";

/** One thing that our hand did to an integration branch: what a landing or a rollback brought. */
export interface Change {
  readonly onto: ObjectId;
  readonly commit: ObjectId;
  /** For the commit message: `1.2`, or `rollback 3`. */
  readonly what: string;
}

/** How a stream stands once something was undone: complete again, or open again. */
export interface Standing {
  readonly key: StreamKey;
  readonly complete: boolean;
}

/**
 * Landed work that is being undone: by commits that revert it on top of the branch, which land like
 * any other work, as exactly the tree that was verified (law I3). History is never rewritten.
 */
export interface Rollback {
  readonly by: string;
  /** What was asked for, in words: `1.2`, `checkpoint before`. */
  readonly why: string;
  readonly atMs: number;
  /** Newest first, as they are undone. */
  readonly changes: readonly Change[];
  readonly streams: readonly Standing[];
  readonly stage:
    | { readonly kind: "reverting" }
    | { readonly kind: "verifying"; readonly candidate: Candidate }
    | { readonly kind: "landing"; readonly candidate: Candidate; readonly report: GateReport };
}

/** Why nothing was undone where the branch holds nothing of it any more. */
export const NOTHING_LEFT = "nothing of it is in the branch any more";

/** A rollback that is on the branch; it can be undone like a landing. */
export interface RolledBack {
  /** How many landings there had been: its place among them. */
  readonly after: number;
  readonly onto: ObjectId;
  readonly commit: ObjectId;
  readonly why: string;
  readonly streams: readonly Standing[];
}

/** How far a target had come: landings and rollbacks so far. */
export interface Position {
  readonly target: TargetId;
  readonly landings: number;
  readonly rollbacks: number;
}

/** What a checkpoint holds of one target; `commit` keeps it all from being collected by git. */
export interface CheckpointPlace {
  readonly target: TargetId;
  readonly ref: string;
  readonly commit: ObjectId;
  readonly head: ObjectId;
  readonly tip: ObjectId | null;
  /** Landings that waited beside the branch; null when there were none. */
  readonly landed: ObjectId | null;
  /** SHA-256 of the roadmap's bytes, which lie in `commit` as `roadmap`; null where there was none. */
  readonly roadmapDigest: string | null;
}

/** A point to go back to: a position of the journal, with the refs and the roadmap as they were. */
export interface Checkpoint {
  readonly name: string;
  /** Unique for ever in a journal. */
  readonly number: number;
  readonly by: string;
  readonly why: string;
  readonly automatic: boolean;
  readonly atMs: number;
  readonly positions: readonly Position[];
  /** Empty until it is kept. */
  readonly places: readonly CheckpointPlace[];
  readonly stage: "keeping" | "kept" | "dropping";
}

/** What is known of the world where a journal has lost it. */
export interface Recovery {
  /** What the journal was made from, in words. */
  readonly source: string;
  /** Beyond every leader's that there ever was. */
  readonly epoch: number;
  /** The targets that were looked at. */
  readonly targets: readonly TargetId[];
  /** The newest attempt of each stream that left anything. */
  readonly generations: readonly { readonly key: StreamKey; readonly generation: number }[];
  /** Landings on the branches that nobody has reverted, oldest first. */
  readonly landed: readonly {
    readonly key: StreamKey;
    readonly attempt: AttemptId;
    readonly commit: ObjectId;
    readonly onto: ObjectId;
  }[];
}

/** What becomes of a rollback, and of a checkpoint. */
export type UndoingEvent =
  | {
      readonly type: "rollback-begun";
      readonly atMs: number;
      readonly target: TargetId;
      readonly by: string;
      readonly why: string;
      /** Newest first. */
      readonly changes: readonly Change[];
      readonly streams: readonly Standing[];
    }
  | {
      readonly type: "rollback-built";
      readonly atMs: number;
      readonly target: TargetId;
      readonly candidate: Candidate;
    }
  | {
      readonly type: "rollback-verified";
      readonly atMs: number;
      readonly target: TargetId;
      readonly report: GateReport;
    }
  /** The branch moved under it: it is built anew on the new head. */
  | {
      readonly type: "rollback-moved";
      readonly atMs: number;
      readonly target: TargetId;
      readonly head: ObjectId;
    }
  | {
      readonly type: "rolled-back";
      readonly atMs: number;
      readonly target: TargetId;
      readonly commit: ObjectId;
      readonly onto: ObjectId;
      readonly diverted: boolean;
    }
  /** A person took a landing off the branch, or is on another: its work stream is open again. */
  | {
      readonly type: "landing-gone";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly commit: ObjectId;
    }
  /** Nothing was undone. */
  | {
      readonly type: "rollback-refused";
      readonly atMs: number;
      readonly target: TargetId;
      readonly message: string;
    }
  | {
      readonly type: "checkpoint-begun";
      readonly atMs: number;
      readonly name: string;
      readonly by: string;
      readonly why: string;
      readonly automatic: boolean;
      readonly positions: readonly Position[];
    }
  | {
      readonly type: "checkpoint-kept";
      readonly atMs: number;
      readonly name: string;
      readonly places: readonly CheckpointPlace[];
    }
  | {
      readonly type: "checkpoint-dropping";
      readonly atMs: number;
      readonly name: string;
      readonly by: string;
    }
  | {
      readonly type: "checkpoint-dropped";
      readonly atMs: number;
      readonly name: string;
      /** Why it could not be kept; null when it was let go. */
      readonly failure: string | null;
    };

/** Letters, digits, dots, underscores and dashes: it becomes a word of a command line, no more. */
export function isCheckpointName(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,63}$/.test(name);
}
