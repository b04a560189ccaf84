import { expandBraces, isGlob, literalPart, patternsMeet } from "./glob.ts";

/** How much two lists of paths have in common. */
export interface FileOverlap {
  /** 0…1: the part of the list more affected that the other one also names. */
  readonly share: number;
  /** The narrower path of each meeting pair, sorted by code unit, without repetition. */
  readonly shared: readonly string[];
}

export interface PathList {
  /** Every distinct path as normalised, plain or glob. */
  readonly all: readonly string[];
  /** Each plain path with the directories above it. */
  readonly plain: ReadonlyMap<string, readonly string[]>;
  /** Every directory above a plain path; the root is the empty string. */
  readonly above: ReadonlySet<string>;
  readonly globs: readonly Pattern[];
  /** Like `plain`, with each glob as the directory that all it names lies in. */
  readonly places: ReadonlyMap<string, readonly string[]>;
}

interface Pattern {
  readonly path: string;
  readonly alternatives: readonly (readonly string[])[];
}

const NONE: FileOverlap = { share: 0, shared: [] };

/** Lists are immutable, so a list is read once however many others it is compared with. */
const known = new WeakMap<readonly string[], PathList>();

/**
 * The overlap of two lists of files, directories (`src/parser/`) and globs (`src/**`). A path
 * stands for itself and all beneath it. `share` is |shared| / min(|a|, |b|) for plain files; with
 * directories it is the larger part of either list that the other touches, so that a list wholly
 * inside a directory of the other is 1. Symmetric; linear in the lists unless they hold globs.
 */
export function fileOverlap(a: readonly string[], b: readonly string[]): FileOverlap {
  if (a.length === 0 || b.length === 0) return NONE;
  const left = readPaths(a);
  const right = readPaths(b);
  if (left.globs.length === 0 && right.globs.length === 0) return overlapPlain(left, right);
  const hits: Hits = { left: new Set(), right: new Set(), shared: new Set() };
  notePlain(left, right, hits.left, hits.shared);
  notePlain(right, left, hits.right, hits.shared);
  for (const pattern of left.globs) noteGlob(pattern, right, hits.left, hits.right, hits.shared);
  for (const pattern of right.globs) noteGlob(pattern, left, hits.right, hits.left, hits.shared);
  if (hits.shared.size === 0) return NONE;
  return {
    share: Math.max(hits.left.size / left.all.length, hits.right.size / right.all.length),
    shared: [...hits.shared].sort(),
  };
}

/** The share alone: schedulers ask for it all the time, and hardly ever for the paths. */
export function overlapShare(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const left = readPaths(a);
  const right = readPaths(b);
  if (left.globs.length > 0 || right.globs.length > 0) return fileOverlap(a, b).share;
  const leftHits = countHits(left, right);
  if (leftHits === 0) return 0;
  return Math.max(leftHits / left.all.length, countHits(right, left) / right.all.length);
}

/** The same for lists without globs, without building sets. */
function overlapPlain(left: PathList, right: PathList): FileOverlap {
  const leftHits = countHits(left, right);
  if (leftHits === 0) return NONE;
  const share = Math.max(leftHits / left.all.length, countHits(right, left) / right.all.length);
  const shared = new Set<string>();
  for (const [path, above] of left.plain) {
    if (right.plain.has(path) || isBeneath(above, right)) shared.add(path);
  }
  for (const [path, above] of right.plain) if (isBeneath(above, left)) shared.add(path);
  return { share, shared: [...shared].sort() };
}

/** How many paths of the one are, hold or lie in a path of the other. */
function countHits(one: PathList, other: PathList): number {
  let hits = 0;
  for (const [path, above] of one.plain) {
    if (other.plain.has(path) || other.above.has(path) || isBeneath(above, other)) hits++;
  }
  return hits;
}

function isBeneath(above: readonly string[], list: PathList): boolean {
  return above.some((one) => list.plain.has(one));
}

interface Hits {
  readonly left: Set<string>;
  readonly right: Set<string>;
  readonly shared: Set<string>;
}

function notePlain(mine: PathList, other: PathList, hits: Set<string>, shared: Set<string>): void {
  if (other.plain.size === 0) return;
  for (const [path, above] of mine.plain) {
    if (other.plain.has(path) || isBeneath(above, other)) {
      hits.add(path);
      shared.add(path);
    } else if (other.above.has(path)) hits.add(path);
  }
}

function noteGlob(
  pattern: Pattern,
  other: PathList,
  mine: Set<string>,
  theirs: Set<string>,
  shared: Set<string>,
): void {
  const meets = (segments: readonly string[]): boolean =>
    pattern.alternatives.some((one) => patternsMeet(one, segments));
  for (const path of other.plain.keys()) {
    if (!meets(segmentsOf(path))) continue;
    mine.add(pattern.path);
    theirs.add(path);
    shared.add(path === "" ? pattern.path : path);
  }
  for (const glob of other.globs) {
    if (!glob.alternatives.some(meets)) continue;
    mine.add(pattern.path);
    theirs.add(glob.path);
    shared.add(narrower(pattern.path, glob.path));
  }
}

/** Of two patterns the one that says more; the same answer whichever comes first. */
function narrower(a: string, b: string): string {
  if (a.length !== b.length) return a.length > b.length ? a : b;
  return a < b ? a : b;
}

export function readPaths(paths: readonly string[]): PathList {
  const before = known.get(paths);
  if (before !== undefined) return before;
  const plain = new Map<string, readonly string[]>();
  const above = new Set<string>();
  const globs = new Map<string, Pattern>();
  for (const written of paths) {
    const path = normalPath(written);
    if (path === null) continue;
    if (isGlob(path)) {
      globs.set(path, { path, alternatives: expandBraces(path).map(segmentsOf) });
      continue;
    }
    const ancestors = ancestorsOf(path);
    plain.set(path, ancestors);
    for (const one of ancestors) above.add(one);
  }
  const list = {
    all: [...plain.keys(), ...globs.keys()],
    plain,
    above,
    globs: [...globs.values()],
    places: globs.size === 0 ? plain : placesOf([...plain.keys(), ...globs.keys()]),
  };
  known.set(paths, list);
  return list;
}

function placesOf(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    paths.map((path) => {
      const place = isGlob(path) ? literalPart(path) : path;
      return [place, ancestorsOf(place)] as const;
    }),
  );
}

/** One spelling for one path: `./src\\a//b/` is `src/a/b`, the root is empty, no path is null. */
function normalPath(written: string): string | null {
  const text = written.trim();
  if (text === "") return null;
  const segments: string[] = [];
  for (const segment of text.replaceAll("\\", "/").split("/")) {
    if (segment === "" || segment === ".") continue;
    const last = segments.at(-1);
    if (segment === ".." && last !== undefined && last !== "..") segments.pop();
    else segments.push(segment);
  }
  return segments.join("/");
}

function segmentsOf(path: string): readonly string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function ancestorsOf(path: string): readonly string[] {
  if (path === "") return [];
  const above = [""];
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    above.push(path.slice(0, at));
  }
  return above;
}
