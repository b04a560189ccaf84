import { join } from "node:path";
import { LIMITS } from "../../model/index.ts";
import { GitFailure, rawPath, splitRaw } from "../git/git.ts";
import { createRaw, makeDirs, makeLinkRaw, readLinkRaw, readRaw, stampOf } from "../raw-files.ts";
import type { Repository } from "../repository.ts";

/**
 * Copies the ignored files that the user wants in every workspace (`.env`, local settings; D13).
 * Only files that git ignores are taken: what is tracked is there already, and the rest is the
 * person's unfinished work.
 */
export async function copyIncluded(repository: Repository, tree: string): Promise<void> {
  const patterns = repository.config.workspaceInclude;
  if (patterns.length === 0 || repository.found.bare) return;
  const place = {
    ...repository.mirror,
    workTree: repository.found.root,
    index: join(repository.found.gitDir, "index"),
  };
  const listing = ["ls-files", "-z", "-o", "-i", ...patterns.map((one) => `--exclude=${one}`)];
  const wanted = splitRaw(await repository.git.run(place, listing));
  if (wanted.length === 0) return;
  // `check-ignore` takes no literal pathspecs; with `./` in front no path reads as magic.
  const answer = await repository.git.ask(place, ["check-ignore", "-z", "--stdin", "--no-index"], {
    stdin: Buffer.from(wanted.map((path) => `./${path}\0`).join(""), "latin1"),
    env: { GIT_LITERAL_PATHSPECS: "0" },
  });
  if (answer.code > 1) throw new GitFailure("check-ignore", answer.code, answer.stderr);
  const from = rawPath(repository.found.root);
  const to = rawPath(tree);
  let left = LIMITS.ignoredFilesArchivedBytesMax;
  for (const dotted of splitRaw(answer.stdout)) {
    const path = dotted.slice("./".length);
    if (path.split("/").includes(".git")) continue;
    left -= copyOne(`${from}/${path}`, `${to}/${path}`, left);
  }
}

/** Copies a file or a link where nothing is yet; how many bytes that took. */
function copyOne(from: string, to: string, bytesMax: number): number {
  const found = stampOf(from);
  if (found === null || stampOf(to) !== null) return 0;
  if (!makeDirs(to.slice(0, to.lastIndexOf("/")))) return 0;
  if (found.kind === "symlink") {
    makeLinkRaw(readLinkRaw(from) ?? "", to);
    return 0;
  }
  const bytes = found.kind === "file" ? readRaw(from, bytesMax) : null;
  if (bytes === null) return 0;
  createRaw(to, bytes, found.executable ? 0o700 : 0o600);
  return bytes.length;
}
