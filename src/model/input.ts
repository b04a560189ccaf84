import type { PromptSize } from "./agent.ts";
import type { BudgetReading, Spending } from "./budget.ts";
import type { EffectId, AttemptId, ObjectId, StreamKey, TargetId } from "./ids.ts";
import type { Outcome } from "./effect.ts";
import type { LoopPattern } from "./inbox.ts";
import type { MachineReading } from "./machine.ts";
import type { ProcessIdentity } from "./process.ts";
import type { Recovery } from "./rollback.ts";
import type { SessionRequest } from "./session.ts";
import type { ForeseenWith } from "./stage.ts";
import type { RoleReading } from "./team.ts";
import type { Priority, StreamFacts } from "./work-stream.ts";

/** Something a person (or a person's program) asked for. */
export type PersonAct =
  | { readonly kind: "stop"; readonly keys: readonly StreamKey[] | null; readonly now: boolean }
  /** Everything, or just this stream: what it did so far is kept. */
  | { readonly kind: "pause"; readonly key?: StreamKey }
  | { readonly kind: "resume"; readonly key?: StreamKey }
  /** `entry`: an id of the inbox, or the key of the stream whose oldest entry is meant. */
  | { readonly kind: "answer"; readonly entry: string; readonly text: string }
  | { readonly kind: "approve"; readonly entry: string }
  /** Sends work back to its agent, or says no to what it asked. */
  | { readonly kind: "reject"; readonly entry: string; readonly text: string }
  /** Something for the agent of a stream to heed. */
  | { readonly kind: "feedback"; readonly key: StreamKey; readonly text: string }
  /** The agent of one stream is to work on another instead. */
  | {
      readonly kind: "redirect";
      readonly key: StreamKey;
      readonly to: StreamKey;
      readonly reason: string;
    }
  | { readonly kind: "retry"; readonly key: StreamKey }
  | { readonly kind: "skip"; readonly key: StreamKey; readonly reason: string }
  | { readonly kind: "block"; readonly key: StreamKey; readonly reason: string }
  /** Takes a stream out of the agents' hands and puts it before a person. */
  | { readonly kind: "escalate"; readonly key: StreamKey; readonly reason: string }
  /**
   * `agent`: a configured agent, a role of the standing team, or a member by name. `configured`:
   * the agents that whoever leads knows now; absent: those of the session.
   */
  | {
      readonly kind: "reassign";
      readonly key: StreamKey;
      readonly agent: string;
      readonly configured?: readonly string[];
    }
  /** Smaller work streams in its place; `titles` empty: by its own tasks. */
  | {
      readonly kind: "decompose";
      readonly key: StreamKey;
      readonly titles: readonly string[];
    }
  | { readonly kind: "set-limit"; readonly concurrency: number }
  /** Let work land that waits for a person (`force`: although it is unverified). */
  | { readonly kind: "land"; readonly key: StreamKey; readonly force: boolean }
  /** Undo landed work; `withDependents`: and what landed on top of it. */
  | { readonly kind: "rollback"; readonly key: StreamKey; readonly withDependents: boolean }
  | { readonly kind: "checkpoint"; readonly name: string; readonly why: string }
  | { readonly kind: "drop-checkpoints"; readonly names: readonly string[] }
  /** Undo what was landed or rolled back since, on every target. */
  | { readonly kind: "restore-checkpoint"; readonly name: string }
  /** A role of the standing team is started anew, whatever it went through. */
  | { readonly kind: "restart-role"; readonly role: string }
  | { readonly kind: "add-streams"; readonly keys: readonly StreamKey[] }
  | {
      readonly kind: "claim-name";
      readonly agentId: string;
      readonly role: string;
      readonly preferred: string | null;
    };

/** What was seen. Every input carries when it was seen, in epoch milliseconds. */
export type Input =
  /** A leader took over; everything pending is performed again. `epoch` only grows. */
  | {
      readonly type: "loop-started";
      readonly atMs: number;
      readonly epoch: number;
      readonly version: string;
    }
  | { readonly type: "loop-stopped"; readonly atMs: number; readonly reason: string }
  | { readonly type: "session-requested"; readonly atMs: number; readonly request: SessionRequest }
  /** The roadmap differs from what was last seen, by these streams. */
  | {
      readonly type: "roadmap-observed";
      readonly atMs: number;
      readonly target: TargetId;
      readonly digest: string;
      readonly upserted: readonly StreamFacts[];
      readonly removed: readonly StreamKey[];
    }
  | {
      readonly type: "effect-ended";
      readonly atMs: number;
      readonly effect: EffectId;
      readonly outcome: Outcome;
    }
  | {
      readonly type: "agent-started";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly process: ProcessIdentity;
      /** What its sandbox holds it to, in words; absent without one. */
      readonly held?: string;
      readonly prompt?: PromptSize;
    }
  | {
      readonly type: "agent-progressed";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly outputBytes: number;
      /** How far the agent says it is, 0 to 100, where it does. */
      readonly percent?: number;
    }
  /** What a running attempt has spent so far; `stopped`: the door to its models is shut. */
  | {
      readonly type: "spent";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly spending: Spending;
      readonly stopped: boolean;
    }
  /** How things stand with the money, whenever that may have changed. */
  | { readonly type: "machine-observed"; readonly atMs: number; readonly reading: MachineReading }
  | { readonly type: "budget-observed"; readonly atMs: number; readonly reading: BudgetReading }
  /**
   * The agent of an attempt asked something: the `number`th time on this way, counting from 1. What
   * it prints and what it says over the team's tools are two records without a common order, so
   * each is counted by itself: whoever reads them again after a kill misses none and repeats none.
   */
  | {
      readonly type: "agent-asked";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly number: number;
      readonly over?: "tools";
      readonly kind: "question" | "permission" | "blocked";
      readonly text: string;
      readonly options: readonly string[];
      readonly need: "now" | "turn";
      readonly request: string | null;
    }
  /**
   * An agent found something outside its work, and proposes it as work of its own: the `number`th
   * time, counting from 1.
   */
  | {
      readonly type: "agent-proposed";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly number: number;
      readonly title: string;
      /** What is wrong or missing, and how it shows. */
      readonly details: string;
      readonly files: readonly string[];
      readonly priority: Priority;
    }
  /** It goes in circles, and its files stay as they are: the `number`th time. */
  | {
      readonly type: "agent-looped";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly number: number;
      readonly pattern: LoopPattern;
      readonly evidence: readonly string[];
      /** Its files changed since the loop before. */
      readonly progressed: boolean;
    }
  /**
   * What an attempt has changed so far cannot be merged with another's changes, or with the branch.
   * `hears`: its agent can be spoken to while it works.
   */
  | {
      readonly type: "conflict-foreseen";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly with: ForeseenWith;
      readonly files: readonly string[];
      readonly hears: boolean;
    }
  /** A model answered it: its account takes work. */
  | { readonly type: "model-answered"; readonly atMs: number; readonly attempt: AttemptId }
  /** The account that agents started from now on work with, and those of others, by their names. */
  | {
      readonly type: "account-observed";
      readonly atMs: number;
      readonly account: string;
      readonly programs?: Readonly<Record<string, string>>;
    }
  /** A damaged journal was repaired: what refs and the branch say, beyond what it still holds. */
  | ({ readonly type: "recovered"; readonly atMs: number } & Recovery)
  /** The branch does not have a landing (any more), and the roadmap says that it is open. */
  | {
      readonly type: "landing-missed";
      readonly atMs: number;
      readonly key: StreamKey;
      readonly commit: ObjectId;
    }
  /** Nothing waits beside the target's branch any more. */
  | { readonly type: "branch-joined"; readonly atMs: number; readonly target: TargetId }
  /** A health check of the standing team. */
  | {
      readonly type: "team-observed";
      readonly atMs: number;
      readonly readings: readonly RoleReading[];
    }
  /** A look at the process found nothing certain. */
  | { readonly type: "agent-unseen"; readonly atMs: number; readonly attempt: AttemptId }
  | {
      readonly type: "person-asked";
      readonly atMs: number;
      readonly by: string;
      readonly act: PersonAct;
    }
  | { readonly type: "time-passed"; readonly atMs: number };

/** Those of a type, or of several. */
export type InputOf<T extends Input["type"]> = Extract<Input, { readonly type: T }>;
