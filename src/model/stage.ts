import type { AgentIdentity, AgentReport, FailureReason, PromptSize } from "./agent.ts";
import type { BudgetLimit, Reservation, Spending } from "./budget.ts";
import type { GateReport } from "./gate.ts";
import type { AttemptId, ObjectId, StreamKey } from "./ids.ts";
import type { InboxId, LoopPattern, LoopVerdict, Question } from "./inbox.ts";
import { displayKey } from "./ids.ts";
import type { ProcessIdentity } from "./process.ts";

/** A prepared clone: `path` is absolute, `base` the commit the agent starts from. */
export interface Workspace {
  readonly path: string;
  readonly base: ObjectId;
}

/** What an attempt left, safe under a ref before anything is cleaned (law I8). */
export interface CollectedWork {
  readonly base: ObjectId;
  /** The agent's last commit, leftovers committed by policy; equals `base` when nothing changed. */
  readonly head: ObjectId;
  readonly tree: ObjectId;
  /** Holds head, index, untracked and ignored files: `refs/orchestrator/archive/…`. */
  readonly archiveRef: string;
  readonly files: readonly string[];
  /** Changes left uncommitted (`autoCommit` decides whether they are part of `head`). */
  readonly uncommitted: readonly string[];
  /** Of these, what holds the marks of a conflict in a merge or rebase that was not finished. */
  readonly unresolved?: readonly string[];
  /** It was left in the middle of going over its own history, of which `head` is only a part. */
  readonly aside?: Aside;
  /** What was committed or stashed where `head` does not lead to, the first few. */
  readonly elsewhere?: readonly Elsewhere[];
  /** The agent edited the roadmap; its edit is dropped from the merge and shown. */
  readonly roadmapEdited: boolean;
}

/** A rebase with commits still to apply, or a bisection: work of the agent's is not in its head. */
export interface Aside {
  readonly what: "rebase" | "bisection";
  /** Where the history it goes over ended; null when that could not be read. */
  readonly tip: ObjectId | null;
}

/** Work in an attempt's clone that its head does not lead to. */
export interface Elsewhere {
  readonly kind: "branch" | "stash" | "lost";
  /** Of the branch, as its agent called it; empty for the others. */
  readonly name: string;
  readonly commit: ObjectId;
}

/** The branch of the next attempt's clone that leads to it, counted from 0. */
export function elsewhereBranch(at: number): string {
  return `left-${at + 1}`;
}

/** A merge commit that would land: the tree the gates look at is the tree that lands (law I3). */
export interface Candidate {
  readonly commit: ObjectId;
  readonly tree: ObjectId;
  /** First parent: the integration head it was built on, and the old value of the swap. */
  readonly onto: ObjectId;
  readonly files: readonly string[];
}

export type RejectionReason =
  | { readonly kind: "gate-failed"; readonly gates: readonly string[] }
  | { readonly kind: "conflict"; readonly files: readonly string[] }
  /** Green alone, red together with what landed since: those are the suspects. */
  | {
      readonly kind: "semantic-conflict";
      readonly gates: readonly string[];
      readonly suspects: readonly StreamKey[];
    }
  | { readonly kind: "uncommitted"; readonly files: readonly string[] }
  | { readonly kind: "unfinished"; readonly what: Aside["what"] }
  /** Nothing is where it would land from; `places` are words. */
  | { readonly kind: "elsewhere"; readonly places: readonly string[] }
  | { readonly kind: "person"; readonly message: string };

/** What goes back to the agent: the reason and the exact output. */
export interface Rejection {
  readonly reason: RejectionReason;
  readonly evidence: string;
}

export type Liveness = "alive" | "uncertain";

export type StopCause =
  | "total-timeout"
  | "idle-timeout"
  | "startup-timeout"
  | "person"
  | "superseded"
  | "shutdown"
  /** What was put aside for the attempt is used up. */
  | "budget"
  /** It has waited long enough for an answer; it goes on once there is one. */
  | "question"
  | "loop"
  /** It is to work on something else. */
  | "redirected"
  /** A person starts its role anew. */
  | "restarted"
  /** Another agent is to go on with its work. */
  | "reassigned";

/** What an attempt's changes so far do not go together with. */
export type ForeseenWith =
  | { readonly kind: "attempt"; readonly attempt: AttemptId }
  | { readonly kind: "branch"; readonly head: ObjectId };

/** A conflict that is to be expected when an attempt's work is merged. */
export interface Foreseen {
  readonly with: ForeseenWith;
  /** Whose changes they are; null: somebody else's, on the branch. */
  readonly key: StreamKey | null;
  readonly files: readonly string[];
  readonly atMs: number;
}

/** `1.2, at work beside it, in a.ts, b.ts`. */
export function describeForeseen({ with: other, key, files }: Foreseen): string {
  const which = files.slice(0, 3).join(", ");
  const more = files.length > 3 ? ` and ${files.length - 3} more` : "";
  const who = key === null ? "the branch" : displayKey(key);
  const where = other.kind === "attempt" ? ", at work beside it," : key === null ? "" : ", landed,";
  return `${who}${where} in ${which}${more}`;
}

/** A loop that was found in what an agent does, and what is done about it. */
export interface LoopNote {
  readonly pattern: LoopPattern;
  readonly verdict: LoopVerdict;
  /** What was seen: one line a fact. */
  readonly evidence: readonly string[];
}

export interface Stopping {
  readonly cause: StopCause;
  readonly sinceMs: number;
  readonly now: boolean;
}

/**
 * Where a work stream stands. Each stage carries only what is true in it. From `queued` on the
 * workspace is archived already, and null once it was given back.
 *
 * ```
 * waiting ─▶ preparing ─▶ running ─▶ collecting ─▶ queued ─▶ merging ─▶ verifying ─▶ landing ─▶ completed
 *    ▲                       │            │           ▲          │          │            │
 *    │                       └─ stopping ─┤           └─ rebuild ┴──────────┼────────────┘ (the branch moved)
 *    └──────────── failed / rejected: retryAtMs ◀─────────────── verifying-alone (who is to blame?)
 * waiting ─▶ blocked | skipped | settled;   collecting ─▶ unverified | parked;   verifying ─▶ needs-person
 * parked ─▶ waiting (every question is answered): no agent, no workspace, no cost
 * ```
 */
export type Stage =
  | {
      readonly kind: "waiting";
      readonly sinceMs: number;
      readonly notBeforeMs: number;
      /** There was no money for an attempt; `mayComeBack`: others hold it, and may not need it. */
      readonly short?: { readonly limit: BudgetLimit; readonly mayComeBack: boolean };
    }
  | {
      readonly kind: "preparing";
      readonly attempt: AttemptId;
      /** Asked to end before the agent was started: the prepared workspace is only collected. */
      readonly stopping?: Stopping;
    }
  | {
      readonly kind: "running";
      readonly attempt: AttemptId;
      readonly workspace: Workspace;
      readonly process: ProcessIdentity | null;
      readonly preparedAtMs: number;
      readonly startedAtMs: number | null;
      readonly progressAtMs: number;
      readonly outputBytes: number;
      readonly liveness: Liveness;
      readonly stopping: Stopping | null;
      /** Absent where nothing is limited. */
      readonly reservation?: Reservation;
      /** What it has spent so far, as far as that is told while it runs. */
      readonly spent?: Spending;
      /** What it asked and nobody has answered. */
      readonly asking: readonly Question[];
      /** Printed questions and loops heard of this run so far: one that is told again is an old one. */
      readonly heard: {
        readonly questions: number;
        readonly loops: number;
        /** Questions over the team's tools; absent: none. */
        readonly calls?: number;
      };
      readonly loop: LoopNote | null;
      /** Conflicts that its work will meet, the first first; absent: none. */
      readonly foreseen?: readonly Foreseen[];
      /** How far it says it is, 0 to 100. */
      readonly percent: number | null;
    }
  | {
      readonly kind: "collecting";
      readonly attempt: AttemptId;
      readonly workspace: Workspace;
      readonly report: AgentReport;
      readonly stopped: StopCause | null;
      readonly reservation?: Reservation;
      readonly asking: readonly Question[];
      readonly loop: LoopNote | null;
      /** What it left, once that is archived and nothing of it goes on to land. */
      readonly left: CollectedWork | null;
    }
  /** It asked, and waits for a person without holding anything; its work is archived. */
  | {
      readonly kind: "parked";
      readonly attempt: AttemptId;
      readonly work: CollectedWork;
      /** At least one, oldest first. */
      readonly asking: readonly Question[];
      readonly sinceMs: number;
    }
  | {
      readonly kind: "queued";
      readonly attempt: AttemptId;
      readonly workspace: Workspace | null;
      readonly work: CollectedWork;
      readonly sinceMs: number;
    }
  | {
      readonly kind: "merging";
      readonly attempt: AttemptId;
      readonly workspace: Workspace | null;
      readonly work: CollectedWork;
      readonly round: number;
    }
  | {
      readonly kind: "verifying";
      readonly attempt: AttemptId;
      readonly workspace: Workspace | null;
      readonly work: CollectedWork;
      readonly candidate: Candidate;
      readonly round: number;
    }
  | {
      readonly kind: "verifying-alone";
      readonly attempt: AttemptId;
      readonly workspace: Workspace | null;
      readonly work: CollectedWork;
      readonly candidate: Candidate;
      readonly together: GateReport;
      readonly round: number;
    }
  | {
      readonly kind: "landing";
      readonly attempt: AttemptId;
      readonly workspace: Workspace | null;
      readonly work: CollectedWork;
      readonly candidate: Candidate;
      /** Null when a person forced the landing of unverified work. */
      readonly report: GateReport | null;
      readonly round: number;
    }
  /** Green, but a person must agree (protected paths, deleted tests): exit 8. */
  | {
      readonly kind: "needs-person";
      readonly attempt: AttemptId;
      readonly workspace: Workspace | null;
      readonly work: CollectedWork;
      readonly why: readonly string[];
      readonly entry: InboxId;
      readonly sinceMs: number;
    }
  | {
      readonly kind: "completed";
      readonly attempt: AttemptId;
      readonly commit: ObjectId;
      readonly atMs: number;
      readonly diverted: boolean;
      readonly forced: boolean;
    }
  /** `--no-verify`: run, kept under its ref, landed nowhere. */
  | { readonly kind: "unverified"; readonly attempt: AttemptId; readonly work: CollectedWork }
  | {
      readonly kind: "blocked";
      readonly reason: string;
      readonly atMs: number;
      readonly attempt: AttemptId | null;
      /** Only money is missing, ours or the account's, or a login. */
      readonly cause?: "budget" | "login" | "credit";
    }
  | { readonly kind: "skipped"; readonly reason: string; readonly atMs: number }
  | {
      readonly kind: "stopped";
      readonly reason: string;
      readonly atMs: number;
      readonly attempt: AttemptId;
    }
  /** A person settled it in the roadmap (completed, cancelled, removed it): theirs wins (I11). */
  | { readonly kind: "settled"; readonly status: string; readonly atMs: number };

export type StageKind = Stage["kind"];

/** Stages that hold a slot of the concurrency limit: an agent works, or soon will, or just did. */
export const SLOT_STAGES: ReadonlySet<StageKind> = new Set<StageKind>([
  "preparing",
  "running",
  "collecting",
]);

/** Stages of the one attempt that a target is landing. */
export const LANDING_STAGES: ReadonlySet<StageKind> = new Set<StageKind>([
  "merging",
  "verifying",
  "verifying-alone",
  "landing",
]);

/** Claimed and not yet at an end: what runs beside it may overlap with it. */
export const ACTIVE_STAGES: ReadonlySet<StageKind> = new Set<StageKind>([
  ...SLOT_STAGES,
  "queued",
  ...LANDING_STAGES,
]);

/** An attempt in hindsight: what `report`, `explain` and `history` show. */
export interface AttemptRecord {
  readonly attempt: AttemptId;
  readonly agent: AgentIdentity;
  readonly claimedAtMs: number;
  readonly startedAtMs: number | null;
  readonly prompt?: PromptSize;
  readonly finishedAtMs: number | null;
  readonly outcome:
    | "active"
    | "landed"
    | "rejected"
    | "failed"
    | "stopped"
    | "blocked"
    | "unverified"
    | "superseded"
    /** Ended with a question open. */
    | "parked"
    /** The same work goes on in another attempt: more was said to it, or it went in circles. */
    | "continued";
  readonly reason: string | null;
  readonly failure: FailureReason | null;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
  readonly cost?: Spending;
  readonly gates: GateReport["results"];
  readonly commit: ObjectId | null;
  readonly archiveRef: string | null;
  readonly files: readonly string[];
}
