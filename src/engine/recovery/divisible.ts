import type { StageKind, StreamState } from "../../model/index.ts";

/** Nothing of it is under way. */
const MAY_BE_DIVIDED: ReadonlySet<StageKind> = new Set([
  "waiting",
  "blocked",
  "skipped",
  "stopped",
  "unverified",
]);

export function mayBeDivided({ facts, stage }: Pick<StreamState, "facts" | "stage">): boolean {
  // An errand is over, and its word is all that is left of it.
  if (facts.duty?.proposes === true) return stage.kind === "settled";
  return MAY_BE_DIVIDED.has(stage.kind);
}

/** Its parts are being written into the roadmap, as a person agreed. */
export function isBeingDivided({ recovery }: StreamState): boolean {
  return recovery?.split?.stage.kind === "applying";
}
