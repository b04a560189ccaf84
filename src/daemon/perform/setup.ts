import { join } from "node:path";
import type { ObjectId, RunExit, SetupStep, Workspace } from "../../model/index.ts";
import { LIMITS, unreachable } from "../../model/index.ts";
import { machineName } from "../../platform/index.ts";
import type { PerformContext } from "./context.ts";
import { openedTarget, targetConfig } from "./context.ts";
import { OPEN, fenceAround } from "./fence.ts";
import { leadersRunId, runToEnd } from "./run.ts";
import { ownCache, treeEnvironment } from "./tree-environment.ts";

/** `certain`: the command itself said no; otherwise nobody could see how it ended. */
export interface SetupFailure {
  readonly message: string;
  readonly certain: boolean;
}

interface SetupRequest {
  /** A work stream's key, or a target's id and a colon. */
  readonly key: string;
  /** The effect it is for. */
  readonly id: string;
  readonly workspace: Workspace;
}

/**
 * Makes a fresh tree ready to work in; null when all is well. What a step with a cache key fills is
 * made once per content of its key files, in a tree of a commit that has landed, and from then on
 * seen read-only: neither an agent nor a gate can change what the next one trusts (decision 9).
 * Where a layer can be neither shown nor guarded, each tree fills its own.
 */
export async function setUp(
  context: PerformContext,
  request: SetupRequest,
  signal: AbortSignal,
): Promise<SetupFailure | null> {
  const { setup } = targetConfig(context, request.key);
  return setup.length === 0 ? null : runSteps(context, request, setup, signal);
}

async function runSteps(
  context: PerformContext,
  request: SetupRequest,
  steps: readonly SetupStep[],
  signal: AbortSignal,
): Promise<SetupFailure | null> {
  const target = openedTarget(context, request.key);
  const layered = (await ownCache(context, request)) !== null;
  let used: readonly string[] = [];
  for (const [index, step] of steps.entries()) {
    const answer = layered
      ? await findLayer(context, request, steps.slice(0, index + 1), signal)
      : NO_LAYER;
    if (answer.failed !== null) return answer.failed;
    const keys = answer.key === null ? used : [...used, answer.key];
    if (keys !== used && (await target.useLayers(request.workspace, keys))) {
      used = keys;
      continue;
    }
    const failed = await runStep(context, request, index, step, signal);
    if (failed !== null) return failed;
  }
  return null;
}

interface LayerAnswer {
  /** Null: the step has to run in the tree itself. */
  readonly key: string | null;
  readonly failed: SetupFailure | null;
}

const NO_LAYER: LayerAnswer = { key: null, failed: null };

/** The layer of the last of `steps` for a tree, made if need be. */
async function findLayer(
  context: PerformContext,
  request: SetupRequest,
  steps: readonly SetupStep[],
  signal: AbortSignal,
): Promise<LayerAnswer> {
  const target = openedTarget(context, request.key);
  const machine = machineName();
  const tree = target.startOf(request.workspace);
  const key = await target.layerKey({ tree, steps, machine });
  if (key === null) return NO_LAYER;
  const answer = await target.ensureLayer(key, async (): Promise<LayerAnswer> => {
    // Work that has not landed could leave anything in a layer that its key does not tell of.
    const head = await target.integrationHead();
    const known = await target.layerKey({ tree: head, steps, machine });
    if (known !== key) return NO_LAYER;
    const failed = await makeLayer(context, request, { key, head, steps }, signal);
    return { key, failed };
  });
  return answer ?? { key, failed: null };
}

interface LayerPlan {
  readonly key: string;
  /** The commit on the integration branch that it is made from. */
  readonly head: ObjectId;
  readonly steps: readonly SetupStep[];
}

async function makeLayer(
  context: PerformContext,
  request: SetupRequest,
  { key, head, steps }: LayerPlan,
  signal: AbortSignal,
): Promise<SetupFailure | null> {
  const target = openedTarget(context, request.key);
  const last = steps.at(-1);
  if (last === undefined) return null;
  const workspace = await target.verificationTree({ id: `layer/${key}`, commit: head });
  try {
    const here = { ...request, id: `${request.id}/layer-${steps.length - 1}`, workspace };
    const failed =
      (await runSteps(context, here, steps.slice(0, -1), signal)) ??
      (await runStep(context, here, steps.length - 1, last, signal));
    if (failed !== null) return failed;
    const paths = last.cachePaths;
    const message = await target.sealLayer({ key, workspace, paths, atMs: context.now() });
    if (message === null) return null;
    return { message: `setup \`${last.run}\`: ${message}`, certain: true };
  } finally {
    await target.dropVerificationTree(workspace);
  }
}

async function runStep(
  context: PerformContext,
  { key, id, workspace }: SetupRequest,
  index: number,
  step: SetupStep,
  signal: AbortSignal,
): Promise<SetupFailure | null> {
  const run = await runToEnd(
    context.warden,
    {
      id: leadersRunId(`${id}/setup-${index}`, context.epoch),
      kind: "setup",
      argv: ["/bin/sh", "-c", step.run],
      cwd: join(workspace.path, step.cwd),
      env: await treeEnvironment(context, { key, workspace }),
      stdin: "",
      // What it installs comes from somewhere: a setup step has the network.
      confinement: fenceAround(context, { key, workspace, network: OPEN }),
      deadlineMs: step.timeoutMs,
      stdoutBytesMax: LIMITS.gateOutputBytesMax,
      stderrBytesMax: LIMITS.gateOutputBytesMax,
    },
    signal,
  );
  if (run.exit.kind === "exited" && run.exit.code === 0) return null;
  const said = lastOf(run.stderr) + lastOf(run.stdout);
  return {
    message: `setup \`${step.run}\` ${describeExit(run.exit)}${hintFor(run.exit, said)}\n${said}`,
    certain: run.exit.kind !== "lost",
  };
}

/** Why it failed stands at the end; both outputs fit into an excerpt with the command. */
function lastOf(output: Buffer): string {
  return output.subarray(-LIMITS.gateExcerptBytesMax / 4).toString("utf8");
}

/** What a person can do about the two failures that are not the project's own. */
function hintFor(exit: RunExit, said: string): string {
  if (exit.kind === "exited" && exit.code === 127) {
    return ": a program is not installed, or not on the PATH the orchestrator was started with";
  }
  if (/EROFS|[Rr]ead-only file system/.test(said)) {
    return (
      ": it may write in the work tree alone, and not in what an earlier step's cache_paths name; " +
      "do it in that step, or leave its cache_paths out"
    );
  }
  return "";
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
