import type {
  AgentConfig,
  AttemptId,
  Config,
  Input,
  Stage,
  State,
  StreamKey,
  TargetConfig,
} from "../../model/index.ts";
import { OrchestratorError, keyOf, targetOf } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import type { Target } from "../../targets/index.ts";
import type { Warden } from "../../warden/index.ts";
import type { BudgetDesk } from "../budget/desk.ts";
import type { Doors } from "../gateway/doors.ts";
import type { MemoryDesk } from "../memory/desk.ts";
import type { RoadmapDesk } from "../roadmap/desk.ts";
import type { Workplace } from "../workplace.ts";
import { findTarget } from "../workplace.ts";

/** What every performer works with: the rooms as opened by this leader. */
export interface PerformContext {
  readonly workplace: Workplace;
  readonly config: Config;
  readonly epoch: number;
  readonly desk: RoadmapDesk;
  readonly targets: ReadonlyMap<string, Target>;
  readonly warden: Warden;
  /** The session's, or, for what an agent's attempt is about, its role's. */
  readonly agent: AgentConfig;
  readonly budget: BudgetDesk;
  readonly memory: MemoryDesk;
  /** Null: agents reach their models by themselves. */
  readonly doors: Doors | null;
  /** `TRACEPARENT` for the process of an attempt; null where nobody is told of it. */
  readonly traceParentOf: (attempt: AttemptId) => string | null;
  /** Something was spent or given back: how things stand with the money may be another now. */
  readonly lookAtBudget: () => void;
  readonly log: Log;
  readonly now: () => number;
  readonly state: () => State;
  readonly submit: (input: Input) => void;
}

/** An attempt's stage while its agent runs; null before and after, and when another is at it. */
export function runningStage(
  { state }: PerformContext,
  attempt: AttemptId,
): Extract<Stage, { readonly kind: "running" }> | null {
  const stage = state().streams.get(keyOf(attempt))?.stage;
  return stage?.kind === "running" && stage.attempt === attempt ? stage : null;
}

export function targetConfig({ config }: PerformContext, key: StreamKey): TargetConfig {
  return findTarget(config, targetOf(key));
}

export function openedTarget(context: PerformContext, key: StreamKey): Target {
  return openedTargetById(context, targetOf(key));
}

export function openedTargetById(context: PerformContext, id: string): Target {
  const found = context.targets.get(id);
  if (found !== undefined) return found;
  throw new OrchestratorError("unknown-target", `target ${id} is not open`);
}
