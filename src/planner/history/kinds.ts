/** Kinds of work, told apart by facts that a roadmap states; the first that fits counts. */
export const WORK_KINDS = [
  "tests",
  "documentation",
  "fix",
  "refactoring",
  "security",
  "performance",
  "interface",
  "data",
  "infrastructure",
  "feature",
] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

interface Signs {
  readonly kind: WorkKind;
  readonly words: RegExp;
  /** All named files are of this kind. */
  readonly paths: RegExp | null;
}

const SIGNS: readonly Signs[] = [
  {
    kind: "tests",
    words: /\b(tests?|testing|coverage|e2e|specs?)\b/i,
    paths: /(^|\/)(tests?|__tests__|specs?)\/|\.(test|spec)\.[a-z]+$/i,
  },
  {
    kind: "documentation",
    words: /\b(document|docs?|documentation|readme|guide|changelog|tutorial|manual)\b/i,
    paths: /(^|\/)docs?\/|\.(md|rst|adoc)$/i,
  },
  {
    kind: "fix",
    words: /\b(fix(es|ed)?|bugs?|crash(es)?|repair|broken|wrong|regression|hotfix)\b/i,
    paths: null,
  },
  {
    kind: "refactoring",
    words: /\b(refactor(ing)?|restructure|clean ?up|rename|extract|simplify|migrate|split)\b/i,
    paths: null,
  },
  {
    kind: "security",
    words: /\b(security|auth(entication|orization)?|login|secrets?|encrypt(ion)?|permissions?)\b/i,
    paths: null,
  },
  {
    kind: "performance",
    words: /\b(performance|speed|faster|optimi[sz]e|cach(e|ing)|latency|memory)\b/i,
    paths: null,
  },
  {
    kind: "interface",
    words: /\b(ui|ux|frontend|page|screen|dashboard|component|css|layout|form)\b/i,
    paths: /\.(css|scss|html|tsx|jsx|vue|svelte)$/i,
  },
  {
    kind: "data",
    words: /\b(database|schema|sql|tables?|migrations?|storage|models?)\b/i,
    paths: /(^|\/)migrations\/|\.sql$/i,
  },
  {
    kind: "infrastructure",
    words: /\b(ci|cd|pipeline|deploy(ment)?|docker|build|release|setup|set up|scaffold|config)\b/i,
    paths: /(^|\/)(\.github|ci|deploy|infra)\/|(^|\/)Dockerfile|\.ya?ml$/i,
  },
];

/** What a title says counts before where its files lie; what says nothing is a feature. */
export function kindOfWork(work: {
  readonly title: string;
  readonly files: readonly string[];
}): WorkKind {
  const said = SIGNS.find(({ words }) => words.test(work.title));
  if (said !== undefined) return said.kind;
  const placed = SIGNS.find(
    ({ paths }) =>
      paths !== null && work.files.length > 0 && work.files.every((file) => paths.test(file)),
  );
  return placed?.kind ?? "feature";
}
