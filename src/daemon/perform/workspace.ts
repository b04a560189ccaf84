import type { Outcome, SetupStep, Workspace } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { minimalEnv } from "../../platform/index.ts";
import type { EffectOf, PerformContext } from "./context.ts";
import { openedTarget, targetConfig } from "./context.ts";
import { waitForExit } from "./run.ts";

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
  // A run id never starts twice; another leader's try at the same setup is another run.
  const runId = `${id}#${context.epoch}`;
  const started = await context.warden.ensure({
    id: runId,
    kind: "setup",
    argv: ["/bin/sh", "-c", step.run],
    cwd: `${workspace.path}/${step.cwd}`,
    env: minimalEnv(),
    stdin: "",
    confinement: { mode: context.config.sandbox, ...target.confinementPaths(workspace) },
    deadlineMs: step.timeoutMs,
    stdoutBytesMax: LIMITS.gateOutputBytesMax,
    stderrBytesMax: LIMITS.gateOutputBytesMax,
  });
  const ended = await waitForExit(context.warden, started, signal, () => undefined);
  const output = context.warden.readOutput(runId, "stderr", 0, LIMITS.gateExcerptBytesMax);
  const stdout = context.warden.readOutput(runId, "stdout", 0, LIMITS.gateExcerptBytesMax);
  await context.warden.forget(runId);
  if (ended.exit?.kind === "exited" && ended.exit.code === 0) return null;
  return {
    message: `setup \`${step.run}\` ${describeExit(ended.exit)}\n${output.toString("utf8")}${stdout.toString("utf8")}`,
    certain: ended.exit !== null && ended.exit.kind !== "lost",
  };
}

function describeExit(exit: { readonly kind: string; readonly code?: number } | null): string {
  if (exit === null) return "ended without an exit record";
  return exit.kind === "exited" ? `exited with ${exit.code}` : `ended: ${exit.kind}`;
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
  const key = effect.attempt.slice(0, effect.attempt.lastIndexOf("/"));
  await openedTarget(context, key).releaseWorkspace(effect.attempt, effect.workspace);
  await context.warden.forget(effect.attempt);
  return { kind: "released" };
}
