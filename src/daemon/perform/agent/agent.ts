import { relative } from "node:path";
import { NOTHING_SEEN, accountOf, adapterFor, see, seeTail } from "../../../agents/index.ts";
import type { Adapter, LaunchCommand, Seen } from "../../../agents/index.ts";
import type {
  AgentOutcome,
  AgentReport,
  EffectOf,
  Outcome,
  PromptSize,
  RunSpec,
  RunView,
} from "../../../model/index.ts";
import { LIMITS } from "../../../model/index.ts";
import {
  isDirectory,
  monotonicMs,
  redactText,
  sha256OfParts,
  writeDurable,
} from "../../../platform/index.ts";
import { agentGitEnv } from "../../../targets/index.ts";
import type { OpenDoor } from "../../gateway/doors.ts";
import { openDoor, savingContext, settled, spendingWatch, wayOut } from "./spending.ts";
import { linesOf, piecesOf } from "./agent-output.ts";
import { agentLogPath } from "../../logs.ts";
import { progressWatch } from "./progress.ts";
import type { LaunchWish } from "./launch.ts";
import { rememberedOver } from "./calls.ts";
import { halted, haltWatch } from "./halt.ts";
import { briefOf, homeOf, launchOf, layFiles } from "./launch.ts";
import { AgentWatch } from "./watch.ts";
import { calm } from "./calm.ts";
import type { PerformContext } from "../context.ts";
import { openedTarget, runningStage } from "../context.ts";
import { agentNetwork, fenceAround } from "../fence.ts";
import { ownUsage, refusedUsage } from "./own-usage.ts";
import { exitOf, waitForExit } from "../run.ts";
import { traceVariables } from "../../trace/variables.ts";
import { reportOfSolution } from "../solutions.ts";
import { cacheVariables } from "../tree-environment.ts";
import { answered } from "./word.ts";

/** How much of the end of an agent's output its adapter gets to classify. */
const TAIL_BYTES = 64 * 1024;

/** Starts the agent of an attempt or adopts it where it already runs; ends when it has ended. */
export async function runAgent(
  context: PerformContext,
  effect: EffectOf<"run-agent">,
  signal: AbortSignal,
): Promise<Outcome> {
  const known = reportOfSolution(context, effect.attempt);
  if (known !== null) {
    return { kind: "agent-ended", report: await settled(context, effect.attempt, known) };
  }
  const adapter = adapterFor(context.agent);
  const door = await openDoor(context, effect.attempt, () => briefOf(context, effect));
  const { spec, size } = await agentSpec(savingContext(context), effect, adapter, door);
  const started = await context.warden.ensure(spec);
  calm.end(effect.attempt);
  noteStart(context, effect.attempt, { view: started, prompt: size });
  const noteSpending = spendingWatch(context, effect.attempt, adapter);
  const isProgress = progressWatch(monotonicMs);
  const watch = new AgentWatch(context, effect, adapter);
  const heedHalt = haltWatch(context, effect.attempt);
  const deafen = context.doors?.onCall(effect.attempt, () => watch.listen());
  if (started.state !== "exited") watch.look(started);
  const ended = await waitForExit(context.warden, started, signal, (view) => {
    noteStart(context, effect.attempt, { view, prompt: size });
    watch.look(view);
    notice(context, effect.attempt, view, { isProgress, percent: watch.percent });
    noteSpending();
    heedHalt();
  }).finally(deafen);
  // What it asked last is told before its end is.
  watch.look(ended);
  const remembered = rememberedOver(watch.calls);
  const report = {
    ...halted(context, effect.attempt, await reportOf(context, adapter, ended)),
    ...(remembered === undefined ? {} : { remembered }),
  };
  return { kind: "agent-ended", report: await settled(context, effect.attempt, report) };
}

export async function stopAgent(
  context: PerformContext,
  effect: EffectOf<"stop-agent">,
): Promise<Outcome> {
  const { attempt, graceMs, now } = effect;
  await answered(context.warden.stop(attempt, { graceMs, now }));
  return { kind: "stop-sent" };
}

async function agentSpec(
  context: PerformContext,
  effect: EffectOf<"run-agent">,
  adapter: Adapter,
  door: OpenDoor | null,
): Promise<{ readonly spec: RunSpec; readonly size: PromptSize }> {
  const { key, workspace } = effect;
  const { mounts } = openedTarget(context, key).confinementPaths(workspace);
  const readOnly = mounts.map(({ at }) => relative(workspace.path, at));
  const network = agentNetwork(context.config.fence, door);
  const { home, size, command } = launchCommand(context, effect, adapter, {
    readOnly,
    door: network.kind === "none" ? null : door,
  });
  // One that runs has read its own, with the token that it alone knows.
  if (door?.token !== "") layFiles(home, command.files);
  const caches = await cacheVariables(context, { key, workspace });
  const parent = context.traceParentOf(effect.attempt);
  const spec: RunSpec = {
    id: effect.attempt,
    kind: "agent",
    argv: command.argv,
    cwd: effect.workspace.path,
    // Its own commits carry its name, whatever its adapter or the configuration says.
    env: {
      ...caches,
      ...command.env,
      ...wayOut(door, command.env),
      ...traceVariables(effect.attempt, adapter.name, context.config.telemetry, parent),
      ...agentGitEnv(effect.agent),
    },
    stdin: command.stdin,
    ...(command.listens === true ? { listens: true } : {}),
    confinement: fenceAround(context, {
      key,
      workspace,
      network,
      writable: [home],
      readOnly: command.readOnly,
      memoryBytesMax: ceilingOf(context, effect.agent.role),
    }),
    deadlineMs: effect.deadlineMs,
    stdoutBytesMax: LIMITS.spoolBytesMax,
    stderrBytesMax: LIMITS.spoolErrorBytesMax,
  };
  return { spec, size };
}

/** What the standing team's definition of a role lets its agent hold; null: as for all. */
function ceilingOf(context: PerformContext, role: string): number | null {
  const roles = context.state().session?.request.team?.roles ?? [];
  return roles.find(({ id }) => id === role)?.memoryCeilingBytes ?? null;
}

/** The command that goes on with its conversation where that is there, else one that begins. */
function launchCommand(
  context: PerformContext,
  effect: EffectOf<"run-agent">,
  adapter: Adapter,
  wish: Omit<LaunchWish, "goesOn">,
): { readonly home: string; readonly size: PromptSize; readonly command: LaunchCommand } {
  const { conversation, key } = effect;
  const home = homeOf(context, key);
  if (conversation !== null && conversation.adapter === adapter.name && isDirectory(home)) {
    const { session } = conversation;
    const goesOn = adapter.capabilities.forgets !== true;
    const launch = launchOf(context, effect, { ...wish, goesOn });
    const command = adapter.resume(launch.context, session);
    if (command !== null) return { home, size: launch.size, command };
  }
  const launch = launchOf(context, effect, { ...wish, goesOn: false });
  return { home, size: launch.size, command: adapter.command(launch.context) };
}

function noteStart(
  context: PerformContext,
  attempt: string,
  { view, prompt }: { readonly view: RunView; readonly prompt: PromptSize },
): void {
  if (view.process === null) return;
  if (runningStage(context, attempt)?.process !== null) return;
  context.submit({
    type: "agent-started",
    atMs: context.now(),
    attempt,
    process: view.process,
    ...(view.held === undefined ? {} : { held: view.held }),
    prompt,
  });
}

/** At most one input in `progressInputsMsMin` says that it goes on (decision 3). */
function notice(
  context: PerformContext,
  attempt: string,
  view: RunView,
  seen: { readonly isProgress: (view: RunView) => boolean; readonly percent: number | null },
): void {
  const goesOn = seen.isProgress(view);
  const stage = runningStage(context, attempt);
  if (stage === null) return;
  const atMs = context.now();
  if (view.state === "uncertain") {
    if (stage.liveness === "alive") context.submit({ type: "agent-unseen", atMs, attempt });
    return;
  }
  if (!goesOn || atMs - stage.progressAtMs < LIMITS.progressInputsMsMin) return;
  const percent = seen.percent === null ? {} : { percent: seen.percent };
  context.submit({
    type: "agent-progressed",
    atMs,
    attempt,
    outputBytes: bytesOf(view),
    ...percent,
  });
}

function bytesOf({ spool }: RunView): number {
  return spool.stdoutBytes + spool.stderrBytes;
}

async function reportOf(
  context: PerformContext,
  adapter: Adapter,
  view: RunView,
): Promise<AgentReport> {
  const exit = exitOf(view);
  const { stdoutBytes, stderrBytes, flooded } = view.spool;
  const stdout = () => output(context, view, "stdout", stdoutBytes);
  const stderr = () => output(context, view, "stderr", stderrBytes);
  keepLog(context, view.id, stdout(), stderr());
  const stream = seenIn(adapter, linesOf(stdout()));
  const seen = seeTail(stream, tailOf(context, view, "stderr", stderrBytes));
  const outcome = masked(adapter.classify(exit, seen, context.now()));
  return {
    exit,
    outcome,
    usage: ownUsage(context.state(), view.id, seen.usage ?? refusedUsage(seen, outcome)),
    session: adapter.capabilities.resumes ? seen.session : null,
    adapter: adapter.name,
    account: accountOf(context.agent),
    heard: context.warden.wordsSaid(view.id),
    stdoutBytes,
    stderrBytes,
    stdoutDigest: stdoutBytes === 0 ? null : sha256OfParts(stdout()),
    flooded,
  };
}

/** Its last words stand in the journal and in every report: no credential comes there (law I14). */
function masked(outcome: AgentOutcome): AgentOutcome {
  return outcome.kind === "claimed-done"
    ? { ...outcome, summary: redactText(outcome.summary) }
    : { ...outcome, message: redactText(outcome.message) };
}

type SpoolName = "stdout" | "stderr";

/** The ended run's spool, exactly as long as its record says. */
function output(
  context: PerformContext,
  view: RunView,
  name: SpoolName,
  bytes: number,
): Generator<Buffer> {
  const { warden } = context;
  return piecesOf((from, max, room) => warden.readOutput(view.id, name, from, max, room), bytes);
}

function tailOf(context: PerformContext, view: RunView, name: SpoolName, bytes: number): string {
  const from = Math.max(0, bytes - TAIL_BYTES);
  return context.warden.readOutput(view.id, name, from, TAIL_BYTES).toString("utf8");
}

function seenIn(adapter: Adapter, lines: Iterable<string>): Seen {
  let seen = NOTHING_SEEN;
  for (const line of lines) {
    for (const event of adapter.parse(line)) seen = see(seen, event);
  }
  return seen;
}

const STDERR_MARK = Buffer.from("\n--- stderr ---\n");

/** What people read once the run directory is gone. */
function keepLog(
  context: PerformContext,
  attempt: string,
  stdout: Iterable<Buffer>,
  stderr: Iterable<Buffer>,
): void {
  const path = agentLogPath(context.workplace.logsDir, attempt);
  writeDurable(path, withStderr(stdout, stderr), { mode: 0o600 });
}

function* withStderr(stdout: Iterable<Buffer>, stderr: Iterable<Buffer>): Generator<Buffer> {
  yield* stdout;
  let marked = false;
  for (const piece of stderr) {
    if (!marked) yield STDERR_MARK;
    marked = true;
    yield piece;
  }
}
