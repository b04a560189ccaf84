import type { ObjectId, SetupStep } from "../../model/index.ts";
import { matchesAny } from "../../model/index.ts";
import { sha256 } from "../../platform/index.ts";
import { rawPath, shownPath } from "../git/git.ts";
import { treePath } from "../git/objects.ts";
import type { TreeFile } from "../git/tree.ts";
import { listTree } from "../git/tree.ts";
import type { Repository } from "../repository.ts";

export interface LayerKeyRequest {
  /** The tree or commit that the steps run on. */
  readonly tree: ObjectId;
  /** The steps up to the one whose results are to be kept: a later one builds on earlier ones. */
  readonly steps: readonly SetupStep[];
  /** What a result depends on besides: the system, the programs. */
  readonly machine: string;
}

/**
 * The name of what the last step makes: a hash of the commands, of the machine and of the key files'
 * contents as git has them, so that nothing an agent could plant is read. Null when its results
 * cannot be shared: no key file is tracked, one is a link, or what it fills is tracked itself.
 */
export async function layerKey(
  repository: Repository,
  request: LayerKeyRequest,
): Promise<string | null> {
  const last = request.steps.at(-1);
  if (last === undefined || !isShareable(last)) return null;
  const globs = [...new Set(request.steps.flatMap((step) => step.cacheKey))];
  const filled = last.cachePaths.map(treePath);
  const listed = await listFiles(repository, request.tree, globs, filled);
  if (listed.some(({ path }) => filled.some((dir) => isWithin(path, dir)))) return null;
  const steps = request.steps.map((step) => ({
    run: step.run,
    cwd: step.cwd,
    fills: step.cachePaths,
    files: filesOf(step, listed),
  }));
  const own = steps.at(-1)?.files ?? [];
  if (own.length === 0 || own.some((file) => !file.startsWith("100"))) return null;
  const { id, path } = repository.config;
  return sha256(JSON.stringify([1, id, path, request.machine, steps]));
}

/** Each directory it fills must stand on its own. */
function isShareable({ cacheKey, cachePaths }: SetupStep): boolean {
  if (cacheKey.length === 0 || cachePaths.length === 0) return false;
  return cachePaths.every(
    (path, index) =>
      path !== "." && !cachePaths.some((other, at) => at !== index && isWithin(path, other)),
  );
}

function isWithin(path: string, dir: string): boolean {
  return path === dir || path.startsWith(`${dir}/`);
}

/** Only what could matter is listed where the globs are plain paths. */
async function listFiles(
  repository: Repository,
  tree: ObjectId,
  globs: readonly string[],
  filled: readonly string[],
): Promise<TreeFile[]> {
  const plain = globs.every((glob) => !/[*?]|\/$/.test(glob));
  const wanted = plain ? [...globs.map(treePath), ...filled] : [];
  const paths = plain ? ["--", ...wanted.map(shownPath)] : [];
  return listTree(repository, ["-r", "--full-tree", tree, ...paths]);
}

/** `mode oid path` of each file that a step's globs name; a directory's name means all below it. */
function filesOf(step: SetupStep, listed: readonly TreeFile[]): string[] {
  const rooted = step.cacheKey.map((glob) => `/${rawPath(glob.replace(/^(\.?\/)+/, ""))}`);
  return listed
    .filter(({ path }) => matchesAny(path, rooted))
    .map(({ mode, oid, path }) => `${mode} ${oid} ${path}`);
}
