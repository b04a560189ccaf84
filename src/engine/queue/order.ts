import type { RunPolicy, State, StreamFacts, StreamKey, StreamState } from "../../model/index.ts";
import { PRIORITIES, compareText } from "../../model/index.ts";
import { NOTHING_LEARNED, dispatchOf } from "./dispatch.ts";

/** A place in the queue for a slot: smaller goes first, level by level. */
interface Place {
  readonly stream: StreamState;
  /** What its facts say of it. */
  readonly facts: Reading;
  /** Priority from 0 (critical) after ageing and deadline. */
  readonly level: number;
  /** The more hangs on it the larger; 0 for all where nothing was learned. */
  readonly dispatch: number;
}

/**
 * Where a waiting stream stands: its priority, raised by one for every `ageingMs` it has waited so
 * that nothing starves, critical once its deadline is over; bootstrap work before the rest of its
 * priority; then the batch's number; then how much hangs on it; then the roadmap's order.
 */
function placeOf(
  stream: StreamState,
  policy: RunPolicy,
  nowMs: number,
  dispatch: ReadonlyMap<StreamKey, number>,
): Place {
  const { stage } = stream;
  const facts = read(stream.facts);
  const waitedMs = stage.kind === "waiting" ? Math.max(0, nowMs - stage.sinceMs) : 0;
  const raised = policy.ageingMs > 0 ? Math.floor(waitedMs / policy.ageingMs) : 0;
  const due = nowMs > facts.lateAfterMs ? 0 : Math.max(0, facts.priority - raised);
  return {
    stream,
    facts,
    level: stream.summons !== null ? -1 : due,
    dispatch: dispatch === NOTHING_LEARNED ? 0 : (dispatch.get(facts.key) ?? 0),
  };
}

function comparePlaces(a: Place, b: Place): number {
  if (a.level !== b.level) return a.level - b.level;
  const { facts } = a;
  const other = b.facts;
  if (facts.bootstrap !== other.bootstrap) return facts.bootstrap - other.bootstrap;
  if (facts.batch !== other.batch) return facts.batch < other.batch ? -1 : 1;
  if (a.dispatch !== b.dispatch) return b.dispatch - a.dispatch;
  if (facts.order !== other.order) return facts.order - other.order;
  return compareText(facts.key, other.key);
}

export function sortByRank(
  state: State,
  keys: Iterable<StreamKey>,
  policy: RunPolicy,
  nowMs: number,
): StreamState[] {
  const places = placesOf(state, keys, policy, nowMs);
  return places.sort(comparePlaces).map(({ stream }) => stream);
}

function placesOf(
  state: State,
  keys: Iterable<StreamKey>,
  policy: RunPolicy,
  nowMs: number,
): Place[] {
  const places: Place[] = [];
  const dispatch = dispatchOf(state);
  for (const key of keys) {
    const stream = state.streams.get(key);
    if (stream !== undefined) places.push(placeOf(stream, policy, nowMs, dispatch));
  }
  return places;
}

/** Streams in a line by rank, for callers that mostly want the first few of many. */
export interface Line {
  readonly rest: Place[];
  taken: number;
}

export function lineUp(
  state: State,
  keys: Iterable<StreamKey>,
  policy: RunPolicy,
  nowMs: number,
): Line {
  return { rest: placesOf(state, keys, policy, nowMs), taken: 0 };
}

/** Below this many, taking the best of the rest is cheaper than sorting all of them. */
const TAKEN_SINGLY = 8;

/** Takes the best out of the line; null when nobody is left. */
export function takeFirst(line: Line): StreamState | null {
  const { rest } = line;
  if (line.taken < TAKEN_SINGLY) putBestLast(rest);
  else if (line.taken === TAKEN_SINGLY) rest.sort((a, b) => comparePlaces(b, a));
  line.taken += 1;
  return rest.pop()?.stream ?? null;
}

function putBestLast(rest: Place[]): void {
  let best = rest.length - 1;
  const last = rest[best];
  let first = last;
  for (let i = best - 1; i >= 0; i--) {
    const one = rest[i];
    if (one === undefined || first === undefined || comparePlaces(one, first) >= 0) continue;
    best = i;
    first = one;
  }
  if (first === undefined || last === undefined) return;
  rest[best] = last;
  rest[rest.length - 1] = first;
}

interface Reading {
  readonly key: StreamKey;
  /** From 0, critical. */
  readonly priority: number;
  readonly bootstrap: number;
  readonly batch: number;
  readonly order: number;
  readonly lateAfterMs: number;
}

/** Facts are immutable, so their words are read once. */
const readings = new WeakMap<StreamFacts, Reading>();

function read(facts: StreamFacts): Reading {
  const known = readings.get(facts);
  if (known !== undefined) return known;
  const reading = {
    key: facts.key,
    priority: PRIORITIES.indexOf(facts.priority),
    bootstrap: facts.bootstrap ? 0 : 1,
    batch: batchNumber(facts),
    order: facts.order,
    lateAfterMs: lateAfterMs(facts.deadline),
  };
  readings.set(facts, reading);
  return reading;
}

/** The first number in the batch's name ("Batch 10" comes after "Batch 2"); no number comes last. */
function batchNumber({ batch }: StreamFacts): number {
  const digits = batch === null ? null : /\d+/.exec(batch);
  return digits === null ? Number.POSITIVE_INFINITY : Number(digits[0]);
}

/** Days end at midnight UTC; a time without a zone is UTC. An unreadable deadline is none. */
function lateAfterMs(deadline: string | null): number {
  if (deadline === null) return Number.POSITIVE_INFINITY;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(deadline);
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(deadline);
  const endMs = Date.parse(day ? `${deadline}T23:59:59.999Z` : zoned ? deadline : `${deadline}Z`);
  return Number.isNaN(endMs) ? Number.POSITIVE_INFINITY : endMs;
}
