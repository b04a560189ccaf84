import { join } from "node:path";
import type { TargetConfig } from "../../model/index.ts";
import {
  holdsStatus,
  isReadAlong,
  LIMITS,
  readBeside,
  SOURCE_DEPTH_MAX,
} from "../../model/index.ts";
import { listDir, statOrNull } from "./look.ts";

/** The files of a source, from the repository's root, in the order of their names. */
export interface SourceFiles {
  readonly holding: readonly string[];
  readonly along: readonly string[];
  /** There are more than are read. */
  readonly cut: boolean;
}

/**
 * Looks through the folder of a source. Links are not followed: a roadmap is what the repository
 * holds, not what it points at.
 */
export function listSourceFiles(
  target: Pick<TargetConfig, "path" | "roadmap" | "source">,
): SourceFiles {
  const holding: string[] = [];
  const along: string[] = [];
  let seen = 0;
  const walk = (path: string, depth: number): void => {
    const found = statOrNull(join(target.path, path));
    if (found?.kind === "file") {
      if (holdsStatus(target, path)) holding.push(path);
      else if (isReadAlong(target, path)) along.push(path);
    }
    if (found?.kind !== "directory" || depth > SOURCE_DEPTH_MAX) return;
    for (const name of listDir(join(target.path, path))) {
      if (seen++ > LIMITS.sourceEntriesMax) return;
      walk(path === "" ? name : `${path}/${name}`, depth + 1);
    }
  };
  walk(target.roadmap.replace(/^(?:\.\/)+|\/+$/g, "").replace(/^\.$/, ""), 0);
  const beside = readBeside(target.source);
  const isThere = beside !== null && statOrNull(join(target.path, beside))?.kind === "file";
  if (isThere && !along.includes(beside)) along.push(beside);
  return { holding, along, cut: seen > LIMITS.sourceEntriesMax };
}
