import type { AgentIdentity, AgentReport } from "./agent.ts";
import type { BudgetLimit, Reservation } from "./budget.ts";
import type { GateReport } from "./gate.ts";
import type { AttemptId, EffectId, ObjectId, StreamKey, TargetId } from "./ids.ts";
import type { AgentMessage, Conversation } from "./inbox.ts";
import type { SplitProposal } from "./recovery.ts";
import type { Change, Checkpoint, CheckpointPlace, Standing } from "./rollback.ts";
import type { Candidate, CollectedWork, Rejection, Workspace } from "./stage.ts";

/**
 * What the engine promises to do to the world, imperative, each with a deterministic id. An effect
 * stays pending until the journal holds its outcome; performing it again must be harmless
 * (law I2: journalled before it starts; I9: its outcome counts once).
 */
export type Effect =
  /** Gates on the integration head, once per (tree, gates digest): a red base is nobody's fault. */
  | { readonly kind: "verify-base"; readonly id: EffectId; readonly target: TargetId }
  /** Clone or reuse a workspace, run setup. `carry`: the rejected work to go on from. */
  | {
      readonly kind: "prepare";
      readonly id: EffectId;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly carry: { readonly work: CollectedWork; readonly rebase: boolean } | null;
    }
  /** Start the agent, or adopt it if it already runs; done when it has ended. */
  | {
      readonly kind: "run-agent";
      readonly id: EffectId;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly agent: AgentIdentity;
      readonly workspace: Workspace;
      readonly rejection: Rejection | null;
      /** To be gone on with where the agent's program can; null begins a fresh one. */
      readonly conversation: Conversation | null;
      /** What it has to be told, oldest first: of a conversation that goes on, only what is new. */
      readonly messages: readonly AgentMessage[];
      /** The configured agent that works on it; absent: the session's own. */
      readonly program?: string;
      /** In place of the model that is configured. */
      readonly model?: string;
      /** Wall time the run may take in all, enforced without an owner too. */
      readonly deadlineMs: number;
    }
  /** Say something to a running agent; heard once, whoever says it how often. */
  | {
      readonly kind: "tell-agent";
      readonly id: EffectId;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly message: AgentMessage;
    }
  /** Ask a running agent to end (`now`: kill its tree at once). Its `run-agent` reports the end. */
  | {
      readonly kind: "stop-agent";
      readonly id: EffectId;
      readonly attempt: AttemptId;
      readonly graceMs: number;
      readonly now: boolean;
    }
  /** Archive every byte the attempt left, then say what it made. */
  | {
      readonly kind: "collect";
      readonly id: EffectId;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly agent: AgentIdentity;
      readonly workspace: Workspace;
    }
  /** Build the merge commit on the present integration head, roadmap edit included. */
  | {
      readonly kind: "merge";
      readonly id: EffectId;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly agent: AgentIdentity;
      readonly work: CollectedWork;
      /** Its parts have landed: that nothing was left to change is no failure. */
      readonly mayBeEmpty?: true;
    }
  | {
      readonly kind: "verify";
      readonly id: EffectId;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly candidate: Candidate;
      readonly work: CollectedWork;
    }
  /** The same gates on the attempt's own tree, to name the culprit of a red merge. */
  | {
      readonly kind: "verify-alone";
      readonly id: EffectId;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly work: CollectedWork;
    }
  /** Compare-and-swap of the integration ref from `candidate.onto` to `candidate.commit`. */
  | {
      readonly kind: "land";
      readonly id: EffectId;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly candidate: Candidate;
      readonly report: GateReport | null;
    }
  /** Bring the person's clean checkout and the roadmap's working file along with a landing. */
  | {
      readonly kind: "move-checkout";
      readonly id: EffectId;
      readonly target: TargetId;
      /** Null for a rollback, whose lines of the roadmap are exchanged as a landing's are not. */
      readonly key: StreamKey | null;
      readonly from: ObjectId;
      readonly to: ObjectId;
    }
  /** Build the commits that undo these changes on the present integration head. */
  | {
      readonly kind: "revert";
      readonly id: EffectId;
      readonly target: TargetId;
      readonly changes: readonly Change[];
      readonly streams: readonly Standing[];
      readonly by: string;
      readonly why: string;
      /** The time in the commits: a retry makes the same ones. */
      readonly atMs: number;
    }
  | {
      readonly kind: "verify-revert";
      readonly id: EffectId;
      readonly target: TargetId;
      readonly candidate: Candidate;
    }
  | {
      readonly kind: "land-revert";
      readonly id: EffectId;
      readonly target: TargetId;
      readonly candidate: Candidate;
      readonly report: GateReport;
      readonly why: string;
    }
  /** Pin the refs and the roadmap's bytes of every target. */
  | { readonly kind: "keep-checkpoint"; readonly id: EffectId; readonly checkpoint: Checkpoint }
  | { readonly kind: "drop-checkpoint"; readonly id: EffectId; readonly checkpoint: Checkpoint }
  /** See how a work stream could be divided; nothing is changed. */
  | {
      readonly kind: "propose-split";
      readonly id: EffectId;
      readonly key: StreamKey;
      readonly titles: readonly string[];
    }
  /** Write the parts into the person's roadmap, and that the whole waits for them. */
  | {
      readonly kind: "apply-split";
      readonly id: EffectId;
      readonly key: StreamKey;
      readonly proposal: SplitProposal;
    }
  /** Give the workspace back to the pool; only after its bytes are archived. */
  | {
      readonly kind: "release";
      readonly id: EffectId;
      readonly attempt: AttemptId;
      readonly workspace: Workspace;
    };

export type EffectKind = Effect["kind"];

/** What performing an effect found. `failed-look` changes nothing but when it is tried again. */
export type Outcome =
  | { readonly kind: "base-verified"; readonly head: ObjectId; readonly report: GateReport }
  | {
      readonly kind: "prepared";
      readonly workspace: Workspace;
      readonly reservation?: Reservation;
    }
  /** The budget leaves too little to begin with; nothing was prepared and nothing put aside. */
  | {
      readonly kind: "unaffordable";
      readonly limit: BudgetLimit;
      readonly mayComeBack: boolean;
    }
  | { readonly kind: "agent-ended"; readonly report: AgentReport }
  | { readonly kind: "stop-sent" }
  /** It has been heard, or lies where the agent hears it next. */
  | { readonly kind: "told" }
  | { readonly kind: "collected"; readonly work: CollectedWork }
  | { readonly kind: "candidate-built"; readonly candidate: Candidate }
  | { readonly kind: "conflicted"; readonly onto: ObjectId; readonly files: readonly string[] }
  /** The attempt's changes are already in the integration branch, or there were none. */
  | { readonly kind: "nothing-to-land" }
  | { readonly kind: "verified"; readonly report: GateReport }
  | { readonly kind: "landed"; readonly commit: ObjectId; readonly diverted: boolean }
  /** The integration head is no longer `candidate.onto`; nothing was changed. */
  | { readonly kind: "head-moved"; readonly head: ObjectId }
  | { readonly kind: "checkout-moved"; readonly leftAlone: readonly string[] }
  | { readonly kind: "released" }
  | { readonly kind: "checkpoint-kept"; readonly places: readonly CheckpointPlace[] }
  | { readonly kind: "checkpoint-dropped" }
  | { readonly kind: "split-proposed"; readonly proposal: SplitProposal }
  /** The roadmap holds the parts, and has been told to the loop. */
  | { readonly kind: "split-applied"; readonly parts: readonly StreamKey[] }
  /** It cannot be done, and trying again will not help without a person or a new attempt. */
  | { readonly kind: "refused"; readonly message: string }
  /** It could not be looked at or done now (locked, disk full, git unreadable); tried again later. */
  | { readonly kind: "failed-look"; readonly message: string };

/** Those of a kind, or of several. */
export type EffectOf<K extends Effect["kind"]> = Extract<Effect, { readonly kind: K }>;
