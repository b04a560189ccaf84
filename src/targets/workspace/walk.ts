import { sleep } from "../../platform/index.ts";
import type { EntryKind } from "../raw-files.ts";
import { listRaw } from "../raw-files.ts";

/** One thing in a work tree; `path` in raw bytes as latin1, from the root. */
export interface Found {
  readonly path: string;
  readonly kind: Exclude<EntryKind, "directory">;
  /** Inside another repository that lies in this one. */
  readonly nested: boolean;
  /** Git can hold no such name: it is archived under another one. */
  readonly odd: boolean;
}

export interface Walk {
  readonly found: readonly Found[];
  /** Directories that could not be listed. */
  readonly unreadable: readonly string[];
  /** A directory had been closed to us: who looked before saw nothing in it. */
  readonly hasOpened: boolean;
}

/** Beyond this many files a work tree is a flood; the rest is said to be unread. */
const FOUND_MAX = 2_000_000;

/** How many directories are listed before others get their turn. */
const DIRS_AT_ONCE = 200;

/**
 * Everything in a work tree but its own `.git`. git itself looks past a `.git` wherever it lies, valid
 * or not, and past sockets and FIFOs; nothing an agent leaves may be looked past (law I8).
 */
export async function walkTree(root: string): Promise<Walk> {
  const steps = walkSteps(root);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await sleep(0);
  }
}

/** As {@link walkTree} in one go, for directories known to be small. */
export function walkSmallTree(root: string): Walk {
  const steps = walkSteps(root);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function* walkSteps(root: string): Generator<undefined, Walk> {
  const found: Found[] = [];
  const unreadable: string[] = [];
  const queue: { readonly path: string; readonly nested: boolean; readonly odd: boolean }[] = [
    { path: "", nested: false, odd: false },
  ];
  let dirs = 0;
  let hasOpened = false;
  const opened = (): void => {
    hasOpened = true;
  };
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (++dirs % DIRS_AT_ONCE === 0) yield;
    const dir = next.path === "" ? root : `${root}/${next.path}`;
    const entries = found.length < FOUND_MAX ? listRaw(dir, opened) : null;
    if (entries === null) {
      unreadable.push(next.path);
      continue;
    }
    const top = next.path === "";
    const nested = next.nested || (!top && entries.some((entry) => entry.name === ".git"));
    for (const { name, kind } of entries) {
      if (top && name === ".git") continue;
      const path = top ? name : `${next.path}/${name}`;
      const odd = next.odd || isOddName(name, kind);
      if (kind === "directory") queue.push({ path, nested, odd });
      else found.push({ path, kind, nested, odd });
    }
  }
  return { found, unreadable, hasOpened };
}

/** Code points that HFS+ ignores in names, as UTF-8 bytes in latin1. */
const HFS_IGNORED =
  /\u00e2\u0080[\u008c-\u008f\u00aa-\u00ae]|\u00e2\u0081[\u00aa-\u00af]|\u00ef\u00bb\u00bf/g;

/**
 * Names that git refuses in a tree because some file system takes them for `.git` (or, as links, for
 * its settings). Rather one too many: an odd name is only archived under another.
 */
function isOddName(raw: string, kind: EntryKind): boolean {
  const name = raw.replace(HFS_IGNORED, "").toLowerCase();
  if (name.includes("\\") && /git/.test(name)) return true;
  if (/^(\.git|git~\d+)([ .:].*)?$/.test(name)) return true;
  return kind === "symlink" && /^(\.git(modules|attributes|ignore)|git[a-z0-9]*~\d)/.test(name);
}
