import { join } from "node:path";
import type { Outcome, RunExit, SetupStep, Workspace } from "../../model/index.ts";
import { LIMITS, keyOf, unreachable } from "../../model/index.ts";
import { minimalEnv } from "../../platform/index.ts";
import type { EffectOf, PerformContext } from "./context.ts";
import { openedTarget, targetConfig } from "./context.ts";
import { leadersRunId, runToEnd } from "./run.ts";

export async function prepare(
  context: PerformContext,
  effect: EffectOf<"prepare">,
  signal: AbortSignal,
): Promise<Outcome> {
  const target = openedTarget(context, effect.key);
  const workspace = await target.prepareWorkspace({ attempt: effect.attempt, carry: effect.carry });
  const failed = await runSetup(context, effect.key, effect.id, workspace, signal);
  if (failed === null) return { kind: "prepared", workspace };
  const { message, certain } = failed;
  return certain ? { kind: "refused", message } : { kind: "failed-look", message };
}

/** `certain`: the command itself said no; otherwise nobody could see how it ended. */
export interface SetupFailure {
  readonly message: string;
  readonly certain: boolean;
}

/** Runs the configured setup commands in a fresh tree, confined like an agent; null when all well. */
export async function runSetup(
  context: PerformContext,
  key: string,
  id: string,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<SetupFailure | null> {
  const { setup } = targetConfig(context, key);
  for (const [index, step] of setup.entries()) {
    const failed = await runStep(context, key, `${id}/setup-${index}`, workspace, step, signal);
    if (failed !== null) return failed;
  }
  return null;
}

async function runStep(
  context: PerformContext,
  key: string,
  id: string,
  workspace: Workspace,
  step: SetupStep,
  signal: AbortSignal,
): Promise<SetupFailure | null> {
  const target = openedTarget(context, key);
  const run = await runToEnd(
    context.warden,
    {
      id: leadersRunId(id, context.epoch),
      kind: "setup",
      argv: ["/bin/sh", "-c", step.run],
      cwd: join(workspace.path, step.cwd),
      env: minimalEnv(),
      stdin: "",
      confinement: { mode: context.config.sandbox, ...target.confinementPaths(workspace) },
      deadlineMs: step.timeoutMs,
      stdoutBytesMax: LIMITS.gateOutputBytesMax,
      stderrBytesMax: LIMITS.gateOutputBytesMax,
    },
    signal,
  );
  if (run.exit.kind === "exited" && run.exit.code === 0) return null;
  const [stderr, stdout] = [lastOf(run.stderr), lastOf(run.stdout)];
  return {
    message: `setup \`${step.run}\` ${describeExit(run.exit)}\n${stderr}${stdout}`,
    certain: run.exit.kind !== "lost",
  };
}

/** Why it failed stands at the end. */
function lastOf(output: Buffer): string {
  return output.subarray(-LIMITS.gateExcerptBytesMax).toString("utf8");
}

function describeExit(exit: RunExit): string {
  switch (exit.kind) {
    case "exited":
      return `exited with ${exit.code}`;
    case "signalled":
      return `was ended by ${exit.signal}`;
    case "deadline":
      return "took longer than it may";
    case "not-started":
      return `could not be started: ${exit.message}`;
    case "lost":
      return `was lost: ${exit.message}`;
    default:
      return unreachable(exit);
  }
}

export async function collect(
  context: PerformContext,
  effect: EffectOf<"collect">,
): Promise<Outcome> {
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
  return { kind: "released" };
}
