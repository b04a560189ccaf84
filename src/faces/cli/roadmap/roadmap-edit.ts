import { readRoadmapFile, replaceRoadmap } from "../../../daemon/index.ts";
import type { StreamKey, TargetConfig } from "../../../model/index.ts";
import { OrchestratorError, streamOf } from "../../../model/index.ts";
import { setStatus } from "../../../roadmap/index.ts";

/** The roadmap's working file says that it is blocked, and why, in its own words (decision 6). */
export function markBlocked(target: TargetConfig, key: StreamKey, reason: string): void {
  mark(target, key, "blocked", { reason });
}

/** Takes back what {@link markBlocked} or a person wrote there; false where it says no such thing. */
export function markOpen(target: TargetConfig, key: StreamKey): boolean {
  const { facts } = readRoadmapFile(target);
  if (facts.find((one) => one.key === key)?.status !== "blocked") return false;
  mark(target, key, "not_started", {});
  return true;
}

function mark(
  target: TargetConfig,
  key: StreamKey,
  status: "blocked" | "not_started",
  words: { readonly reason?: string },
): void {
  const read = readRoadmapFile(target);
  const edited = setStatus(read.text, streamOf(key), status, words);
  if (!edited.ok) throw new OrchestratorError("roadmap-unreadable", edited.error.message);
  if (edited.value.text !== read.text) replaceRoadmap(read, edited.value.text);
}
