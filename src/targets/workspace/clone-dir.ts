import { join } from "node:path";
import { compareText } from "../../model/index.ts";
import type { ObjectId } from "../../model/index.ts";
import { ensureDir, readTextIfExists } from "../../platform/index.ts";
import { rawPath } from "../git/git.ts";
import { copyIndex, createRaw } from "../raw-files.ts";
import type { Repository } from "../repository.ts";

/** The branch an agent starts on. */
const WORK_BRANCH = "work";

export interface CloneRequest {
  readonly tree: string;
  /** The index that fits the tree; the clone gets its own copy. */
  readonly index: string;
  readonly head: ObjectId;
  /** More refs by full name: tags, the integration branch, work to look back at. */
  readonly refs: ReadonlyMap<string, ObjectId>;
}

/**
 * Writes the `.git` of a clone, what `git clone --shared` would make, without starting git: refs of
 * its own, the user's objects as alternates, our configuration. There is nothing in it to reuse from
 * another attempt, so nothing hostile survives in it (decision 9).
 */
export function writeCloneDir(repository: Repository, request: CloneRequest): void {
  const dir = join(request.tree, ".git");
  for (const sub of ["objects/info", "objects/pack", "refs/heads", "refs/tags", "info", "hooks"]) {
    ensureDir(join(dir, sub), 0o755);
  }
  write(join(dir, "objects/info/alternates"), `${repository.objects}\n`);
  write(join(dir, "config"), cloneConfig(repository));
  write(join(dir, "description"), "An agent's own clone\n");
  write(join(dir, "info/exclude"), readTextIfExists(join(repository.vault.gitDir, "info/exclude")));
  write(join(dir, "refs/heads", WORK_BRANCH), `${request.head}\n`);
  const packed = [...request.refs].map(([name, oid]) => `${oid} ${name}\n`).sort(byRefName);
  write(join(dir, "packed-refs"), `# pack-refs with: \n${packed.join("")}`);
  copyIndex(request.index, join(dir, "index"));
  write(join(dir, "HEAD"), `ref: refs/heads/${WORK_BRANCH}\n`);
}

function byRefName(one: string, other: string): number {
  return compareText(one.slice(one.indexOf(" ")), other.slice(other.indexOf(" ")));
}

function write(path: string, text: string | null): void {
  createRaw(rawPath(path), Buffer.from(text ?? "", "utf8"), 0o644);
}

function cloneConfig(repository: Repository): string {
  const sha256 = repository.found.objectFormat === "sha256";
  return [
    "[core]",
    `\trepositoryformatversion = ${sha256 ? 1 : 0}`,
    "\tfilemode = true",
    "\tbare = false",
    // In a sandbox its files belong to another number: by that, all of them would look changed.
    "\tcheckStat = minimal",
    "\tlogAllRefUpdates = true",
    // So that a commit never fails for want of a name; the agent's own comes by its environment.
    "[user]",
    "\tname = agent",
    "\temail = agent@agents.invalid",
    ...(sha256 ? ["[extensions]", "\tobjectFormat = sha256"] : []),
    "",
  ].join("\n");
}
