import { holdsStatus } from "../model/index.ts";
import { shownPath } from "./git/git.ts";
import type { Repository } from "./repository.ts";

/** Does a path of a tree (raw) state what is to be done? Such files follow rules of their own. */
export function isRoadmap({ config }: Repository, path: string): boolean {
  return holdsStatus(config, shownPath(path));
}
