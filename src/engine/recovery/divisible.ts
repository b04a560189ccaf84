import type { StageKind, StreamState } from "../../model/index.ts";

/** Nothing of it is under way. */
export const MAY_BE_DIVIDED: ReadonlySet<StageKind> = new Set([
  "waiting",
  "blocked",
  "skipped",
  "stopped",
  "unverified",
]);

/** Its parts are being written into the roadmap, as a person agreed. */
export function isBeingDivided({ recovery }: StreamState): boolean {
  return recovery?.split?.stage.kind === "applying";
}
