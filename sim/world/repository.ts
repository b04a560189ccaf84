import type { AttemptId, ObjectId, StreamKey } from "../../src/model/index.ts";
import { fractionOf } from "../random.ts";

/** A change somebody made, as one unit of content. */
export interface Patch {
  readonly id: number;
  readonly attempt: AttemptId | null;
  readonly key: StreamKey | null;
  /** The gates find every tree with it red. */
  readonly red: boolean;
  /** Patches of other streams it does not get on with, unless its author had seen them. */
  readonly hostility: number;
  readonly seen: readonly number[];
}

export interface Commit {
  readonly id: ObjectId;
  readonly tree: ObjectId;
  /** Ids of patches, and of `done` marks, in order. */
  readonly contents: readonly number[];
  readonly parents: readonly ObjectId[];
  readonly attempt: AttemptId | null;
  readonly key: StreamKey | null;
}

/** A repository: commits with parents, trees as sets of patches, one branch, one checkout. */
export class Repository {
  readonly target: string;
  readonly commits = new Map<ObjectId, Commit>();
  readonly patches: Patch[] = [];
  readonly #marks = new Map<StreamKey, number>();
  /** Trees by a number that follows from what they hold, or the next that was free. */
  readonly #trees = new Map<
    number,
    { readonly id: ObjectId; readonly contents: readonly number[] }
  >();
  readonly #contents = new Map<ObjectId, readonly number[]>();
  readonly #green = new Map<ObjectId, boolean>();
  /** Commits the branch ever pointed to, oldest first. */
  readonly history: ObjectId[] = [];
  head: ObjectId;
  /** What the person's working files show. */
  checkout: ObjectId;

  constructor(target: string, redBase: boolean) {
    this.target = target;
    const first = this.newPatch({ attempt: null, key: null, red: redBase, hostility: 0, seen: [] });
    this.head = this.commit([first.id], [], null, null).id;
    this.checkout = this.head;
    this.history.push(this.head);
  }

  newPatch({ attempt, key, red, hostility, seen }: Omit<Patch, "id">): Patch {
    const id = this.patches.length * 2;
    const made: Patch = { id, attempt, key, red, hostility, seen };
    this.patches.push(made);
    return made;
  }

  /** The roadmap's word that a stream is complete, as content of a tree. */
  doneMark(key: StreamKey): number {
    const known = this.#marks.get(key);
    if (known !== undefined) return known;
    const mark = this.#marks.size * 2 + 1;
    this.#marks.set(key, mark);
    return mark;
  }

  /** The same contents on the same parents in the same name are the same commit. */
  commit(
    contents: readonly number[],
    parents: readonly ObjectId[],
    attempt: AttemptId | null,
    key: StreamKey | null,
  ): Commit {
    const tree = this.tree(contents);
    const id = `${attempt ?? "person"}@${tree}<${parents.map(shortName).join(",")}`;
    const known = this.commits.get(id);
    if (known !== undefined) return known;
    const made: Commit = { id, tree, contents: this.#contentsOf(tree), parents, attempt, key };
    this.commits.set(id, made);
    return made;
  }

  /** A tree's name, as short as git's would be: the same contents are the same tree. */
  tree(contents: readonly number[]): ObjectId {
    const sorted = inOrder(contents) ? contents : [...new Set(contents)].sort((a, b) => a - b);
    let sum = sumOf(sorted);
    for (let known = this.#trees.get(sum); known !== undefined; known = this.#trees.get(++sum)) {
      if (isSame(known.contents, sorted)) return known.id;
    }
    const id = `${this.target}~${this.#trees.size + 1}`;
    this.#trees.set(sum, { id, contents: sorted });
    this.#contents.set(id, sorted);
    return id;
  }

  #contentsOf(tree: ObjectId): readonly number[] {
    const contents = this.#contents.get(tree);
    if (contents === undefined) throw new Error(`no tree ${tree}`);
    return contents;
  }

  at(id: ObjectId): Commit {
    const commit = this.commits.get(id);
    if (commit === undefined) throw new Error(`no commit ${id}`);
    return commit;
  }

  move(to: ObjectId): void {
    this.head = to;
    this.history.push(to);
  }

  /** Whether the branch holds a commit: it pointed there once, and nobody takes anything back. */
  holds(id: ObjectId): boolean {
    return this.history.includes(id);
  }

  patch(id: number): Patch | null {
    return id % 2 === 0 ? (this.patches[id / 2] ?? null) : null;
  }

  /** Whether the branch came to the first no later than to the second. */
  isBehind(first: ObjectId, second: ObjectId): boolean {
    return this.history.lastIndexOf(first) <= this.history.lastIndexOf(second);
  }

  /** What the gates truly say of a tree. */
  isGreen(tree: ObjectId): boolean {
    const known = this.#green.get(tree);
    if (known !== undefined) return known;
    const green = this.#judge(this.#contentsOf(tree));
    this.#green.set(tree, green);
    return green;
  }

  #judge(contents: readonly number[]): boolean {
    for (const id of contents) {
      const patch = this.patch(id);
      if (patch === null) continue;
      if (patch.red || (patch.hostility > 0 && this.#meetsFoe(patch, contents))) return false;
    }
    return true;
  }

  #meetsFoe(patch: Patch, contents: readonly number[]): boolean {
    for (const id of contents) {
      const other = this.patch(id);
      if (other === null || other.key === null || other.key === patch.key) continue;
      if (fractionOf(patch.id, id, 7) >= patch.hostility) continue;
      if (!patch.seen.includes(id)) return true;
    }
    return false;
  }
}

function sumOf(contents: readonly number[]): number {
  let sum = 0;
  for (const id of contents) sum = Math.imul(sum ^ id, 0x9e3779b1) ^ (sum >>> 15);
  return sum;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** A commit's name without its parents'. */
function shortName(id: ObjectId): string {
  return id.slice(0, id.indexOf("<"));
}

/** What is in the one and not in the other, of contents as trees hold them: the smallest first. */
export function without(one: readonly number[], other: readonly number[]): number[] {
  const rest: number[] = [];
  let at = 0;
  for (const id of one) {
    while ((other[at] ?? id) < id) at += 1;
    if (other[at] !== id) rest.push(id);
  }
  return rest;
}

/** Each once, the smallest first: as nearly all contents are that are put together here. */
function inOrder(contents: readonly number[]): boolean {
  for (let at = 1; at < contents.length; at++) {
    if ((contents[at - 1] ?? 0) >= (contents[at] ?? 0)) return false;
  }
  return true;
}
