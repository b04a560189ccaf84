import { readRoadmapFile, replaceRoadmap } from "../../../daemon/index.ts";
import type { StreamKey, TargetConfig } from "../../../model/index.ts";
import { OrchestratorError, streamOf } from "../../../model/index.ts";
import { setStatus } from "../../../roadmap/index.ts";

/** The roadmap's working file says that it is blocked, and why, in its own words (decision 6). */
export function markBlocked(target: TargetConfig, key: StreamKey, reason: string): void {
  const read = readRoadmapFile(target);
  const edited = setStatus(read.text, streamOf(key), "blocked", { reason });
  if (!edited.ok) throw new OrchestratorError("roadmap-unreadable", edited.error.message);
  if (edited.value.text !== read.text) replaceRoadmap(read, edited.value.text);
}
