import type { Decision } from "./decision.ts";
import type { StreamKey } from "./ids.ts";

export interface PlanEdge {
  readonly from: StreamKey;
  readonly to: StreamKey;
  readonly kind: "dependency" | "overlap" | "order";
  readonly reason: string;
}

/** Times are seconds from now. */
export interface PlannedRun {
  readonly id: StreamKey;
  readonly agent: number;
  readonly start: number;
  readonly finish: number;
}

/** A schedule for what is left to do; immutable. Shape of `orchestrator plan --json`. */
export interface Plan {
  readonly levels: readonly (readonly StreamKey[])[];
  readonly criticalPath: readonly StreamKey[];
  readonly edges: readonly PlanEdge[];
  readonly schedule: readonly PlannedRun[];
  readonly forecast: {
    readonly finish: { readonly p10: number; readonly p50: number; readonly p90: number };
    readonly successProbability: number | null;
    readonly confidence: number;
  };
  readonly lowerBound: number;
  readonly decisions: readonly Decision[];
}

export const GOAL_TYPES = [
  "run_single",
  "run_parallel",
  "run_batch",
  "status",
  "list_agents",
  "stop",
  "garden",
  "report",
  "help",
  "suggest",
] as const;
export type GoalType = (typeof GOAL_TYPES)[number];

/** What a sentence was understood to ask for. `suggest` never starts anything. */
export interface InterpretedGoal {
  readonly goal: string;
  readonly goalType: GoalType;
  /** What would be done, in one sentence. */
  readonly action: string;
  readonly matched: readonly {
    readonly key: StreamKey;
    readonly id: string;
    readonly title: string;
    readonly score: number;
  }[];
  /** 0…1. */
  readonly confidence: number;
  readonly reason: string;
  readonly options: readonly { readonly label: string; readonly keys: readonly StreamKey[] }[];
}
