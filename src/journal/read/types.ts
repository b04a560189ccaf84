import type {
  AccountTrouble,
  AgentIdentity,
  AttemptId,
  AttemptRecord,
  BudgetReading,
  ConfinementKind,
  Decision,
  GateVerdict,
  ObjectId,
  SessionId,
  SessionState,
  StageKind,
  StreamKey,
  StreamStatus,
  Usage,
} from "../../model/index.ts";

/** An id as people read it: bare at home, `target:id` elsewhere. */
export type DisplayId = string;

/** `data` of the commands that run, and of `report` ("Runs" in the contract). Times ISO 8601. */
export interface RunData {
  readonly session: SessionId | null;
  readonly sessionState: SessionState;
  readonly goal: string | null;
  /** Landed, or settled as complete by a person. */
  readonly completed: readonly DisplayId[];
  /** Tried, and given up after its failures or rejections; these are among `blocked` too. */
  readonly failed: readonly DisplayId[];
  /** Cannot go on without a person, itself or because of what it depends on. */
  readonly blocked: readonly DisplayId[];
  readonly workStreams: readonly ReportedStream[];
  readonly metrics: RunMetrics;
  /** What could be started now. */
  readonly next: readonly DisplayId[];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly reason: string | null;
}

export interface ReportedGate {
  readonly name: string;
  readonly verdict: GateVerdict;
  readonly durationMs: number;
}

export interface ReportedStream {
  readonly id: DisplayId;
  readonly title: string;
  readonly agent: string | null;
  readonly agentId: string | null;
  readonly state: StageKind;
  /** Attempts in this session. */
  readonly attempts: number;
  readonly gates: readonly ReportedGate[];
  readonly commit: ObjectId | null;
  readonly usage: Usage | null;
  /** Millionths of a US dollar, by the books; null where nothing is known. */
  readonly costMicroUsd: number | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly reason: string | null;
  /** Landed beside a checkout with changes in the way; waits for `orchestrator land`. */
  readonly diverted: boolean;
  /** A person let it land unverified; said for ever. */
  readonly forced: boolean;
  /** What was done about what went wrong, a phrase a step; absent where nothing did. */
  readonly recovery?: readonly string[];
}

/** What was not measured is null, never a guess. */
export interface RunMetrics {
  readonly durationMs: number;
  readonly agentsUsed: number;
  readonly testsAdded: number | null;
  readonly coverage: number | null;
  /** Time agents worked ÷ (most side by side × the span they worked in), 0…1. */
  readonly parallelEfficiency: number | null;
  readonly attempts: number;
  readonly rejections: number;
  readonly failures: number;
  readonly agentMs: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costMicroUsd: number | null;
  /** Of it what attempts cost that are over and landed nothing. */
  readonly withoutLandingMicroUsd: number | null;
}

export interface StatusContext {
  readonly nowMs: number;
  /** How agents are held now, where that is known. */
  readonly confinement?: { readonly kind: ConfinementKind; readonly why: string } | null;
}

/** What `status` shows. `needsYou` comes first on a screen. */
export interface StatusView {
  readonly session: {
    readonly id: SessionId;
    readonly state: SessionState;
    readonly goal: string | null;
    readonly elapsedMs: number;
    readonly reason: string;
  } | null;
  readonly total: number;
  readonly done: number;
  /** Work streams by what is true now, the roadmap's word where nothing was done yet. */
  readonly byStatus: Readonly<Record<StreamStatus, number>>;
  readonly needsYou: readonly NeedsYou[];
  readonly inProgress: readonly InProgress[];
  readonly available: readonly { readonly id: DisplayId; readonly title: string }[];
  readonly waiting: readonly WithReason[];
  readonly blocked: readonly WithReason[];
  /** Left out by a person, or by a rollback; only a retry takes them in again. */
  readonly skipped: readonly WithReason[];
  readonly concurrency: number;
  /** Accounts that take no work now. */
  readonly accounts: readonly AccountView[];
  /** How things stand with the money; null where nothing is limited. */
  readonly budget: BudgetReading | null;
  readonly confinement: { readonly kind: ConfinementKind; readonly why: string } | null;
}

export interface AccountView {
  readonly account: string;
  /** Configured agents that work with it where they have accounts of their own; else empty. */
  readonly agents: readonly string[];
  readonly state: AccountTrouble["kind"];
  /** When a limit is over, as far as is known; null where a person has to act. */
  readonly until: string | null;
  /** A limit: found so many times in a row, without an answer between. */
  readonly round: number | null;
  readonly message: string;
}

export interface WithReason {
  readonly id: DisplayId;
  readonly title: string;
  readonly reason: string;
}

export interface NeedsYou extends WithReason {
  readonly kind:
    | "review"
    | "question"
    | "permission"
    | "stuck"
    | "blocked"
    | "escalation"
    | "unverified"
    | "diverted";
  readonly sinceMs: number | null;
  /** The command that answers it. */
  readonly command: string;
}

export interface InProgress {
  readonly id: DisplayId;
  readonly title: string;
  readonly agent: string | null;
  readonly stage: StageKind;
  readonly attempt: number;
  readonly elapsedMs: number;
  /** Whose changes its own will conflict with, as things stand; null: the branch's. */
  readonly conflictsWith: readonly (DisplayId | null)[];
  /** Not seen lately, and not known to be dead. */
  readonly uncertain: boolean;
  readonly outputBytes: number | null;
  /** How far it says it is, 0 to 100, where it does. */
  readonly percent: number | null;
}

export interface AgentView {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly state: "working" | "idle";
  readonly workingOn: DisplayId | null;
  readonly title: string | null;
  readonly stage: StageKind | null;
  readonly elapsedMs: number | null;
  readonly attempts: number;
  readonly landed: number;
  readonly rejected: number;
  readonly failed: number;
  readonly usage: Usage | null;
  readonly worked: readonly DisplayId[];
}

/** Everything `explain` says of one work stream. */
export interface ExplainView {
  readonly key: StreamKey;
  readonly id: DisplayId;
  readonly title: string;
  readonly status: StreamStatus;
  readonly stage: StageKind;
  readonly inRoadmap: boolean;
  readonly startable: boolean;
  /** Plain sentences: why it stands where it stands, naming ids, limits and paths. */
  readonly why: readonly string[];
  /** What would end it, one sentence for each. */
  readonly endsWhen: readonly string[];
  readonly decision: Decision | null;
  readonly dependencies: readonly {
    readonly id: DisplayId;
    readonly title: string;
    readonly stage: StageKind | null;
    readonly complete: boolean;
  }[];
  readonly dependents: readonly DisplayId[];
  readonly agent: AgentIdentity | null;
  readonly failures: number;
  readonly rejections: number;
  readonly attempts: readonly AttemptRecord[];
  /** Steps of recovery that were taken, oldest first, a sentence each. */
  readonly recovery: readonly string[];
  readonly evidence: string | null;
}

export interface HistoryLine {
  readonly seq: number;
  readonly atMs: number;
  readonly type: string;
  readonly id: DisplayId | null;
  readonly attempt: AttemptId | null;
  readonly text: string;
}
