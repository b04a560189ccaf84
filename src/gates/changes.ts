import { matchesAny } from "./path-globs.ts";

/** One changed file as a diff tells it. */
export interface FileChange {
  /** Where it is now; of a deleted file where it was. */
  readonly path: string;
  readonly kind: "added" | "modified" | "deleted" | "renamed";
  /** Where a renamed file was. */
  readonly from: string | null;
  /** The lines that came and went, without the marks of the diff; empty for binary files. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const LISTED_MAX = 50;
const LINE_CHARS_MAX = 1_000;

const TEST_PATH =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e)\/|\.(?:test|spec|cy)\.\w+$|(?:^|\/)test_[^/]*\.py$|_test\.(?:go|py|rb|dart|exs)$|_spec\.rb$|(?:Test|Tests|Spec|IT)\.(?:java|kt|cs|scala|swift|php)$/;

/** Files that decide what "the tests" are, or run them. */
const TEST_SETTINGS =
  /(?:^|\/)(?:(?:vitest|jest|karma|playwright|cypress|ava|nyc|wdio|stryker)\.(?:config|conf|workspace|setup)\.\w+|(?:jest|vitest)\.setup\.\w+|\.mocharc(?:\.\w+)?|\.nycrc(?:\.\w+)?|\.c8rc(?:\.\w+)?|\.taprc|pytest\.ini|tox\.ini|noxfile\.py|conftest\.py|\.coveragerc|phpunit\.xml(?:\.dist)?|\.rspec|codecov\.ya?ml|(?:GNU)?[Mm]akefile|justfile|Taskfile\.ya?ml|Rakefile|lefthook\.ya?ml|\.gitlab-ci\.yml|Jenkinsfile|azure-pipelines\.yml|\.travis\.yml)$|(?:^|\/)(?:\.github\/(?:workflows|actions)|\.circleci|\.husky|\.buildkite)\//;

const SKIPS: readonly RegExp[] = [
  /\b(?:it|test|describe|suite|context)\.(?:skip|only|todo|fails|skipIf|runIf|failing)\b/,
  /\b(?:xit|xtest|xdescribe|xcontext|fit|fdescribe)\s*\(/,
  /\b(?:this|t|ctx|context)\.(?:skip|Skip|SkipNow|Skipf|todo)\s*\(/,
  /\b(?:skip|only|todo)\s*:\s*(?:true|["'`])/,
  /@(?:pytest\.mark\.(?:skip|skipif|xfail)|unittest\.(?:skip|skipIf|skipUnless|expectedFailure))\b/,
  /\b(?:pytest\.(?:skip|xfail|importorskip)|self\.skipTest|raise\s+(?:unittest\.)?SkipTest)\b/,
  /#\[\s*ignore\b|@(?:Disabled|Ignore)\b|\[(?:Ignore|Fact\(Skip|Theory\(Skip)|markTestSkipped\b/,
];

/** Assertions that hold whatever the code does. */
const HOLLOW: readonly RegExp[] = [
  /\bexpect\(\s*(true|1)\s*\)\.(?:toBe|toEqual|to\.equal)\(\s*\1\s*\)/,
  /\bassert(?:\.ok|\.equal|\.strictEqual|True|_true|!)?\s*\(?\s*(?:true|True|1)\s*(?:,\s*(?:true|True|1)\s*)?\)?\s*;?\s*$/,
];

const DECLARATION =
  /^\s*(?:(?:it|test)(?:\.\w+)*\s*(?:\(|`)|(?:async\s+)?def\s+test_|func\s+Test[A-Z_]|#\[(?:tokio::)?test\]|@(?:Test|ParameterizedTest)\b|\[(?:Fact|Theory|Test|TestMethod)\])/;

const SCRIPT =
  /^\s*"((?:pre|post)?(?:test|tests|lint|build|check|typecheck|type-check|verify|coverage|ci|validate|prepare)(?:[:._-][\w:.-]+)?)"\s*:/;
const TOOL_TABLE =
  /^\s*\[(?:tool[.:](?:pytest|coverage|tox|nox|ruff|mypy|poe|hatch)|coverage|flake8)/;
const TOOL_OPTION =
  /^\s*(?:addopts|testpaths|python_files|norecursedirs|fail_under|omit|collect_ignore\w*)\s*=/;

/**
 * What a person must agree to before it lands (decision 13): a gate runs the branch's own code, so
 * a branch that deletes, skips or empties tests, or changes how they are run, judges itself. Each
 * line names the path; the same change gives the same lines.
 */
export function findRiskyChanges(
  changes: readonly FileChange[],
  protectedPaths: readonly string[],
): readonly string[] {
  const risks = new Set<string>();
  for (const change of changes) {
    const touched = [change.path, ...(change.from === null ? [] : [change.from])];
    for (const path of touched) {
      if (matchesAny(path, protectedPaths)) risks.add(`protected path changed: ${path}`);
    }
    for (const risk of [...risksOfTests(change), ...risksOfSettings(change)]) risks.add(risk);
  }
  const all = [...risks];
  if (all.length <= LISTED_MAX) return all;
  return [...all.slice(0, LISTED_MAX), `… and ${all.length - LISTED_MAX} more`];
}

function risksOfTests(change: FileChange): readonly string[] {
  const { path, kind, from, added, removed } = change;
  const before = from ?? path;
  if (!TEST_PATH.test(before) && !TEST_PATH.test(path)) return [];
  if (kind === "deleted") return [`test file deleted: ${path}`];
  if (kind === "renamed" && TEST_PATH.test(before) && !TEST_PATH.test(path)) {
    return [`test file moved out of the tests: ${before} to ${path}`];
  }
  const risks: string[] = [];
  const gone = countOf(removed, [DECLARATION]) - countOf(added, [DECLARATION]);
  if (gone > 0) risks.push(`${gone} fewer ${gone === 1 ? "test" : "tests"} in ${path}`);
  if (countOf(added, SKIPS) > countOf(removed, SKIPS)) {
    risks.push(`tests skipped or singled out in ${path}`);
  }
  if (countOf(added, HOLLOW) > countOf(removed, HOLLOW)) {
    risks.push(`an assertion that always holds in ${path}`);
  }
  const asserted = countOf(removed, [ASSERTION]);
  if (asserted > 0 && countOf(added, [ASSERTION]) === 0) {
    risks.push(`${asserted} fewer ${asserted === 1 ? "assertion" : "assertions"} in ${path}`);
  }
  return risks;
}

const ASSERTION = /\b(?:expect|assert\w*|require|should|verify)\b\s*[(!.]|^\s*assert\s/;

function risksOfSettings(change: FileChange): readonly string[] {
  const { path, from, kind } = change;
  const named = [path, ...(from === null ? [] : [from])].find((one) => TEST_SETTINGS.test(one));
  if (named !== undefined) return [`${wordOf(kind)}: ${path} (how tests are run)`];
  const lines = [...change.added, ...change.removed];
  if (/(?:^|\/)package\.json$/.test(path)) {
    const scripts = new Set(lines.flatMap((line) => SCRIPT.exec(line)?.[1] ?? []));
    return [...scripts].sort().map((script) => `script "${script}" changed in ${path}`);
  }
  if (/(?:^|\/)(?:pyproject\.toml|setup\.cfg)$/.test(path)) {
    const touched = lines.some((line) => TOOL_TABLE.test(line) || TOOL_OPTION.test(line));
    return touched ? [`how tests are run changed in ${path}`] : [];
  }
  return [];
}

function wordOf(kind: FileChange["kind"]): string {
  return kind === "added" ? "added" : kind === "deleted" ? "deleted" : "changed";
}

function countOf(lines: readonly string[], shapes: readonly RegExp[]): number {
  return lines.filter((line) => {
    // The branch wrote these lines: short and without runs of blanks no shape is slow.
    const short = line.slice(0, LINE_CHARS_MAX).replace(/\s+/g, " ");
    return shapes.some((shape) => shape.test(short));
  }).length;
}
