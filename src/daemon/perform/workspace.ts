import type { EffectOf, Outcome } from "../../model/index.ts";
import { keyOf } from "../../model/index.ts";
import type { PerformContext } from "./context.ts";
import { forgetHome } from "./agent/launch.ts";
import { openedTarget } from "./context.ts";
import { setUp } from "./setup.ts";
import { takeSolution } from "./solutions.ts";

/** Money first: what an attempt may cost is put aside before anything is done for it. */
export async function prepare(
  context: PerformContext,
  effect: EffectOf<"prepare">,
  signal: AbortSignal,
): Promise<Outcome> {
  const money = context.budget.reserve(context.state(), effect.attempt);
  if (money !== null && "kind" in money) return money;
  context.doors?.warmUp();
  let outcome: Outcome | null = null;
  try {
    outcome = await makeWorkspace(context, effect, signal);
  } finally {
    if (money !== null && outcome?.kind !== "prepared") {
      context.budget.release(context.state(), effect.attempt);
      context.lookAtBudget();
    }
  }
  return outcome.kind === "prepared" && money !== null
    ? { ...outcome, reservation: money }
    : outcome;
}

async function makeWorkspace(
  context: PerformContext,
  effect: EffectOf<"prepare">,
  signal: AbortSignal,
): Promise<Outcome> {
  const target = openedTarget(context, effect.key);
  const workspace = await target.prepareWorkspace({ attempt: effect.attempt, carry: effect.carry });
  const failed = await setUp(context, { key: effect.key, id: effect.id, workspace }, signal);
  if (failed === null) {
    await takeSolution(context, effect, workspace);
    return { kind: "prepared", workspace };
  }
  const { message, certain } = failed;
  return certain ? { kind: "refused", message } : { kind: "failed-look", message };
}

export async function collect(
  context: PerformContext,
  effect: EffectOf<"collect">,
): Promise<Outcome> {
  const stage = context.state().streams.get(effect.key)?.stage;
  if (stage?.kind === "collecting" && stage.report.exit.kind === "not-started") {
    context.budget.release(context.state(), effect.attempt);
    context.lookAtBudget();
  }
  const work = await openedTarget(context, effect.key).collect({
    attempt: effect.attempt,
    workspace: effect.workspace,
    agent: effect.agent,
    autoCommit: context.config.autoCommit,
    atMs: context.state().nowMs,
  });
  return { kind: "collected", work };
}

/** Gives the workspace back; the run directory goes with it, its output being in the agent log. */
export async function release(
  context: PerformContext,
  effect: EffectOf<"release">,
): Promise<Outcome> {
  await openedTarget(context, keyOf(effect.attempt)).releaseWorkspace(
    effect.attempt,
    effect.workspace,
  );
  await context.warden.forget(effect.attempt);
  await context.doors?.forget(effect.attempt);
  await forgetHome(context, keyOf(effect.attempt));
  return { kind: "released" };
}
