import type { RunPolicy, State, StreamFacts, StreamKey, StreamState } from "../../model/index.ts";
import { PRIORITIES, compareText } from "../../model/index.ts";
import { dispatchOf } from "./dispatch.ts";

/** A place in the queue for a slot: smaller goes first, level by level. */
interface Rank {
  readonly key: StreamKey;
  /** Priority from 0 (critical) after ageing and deadline. */
  readonly level: number;
  readonly bootstrap: number;
  readonly batch: number;
  /** The more hangs on it the larger; 0 for all where nothing was learned. */
  readonly dispatch: number;
  readonly order: number;
}

/**
 * Where a waiting stream stands: its priority, raised by one for every `ageingMs` it has waited so
 * that nothing starves, critical once its deadline is over; bootstrap work before the rest of its
 * priority; then the batch's number; then how much hangs on it; then the roadmap's order.
 */
function rankOf(
  stream: StreamState,
  policy: RunPolicy,
  nowMs: number,
  dispatch: ReadonlyMap<StreamKey, number>,
): Rank {
  const { facts, stage } = stream;
  const waitedMs = stage.kind === "waiting" ? Math.max(0, nowMs - stage.sinceMs) : 0;
  const raised = policy.ageingMs > 0 ? Math.floor(waitedMs / policy.ageingMs) : 0;
  const { batch, lateAfterMs } = read(facts);
  return {
    key: facts.key,
    level:
      stream.summons !== null
        ? -1
        : nowMs > lateAfterMs
          ? 0
          : Math.max(0, PRIORITIES.indexOf(facts.priority) - raised),
    bootstrap: facts.bootstrap ? 0 : 1,
    batch,
    dispatch: dispatch.get(facts.key) ?? 0,
    order: facts.order,
  };
}

function compareRanks(a: Rank, b: Rank): number {
  if (a.level !== b.level) return a.level - b.level;
  if (a.bootstrap !== b.bootstrap) return a.bootstrap - b.bootstrap;
  if (a.batch !== b.batch) return a.batch < b.batch ? -1 : 1;
  if (a.dispatch !== b.dispatch) return b.dispatch - a.dispatch;
  if (a.order !== b.order) return a.order - b.order;
  return compareText(a.key, b.key);
}

export function sortByRank(
  state: State,
  keys: Iterable<StreamKey>,
  policy: RunPolicy,
  nowMs: number,
): StreamState[] {
  return [...inOrder(state, keys, policy, nowMs)];
}

/** Below this many, taking the best of the rest is cheaper than sorting all of them. */
const TAKEN_SINGLY = 8;

/** Streams by rank, best first, for callers that mostly want the first few of many. */
export function* inOrder(
  state: State,
  keys: Iterable<StreamKey>,
  policy: RunPolicy,
  nowMs: number,
): Generator<StreamState> {
  const rest: { readonly rank: Rank; readonly stream: StreamState }[] = [];
  const dispatch = dispatchOf(state);
  for (const key of keys) {
    const stream = state.streams.get(key);
    if (stream !== undefined) rest.push({ rank: rankOf(stream, policy, nowMs, dispatch), stream });
  }
  for (let taken = 0; taken < TAKEN_SINGLY && rest.length > 0; taken++) {
    let best = 0;
    for (let i = 1; i < rest.length; i++) {
      const one = rest[i];
      const other = rest[best];
      if (one && other && compareRanks(one.rank, other.rank) < 0) best = i;
    }
    const first = rest[best];
    const last = rest.pop();
    if (first === undefined || last === undefined) return;
    if (best < rest.length) rest[best] = last;
    yield first.stream;
  }
  rest.sort((a, b) => compareRanks(a.rank, b.rank));
  for (const { stream } of rest) yield stream;
}

interface Reading {
  readonly batch: number;
  readonly lateAfterMs: number;
}

/** Facts are immutable, so their words are read once. */
const readings = new WeakMap<StreamFacts, Reading>();

function read(facts: StreamFacts): Reading {
  const known = readings.get(facts);
  if (known !== undefined) return known;
  const reading = { batch: batchNumber(facts), lateAfterMs: lateAfterMs(facts.deadline) };
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
