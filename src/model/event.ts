import type { AgentIdentity, AgentReport, FailureReason, PromptSize } from "./agent.ts";
import type { BudgetLevel, BudgetLimit, BudgetReading, Reservation, Spending } from "./budget.ts";
import type { Decision } from "./decision.ts";
import type { GateReport } from "./gate.ts";
import type { AttemptId, EffectId, ObjectId, SessionId, StreamKey, TargetId } from "./ids.ts";
import type { AccountTrouble, AgentMessage, InboxId, MessageId, Question } from "./inbox.ts";
import type { MachineEvent } from "./machine.ts";
import type { ProcessIdentity } from "./process.ts";
import type { RecoveryEvent, RetryStepKind } from "./recovery.ts";
import type { Recovery, UndoingEvent } from "./rollback.ts";
import type { SessionRequest, SessionState } from "./session.ts";
import type {
  Candidate,
  CollectedWork,
  Foreseen,
  LoopNote,
  Rejection,
  StopCause,
  Workspace,
} from "./stage.ts";
import type { TeamEvent } from "./team-event.ts";
import type { StreamFacts } from "./work-stream.ts";

/** What happened, past tense. State is the fold of these and of nothing else (law I12). */
export type Event =
  | {
      readonly type: "loop-started";
      readonly atMs: number;
      readonly epoch: number;
      readonly version: string;
    }
  | { readonly type: "loop-stopped"; readonly atMs: number; readonly reason: string }
  | {
      readonly type: "session-started";
      readonly atMs: number;
      readonly session: SessionId;
      readonly request: SessionRequest;
    }
  | {
      readonly type: "session-planned";
      readonly atMs: number;
      readonly session: SessionId;
      readonly keys: readonly StreamKey[];
    }
  | {
      readonly type: "session-moved";
      readonly atMs: number;
      readonly session: SessionId;
      readonly from: SessionState;
      readonly to: SessionState;
      readonly reason: string;
      /** Only money is missing. */
      readonly cause?: "budget";
    }
  | {
      readonly type: "roadmap-noted";
      readonly atMs: number;
      readonly target: TargetId;
      readonly digest: string;
      readonly upserted: readonly StreamFacts[];
      readonly removed: readonly StreamKey[];
    }
  | {
      readonly type: "base-judged";
      readonly atMs: number;
      readonly target: TargetId;
      readonly head: ObjectId;
      readonly report: GateReport;
    }
  | { readonly type: "decided"; readonly atMs: number; readonly decisions: readonly Decision[] }
  | {
      readonly type: "claimed";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly agent: AgentIdentity;
      readonly carry: { readonly work: CollectedWork; readonly rebase: boolean } | null;
      readonly rejection: Rejection | null;
    }
  | {
      readonly type: "prepared";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly workspace: Workspace;
      readonly reservation?: Reservation;
    }
  /** No money could be put aside: the attempt never was. */
  | {
      readonly type: "unaffordable";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly limit: BudgetLimit;
      readonly mayComeBack: boolean;
      readonly retryAtMs: number;
    }
  | {
      readonly type: "spent";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly spending: Spending;
    }
  /** With the level as it was (`from`) there is only more room than before. */
  | {
      readonly type: "budget-level";
      readonly atMs: number;
      readonly from: BudgetLevel;
      readonly reading: BudgetReading;
    }
  | MachineEvent
  | {
      readonly type: "agent-started";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly process: ProcessIdentity;
      /** What its sandbox holds it to, in words; absent without one. */
      readonly held?: string;
      /** Absent in older journals. */
      readonly prompt?: PromptSize;
    }
  | {
      readonly type: "agent-progressed";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly outputBytes: number;
      readonly percent?: number;
    }
  | {
      readonly type: "asked";
      readonly atMs: number;
      readonly attempt: AttemptId;
      /** Said over the team's tools; absent: in what it printed, or on its behalf. */
      readonly over?: "tools";
      readonly question: Question;
    }
  /** By a person or by the policy (`by` says so); the agent hears it as `message`. */
  | {
      readonly type: "answered";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly entry: InboxId;
      readonly message: AgentMessage;
    }
  /** Its questions wait for a person, its work is archived, and it holds nothing. */
  | { readonly type: "parked"; readonly atMs: number; readonly attempt: AttemptId }
  /** The same work goes on in a next turn; nobody failed. */
  | {
      readonly type: "continued";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly why: string;
      /** In a fresh conversation. */
      readonly fresh: boolean;
      readonly retryAtMs: number;
    }
  | {
      readonly type: "messaged";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly message: AgentMessage;
    }
  /** `heard`: the running agent has it; otherwise it is kept for its next turn. */
  | {
      readonly type: "message-delivered";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly message: MessageId;
      readonly heard: boolean;
    }
  | {
      readonly type: "loop-found";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly loop: LoopNote;
      /** Its files changed since the loop before: that one is forgiven. */
      readonly progressed: boolean;
    }
  | {
      readonly type: "conflict-foreseen";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly conflict: Foreseen;
    }
  | {
      readonly type: "account-noted";
      readonly atMs: number;
      readonly account: string;
      /** Accounts by the names of configured agents; absent: all work with that one. */
      readonly programs?: Readonly<Record<string, string>>;
    }
  | {
      readonly type: "account-troubled";
      readonly atMs: number;
      readonly account: string;
      readonly trouble: AccountTrouble;
    }
  /** The time of its limit is over: one attempt may try. */
  | { readonly type: "account-due"; readonly atMs: number; readonly account: string }
  | { readonly type: "account-cleared"; readonly atMs: number; readonly account: string }
  | {
      readonly type: "stream-held";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly by: string;
    }
  | {
      readonly type: "stream-freed";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly by: string;
    }
  /** `agent` works on `key` next, instead of what it was on. */
  | {
      readonly type: "summoned";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly agent: AgentIdentity;
    }
  | {
      readonly type: "agent-uncertain";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly why: string;
    }
  | {
      readonly type: "agent-stopping";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly cause: StopCause;
      readonly now: boolean;
    }
  | {
      readonly type: "agent-ended";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly report: AgentReport;
    }
  | {
      readonly type: "collected";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly work: CollectedWork;
    }
  | {
      readonly type: "merge-started";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly round: number;
    }
  | {
      readonly type: "candidate-built";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly candidate: Candidate;
    }
  | {
      readonly type: "verified";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly report: GateReport;
      readonly cached: boolean;
    }
  | {
      readonly type: "blame-sought";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly together: GateReport;
    }
  /** Red on a head that nobody judged: the branch itself is looked at before anybody is blamed. */
  | {
      readonly type: "base-doubted";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly head: ObjectId;
    }
  | {
      readonly type: "person-needed";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly why: readonly string[];
    }
  | {
      readonly type: "person-agreed";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly by: string;
      readonly forced: boolean;
    }
  | {
      readonly type: "head-moved";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly head: ObjectId;
    }
  | {
      readonly type: "landed";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
      readonly commit: ObjectId;
      readonly onto: ObjectId;
      readonly diverted: boolean;
      readonly forced: boolean;
    }
  | {
      readonly type: "checkout-moved";
      readonly atMs: number;
      readonly target: TargetId;
      readonly effect: EffectId;
      readonly to: ObjectId;
      readonly leftAlone: readonly string[];
    }
  | {
      readonly type: "rejected";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly rejection: Rejection;
      readonly retryAtMs: number;
      /** How it goes on, by the recovery table; absent in older journals, and where it does not. */
      readonly step?: RetryStepKind;
    }
  | {
      readonly type: "failed";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly reason: FailureReason;
      readonly message: string;
      readonly counts: boolean;
      readonly retryAtMs: number;
      readonly step?: RetryStepKind;
    }
  | { readonly type: "unverified"; readonly atMs: number; readonly attempt: AttemptId }
  | {
      readonly type: "blocked";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly reason: string;
      readonly cause?: "budget" | "login" | "credit";
    }
  | {
      readonly type: "skipped";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly reason: string;
    }
  | {
      readonly type: "stopped";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly reason: string;
    }
  | {
      readonly type: "settled";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly status: string;
    }
  | {
      readonly type: "reopened";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly by: string;
    }
  /** What had landed beside the branch is on it now. */
  | { readonly type: "branch-joined"; readonly atMs: number; readonly target: TargetId }
  | UndoingEvent
  /** The journal was damaged and is repaired: numbers go on beyond all that were ever given. */
  | ({ readonly type: "recovered"; readonly atMs: number } & Recovery)
  | { readonly type: "limit-set"; readonly atMs: number; readonly concurrency: number }
  | { readonly type: "streams-added"; readonly atMs: number; readonly keys: readonly StreamKey[] }
  | { readonly type: "released"; readonly atMs: number; readonly attempt: AttemptId }
  | {
      readonly type: "effect-deferred";
      readonly atMs: number;
      readonly effect: EffectId;
      readonly message: string;
      readonly untilMs: number;
      /** Nothing went wrong: it was done, and is done again if that was not enough by then. */
      readonly routine?: true;
    }
  /** The time of these put-off effects has come; they are promised again. */
  | {
      readonly type: "effects-due";
      readonly atMs: number;
      readonly effects: readonly EffectId[];
    }
  | TeamEvent
  | RecoveryEvent
  | { readonly type: "name-claimed"; readonly atMs: number; readonly agent: AgentIdentity }
  | {
      readonly type: "act-refused";
      readonly atMs: number;
      readonly act: string;
      readonly message: string;
    };

export type EventType = Event["type"];

/** Those of a type, or of several. */
export type EventOf<T extends Event["type"]> = Extract<Event, { readonly type: T }>;
