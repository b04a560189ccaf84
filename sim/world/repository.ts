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
    const sorted = inOrder(contents) ? contents : [...new Set(contents)].sort((a, b) => a - b);
    const tree = `${this.target}~${sorted.join(".")}`;
    const id = `${attempt ?? "person"}@${tree}<${parents.map((parent) => this.#short(parent)).join(",")}`;
    const known = this.commits.get(id);
    if (known !== undefined) return known;
    const made: Commit = { id, tree, contents: sorted, parents, attempt, key };
    this.commits.set(id, made);
    return made;
  }

  #short(id: ObjectId): string {
    return id.slice(0, id.indexOf("<"));
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
  isGreen(contents: readonly number[], tree: ObjectId): boolean {
    const known = this.#green.get(tree);
    if (known !== undefined) return known;
    const green = this.#judge(contents);
    this.#green.set(tree, green);
    return green;
  }

  /** The same by the tree's name alone, which tells its contents. */
  isGreenTree(tree: ObjectId): boolean {
    const known = this.#green.get(tree);
    if (known !== undefined) return known;
    const ids = tree.slice(tree.indexOf("~") + 1).split(".");
    return this.isGreen(ids.map(Number), tree);
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

/** Each once, the smallest first: as nearly all contents are that are put together here. */
function inOrder(contents: readonly number[]): boolean {
  for (let at = 1; at < contents.length; at++) {
    if ((contents[at - 1] ?? 0) >= (contents[at] ?? 0)) return false;
  }
  return true;
}
