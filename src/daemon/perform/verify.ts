import type { GateCommand, GateRun } from "../../gates/index.ts";
import { gatesDigest, runGates } from "../../gates/index.ts";
import type { EffectOf, GateReport, ObjectId, Outcome, Workspace } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { keepEvidence } from "./evidence.ts";
import type { PerformContext } from "./context.ts";
import { openedTarget, openedTargetById, targetConfig } from "./context.ts";
import { NONE, OPEN, fenceAround } from "./fence.ts";
import { leadersRunId, runToEnd } from "./run.ts";
import type { SetupFailure } from "./setup.ts";
import { setUp } from "./setup.ts";
import { treeEnvironment } from "./tree-environment.ts";

/** Gates on the integration head itself: red before anybody worked is nobody's fault (E5). */
export async function verifyBase(
  context: PerformContext,
  effect: EffectOf<"verify-base">,
  signal: AbortSignal,
): Promise<Outcome> {
  const target = openedTargetById(context, effect.target);
  const head = await target.integrationHead();
  const key = `${effect.target}:`;
  const report = await judge(
    context,
    { key, id: effect.id, commit: head, files: null, uncommitted: [] },
    signal,
  );
  return { kind: "base-verified", head, report };
}

export async function verify(
  context: PerformContext,
  effect: EffectOf<"verify">,
  signal: AbortSignal,
): Promise<Outcome> {
  const { candidate, work, key, id } = effect;
  const report = await judge(
    context,
    { key, id, commit: candidate.commit, files: candidate.files, uncommitted: work.uncommitted },
    signal,
  );
  const risks = await openedTarget(context, key).riskyChanges({
    onto: candidate.onto,
    commit: candidate.commit,
    files: work.files,
    protectedPaths: targetConfig(context, key).protectedPaths,
  });
  return {
    kind: "verified",
    report: { ...report, needsPerson: [...report.needsPerson, ...risks] },
  };
}

/** The attempt's own tree, to tell "broken by itself" from "broken together" (law I3's culprit). */
export async function verifyAlone(
  context: PerformContext,
  effect: EffectOf<"verify-alone">,
  signal: AbortSignal,
): Promise<Outcome> {
  const { key, id, work } = effect;
  const report = await judge(
    context,
    { key, id, commit: work.head, files: work.files, uncommitted: [] },
    signal,
  );
  return { kind: "verified", report };
}

interface Subject {
  readonly key: string;
  readonly id: string;
  readonly commit: ObjectId;
  /** Changed paths for `only` globs; null means all gates apply. */
  readonly files: readonly string[] | null;
  readonly uncommitted: readonly string[];
}

export async function judge(
  context: PerformContext,
  subject: Subject,
  signal: AbortSignal,
): Promise<GateReport> {
  const target = openedTarget(context, subject.key);
  const config = targetConfig(context, subject.key);
  const tree = await target.treeOf(subject.commit);
  if (config.gates.length === 0) {
    return { tree, gatesDigest: gatesDigest([]), green: true, results: [], needsPerson: [] };
  }
  const workspace = await target.verificationTree({ id: subject.id, commit: subject.commit });
  try {
    const failed = await setUp(context, { key: subject.key, id: subject.id, workspace }, signal);
    if (failed !== null) return setupReport(tree, gatesDigest(config.gates), failed);
    return await runGates({
      definitions: config.gates,
      tree,
      path: workspace.path,
      changedFiles: subject.files,
      stream: context.desk.stream(config, subject.key)?.stream ?? null,
      run: (gate) => runGateCommand(context, subject, workspace, gate, signal),
      keep: (bytes) => keepEvidence(context.workplace.evidenceDir, bytes),
      protectedPaths: config.protectedPaths,
      uncommitted: context.config.autoCommit ? [] : subject.uncommitted,
      devlog: config.devlog,
      roadmap: context.desk.fileOf(config, subject.key) ?? config.roadmap,
    });
  } finally {
    await target.dropVerificationTree(workspace);
  }
}

/** Gates run the branch's code, so they run under the warden, confined like its author. */
async function runGateCommand(
  context: PerformContext,
  subject: Subject,
  workspace: Workspace,
  gate: GateCommand,
  signal: AbortSignal,
): Promise<GateRun> {
  const id = leadersRunId(`${subject.id}/gate-${gate.name}-${gate.run}`, context.epoch);
  return runToEnd(
    context.warden,
    {
      id,
      kind: "gate",
      argv: gate.argv,
      cwd: gate.cwd,
      env: {
        ...(await treeEnvironment(context, { key: subject.key, workspace })),
        CI: "true",
        ...gate.env,
      },
      stdin: "",
      confinement: fenceAround(context, {
        key: subject.key,
        workspace,
        network: gate.network ? OPEN : NONE,
      }),
      deadlineMs: gate.timeoutMs,
      stdoutBytesMax: LIMITS.gateOutputBytesMax,
      stderrBytesMax: LIMITS.gateOutputBytesMax,
    },
    signal,
  );
}

/** A tree whose own setup fails is red; one whose setup nobody saw end was not looked at. */
function setupReport(tree: ObjectId, digest: string, failure: SetupFailure): GateReport {
  return {
    tree,
    gatesDigest: digest,
    green: false,
    needsPerson: [],
    results: [
      {
        name: "setup",
        verdict: failure.certain ? "failed" : "unavailable",
        durationMs: 0,
        exitCode: null,
        excerpt: failure.message.slice(-LIMITS.gateExcerptBytesMax),
        outputDigest: null,
        reason: "the tree could not be set up for the gates",
      },
    ],
  };
}
