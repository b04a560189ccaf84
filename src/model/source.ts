/** Formats of work that lie in files of the repository. */
const FILE_SOURCES = [
  "markdown",
  "spec-kit",
  "kiro",
  "taskmaster",
  "backlog-md",
  "openspec",
  "beads",
] as const;
export type FileSource = (typeof FILE_SOURCES)[number];

export const SOURCE_KINDS = [...FILE_SOURCES, "github", "command"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Is the work kept in files of the repository? What is kept elsewhere has to be asked for. */
export function isFileSource(kind: SourceKind): kind is FileSource {
  return kind !== "github" && kind !== "command";
}

/** Where a target's work streams come from; a path is {@link TargetConfig.roadmap}. */
export type SourceConfig =
  | { readonly kind: FileSource }
  | {
      readonly kind: "github";
      /** `owner/name`. */
      readonly repository: string;
      /** Root of the REST API, without a slash at its end. */
      readonly api: string;
      /** Only issues with this label are work; null takes all that are open. */
      readonly label: string | null;
    }
  | {
      readonly kind: "command";
      /** For `/bin/sh -c`: prints requirements as JSON. */
      readonly run: string;
      /** Run with an id and a status in its environment when one changes; null writes nothing. */
      readonly write: string | null;
    };

interface Shape {
  /** Where the format lies in a repository. */
  readonly root: string;
  /** Files below it that hold statuses. */
  readonly holds: RegExp;
  /** Files below it that are read with them and never written. */
  readonly reads: RegExp | null;
  /** Such a file in the repository's root. */
  readonly beside?: string;
}

/** Where Backlog.md is told in the root what it is called and where it lies. */
export const BACKLOG_SETTINGS = "backlog.config.yml";

const SHAPES: Readonly<Record<Exclude<FileSource, "markdown">, Shape>> = {
  "spec-kit": { root: "specs", holds: /^[^/]+\/tasks\.md$/, reads: null },
  kiro: {
    root: ".kiro/specs",
    holds: /^[^/]+\/tasks\.md$/,
    reads: /^[^/]+\/requirements\.md$/,
  },
  taskmaster: {
    root: ".taskmaster",
    holds: /^(?:tasks\/)?tasks\.json$/,
    reads: /^state\.json$/,
  },
  "backlog-md": {
    root: "backlog",
    holds: /^(?:tasks|completed)\/[^/]+\.md$/,
    reads: /^config\.ya?ml$/,
    beside: BACKLOG_SETTINGS,
  },
  openspec: {
    root: "openspec",
    holds: /^changes\/(?!archive\/)[^/]+\/tasks\.md$/,
    reads: /^changes\/(?!archive\/)[^/]+\/\.openspec\.yaml$/,
  },
  // Its first versions called the file after the tool.
  beads: { root: ".beads", holds: /^(?:issues|beads)\.jsonl$/, reads: null },
};

/** The formats made of files, with the folder each has by convention; most telling first. */
export const SOURCE_ROOTS: readonly { readonly kind: FileSource; readonly root: string }[] = [
  { kind: "kiro", root: SHAPES.kiro.root },
  { kind: "taskmaster", root: SHAPES.taskmaster.root },
  { kind: "backlog-md", root: SHAPES["backlog-md"].root },
  { kind: "backlog-md", root: ".backlog" },
  { kind: "openspec", root: SHAPES.openspec.root },
  { kind: "beads", root: SHAPES.beads.root },
  { kind: "spec-kit", root: SHAPES["spec-kit"].root },
];

/** How deep below its root a source has files. */
export const SOURCE_DEPTH_MAX = 3;

interface SourcePlace {
  /** Path of the file or folder from the repository's root, with `/`. */
  readonly roadmap: string;
  readonly source: SourceConfig;
}

/**
 * Does this file, a path from the repository's root, state what is to be done? Nobody's landing
 * brings an edit of such a file: statuses are written by us alone (law I11).
 */
export function holdsStatus({ roadmap, source }: SourcePlace, path: string): boolean {
  const root = plainPath(roadmap);
  switch (source.kind) {
    case "github":
    case "command":
      return false;
    case "markdown":
      return path === root;
    default:
      return path === root || SHAPES[source.kind].holds.test(below(root, path));
  }
}

/** Is the file read to understand the others? */
export function isReadAlong({ roadmap, source }: SourcePlace, path: string): boolean {
  const { kind } = source;
  if (!isFileSource(kind) || kind === "markdown") return false;
  return SHAPES[kind].reads?.test(below(plainPath(roadmap), path)) ?? false;
}

/** The file in the repository's root that is read to understand the others; null for most. */
export function readBeside({ kind }: SourceConfig): string | null {
  if (kind === "github" || kind === "command" || kind === "markdown") return null;
  return SHAPES[kind].beside ?? null;
}

function plainPath(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

/** The path below a folder; empty when it lies elsewhere. */
function below(root: string, path: string): string {
  if (root === "") return path;
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : "";
}
