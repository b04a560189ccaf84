import type {
  AdmissionPolicy,
  DecisionReason,
  MachineLack,
  MachineReading,
  State,
  StreamKey,
} from "../../model/index.ts";
import { policyOf } from "../policy.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";
import type { Worklist } from "../worklist.ts";

/** So much more than the least there has to be again, or it would come and go with every look. */
const EASE = 1.25;

/** A look that found nothing says nothing: what was short before still is. */
export function noteMachine(turn: Turn, reading: MachineReading): void {
  const { machine } = turn.state;
  const { admission } = policyOf(turn.state);
  const found = admission === undefined ? null : shortage(reading, admission, machine?.lack);
  if (found === null) {
    if (machine !== null && (admission === undefined || isKnown(reading, machine.lack))) {
      emit(turn, { type: "machine-eased" });
    }
  } else if (machine?.lack !== found.lack) {
    emit(turn, { type: "machine-short", ...found });
  }
}

function isKnown({ freeMemory, freeDiskBytes, busyCpu }: MachineReading, lack: MachineLack) {
  switch (lack) {
    case "memory":
      return freeMemory !== null;
    case "disk":
      return freeDiskBytes !== null;
    case "cpu":
      return busyCpu !== null;
  }
}

function shortage(
  { freeMemory, freeDiskBytes, busyCpu }: MachineReading,
  { freeMemoryMin, freeDiskBytesMin, busyCpuMax }: AdmissionPolicy,
  before: MachineLack | undefined,
): { readonly lack: MachineLack; readonly why: string } | null {
  const more = (lack: MachineLack) => (before === lack ? EASE : 1);
  if (freeDiskBytes !== null && freeDiskBytes < freeDiskBytesMin * more("disk")) {
    const [free, least] = [megabytes(freeDiskBytes), megabytes(freeDiskBytesMin)];
    return { lack: "disk", why: `${free} of disk are free, ${least} have to be` };
  }
  if (freeMemory !== null && freeMemory < Math.min(1, freeMemoryMin * more("memory"))) {
    const [free, least] = [percent(freeMemory), percent(freeMemoryMin)];
    return { lack: "memory", why: `${free} of the memory is free, ${least} has to be` };
  }
  if (busyCpuMax < 1 && busyCpu !== null && busyCpu > busyCpuMax / more("cpu")) {
    const [busy, most] = [percent(busyCpu), percent(busyCpuMax)];
    return { lack: "cpu", why: `${busy} of the processors are busy, ${most} may be` };
  }
  return null;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

/**
 * Why nobody is started beside those at work; null when somebody may be. Whoever would be alone
 * always may: a machine that is full of other things makes the work slow and does not end it (I10).
 */
export function roomObstacle({ state, work, atMs }: Turn): DecisionReason | null {
  if (work.slots.size === 0) return null;
  if (state.machine !== null) {
    const { lack, why } = state.machine;
    return { kind: "machine", lack, why };
  }
  const untilMs = staggeredUntilMs(state, work);
  return untilMs > atMs ? { kind: "stagger", untilMs } : null;
}

/** When the next agent may start beside those at work; 0 where there is no waiting. */
function staggeredUntilMs(state: State, work: Worklist): number {
  const staggerMs = policyOf(state).admission?.staggerMs ?? 0;
  if (staggerMs === 0) return 0;
  let newest = 0;
  for (const key of work.slots) {
    newest = Math.max(newest, state.streams.get(key)?.attempts.at(-1)?.claimedAtMs ?? 0);
  }
  return newest + staggerMs;
}

/** The time of the next start has come: whoever waited for just that is looked at again. */
export function heedStagger({ state, work, atMs }: Turn): void {
  const untilMs = staggeredUntilMs(state, work);
  if (untilMs === 0 || untilMs > atMs) return;
  work.scan = true;
  for (const key of work.ready) if (isStaggered(state, key)) work.changed.add(key);
}

/** When a start that is put off for the one before it is due; infinity where there is none. */
export function wakeOfStagger(state: State, work: Worklist): number {
  const untilMs = staggeredUntilMs(state, work);
  if (untilMs === 0) return Number.POSITIVE_INFINITY;
  for (const key of work.ready) if (isStaggered(state, key)) return untilMs;
  return Number.POSITIVE_INFINITY;
}

function isStaggered({ streams }: State, key: StreamKey): boolean {
  return streams.get(key)?.decision?.reasons[0]?.kind === "stagger";
}
