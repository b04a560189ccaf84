import type {
  AgentIdentity,
  AttemptId,
  Candidate,
  CollectedWork,
  ObjectId,
  StreamKey,
} from "../../model/index.ts";
import { displayKey, generationOf, holdsStatus } from "../../model/index.ts";
import { shownPath } from "../git/git.ts";
import type { Identity } from "../identity.ts";
import { agentIdentity, requireIdentity } from "../identity.ts";
import { mergeTrees } from "../git/merge.ts";
import { headerText, pinRef, plainLine } from "../names.ts";
import type { TreeEdit } from "../git/objects.ts";
import { diffTrees } from "../git/diff.ts";
import { lookUp, lookUpAndRead, rememberTree, treePath, writeCommits } from "../git/objects.ts";
import { headOf, readBranch } from "../git/refs.ts";
import type { Repository } from "../repository.ts";
import { together } from "../together.ts";
import { folderOf, modeIn, nameIn } from "../git/tree.ts";

export interface CandidateRequest {
  readonly attempt: AttemptId;
  readonly key: StreamKey;
  /** The stream's id as people write it, for the trailer. */
  readonly id: string;
  readonly title: string;
  readonly agent: AgentIdentity;
  readonly work: CollectedWork;
  /** That it is done is all there is to land. */
  readonly mayBeEmpty?: boolean;
  /** The time in the commit: the same for every try, so that a retry makes the same commit. */
  readonly atMs: number;
  /**
   * The roadmap as it shall land, from its bytes on the integration head (null: not tracked there);
   * null leaves it as it is on the integration head.
   */
  readonly roadmap: (base: Uint8Array | null) => Uint8Array | null;
  /** The file that says this stream's status; without it, the roadmap's. Null: none is written. */
  readonly roadmapFile?: string | null;
  readonly extraFiles?: readonly { readonly path: string; readonly text: string }[];
}

export type CandidateOutcome =
  | { readonly kind: "candidate-built"; readonly candidate: Candidate }
  | { readonly kind: "conflicted"; readonly onto: ObjectId; readonly files: readonly string[] }
  | { readonly kind: "nothing-to-land" };

/**
 * Builds the two-parent commit that would land, on the present integration head (laws I3, I4). The
 * status edit is in its tree before any gate looks at it (decision 7).
 */
export async function buildCandidate(
  repository: Repository,
  request: CandidateRequest,
): Promise<CandidateOutcome> {
  const { work } = request;
  const identity = requireIdentity(repository);
  const { state } = await readBranch(repository);
  const onto = headOf(state);
  const sides = { base: work.base, onto, head: work.head };
  const [facts, whole] = await together([
    readFacts(repository, onto, request),
    mergeTrees(repository, sides),
  ]);
  const headTree = await withoutRoadmapEdit(repository, request, facts, identity);
  const merged = headTree === null ? whole : await mergeTrees(repository, { ...sides, headTree });
  if (merged.kind === "conflicted") return { kind: "conflicted", onto, files: merged.files };
  if (merged.tree === facts.ontoTree && request.mayBeEmpty !== true) {
    return { kind: "nothing-to-land" };
  }

  const parents = merged.baseInOnto ? [onto, work.head] : [onto, ":1"];
  const plan = {
    ref: pinRef(request.attempt, "candidate"),
    author: identity,
    committer: identity,
    atMs: request.atMs,
    message: messageOf(request),
    parents,
    tree: merged.tree,
    edits: landingEdits(request, facts),
  };
  const written = await writeCommits(
    repository,
    merged.baseInOnto ? [plan] : [transplanted(request, identity, onto, merged.tree), plan],
  );
  const candidate = written.at(-1);
  if (candidate === undefined) return { kind: "nothing-to-land" };
  rememberTree(repository, candidate.commit, candidate.tree);
  const changes = await diffTrees(repository, onto, candidate.commit);
  return {
    kind: "candidate-built",
    candidate: { ...candidate, onto, files: changes.map((change) => shownPath(change.path)) },
  };
}

interface Facts {
  readonly ontoTree: ObjectId;
  readonly roadmapPath: string;
  /** Bytes on the integration head, when it is a plain file there. */
  readonly roadmap: Buffer | null;
  readonly roadmapMode: string;
  readonly baseRoadmap: ObjectId | null;
  readonly headRoadmap: ObjectId | null;
}

async function readFacts(
  repository: Repository,
  onto: ObjectId,
  { work, roadmapFile = repository.config.roadmap }: CandidateRequest,
): Promise<Facts> {
  const file = roadmapFile ?? "";
  const roadmapPath = treePath(file);
  const {
    facts: [ontoTree, base, head],
    objects: [blob, tree],
  } = await lookUpAndRead(
    repository,
    [`${onto}^{tree}`, nameIn(repository, work.base, file), nameIn(repository, work.head, file)],
    [nameIn(repository, onto, file), folderOf(repository, onto, roadmapPath)],
  );
  const mode = modeIn(tree, roadmapPath);
  const plain = blob?.type === "blob" && (mode === "100644" || mode === "100755");
  return {
    ontoTree: ontoTree?.oid ?? "",
    roadmapPath,
    roadmap: plain ? blob.bytes : null,
    roadmapMode: plain && mode !== null ? mode : "100644",
    baseRoadmap: base?.type === "blob" ? base.oid : null,
    headRoadmap: head?.oid ?? null,
  };
}

/**
 * The agent's own edits of the roadmap never land (law I11, decision 6): its tree with the base's
 * roadmap in it, or null when it did not touch it.
 */
async function withoutRoadmapEdit(
  repository: Repository,
  request: CandidateRequest,
  facts: Facts,
  identity: Identity,
): Promise<ObjectId | null> {
  const { work } = request;
  const edits = await undoneEdits(repository, work, facts);
  if (edits.length === 0) return null;
  const [tree] = await lookUp(repository, [`${work.head}^{tree}`]);
  const [written] = await writeCommits(repository, [
    {
      ref: pinRef(request.attempt, "candidate"),
      author: identity,
      committer: identity,
      atMs: request.atMs,
      message: "The work without its edit of the roadmap\n",
      parents: [work.base],
      tree: tree?.oid ?? null,
      edits: [...edits],
    },
  ]);
  return written?.tree ?? null;
}

/** What puts each file with statuses back as the base has it. */
async function undoneEdits(
  repository: Repository,
  work: CollectedWork,
  facts: Facts,
): Promise<readonly TreeEdit[]> {
  if (repository.config.source.kind === "markdown") {
    const { baseRoadmap: oid, headRoadmap, roadmapPath: path, roadmapMode: mode } = facts;
    if (oid === headRoadmap) return [];
    return [oid === null ? { kind: "remove", path } : { kind: "set", path, mode, oid }];
  }
  const edited = work.files.filter((file) => holdsStatus(repository.config, file));
  // A name with a line break cannot be asked for: nothing of ours is ever in such a file.
  const paths = edited.filter((file) => !/[\n\r]/.test(file));
  if (paths.length === 0) return [];
  const { facts: blobs, objects: trees } = await lookUpAndRead(
    repository,
    paths.map((path) => nameIn(repository, work.base, path)),
    paths.map((path) => folderOf(repository, work.base, treePath(path))),
  );
  return paths.map((shown, index): TreeEdit => {
    const [blob, path] = [blobs[index], treePath(shown)];
    const mode = modeIn(trees[index], path);
    if (blob?.type !== "blob" || mode === null) return { kind: "remove", path };
    return { kind: "set", path, mode, oid: blob.oid };
  });
}

function landingEdits(request: CandidateRequest, facts: Facts): TreeEdit[] {
  const edits: TreeEdit[] = [];
  const roadmap = request.roadmap(facts.roadmap);
  if (roadmap !== null && facts.roadmap !== null) {
    edits.push({
      kind: "write",
      path: facts.roadmapPath,
      mode: facts.roadmapMode,
      bytes: roadmap,
    });
  }
  for (const file of request.extraFiles ?? []) {
    edits.push({
      kind: "write",
      path: treePath(file.path),
      mode: "100644",
      bytes: Buffer.from(file.text, "utf8"),
    });
  }
  return edits;
}

/**
 * The base is no longer in the branch: with the agent's own commits as a parent, history that a
 * person took out would come back. The merged change stands for them, on the branch as it is.
 */
function transplanted(
  request: CandidateRequest,
  committer: Identity,
  onto: ObjectId,
  tree: ObjectId,
) {
  return {
    ref: pinRef(request.attempt, "candidate"),
    author: agentIdentity(request.agent),
    committer,
    atMs: request.atMs,
    message: messageOf(request),
    parents: [onto],
    tree,
    edits: [],
  };
}

const SUBJECT_CHARS_MAX = 100;
const ID_CHARS_MAX = 200;

function messageOf(request: CandidateRequest): string {
  const id =
    plainLine(request.id, ID_CHARS_MAX) || plainLine(displayKey(request.key), ID_CHARS_MAX);
  const title = plainLine(request.title, SUBJECT_CHARS_MAX);
  return [
    title === "" || title === id ? id : `${id}: ${title}`,
    "",
    `By ${headerText(request.agent.name)}.`,
    "",
    `Work-Stream: ${id}`,
    `Attempt: ${generationOf(request.attempt)}`,
    "",
  ].join("\n");
}
