import type { Aside, ObjectId } from "../../model/index.ts";
import { rawPath } from "../git/git.ts";
import { listRaw, readRaw, stampOf } from "../raw-files.ts";

/** What a clone's `.git` says, read as bytes: none of its configuration is ever obeyed. */
export interface CloneState {
  /** Whether `.git` is a directory with objects in it; otherwise only files can be archived. */
  readonly usable: boolean;
  readonly head: ObjectId | null;
  /** Every id that a ref, a log or a special head names, under the first name found for it. */
  readonly tips: ReadonlyMap<ObjectId, string>;
  /** It is in the middle of a merge, a rebase or the like. */
  readonly isUnfinished: boolean;
  /** Its head is not where its work ends; null as a rule. */
  readonly aside: Aside | null;
  /** What could not be understood, in words. */
  readonly notes: readonly string[];
}

/** What git keeps while such a thing is under way. */
const UNFINISHED = [
  "MERGE_HEAD",
  "CHERRY_PICK_HEAD",
  "REVERT_HEAD",
  "rebase-merge",
  "rebase-apply",
];

const OID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const REF_FILE_BYTES_MAX = 4096;
const LIST_BYTES_MAX = 1024 * 1024;
const LOG_BYTES_MAX = 16 * 1024 * 1024;
const PACKED_BYTES_MAX = 64 * 1024 * 1024;
/** Refs and log entries beyond these are a flood, not work. */
const TIPS_MAX = 20_000;
const FILES_MAX = 50_000;
const DEPTH_MAX = 24;

/** Reads heads, refs, packed refs and logs of an agent's clone without following a link. */
export function readClone(tree: string): CloneState {
  const git = `${rawPath(tree)}/.git`;
  const notes: string[] = [];
  // The tree itself too: a link in its place would have us read, and tidy, somebody else's `.git`.
  if (![rawPath(tree), git, `${git}/objects`].every(isRealDir)) {
    const kind = stampOf(git)?.kind ?? "missing";
    const said = [`.git is ${kind}, not a clone`];
    return {
      usable: false,
      head: null,
      tips: new Map(),
      isUnfinished: false,
      aside: null,
      notes: said,
    };
  }
  if (isRealDir(`${git}/reftable`)) notes.push("refs are kept as a reftable and could not be read");
  const refs = new Map<string, ObjectId>();
  readPacked(git, refs, notes);
  const budget = { files: FILES_MAX };
  readLoose(git, "refs", refs, budget, DEPTH_MAX);
  const tips = new Map<ObjectId, string>();
  const add = (oid: string, name: string): void => {
    if (OID.test(oid) && !/^0+$/.test(oid) && !tips.has(oid) && tips.size < TIPS_MAX) {
      tips.set(oid, name);
    }
  };
  const head = resolveHead(git, refs);
  if (head !== null) add(head, "HEAD");
  for (const [name, oid] of refs) add(oid, name);
  for (const dir of [git, ...worktreeDirs(git)]) readHeads(dir, add);
  readLogs(git, "logs", add, budget, DEPTH_MAX);
  for (const dir of worktreeDirs(git)) readLogs(dir, "logs", add, budget, DEPTH_MAX);
  if (tips.size >= TIPS_MAX || budget.files <= 0) notes.push("more refs than could be read");
  const isUnfinished = UNFINISHED.some((name) => stampOf(`${git}/${name}`) !== null);
  return { usable: true, head, tips, isUnfinished, aside: asideIn(git, refs, head), notes };
}

/**
 * A rebase that still has commits to apply, or a bisection: what its agent made is not all in its
 * head, and to land that would call a part of the work the whole.
 */
function asideIn(
  git: string,
  refs: ReadonlyMap<string, ObjectId>,
  head: ObjectId | null,
): Aside | null {
  const small = (name: string): string => text(`${git}/${name}`, LIST_BYTES_MAX) ?? "";
  if (!OID.test(small("HEAD").trim())) return null;
  const oidIn = (value: string): ObjectId | null => (OID.test(value) ? value : null);
  const steps = small("rebase-merge/git-rebase-todo").split("\n");
  if (steps.some((line) => /^\s*[^\s#]/.test(line))) {
    return { what: "rebase", tip: oidIn(small("rebase-merge/orig-head").trim()) };
  }
  if (Number(small("rebase-apply/last")) > Number(small("rebase-apply/next"))) {
    return { what: "rebase", tip: oidIn(small("rebase-apply/orig-head").trim()) };
  }
  const start = small("BISECT_START").trim();
  if (start === "") return null;
  const tip = oidIn(start) ?? refs.get(`refs/heads/${start}`) ?? null;
  return tip === head ? null : { what: "bisection", tip };
}

function isRealDir(raw: string): boolean {
  return stampOf(raw)?.kind === "directory";
}

function text(raw: string, bytesMax: number): string | null {
  return readRaw(raw, bytesMax)?.toString("latin1") ?? null;
}

/** HEAD's commit, through at most a few symbolic refs. */
function resolveHead(git: string, refs: ReadonlyMap<string, ObjectId>): ObjectId | null {
  let value = text(`${git}/HEAD`, REF_FILE_BYTES_MAX)?.trim() ?? "";
  for (let hops = 0; hops < 5; hops++) {
    if (OID.test(value)) return value;
    const name = /^ref: (refs\/.+)$/.exec(value)?.[1];
    if (name === undefined) return null;
    value = refs.get(name) ?? "";
  }
  return null;
}

function readPacked(git: string, refs: Map<string, ObjectId>, notes: string[]): void {
  const packed = text(`${git}/packed-refs`, PACKED_BYTES_MAX);
  if (packed === null && stampOf(`${git}/packed-refs`) !== null) {
    notes.push("packed-refs could not be read");
  }
  for (const line of (packed ?? "").split("\n")) {
    const space = line.indexOf(" ");
    const oid = line.slice(0, space);
    if (space > 0 && OID.test(oid)) refs.set(line.slice(space + 1), oid);
  }
}

/** Files below `name` in the git directory, by their names there, until the budget is used up. */
function* filesBelow(
  git: string,
  name: string,
  budget: { files: number },
  depth: number,
): Generator<string> {
  if (!isRealDir(`${git}/${name}`)) return;
  for (const entry of listRaw(`${git}/${name}`) ?? []) {
    if (budget.files-- <= 0) return;
    const inner = `${name}/${entry.name}`;
    if (entry.kind === "directory" && depth > 0) yield* filesBelow(git, inner, budget, depth - 1);
    if (entry.kind === "file") yield inner;
  }
}

function readLoose(
  git: string,
  name: string,
  refs: Map<string, ObjectId>,
  budget: { files: number },
  depth: number,
): void {
  for (const ref of filesBelow(git, name, budget, depth)) {
    if (ref.endsWith(".lock")) continue;
    const value = text(`${git}/${ref}`, REF_FILE_BYTES_MAX)?.trim() ?? "";
    if (OID.test(value) || value.startsWith("ref: ")) refs.set(ref, value);
  }
}

/** `ORIG_HEAD`, `MERGE_HEAD`, `FETCH_HEAD` and their like: work may hang on them alone. */
function readHeads(dir: string, add: (oid: string, name: string) => void): void {
  for (const entry of listRaw(dir) ?? []) {
    if (entry.kind !== "file" || !/^[A-Z_]*HEAD$/.test(entry.name)) continue;
    for (const line of (text(`${dir}/${entry.name}`, LOG_BYTES_MAX) ?? "").split("\n")) {
      add(line.split(/\s/)[0] ?? "", entry.name);
    }
  }
}

/** Logs name what was committed and then reset, amended or rebased away. */
function readLogs(
  git: string,
  name: string,
  add: (oid: string, name: string) => void,
  budget: { files: number },
  depth: number,
): void {
  for (const log of filesBelow(git, name, budget, depth)) {
    for (const line of (text(`${git}/${log}`, LOG_BYTES_MAX) ?? "").split("\n")) {
      const [from = "", to = ""] = line.split(" ", 2);
      add(from, log);
      add(to, log);
    }
  }
}

function worktreeDirs(git: string): string[] {
  if (!isRealDir(`${git}/worktrees`)) return [];
  return (listRaw(`${git}/worktrees`) ?? [])
    .filter((entry) => entry.kind === "directory")
    .slice(0, 100)
    .map((entry) => `${git}/worktrees/${entry.name}`);
}
