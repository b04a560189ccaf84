import type { BudgetReading, Spending } from "./budget.ts";
import type { EffectId, AttemptId, StreamKey, TargetId } from "./ids.ts";
import type { Outcome } from "./effect.ts";
import type { ProcessIdentity } from "./process.ts";
import type { SessionRequest } from "./session.ts";
import type { StreamFacts } from "./work-stream.ts";

/** Something a person (or a person's program) asked for. */
export type PersonAct =
  | { readonly kind: "stop"; readonly keys: readonly StreamKey[] | null; readonly now: boolean }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "retry"; readonly key: StreamKey }
  | { readonly kind: "skip"; readonly key: StreamKey; readonly reason: string }
  | { readonly kind: "block"; readonly key: StreamKey; readonly reason: string }
  | { readonly kind: "set-limit"; readonly concurrency: number }
  /** Let work land that waits for a person (`force`: although it is unverified). */
  | { readonly kind: "land"; readonly key: StreamKey; readonly force: boolean }
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
    }
  | {
      readonly type: "agent-progressed";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly outputBytes: number;
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
  | { readonly type: "budget-observed"; readonly atMs: number; readonly reading: BudgetReading }
  /** Nothing waits beside the target's branch any more. */
  | { readonly type: "branch-joined"; readonly atMs: number; readonly target: TargetId }
  /** A look at the process found nothing certain. */
  | { readonly type: "agent-unseen"; readonly atMs: number; readonly attempt: AttemptId }
  | {
      readonly type: "person-asked";
      readonly atMs: number;
      readonly by: string;
      readonly act: PersonAct;
    }
  | { readonly type: "time-passed"; readonly atMs: number };
