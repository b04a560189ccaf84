import type { ObjectId } from "../../model/index.ts";
import type { Place } from "./git.ts";
import { GitFailure, rawPath } from "./git.ts";
import { writeRefs } from "./locks.ts";
import type { Identity } from "../identity.ts";
import type { Repository } from "../repository.ts";

export interface ObjectFact {
  readonly oid: ObjectId;
  readonly type: "commit" | "tree" | "blob" | "tag";
  readonly size: number;
}

const FACT = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/;

/** Looks many names up in one git process; null for what is not there. One answer a name. */
export async function lookUp(
  repository: Repository,
  names: readonly string[],
  place: Place = repository.vault,
): Promise<(ObjectFact | null)[]> {
  if (names.length === 0) return [];
  const stdout = await repository.git.run(place, ["cat-file", "--batch-check"], {
    stdin: `${names.join("\n")}\n`,
  });
  const lines = stdout.toString("utf8").split("\n").slice(0, -1);
  if (lines.length !== names.length) {
    throw new GitFailure("cat-file", 0, `${lines.length} answers to ${names.length} questions`);
  }
  return lines.map(parseFact);
}

function parseFact(line: string): ObjectFact | null {
  const [, oid, type, size] = FACT.exec(line) ?? [];
  if (oid === undefined || size === undefined) return null;
  if (type !== "commit" && type !== "tree" && type !== "blob" && type !== "tag") return null;
  return { oid, type, size: Number(size) };
}

export interface ReadObject extends ObjectFact {
  readonly bytes: Buffer;
}

/** As {@link lookUp}, with the contents. For a bounded number of small objects. */
export async function readObjects(
  repository: Repository,
  names: readonly string[],
  place: Place = repository.vault,
): Promise<(ReadObject | null)[]> {
  if (names.length === 0) return [];
  const stdout = await repository.git.run(place, ["cat-file", "--batch"], {
    stdin: `${names.join("\n")}\n`,
  });
  return parseObjects(stdout, names.length);
}

function parseObjects(stdout: Buffer, count: number): (ReadObject | null)[] {
  const found: (ReadObject | null)[] = [];
  let at = 0;
  while (at < stdout.length) {
    const end = stdout.indexOf(0x0a, at);
    if (end < 0) break;
    const fact = parseFact(stdout.toString("utf8", at, end));
    at = end + 1;
    if (fact === null) {
      found.push(null);
      continue;
    }
    found.push({ ...fact, bytes: stdout.subarray(at, at + fact.size) });
    at += fact.size + 1;
  }
  if (found.length !== count) {
    throw new GitFailure("cat-file", 0, `${found.length} answers to ${count} questions`);
  }
  return found;
}

/** {@link lookUp} of some names and {@link readObjects} of others, in one git process. */
export async function lookUpAndRead(
  repository: Repository,
  looked: readonly string[],
  read: readonly string[],
): Promise<{
  readonly facts: readonly (ObjectFact | null)[];
  readonly objects: readonly (ReadObject | null)[];
}> {
  const asked = [
    ...looked.map((name) => `info ${name}`),
    ...read.map((name) => `contents ${name}`),
  ];
  const stdout = await repository.git.run(repository.vault, ["cat-file", "--batch-command"], {
    stdin: `${asked.join("\n")}\n`,
  });
  let at = 0;
  const facts = looked.map(() => {
    const end = stdout.indexOf(0x0a, at);
    if (end < 0) throw new GitFailure("cat-file", 0, "it did not answer every question");
    const fact = parseFact(stdout.toString("utf8", at, end));
    at = end + 1;
    return fact;
  });
  return { facts, objects: parseObjects(stdout.subarray(at), read.length) };
}

/** A commit's tree never changes, and every attempt asks for the same few again and again. */
const trees = new WeakMap<Repository, Map<ObjectId, ObjectId>>();
const TREES_KNOWN_MAX = 256;

/** The commit's tree; throws when there is no such commit. */
export async function treeOf(repository: Repository, commit: ObjectId): Promise<ObjectId> {
  const tree = trees.get(repository)?.get(commit);
  if (tree !== undefined) return tree;
  const [found] = await lookUp(repository, [`${commit}^{tree}`]);
  if (found?.type === "tree") {
    rememberTree(repository, commit, found.oid);
    return found.oid;
  }
  throw new GitFailure("cat-file", 0, `${commit} is no commit of this repository`);
}

/** Spares {@link treeOf} its question where git has just said it. */
export function rememberTree(repository: Repository, commit: ObjectId, tree: ObjectId): void {
  const known = trees.get(repository) ?? new Map<ObjectId, ObjectId>();
  trees.set(repository, known);
  if (known.size >= TREES_KNOWN_MAX) known.clear();
  known.set(commit, tree);
}

/** One commit written in one git process, with edits to its tree. */
export interface CommitPlan {
  readonly ref: string;
  readonly author: Identity;
  readonly committer: Identity;
  readonly atMs: number;
  readonly message: string;
  /** First is `from`; object ids or marks (`:1`). */
  readonly parents: readonly string[];
  /** The tree to start from; null starts from an empty one. */
  readonly tree: ObjectId | null;
  readonly edits: readonly TreeEdit[];
}

export type TreeEdit =
  | { readonly kind: "set"; readonly path: string; readonly mode: string; readonly oid: string }
  | {
      readonly kind: "write";
      readonly path: string;
      readonly mode: string;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: "remove"; readonly path: string };

export interface WrittenCommit {
  readonly commit: ObjectId;
  readonly tree: ObjectId;
}

/**
 * Writes commits through one `fast-import`; the nth plan has the mark `:n`. Every plan's ref ends at
 * its last commit, whatever it was before: those are refs of ours. Same plans, same objects.
 */
export async function writeCommits(
  repository: Repository,
  plans: readonly CommitPlan[],
): Promise<WrittenCommit[]> {
  const parts: Uint8Array[] = [];
  const text = (line: string): void => void parts.push(Buffer.from(line, "utf8"));
  for (const [index, plan] of plans.entries()) {
    const message = Buffer.from(plan.message, "utf8");
    const at = `${Math.floor(plan.atMs / 1000)} +0000`;
    text(`commit ${plan.ref}\nmark :${index + 1}\n`);
    text(`author ${plan.author.name} <${plan.author.email}> ${at}\n`);
    text(`committer ${plan.committer.name} <${plan.committer.email}> ${at}\n`);
    text(`data ${message.length}\n`);
    parts.push(message);
    text("\n");
    const [first, ...more] = plan.parents;
    text(first === undefined ? "" : `from ${first}\n`);
    for (const parent of more) text(`merge ${parent}\n`);
    text("deleteall\n");
    if (plan.tree !== null) text(`M 040000 ${plan.tree} \n`);
    for (const edit of plan.edits) pushEdit(parts, edit);
    text(`\nget-mark :${index + 1}\nls :${index + 1} \n`);
  }
  text("done\n");
  const args = ["fast-import", "--quiet", "--force", "--done"];
  const stdin = Buffer.concat(parts);
  const answer = await writeRefs(repository, () =>
    repository.git.run(repository.vault, args, { stdin }),
  );
  const lines = answer.toString("utf8").split("\n");
  return plans.map((_, index) => {
    const commit = lines[index * 2] ?? "";
    const tree = /^040000 tree ([0-9a-f]+)\t/.exec(lines[index * 2 + 1] ?? "")?.[1];
    if (tree !== undefined) return { commit, tree };
    // fast-import calls a tree without entries missing.
    return { commit, tree: repository.emptyTree };
  });
}

function pushEdit(parts: Uint8Array[], edit: TreeEdit): void {
  const path = `"${edit.path.replace(/["\\\n]/g, escapeChar)}"`;
  const line = (text: string): void => void parts.push(Buffer.from(text, "latin1"));
  switch (edit.kind) {
    case "set":
      line(`M ${edit.mode} ${edit.oid} ${path}\n`);
      return;
    case "write":
      line(`M ${edit.mode} inline ${path}\ndata ${edit.bytes.length}\n`);
      parts.push(edit.bytes);
      line("\n");
      return;
    case "remove":
      line(`D ${path}\n`);
      return;
  }
}

function escapeChar(char: string): string {
  return char === "\n" ? "\\n" : `\\${char}`;
}

/** The raw form of a path relative to the root that a person wrote, with `/`. */
export function treePath(shown: string): string {
  return rawPath(shown.replace(/\/{2,}/g, "/").replace(/^(\.\/)+|\/$/g, ""));
}
