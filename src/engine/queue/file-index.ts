import type { StreamFacts, StreamKey } from "../../model/index.ts";

/**
 * Which streams name files near which: a sieve before the exact comparison, because a thousand
 * streams that wait cannot each be compared with every stream that is under way. It never misses a
 * pair that overlaps, and may name pairs that do not.
 */
export interface FileIndex {
  /** Path → streams that name just it. */
  readonly at: Map<string, Set<StreamKey>>;
  /** Directory → streams that name something beneath it. */
  readonly beneath: Map<string, Set<StreamKey>>;
  /** Target → streams with globs or unusual spellings: they may be near anything. */
  readonly wild: Map<string, Set<StreamKey>>;
  /** Target → every stream that names files. */
  readonly all: Map<string, Set<StreamKey>>;
}

export function newFileIndex(): FileIndex {
  return { at: new Map(), beneath: new Map(), wild: new Map(), all: new Map() };
}

/** A path that says what it means: no glob, no empty, `.` or `..` segment, no backslash. */
const SIMPLE = /^(?!\.{1,2}(?:\/|$))[\w@+=,~. -]+(?:\/(?!\.{1,2}(?:\/|$))[\w@+=,~. -]+)*\/?$/;

interface Reading {
  readonly paths: readonly string[];
  readonly above: readonly string[];
  readonly wild: boolean;
}

/** Facts are immutable, so their files are read once. */
const readings = new WeakMap<StreamFacts, Reading>();

function read(facts: StreamFacts): Reading {
  const known = readings.get(facts);
  if (known !== undefined) return known;
  const paths = new Set<string>();
  const above = new Set<string>();
  let wild = false;
  for (const file of facts.files) {
    if (!SIMPLE.test(file) || file !== file.trim()) {
      wild = true;
      continue;
    }
    const path = `${facts.target}\n${file.endsWith("/") ? file.slice(0, -1) : file}`;
    paths.add(path);
    for (let i = path.indexOf("/"); i !== -1; i = path.indexOf("/", i + 1)) {
      above.add(path.slice(0, i));
    }
  }
  const reading = { paths: [...paths], above: [...above], wild };
  readings.set(facts, reading);
  return reading;
}

export function addFiles(index: FileIndex, facts: StreamFacts): void {
  if (facts.files.length === 0) return;
  const { paths, above, wild } = read(facts);
  for (const path of paths) add(index.at, path, facts.key);
  for (const path of above) add(index.beneath, path, facts.key);
  if (wild) add(index.wild, facts.target, facts.key);
  add(index.all, facts.target, facts.key);
}

export function dropFiles(index: FileIndex, facts: StreamFacts): void {
  if (facts.files.length === 0) return;
  const { paths, above, wild } = read(facts);
  for (const path of paths) index.at.get(path)?.delete(facts.key);
  for (const path of above) index.beneath.get(path)?.delete(facts.key);
  if (wild) index.wild.get(facts.target)?.delete(facts.key);
  index.all.get(facts.target)?.delete(facts.key);
}

/** Streams in the index whose files may overlap with these, as long as nothing is written to it. */
export function nearby(index: FileIndex, facts: StreamFacts): ReadonlySet<StreamKey> {
  if (facts.files.length === 0) return NOBODY;
  const { paths, above, wild } = read(facts);
  if (wild) return index.all.get(facts.target) ?? NOBODY;
  let near = NOBODY;
  for (const path of paths) {
    near = join(near, index.at.get(path));
    near = join(near, index.beneath.get(path));
  }
  for (const path of above) near = join(near, index.at.get(path));
  return join(near, index.wild.get(facts.target));
}

const NOBODY: ReadonlySet<StreamKey> = new Set();

/** Mostly there is nobody on one side: nothing is copied then. */
function join(
  some: ReadonlySet<StreamKey>,
  more: ReadonlySet<StreamKey> | undefined,
): ReadonlySet<StreamKey> {
  if (more === undefined || more.size === 0) return some;
  return some.size === 0 ? more : new Set([...some, ...more]);
}

function add(map: Map<string, Set<StreamKey>>, path: string, key: StreamKey): void {
  const keys = map.get(path);
  if (keys === undefined) map.set(path, new Set([key]));
  else keys.add(key);
}
