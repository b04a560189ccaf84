import type { AgentIdentity } from "./agent.ts";
import type { BudgetReading } from "./budget.ts";
import type { Decision } from "./decision.ts";
import type { GateReport } from "./gate.ts";
import type { AttemptId, EffectId, ObjectId, SessionId, StreamKey, TargetId } from "./ids.ts";
import type { AccountState, AgentMessage, Conversation } from "./inbox.ts";
import type { RecoveryState } from "./recovery.ts";
import type { MachineShortage, TeamSize } from "./machine.ts";
import type { Checkpoint, Rollback, RolledBack } from "./rollback.ts";
import type { SessionRequest, SessionState } from "./session.ts";
import type { AttemptRecord, CollectedWork, Rejection, Stage, Workspace } from "./stage.ts";
import type { TeamState } from "./team.ts";
import type { StreamFacts } from "./work-stream.ts";

/** A work stream as the engine follows it. */
export interface StreamState {
  readonly facts: StreamFacts;
  /** False when a person removed it from the roadmap; kept while an attempt of it lives. */
  readonly inRoadmap: boolean;
  readonly stage: Stage;
  /** Generation of the newest attempt; 0 before the first. */
  readonly generation: number;
  /** Candidates begun for the newest attempt: the number in its landing effects' ids. */
  readonly round: number;
  readonly failures: number;
  readonly rejections: number;
  readonly agent: AgentIdentity | null;
  /** What the next attempt goes on from, after a rejection. */
  readonly carry: { readonly work: CollectedWork; readonly rebase: boolean } | null;
  readonly rejection: Rejection | null;
  /** What its agent's next turn goes on with; null begins a fresh one. */
  readonly conversation: Conversation | null;
  /** What was said to its agents, oldest first. */
  readonly messages: readonly AgentMessage[];
  /** Loops found since it last got on. */
  readonly loops: number;
  /** A person holds it back until they let it go on. */
  readonly hold: { readonly by: string; readonly sinceMs: number } | null;
  /** A person wants this worked on next, by this agent. */
  readonly summons: AgentIdentity | null;
  /** The person agreed to let needs-person work land, or forced unverified work. */
  readonly agreed: { readonly by: string; readonly forced: boolean } | null;
  readonly decision: Decision | null;
  /** Absent where nothing ever went wrong. */
  readonly recovery?: RecoveryState;
  readonly attempts: readonly AttemptRecord[];
}

export interface SessionRecord {
  readonly id: SessionId;
  readonly state: SessionState;
  readonly request: SessionRequest;
  /** Streams the session is for; grows in an `all` session as work appears. */
  readonly keys: readonly StreamKey[];
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly reason: string;
  /** It ended because only money was missing. */
  readonly cause?: "budget";
  readonly history: readonly {
    readonly to: SessionState;
    readonly atMs: number;
    readonly reason: string;
  }[];
}

export interface TargetState {
  readonly id: TargetId;
  readonly roadmapDigest: string | null;
  /** Gates on the integration head; null until judged. */
  readonly base: { readonly head: ObjectId; readonly report: GateReport } | null;
  /** How often the base was looked at, to name the next look. */
  readonly baseRound: number;
  /** Attempts whose work waits for its turn to merge, first first. */
  readonly queue: readonly AttemptId[];
  /** The one attempt between merging and landing; landings are serial. */
  readonly landing: AttemptId | null;
  /** Landings whose checkout has not been brought along yet, in order. */
  readonly checkoutMoves: readonly {
    readonly id: EffectId;
    readonly key: StreamKey | null;
    readonly from: ObjectId;
    readonly to: ObjectId;
  }[];
  /** Landings and rollbacks so far: the number in the next checkout effect's id. */
  readonly landings: number;
  /** What landed in order: the suspects of a semantic conflict. */
  readonly landed: readonly {
    readonly key: StreamKey;
    readonly attempt: AttemptId;
    readonly commit: ObjectId;
    readonly onto: ObjectId;
  }[];
  /** What is being undone; nothing else lands meanwhile. */
  readonly rollback: Rollback | null;
  /** Rollbacks begun or built anew so far: the number in their effects' ids. */
  readonly rollbackRound: number;
  readonly rolledBack: readonly RolledBack[];
}

/** Everything the product knows, as one value: the fold of the journal (laws I12, I13). */
export interface State {
  readonly epoch: number;
  /** Time of the newest event. */
  readonly nowMs: number;
  readonly session: SessionRecord | null;
  readonly pastSessions: readonly SessionRecord[];
  readonly streams: ReadonlyMap<StreamKey, StreamState>;
  readonly targets: ReadonlyMap<TargetId, TargetState>;
  /** Workspaces whose bytes are archived and which can be given back. */
  readonly releases: ReadonlyMap<AttemptId, Workspace>;
  /** Effects to be tried again later, and when. */
  readonly deferred: ReadonlyMap<
    EffectId,
    { readonly untilMs: number; readonly message: string; readonly times: number }
  >;
  /**
   * Green or red by `<tree>:<gates digest>`: a verdict is about a tree, not about an attempt. A
   * candidate's is also kept as `<onto>..<tree>:<gates digest>`, because what needs a person
   * depends on what changes.
   */
  readonly verdicts: ReadonlyMap<string, GateReport>;
  /** Personal names by agent id, never given twice. */
  readonly names: ReadonlyMap<string, AgentIdentity>;
  /** By name. */
  readonly checkpoints: ReadonlyMap<string, Checkpoint>;
  /** Checkpoints so far: the number in the next one's effects. */
  readonly checkpointSerial: number;
  /** Inbox entries and messages so far: the number in the next one's id. */
  readonly serial: number;
  /** The account that agents started now would work with; null: none is known. */
  readonly account: string | null;
  /** The accounts of the configured agents that others than the session's own may work as, by name. */
  readonly programs: Readonly<Record<string, string>>;
  /** Accounts that take no work now. */
  readonly accounts: ReadonlyMap<string, AccountState>;
  readonly concurrency: number;
  /** How things stood with the money when last looked at; null where nothing is limited. */
  readonly budget: BudgetReading | null;
  /** What the machine has too little of; null where there is room. */
  readonly machine: MachineShortage | null;
  /** What came of working side by side in this session; null: nothing has yet. */
  readonly size: TeamSize | null;
  /** The standing team's roles, also between its sessions; null before the first. */
  readonly team: TeamState | null;
}
