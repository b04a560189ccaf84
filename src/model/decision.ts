import type { BudgetLevel } from "./budget.ts";
import type { StreamKey } from "./ids.ts";
import type { MachineLack } from "./machine.ts";

/** Why something is or is not started now. Every "not now" has one, in words a person reads. */
export interface Decision {
  readonly key: StreamKey;
  readonly decision: "start" | "wait" | "never";
  readonly reasons: readonly DecisionReason[];
}

export type DecisionReason =
  | { readonly kind: "dependency"; readonly on: readonly StreamKey[] }
  | {
      readonly kind: "overlap";
      readonly with: StreamKey;
      readonly share: number;
      readonly files: readonly string[];
    }
  /** `why`: what set the limit lower than the person did. */
  | {
      readonly kind: "limit";
      readonly running: number;
      readonly limit: number;
      readonly why?: string;
    }
  | { readonly kind: "backoff"; readonly untilMs: number; readonly after: string }
  /** So much finished work waits to land that more would only grow old behind it. */
  | { readonly kind: "landings"; readonly waiting: number; readonly limit: number }
  | { readonly kind: "priority"; readonly behind: StreamKey }
  | { readonly kind: "defect"; readonly message: string }
  | { readonly kind: "status"; readonly status: string }
  | { readonly kind: "claimed"; readonly by: string }
  | { readonly kind: "not-selected" }
  | { readonly kind: "paused" }
  /** A person holds it back. */
  | { readonly kind: "held"; readonly by: string }
  /**
   * The agents' account takes no work; `untilMs` null: until a person has logged in, or with `credit`
   * has paid.
   */
  | {
      readonly kind: "account";
      readonly untilMs: number | null;
      readonly message: string;
      readonly credit?: true;
    }
  | { readonly kind: "base-unverified" }
  | { readonly kind: "base-red"; readonly gates: readonly string[] }
  /** `level` null: a limit that the stream itself ran into. */
  | {
      readonly kind: "budget";
      readonly level: BudgetLevel | null;
      readonly untilMs: number | null;
      readonly why: string;
    }
  /** The machine has too little of something to start another beside those at work. */
  | { readonly kind: "machine"; readonly lack: MachineLack; readonly why: string }
  /** One agent after the other is started. */
  | { readonly kind: "stagger"; readonly untilMs: number }
  | { readonly kind: "ready" };
