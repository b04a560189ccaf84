import type {
  DutyDefinition,
  Event,
  RoleDefinition,
  State,
  StreamState,
} from "../../model/index.ts";
import { LIMITS, streamKey, targetOf } from "../../model/index.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";
import { roleState } from "./roles.ts";

/**
 * A duty that found nothing so many times in a row is put off for longer each time, up to a limit;
 * one that found something has its own interval again, which it was given when it came up.
 */
export function tuneDuty(
  turn: Turn,
  role: RoleDefinition,
  { id, when, tune }: DutyDefinition,
  seen: readonly Event[],
): void {
  if (tune !== true || when.kind !== "every") return;
  const before = roleState(turn.state, role.id)?.duties.find((duty) => duty.id === id);
  const { newest = null, nextMs: dueMs = null, count = 0 } = before ?? {};
  if (newest === null || dueMs === null) return;
  const isOver = seen.some(
    (event) =>
      (event.type === "duty-done" || event.type === "split-refused") && event.key === newest,
  );
  if (!isOver) return;
  const idle = idleTimes(turn.state, role.id, id, newest, count);
  const stretch = Math.min(LIMITS.dutyStretchMax, 2 ** Math.floor(idle / LIMITS.dutyIdleTimes));
  const nextMs = turn.atMs + when.everyMs * stretch;
  if (stretch === 1 || nextMs <= dueMs) return;
  emit(turn, { type: "duty-tuned", role: role.id, duty: id, idle, nextMs });
}

/** How often in a row it found nothing, by what became of each time; no more than matters. */
function idleTimes(
  { streams }: State,
  role: string,
  duty: string,
  newest: string,
  count: number,
): number {
  const most = LIMITS.dutyIdleTimes * LIMITS.dutyStretchMax;
  let idle = 0;
  while (idle < most && idle < count) {
    const key = streamKey(targetOf(newest), `@${role}/${duty}-${count - idle}`);
    const stream = streams.get(key);
    if (stream === undefined || !foundNothing(stream)) break;
    idle += 1;
  }
  return idle;
}

function foundNothing({ facts, stage, recovery }: StreamState): boolean {
  if (stage.kind !== "settled") return false;
  if (facts.duty?.proposes !== true) return true;
  return recovery !== undefined && recovery.split === null && !recovery.divided;
}
