import type { AgentIdentity, FailureReason } from "./agent.ts";
import type { AttemptId, StreamId, StreamKey } from "./ids.ts";
import type { InboxId } from "./inbox.ts";
import type { Effort, Priority, StreamFacts } from "./work-stream.ts";

/** What can go wrong with a work stream: the rows of the recovery table. */
export const DETECTIONS = [
  /** Its agent's process crashed, was lost, or left nothing that could be judged. */
  "agent-failure",
  "agent-timeout",
  /** Too much for one conversation, one account or one allowance. */
  "resource-exhaustion",
  /** What the attempt stood on was not there or could not be kept. */
  "state-corruption",
  /** The gates, a merge or a person sent its work back. */
  "rejected",
  /** The agent says that it cannot go on. */
  "gave-up",
  /** It waits for something that nobody will bring about. */
  "dependency-deadlock",
] as const;
export type Detection = (typeof DETECTIONS)[number];

/** Which row a failed attempt belongs to. */
export const DETECTION_OF: Readonly<Record<FailureReason, Detection>> = {
  crashed: "agent-failure",
  "exit-code": "agent-failure",
  lost: "agent-failure",
  "not-started": "agent-failure",
  "no-result": "agent-failure",
  "malformed-output": "agent-failure",
  stopped: "agent-failure",
  provider: "agent-failure",
  login: "agent-failure",
  "total-timeout": "agent-timeout",
  "idle-timeout": "agent-timeout",
  "startup-timeout": "agent-timeout",
  "prompt-too-long": "resource-exhaustion",
  capped: "resource-exhaustion",
  limited: "resource-exhaustion",
  budget: "resource-exhaustion",
  workspace: "state-corruption",
  conversation: "state-corruption",
};

/** Steps with which the work goes on by itself. */
export const RETRY_STEPS = ["same", "fresh", "other"] as const;
/** Steps after which a person has the word. */
export const LAST_STEPS = ["decompose", "escalate", "block"] as const;
export type RetryStepKind = (typeof RETRY_STEPS)[number];
export type LastStepKind = (typeof LAST_STEPS)[number];

/**
 * `same`: the same agent, in its conversation; `fresh`: in a new one; `other`: another configured
 * agent, the one named or the next that has not been tried. `decompose`: smaller work streams are
 * proposed; `escalate`: a person is asked; `block`: it stands still, with its reason.
 */
export type RecoveryStep =
  | { readonly kind: "same" | "fresh" }
  | { readonly kind: "other"; readonly agent: string | null }
  | { readonly kind: LastStepKind };

/** What is done about each kind of trouble, pinned with the session. */
export interface RecoveryPolicy {
  readonly table: Readonly<Record<Detection, readonly RecoveryStep[]>>;
  /** Configured agents that may stand in for others, in this order. */
  readonly standIns: readonly string[];
  /** Every configured agent: who a person may give work to. */
  readonly agents: readonly string[];
}

/** A step that was taken, in hindsight. */
export interface RecoveryNote {
  readonly atMs: number;
  readonly detection: Detection;
  readonly step: RecoveryStep["kind"];
  /** Counting from 1. */
  readonly number: number;
  readonly of: number;
  readonly why: string;
  /** The configured agent that goes on, where it is another one. */
  readonly program: string | null;
}

/** A work stream that was put before a person. */
export interface Escalation {
  readonly entry: InboxId;
  readonly by: string;
  /** Null: a person's own wish. */
  readonly detection: Detection | null;
  readonly text: string;
  readonly sinceMs: number;
}

/** A smaller work stream that a larger one is to be divided into, or one that is proposed anew. */
export interface SplitPart {
  readonly id: StreamId;
  readonly title: string;
  /** Absent: the whole's, or what a roadmap that says nothing means. */
  readonly priority?: Priority;
  readonly effort?: Effort;
  readonly tasks: readonly string[];
  readonly files: readonly string[];
  readonly dependsOn: readonly StreamId[];
}

export interface SplitProposal {
  readonly parts: readonly SplitPart[];
  /** They are new work for the roadmap, in nothing's place: what an errand proposes. */
  readonly adds?: true;
  /** What would change in the roadmap, as a unified diff. */
  readonly diff: string;
}

/** A work stream on its way to be divided. */
export interface Split {
  readonly round: number;
  readonly by: string;
  /** Titles that a person gave; none: by its own tasks. */
  readonly titles: readonly string[];
  readonly stage:
    | { readonly kind: "proposing" }
    | { readonly kind: "proposed"; readonly proposal: SplitProposal }
    /** A person agreed: the roadmap is being changed. */
    | { readonly kind: "applying"; readonly proposal: SplitProposal };
}

/** What was done about a work stream's troubles; absent where it never had any. */
export interface RecoveryState {
  /** The newest ones, oldest first. */
  readonly steps: readonly RecoveryNote[];
  /** The configured agent that works on it; null: the session's own. */
  readonly program: string | null;
  readonly escalation: Escalation | null;
  readonly split: Split | null;
  /** Divisions begun so far: the number in their effects' ids. */
  readonly splits: number;
  /** Its parts are in the roadmap: what is left of it may be nothing. */
  readonly divided: boolean;
  /** What it was said to wait for in vain, so that it is said once. */
  readonly deadlock: readonly StreamKey[];
}

/** What becomes of troubles; every step is one that a person can read. */
export type RecoveryEvent =
  | {
      readonly type: "recovery-step";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly detection: Detection;
      readonly step: RecoveryStep["kind"];
      readonly number: number;
      readonly of: number;
      readonly why: string;
      readonly program: string | null;
    }
  | {
      readonly type: "escalated";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly by: string;
      readonly entry: InboxId;
      readonly detection: Detection | null;
      readonly text: string;
      /** It waits for these in vain. */
      readonly waitsFor?: readonly StreamKey[];
    }
  | {
      readonly type: "escalation-settled";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly by: string;
      readonly entry: InboxId;
      readonly how: "answered" | "approved" | "dismissed";
    }
  /** `program`: another configured agent; `agent`: another member of the team. */
  | {
      readonly type: "reassigned";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly by: string;
      readonly program: string | null;
      readonly agent: AgentIdentity | null;
    }
  /** An agent proposes new work beside its own; it waits for a person's word, and nobody is on it. */
  | {
      readonly type: "work-proposed";
      readonly atMs: number;
      /** The proposal's own. */
      readonly key: StreamKey;
      readonly facts: StreamFacts;
      readonly attempt: AttemptId;
      readonly by: string;
    }
  | {
      readonly type: "split-asked";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly by: string;
      readonly titles: readonly string[];
    }
  | {
      readonly type: "split-proposed";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly proposal: SplitProposal;
    }
  | {
      readonly type: "split-agreed";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly by: string;
    }
  | {
      readonly type: "split-applied";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly parts: readonly StreamKey[];
    }
  /** The roadmap is as it was. */
  | {
      readonly type: "split-refused";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly why: string;
    };

const RECOVERY_EVENTS: Readonly<Record<RecoveryEvent["type"], true>> = {
  "recovery-step": true,
  escalated: true,
  "escalation-settled": true,
  reassigned: true,
  "work-proposed": true,
  "split-asked": true,
  "split-proposed": true,
  "split-agreed": true,
  "split-applied": true,
  "split-refused": true,
};

export function isRecoveryEvent(event: { readonly type: string }): event is RecoveryEvent {
  return Object.hasOwn(RECOVERY_EVENTS, event.type);
}

/** What a step means, in words that fit behind "next:". */
export function describeStep(step: RecoveryStep["kind"], program: string | null): string {
  switch (step) {
    case "same":
      return "the same agent tries again";
    case "fresh":
      return "a fresh conversation";
    case "other":
      return `another agent${program === null ? "" : ` (${program})`}`;
    case "decompose":
      return "smaller work streams are proposed";
    case "escalate":
      return "a person is asked";
    case "block":
      return "it stands still";
  }
}
