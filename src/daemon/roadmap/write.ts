import { join } from "node:path";
import { isFileSource, OrchestratorError } from "../../model/index.ts";
import {
  isWithin,
  readIfExists,
  realPath,
  statOrNull,
  writeDurable,
} from "../../platform/index.ts";
import { unpackVolume } from "../../roadmap/index.ts";
import type { ReadRoadmap } from "./desk.ts";

/**
 * Puts an edited roadmap in place of the one it was made from, file by file. A person may have
 * saved a file meanwhile, and then theirs stays (law I11): nothing is written and they are told.
 */
export function replaceRoadmap(
  read: Pick<ReadRoadmap, "place" | "path" | "text">,
  edited: string,
): void {
  if (!isFileSource(read.place.source.kind)) {
    throw new OrchestratorError("roadmap-unreadable", `${read.place.roadmap} is no file here`, {
      hint: "Change it where it is kept; a landing tells it by itself.",
    });
  }
  const before = unpackVolume(read.text)?.files;
  const after = unpackVolume(edited)?.files;
  const root = read.place.path;
  if (before === undefined || after === undefined) {
    return replaceFiles(root, [{ path: read.path, expected: read.text, edited }]);
  }
  return replaceFiles(
    root,
    before.flatMap(({ path, text }, place) => {
      const now = after[place];
      if (now?.path !== path || now.text === text) return [];
      return [{ path: join(root, path), expected: text, edited: now.text }];
    }),
  );
}

interface Replacement {
  readonly path: string;
  readonly expected: string;
  readonly edited: string;
}

function replaceFiles(root: string, replacements: readonly Replacement[]): void {
  for (const one of replacements) if (!isAsExpected(one)) throw changed(one);
  for (const one of replacements) {
    const path = realFile(root, one.path);
    const mode = (statOrNull(path)?.mode ?? 0o644) & 0o777;
    const when = (): boolean => isAsExpected(one);
    if (!writeDurable(path, one.edited, { mode, when })) throw changed(one);
  }
}

/** Behind a link, which stays one. Where a repository's link leads out of it, nothing is written. */
function realFile(root: string, path: string): string {
  const real = realPath(path);
  if (isWithin(root, path)) return real;
  throw new OrchestratorError("denied", `${path} is a link to ${real}, which lies outside`, {
    hint: `Nothing was written. Name the file itself: --file ${real}`,
  });
}

function isAsExpected({ path, expected }: Replacement): boolean {
  return readIfExists(path)?.equals(Buffer.from(expected, "utf8")) === true;
}

function changed({ path }: Replacement): OrchestratorError {
  return new OrchestratorError("pending", `${path} changed while it was being edited`, {
    hint: "It was left as it is. Run the command again.",
  });
}
