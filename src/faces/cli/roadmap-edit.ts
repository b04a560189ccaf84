import { readRoadmapFile } from "../../daemon/index.ts";
import type { StreamKey, TargetConfig } from "../../model/index.ts";
import { OrchestratorError, streamOf } from "../../model/index.ts";
import { readIfExists, statOrNull, writeDurable } from "../../platform/index.ts";
import { setStatus } from "../../roadmap/index.ts";

/**
 * Puts an edited roadmap in place of the one it was made from. A person may have saved the file
 * meanwhile, and then theirs stays (law I11): nothing is written and they are told.
 */
export function replaceRoadmap(path: string, expected: string, edited: string): void {
  const now = readIfExists(path);
  if (now === null || !now.equals(Buffer.from(expected, "utf8"))) {
    throw new OrchestratorError("pending", `${path} changed while it was being edited`, {
      hint: "Nothing was written. Run the command again.",
    });
  }
  writeDurable(path, edited, { mode: (statOrNull(path)?.mode ?? 0o644) & 0o777 });
}

/** The roadmap's working file says that it is blocked, and why, in its own words (decision 6). */
export function markBlocked(target: TargetConfig, key: StreamKey, reason: string): void {
  const { path, text } = readRoadmapFile(target);
  const edited = setStatus(text, streamOf(key), "blocked", { reason });
  if (!edited.ok) throw new OrchestratorError("roadmap-unreadable", edited.error.message);
  if (edited.value.text !== text) replaceRoadmap(path, text, edited.value.text);
}
