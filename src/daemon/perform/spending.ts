import type { Adapter } from "../../agents/index.ts";
import type { AgentReport, AttemptId } from "../../model/index.ts";
import { monotonicMs } from "../../platform/index.ts";
import { usageWatch } from "../budget/watch.ts";
import { messageOf } from "../message-of.ts";
import type { PerformContext } from "./context.ts";

/** While money is saved the cheaper model works, where the user has named one. */
export function savingContext(context: PerformContext): PerformContext {
  const level = context.state().budget?.level;
  const model = context.budget.config?.conserveModel ?? null;
  if (model === null || (level !== "conserving" && level !== "emergency")) return context;
  return { ...context, agent: { ...context.agent, model } };
}

/**
 * Books what a running agent says it has used, and tells the loop, which ends it at its allowance.
 * Without limits nobody reads along: what it cost is booked when it has ended.
 */
export function spendingWatch(
  context: PerformContext,
  attempt: AttemptId,
  adapter: Adapter,
): () => void {
  if (context.budget.config === null) return () => undefined;
  const look = usageWatch(
    adapter,
    (from, bytesMax) => context.warden.readOutput(attempt, "stdout", from, bytesMax),
    monotonicMs,
  );
  return () => {
    try {
      const usage = look();
      if (usage === null) return;
      const atMs = context.now();
      const spending = context.budget.spend(context.state(), attempt, usage, atMs);
      if (spending === null) return;
      context.submit({ type: "spent", atMs, attempt, spending, stopped: false });
      context.lookAtBudget();
    } catch (error) {
      // It is said again at the next look, and in full at the end.
      context.log.warn("spending not booked", { attempt, error: messageOf(error) });
    }
  };
}

/** The end of an attempt is on the books before it is in the journal: a repeated end adds nothing. */
export function settled(
  context: PerformContext,
  attempt: AttemptId,
  report: AgentReport,
): AgentReport {
  const end = { atMs: context.now(), isCounted: false };
  const cost = context.budget.settle(context.state(), attempt, report, end);
  context.lookAtBudget();
  return cost === null ? report : { ...report, cost };
}
