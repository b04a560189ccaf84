import type { State, StreamKey } from "../../model/index.ts";
import { ACTIVE_STAGES } from "../../model/index.ts";

/** Whether a duty is still to be done, or waits for a person's word. */
export function isOpenDuty({ streams }: State, key: StreamKey | null): boolean {
  const kind = key === null ? undefined : streams.get(key)?.stage.kind;
  if (kind === undefined) return false;
  return (
    ACTIVE_STAGES.has(kind) || kind === "waiting" || kind === "parked" || kind === "needs-person"
  );
}
