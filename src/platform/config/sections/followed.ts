import { dirname, join, relative, sep } from "node:path";
import type { SourceKind } from "../../../model/index.ts";
import { isFileSource } from "../../../model/index.ts";
import {
  isWithin,
  listDir,
  pathExists,
  realPath,
  realPathOrNull,
  statOrNull,
} from "../../files/look.ts";

/**
 * The file or folder that a path in a repository means, links followed and spelled as it is on the
 * disk: what lands, and what is compared with it, goes by names, and git follows no links. What
 * leads out of the repository, or nowhere, stays as it was written; so does what is not there.
 */
export function followed(root: string, written: string): string {
  const path = join(root, written);
  if (!isWithin(root, path)) return written;
  const inside = relative(realPath(root), realPath(path)).split(sep).join("/");
  if (inside === "") return ".";
  return inside.split("/")[0]?.toLowerCase() === ".git" ? written : asSpelled(root, inside);
}

/** Where case does not matter, a file is found by names that are none of git's. */
function asSpelled(root: string, path: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    const names = listDir(join(root, ...steps));
    const alike = names.find((name) => name.toLowerCase() === step.toLowerCase());
    steps.push(names.includes(step) ? step : (alike ?? step));
  }
  return steps.join("/");
}

/** What a person has to know of a roadmap whose status no landing can carry; null: nothing. */
export function oddPlace(root: string, roadmap: string, kind: SourceKind): string | null {
  const path = join(root, roadmap);
  if (!isFileSource(kind)) return null;
  if (!pathExists(path)) return lookalike(root, roadmap);
  const link = linkIn(root, roadmap);
  if (link !== null) {
    const to = realPathOrNull(join(root, link));
    return to === null
      ? `${link} is a link that leads nowhere: there is no roadmap behind it`
      : `${roadmap} leads out of the repository, to ${to}: it is read and never written, so what ` +
          "is done is told by status and report alone. Keep the file in the repository, and the link elsewhere";
  }
  const other = repositoryAround(root, roadmap);
  if (other === null) return null;
  return (
    `${roadmap} belongs to the repository in ${other}, not to this one: what is done is written to ` +
    "the file there, and no landing carries it. Commit it there, or run in that repository"
  );
}

/** The first link on the way; after {@link followed} only one that leads out, or nowhere. */
export function linkIn(root: string, path: string): string | null {
  const steps = path.split("/");
  for (let length = 1; length <= steps.length; length++) {
    const at = steps.slice(0, length).join("/");
    if (statOrNull(join(root, at))?.kind === "symlink") return at;
  }
  return null;
}

/** A folder on the way that is a repository of its own: a submodule, or one that lies in here. */
function repositoryAround(root: string, path: string): string | null {
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    if (pathExists(join(root, folder, ".git"))) return folder;
  }
  return null;
}

/** Where case does matter, `roadmap.md` is not `ROADMAP.md`, and looks very much like it. */
function lookalike(root: string, roadmap: string): string | null {
  const there = asSpelled(root, roadmap);
  if (there === roadmap || !pathExists(join(root, there))) return null;
  return `there is no ${roadmap}, but there is ${there}: write the name as the file has it`;
}
