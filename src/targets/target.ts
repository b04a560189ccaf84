import { join } from "node:path";
import type {
  AttemptId,
  CheckpointPlace,
  CollectedWork,
  ObjectId,
  TargetConfig,
  Workspace,
} from "../model/index.ts";
import { pathExists } from "../platform/index.ts";
import type { Archive, RestoreRequest, Restored } from "./archive/archives.ts";
import { archivedFile, listArchives, restore } from "./archive/archives.ts";
import type { CandidateOutcome, CandidateRequest } from "./landing/candidate.ts";
import { objectDirs } from "./git/borrowed.ts";
import type { ChangedFile, CheckpointRequest } from "./landing/checkpoints.ts";
import {
  changedFiles,
  checkpointRoadmap,
  dropCheckpoint,
  keepCheckpoint,
} from "./landing/checkpoints.ts";
import { mergeRoadmap } from "./landing/merge-file.ts";
import type { Traces } from "./landing/landings.ts";
import { missingFrom, readGenerations, readTraces } from "./landing/landings.ts";
import type { RevertRequest } from "./landing/revert.ts";
import { buildRevert } from "./landing/revert.ts";
import { buildCandidate } from "./landing/candidate.ts";
import type { CollectRequest } from "./archive/collect.ts";
import { collect } from "./archive/collect.ts";
import { dropEvidence, noteEvidence } from "./landing/evidence.ts";
import type { TargetFacts } from "./facts.ts";
import { findProblems, inspect } from "./facts.ts";
import type { Foresight } from "./landing/foresight.ts";
import { foreseeConflicts } from "./landing/foresight.ts";
import type { GcAnswer, GcRequest, SweepAnswer } from "./housekeeping.ts";
import { gc, sweep } from "./housekeeping.ts";
import type { LandDivertedAnswer, LandOutcome, LandRequest } from "./landing/land.ts";
import { land, landDiverted } from "./landing/land.ts";
import type { LayerKeyRequest } from "./workspace/layer-key.ts";
import { layerKey } from "./workspace/layer-key.ts";
import { layerPaths, ownCache, startOf, useLayers } from "./workspace/layer-mounts.ts";
import type { SealRequest } from "./workspace/layers.ts";
import { ensureLayer, sealLayer } from "./workspace/layers.ts";
import type { MoveAnswer, MoveRequest } from "./landing/move.ts";
import { moveCheckout } from "./landing/move.ts";
import { readObjects, treeOf } from "./git/objects.ts";
import { applyPatch, patchOf } from "./workspace/patch.ts";
import type { BranchState } from "./git/refs.ts";
import { headOf, readBranch } from "./git/refs.ts";
import { nameIn } from "./git/tree.ts";
import type { OpenOptions, Repository } from "./repository.ts";
import { openRepository } from "./repository.ts";
import type { RiskRequest } from "./landing/risks.ts";
import { riskyChanges } from "./landing/risks.ts";
import { borrowCheckout, collectShared, returnCheckout } from "./workspace/shared.ts";
import type { VerificationRequest } from "./workspace/verification.ts";
import { dropVerificationTree, verificationTree } from "./workspace/verification.ts";
import type { WorkspaceRequest } from "./workspace/workspace.ts";
import { workDigest } from "./archive/work-digest.ts";
import { prepareWorkspace, releaseWorkspace } from "./workspace/workspace.ts";

/** What a confined process may see and write of the file system; absolute paths. */
export interface ConfinementPaths {
  readonly writable: readonly string[];
  /** Layers, each seen at its place in the work tree. */
  readonly mounts: readonly { readonly from: string; readonly at: string }[];
  readonly readOnly: readonly string[];
  readonly hidden: readonly string[];
}

/**
 * One repository that work is done on. Everything here may be called again after a kill at any
 * moment: it completes what was begun or says what is so. What could not be looked at (git did not
 * answer, the disk is full, a lock is held) is thrown, and then nothing was changed.
 */
export interface Target {
  readonly config: TargetConfig;
  readonly inspect: () => Promise<TargetFacts>;
  /** The facts, when agents can work here; throws the first named precondition otherwise. */
  readonly ready: () => Promise<TargetFacts>;
  readonly branchState: () => Promise<BranchState>;
  /** Of these commits, those that new work would not be built upon. */
  readonly missing: (commits: readonly ObjectId[]) => Promise<readonly ObjectId[]>;
  /** See {@link headOf}. */
  readonly integrationHead: () => Promise<ObjectId>;
  readonly treeOf: (commit: ObjectId) => Promise<ObjectId>;
  /** The roadmap's bytes in a commit; null when it is not tracked there. */
  readonly roadmapAt: (commit: ObjectId, path: string) => Promise<Uint8Array | null>;
  readonly prepareWorkspace: (request: WorkspaceRequest) => Promise<Workspace>;
  readonly confinementPaths: (workspace: Workspace) => ConfinementPaths;
  /** See {@link layerKey}. */
  readonly layerKey: (request: LayerKeyRequest) => Promise<string | null>;
  /** What the work tree started as, for {@link layerKey}. */
  readonly startOf: (workspace: Workspace) => ObjectId;
  /** Runs `make` unless there is such a layer; while another makes the same one, waits for it. */
  readonly ensureLayer: <T>(key: string, make: () => Promise<T>) => Promise<T | null>;
  /** See {@link sealLayer}. */
  readonly sealLayer: (request: SealRequest) => Promise<string | null>;
  /** See {@link useLayers}. */
  readonly useLayers: (workspace: Workspace, keys: readonly string[]) => Promise<boolean>;
  /** See {@link ownCache}. */
  readonly ownCache: (workspace: Workspace) => string | null;
  /** See {@link workDigest}; null in a person's own checkout. */
  readonly workDigest: (attempt: AttemptId) => Promise<string | null>;
  /** See {@link foreseeConflicts}; none in a person's own checkout, where one works at a time. */
  readonly foreseeConflicts: (attempts: readonly AttemptId[]) => Promise<readonly Foresight[]>;
  /** See {@link patchOf}. */
  readonly patchOf: (work: CollectedWork) => Promise<Buffer | null>;
  /** See {@link applyPatch}. */
  readonly applyPatch: (
    attempt: AttemptId,
    patch: Uint8Array,
    isAgain: boolean,
  ) => Promise<boolean>;
  readonly collect: (request: CollectRequest) => Promise<CollectedWork>;
  readonly releaseWorkspace: (attempt: AttemptId, workspace: Workspace) => Promise<void>;
  readonly buildCandidate: (request: CandidateRequest) => Promise<CandidateOutcome>;
  /** See {@link buildRevert}. */
  readonly buildRevert: (request: RevertRequest) => Promise<CandidateOutcome>;
  /** See {@link mergeRoadmap}. */
  readonly mergeRoadmap: (
    from: ObjectId,
    to: ObjectId,
  ) => Promise<(working: Uint8Array, path: string) => Uint8Array | null>;
  /** See {@link keepCheckpoint}. */
  readonly keepCheckpoint: (request: CheckpointRequest) => Promise<CheckpointPlace>;
  readonly dropCheckpoint: (request: Pick<CheckpointRequest, "name" | "number">) => Promise<void>;
  readonly checkpointRoadmap: (commit: ObjectId) => Promise<Uint8Array | null>;
  readonly changedFiles: (from: ObjectId, to: ObjectId) => Promise<readonly ChangedFile[]>;
  /** See {@link readGenerations}. */
  readonly readGenerations: () => Promise<ReadonlyMap<string, number>>;
  /** See {@link readTraces}. */
  readonly readTraces: () => Promise<Traces>;
  readonly riskyChanges: (request: RiskRequest) => Promise<string[]>;
  readonly verificationTree: (request: VerificationRequest) => Promise<Workspace>;
  readonly dropVerificationTree: (workspace: Workspace) => Promise<void>;
  readonly land: (request: LandRequest) => Promise<LandOutcome>;
  readonly moveCheckout: (request: MoveRequest) => Promise<MoveAnswer>;
  readonly landDiverted: () => Promise<LandDivertedAnswer>;
  readonly noteEvidence: (commit: ObjectId, evidence: unknown) => Promise<void>;
  /** See {@link dropEvidence}. */
  readonly dropEvidence: (commit: ObjectId) => Promise<void>;
  /** See {@link archivedFile}. */
  readonly archivedFile: (
    attempt: AttemptId,
    path: string,
    bytesMax: number,
  ) => Promise<string | null>;
  readonly listArchives: () => Promise<Archive[]>;
  readonly restore: (request: RestoreRequest) => Promise<Restored>;
  readonly gc: (request: GcRequest) => Promise<GcAnswer>;
  readonly sweep: (live: readonly AttemptId[]) => Promise<SweepAnswer>;
  /** When nothing is done any more that no answer waited for. */
  readonly settled: () => Promise<void>;
}

/** Throws `not-a-repository`; whether agents can work there is what {@link Target.ready} says. */
export async function openTarget(config: TargetConfig, options: OpenOptions): Promise<Target> {
  const repository = await openRepository(config, options);
  const shared = config.isolation === "shared";
  return {
    config,
    inspect: () => inspect(repository),
    ready: () => ready(repository),
    branchState: async () => (await readBranch(repository)).state,
    missing: (commits) => missingFrom(repository, commits),
    integrationHead: async () => headOf((await readBranch(repository)).state),
    treeOf: (commit) => treeOf(repository, commit),
    roadmapAt: (commit, path) => roadmapAt(repository, commit, path),
    prepareWorkspace: (request) =>
      shared ? borrowCheckout(repository, request) : prepareWorkspace(repository, request),
    confinementPaths: (workspace) => confinementPaths(repository, options, workspace),
    layerKey: (request) => layerKey(repository, request),
    startOf: (workspace) => startOf(repository, workspace),
    ensureLayer: (key, make) => ensureLayer(repository, key, make),
    sealLayer: (request) => sealLayer(repository, request),
    useLayers: (workspace, keys) => useLayers(repository, workspace, keys),
    ownCache: (workspace) => ownCache(repository, workspace),
    workDigest: async (attempt) => (shared ? null : workDigest(repository, attempt)),
    foreseeConflicts: async (attempts) => (shared ? [] : foreseeConflicts(repository, attempts)),
    patchOf: (work) => patchOf(repository, work),
    applyPatch: (attempt, patch, isAgain) => applyPatch(repository, attempt, patch, isAgain),
    collect: (request) =>
      shared ? collectShared(repository, request) : collect(repository, request),
    releaseWorkspace: (attempt, workspace) =>
      shared
        ? returnCheckout(repository, attempt)
        : releaseWorkspace(repository, attempt, workspace),
    buildCandidate: (request) => buildCandidate(repository, request),
    buildRevert: (request) => buildRevert(repository, request),
    mergeRoadmap: (from, to) => mergeRoadmap(repository, from, to),
    keepCheckpoint: (request) => keepCheckpoint(repository, request),
    dropCheckpoint: (request) => dropCheckpoint(repository, request),
    checkpointRoadmap: (commit) => checkpointRoadmap(repository, commit),
    changedFiles: (from, to) => changedFiles(repository, from, to),
    readGenerations: () => readGenerations(repository),
    readTraces: () => readTraces(repository),
    riskyChanges: (request) => riskyChanges(repository, request),
    verificationTree: (request) => verificationTree(repository, request),
    dropVerificationTree: (workspace) => dropVerificationTree(repository, workspace),
    land: (request) => land(repository, request),
    moveCheckout: (request) => moveCheckout(repository, request),
    landDiverted: () => landDiverted(repository),
    noteEvidence: (commit, evidence) => noteEvidence(repository, commit, evidence),
    dropEvidence: (commit) => dropEvidence(repository, commit),
    archivedFile: (attempt, path, bytesMax) => archivedFile(repository, attempt, path, bytesMax),
    listArchives: () => listArchives(repository),
    restore: (request) => restore(repository, request),
    gc: (request) => gc(repository, request),
    sweep: (live) => sweep(repository, live),
    settled: async () => void (await Promise.all(repository.chores)),
  };
}

async function roadmapAt(
  repository: Repository,
  commit: ObjectId,
  path: string,
): Promise<Uint8Array | null> {
  const [found] = await readObjects(repository, [nameIn(repository, commit, path)]);
  return found?.type === "blob" ? found.bytes : null;
}

async function ready(repository: Repository): Promise<TargetFacts> {
  const facts = await inspect(repository);
  const [first] = findProblems(repository, facts);
  if (first !== undefined) throw first;
  return facts;
}

/**
 * The agent writes in its own tree and nowhere else: the user's objects are there to read, and our
 * state, other attempts included, is not there at all. In a shared checkout it may commit, and the
 * parts of `.git` that name programs stay closed to it.
 */
function confinementPaths(
  repository: Repository,
  options: OpenOptions,
  workspace: Workspace,
): ConfinementPaths {
  const { commonDir } = repository.found;
  const layers = layerPaths(repository, workspace);
  const own = workspace.path.startsWith(`${options.stateDir}/`);
  const closed = ["config", "config.worktree", "hooks", "info"].map((name) =>
    join(commonDir, name),
  );
  return {
    writable: [workspace.path, ...layers.writable],
    mounts: layers.mounts,
    readOnly: own ? objectDirs(repository.objects) : closed.filter(pathExists),
    hidden: [options.stateDir],
  };
}
