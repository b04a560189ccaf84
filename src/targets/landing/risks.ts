import { posix } from "node:path";
import type { ObjectId } from "../../model/index.ts";
import { matchesAny } from "../../model/index.ts";
import { shownPath } from "../git/git.ts";
import type { TreeChange } from "../git/diff.ts";
import { diffTrees } from "../git/diff.ts";
import { readObjects } from "../git/objects.ts";
import { GITLINK, SYMLINK, listTree } from "../git/tree.ts";
import { filtersOf } from "../filters.ts";
import type { Repository } from "../repository.ts";

export interface RiskRequest {
  readonly onto: ObjectId;
  readonly commit: ObjectId;
  /** The paths the work itself changed; what we added (roadmap, dev log) is no risk. */
  readonly files: readonly string[];
  readonly protectedPaths: readonly string[];
}

const TEST_FILE =
  /(^|\/)(tests?|__tests__|specs?|e2e)\/|(^|[./_-])(tests?|specs?)[._-][^/]*$|(^|\/)test_[^/]*$|[._](test|spec)\.[^/]+$|_test\.[^/]+$/i;
/** What a test runner reads by itself: adding one turns verdicts as surely as changing one. */
const RUNNER_CONFIG =
  /(^|\/)((vitest|vite|jest|karma|playwright|cypress|ava)\.[^/]*config[^/]*|vitest\.workspace[^/]*|\.mocharc[^/]*|pytest\.ini|tox\.ini|conftest\.py|phpunit\.xml[^/]*|\.nycrc[^/]*|\.c8rc[^/]*|\.coveragerc)$/i;
const BUILD_FILE = /(^|\/)(setup\.cfg|noxfile\.py|Makefile|justfile|Taskfile\.ya?ml)$/i;
const RUNS_ELSEWHERE =
  /(^|\/)(\.github\/(workflows|actions)\/|\.gitlab-ci\.ya?ml$|\.circleci\/|Jenkinsfile$|azure-pipelines\.ya?ml$|\.husky\/|\.githooks\/|\.pre-commit-config\.yaml$|lefthook\.ya?ml$|\.claude\/|\.codex\/|\.gemini\/|\.mcp\.json$|\.vscode\/(tasks|settings|launch)\.json$|\.devcontainer\/|\.envrc$|orchestrator\.ya?ml$)/i;
const SKIP_MARK =
  /\b(?:it|test|describe|suite|context)\.(?:skip|todo|only|fixme)\b|\bx(?:it|describe|test)\s*\(|@pytest\.mark\.(?:skip|xfail)|@unittest\.skip|\bpytest\.skip\(|\bt\.Skip(?:Now|f)?\(|#\[ignore\]|@Disabled\b|@Ignore\b/g;
const TEST_MARK =
  /\b(?:it|test)(?:\.each\b[^(]*)?\s*\(|^\s*(?:async\s+)?def\s+test_|^func\s+Test|#\[test\]|@Test\b/gm;
/** Larger files are not read for marks; their change is still seen by name. */
const READ_BYTES_MAX = 1024 * 1024;
/** With more folders than this the whole tree is listed: an argument list has its limit. */
const NAMED_MAX = 1_000;

/**
 * Changes that a person must let through, because what a gate runs is the branch's own code
 * (decision 13): weakened tests, changed scripts, protected paths, and trees that reach outside
 * themselves. Sentences for people; empty when nothing calls for one.
 */
export async function riskyChanges(
  repository: Repository,
  request: RiskRequest,
): Promise<string[]> {
  const own = new Set(request.files);
  const changes = (await diffTrees(repository, request.onto, request.commit)).filter((change) =>
    own.has(shownPath(change.path)),
  );
  const risks: string[] = [];
  for (const change of changes) {
    const path = shownPath(change.path);
    const guard = request.protectedPaths.find((glob) => matchesAny(path, [glob]));
    if (guard !== undefined) risks.push(`protected path changed: ${path} (${guard})`);
    const named = riskByName(change, path);
    if (named !== null) risks.push(`${named}: ${path}`);
  }
  const [content, filtered] = await Promise.all([
    risksByContent(repository, changes),
    risksByFilter(repository, request.commit, changes),
  ]);
  return [...risks, ...content, ...filtered];
}

/**
 * A file that comes under a filter (lfs) lands as it lies in the clone, because filters never run
 * in our name (law I8): whether that is what belongs into the tree, only a person can say.
 */
async function risksByFilter(
  repository: Repository,
  commit: ObjectId,
  changes: readonly TreeChange[],
): Promise<string[]> {
  const paths = changes
    .filter(({ to }) => to !== null && to.mode !== SYMLINK && to.mode !== GITLINK)
    .map(({ path }) => path);
  if (paths.length === 0) return [];
  const named = [...new Set(paths.flatMap(foldersOf))].map((folder) =>
    shownPath(posix.join(folder, ".gitattributes")),
  );
  const where = named.length > NAMED_MAX ? ["-r", commit] : [commit, "--", ...named];
  const listed = await listTree(repository, where);
  const attributes = listed
    .filter(({ path }) => path.endsWith(".gitattributes"))
    .map(({ oid }) => oid);
  const filters = await filtersOf(repository, { commit, attributes, paths });
  return [...filters].map(
    ([path, filter]) => `a file needs a filter: ${shownPath(path)} (${filter})`,
  );
}

/** `a/b/c` lies in `a/b`, `a` and the root. */
function foldersOf(path: string): string[] {
  const above = posix.dirname(path);
  return above === "." ? ["."] : [above, ...foldersOf(above)];
}

function riskByName(change: TreeChange, path: string): string | null {
  const { from, to } = change;
  if (from?.mode === GITLINK || to?.mode === GITLINK) return "submodule changed";
  if (path === ".gitmodules") return "submodule settings changed";
  if (TEST_FILE.test(path) && to === null) return "test deleted";
  if (RUNNER_CONFIG.test(path)) return "test configuration changed";
  if (BUILD_FILE.test(path) && from !== null) return "build file changed";
  if (RUNS_ELSEWHERE.test(path)) return "automation changed";
  return null;
}

async function risksByContent(
  repository: Repository,
  changes: readonly TreeChange[],
): Promise<string[]> {
  const read = changes.filter((change) => wantsContent(change));
  const ids = read
    .flatMap(({ from, to }) => [from?.oid, to?.oid])
    .filter((oid) => oid !== undefined);
  const blobs = await readObjects(repository, [...new Set(ids)]);
  const texts = new Map(
    blobs.flatMap((blob) =>
      blob === null || blob.size > READ_BYTES_MAX
        ? []
        : [[blob.oid, blob.bytes.toString("utf8")] as const],
    ),
  );
  return read.flatMap((change) => {
    const before = change.from === null ? null : (texts.get(change.from.oid) ?? null);
    const after = change.to === null ? null : (texts.get(change.to.oid) ?? null);
    return contentRisks(change, shownPath(change.path), before, after);
  });
}

function wantsContent({ path, to }: TreeChange): boolean {
  if (to === null) return false;
  return (
    to.mode === SYMLINK ||
    TEST_FILE.test(path) ||
    /(^|\/)(package\.json|\.gitattributes|pyproject\.toml|Cargo\.toml)$/.test(path)
  );
}

function contentRisks(
  { to }: TreeChange,
  path: string,
  before: string | null,
  after: string | null,
): string[] {
  if (after === null) return [];
  if (to?.mode === SYMLINK)
    return leadsOut(path, after) ? [`link out of the repository: ${path}`] : [];
  if (path.endsWith(".gitattributes")) {
    return /(^|\s)filter=/m.test(after) && before !== after
      ? [`a filter is asked for: ${path}`]
      : [];
  }
  if (/(^|\/)package\.json$/.test(path)) {
    return before !== null && scriptsOf(before) !== scriptsOf(after)
      ? [`scripts changed: ${path}`]
      : [];
  }
  if (path.endsWith(".toml")) {
    return before !== null && testTables(before) !== testTables(after)
      ? [`test configuration changed: ${path}`]
      : [];
  }
  const risks: string[] = [];
  if (count(after, SKIP_MARK) > count(before ?? "", SKIP_MARK))
    risks.push(`tests skipped: ${path}`);
  if (count(after, TEST_MARK) < count(before ?? "", TEST_MARK))
    risks.push(`tests removed: ${path}`);
  return risks;
}

function leadsOut(path: string, target: string): boolean {
  if (target.startsWith("/")) return true;
  const end = posix.normalize(posix.join(posix.dirname(path), target));
  return end === ".." || end.startsWith("../") || end.split("/").includes(".git");
}

/** What `npm run` could run; unreadable JSON counts as a change of it. */
function scriptsOf(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return text;
    const settings = parsed as Record<string, unknown>;
    const keys = ["scripts", "jest", "mocha", "ava", "vitest", "nyc", "c8"];
    return JSON.stringify(keys.map((key) => settings[key] ?? null));
  } catch {
    return text;
  }
}

function testTables(text: string): string {
  return text
    .split(/^(?=\[)/m)
    .filter((table) => /^\[+(tool\.(pytest|coverage|tox|poe|taskipy|hatch)|.*test)/.test(table))
    .join("");
}

function count(text: string, mark: RegExp): number {
  return text.match(mark)?.length ?? 0;
}
