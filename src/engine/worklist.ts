import type {
  Effect,
  SessionRecord,
  SessionRequest,
  State,
  StreamKey,
  StreamState,
} from "../model/index.ts";
import type { FileIndex } from "./queue/file-index.ts";
import { addFiles, dropFiles, newFileIndex } from "./queue/file-index.ts";
import { ACTIVE_STAGES, SLOT_STAGES, isSessionOpen } from "../model/index.ts";
import { hangsAlike } from "./queue/hanging.ts";
import { isComplete } from "./stages.ts";

/** A stream's place in the graph of dependencies. A key that is not known yet has a node as well. */
interface Node {
  /** Dependencies that are not complete. */
  unmet: number;
  complete: boolean;
  readonly dependents: Set<StreamKey>;
  /** Which of the worklist's sets it is in, as bits: most changes move nothing. */
  places: number;
}

const ACTIVE = 1;
const BUSY = 2;
const SLOT = 4;
const BLOCKED = 8;
const DIVIDING = 16;
const READY = 32;
const COOLING = 64;

/** What a stream promises: it follows from the stream and from what its session was asked for. */
interface Promised {
  readonly stream: StreamState;
  readonly request: SessionRequest | null;
  readonly effects: readonly Effect[];
}

/**
 * What the rules ask for again and again, kept up to date with every change instead of searched
 * for: everything here follows from the state alone, and is rebuilt for a state that comes from a
 * snapshot. `changed` and `scan` hold within one decision only.
 */
export interface Worklist {
  readonly nodes: Map<StreamKey, Node>;
  /** Streams of the open session; empty when none is open. */
  selected: Set<StreamKey>;
  /** Selected, waiting, workable, every dependency complete: only time or room is missing. */
  readonly ready: Set<StreamKey>;
  /** Ready, and put off until a time. */
  readonly cooling: Set<StreamKey>;
  readonly active: Set<StreamKey>;
  /** The files of what is active. */
  readonly activeFiles: FileIndex;
  /** Attempts that promise effects: active without the queued ones. */
  readonly busy: Set<StreamKey>;
  /** The promises of what is busy, as they were told last. */
  readonly promised: Map<StreamKey, Promised>;
  readonly slots: Set<StreamKey>;
  readonly blocked: Set<StreamKey>;
  /** Being divided into smaller ones, or about to be. */
  readonly dividing: Set<StreamKey>;
  /** Stream → streams whose stored reason to wait names it. */
  readonly waitingOn: Map<StreamKey, Set<StreamKey>>;
  readonly namesTaken: Set<string>;
  /** Agent id → the streams it is on, or will go on with: nobody is on two at a time (law I1). */
  readonly holders: Map<string, Set<StreamKey>>;
  /** Streams whose stored reason may be out of date. */
  readonly changed: Set<StreamKey>;
  /** How much hangs on each stream; null until somebody asks. */
  dispatch: ReadonlyMap<StreamKey, number> | null;
  /** Something may be claimable that was not before. */
  scan: boolean;
}

const worklists = new WeakMap<State, Worklist>();

/** The worklist of a state, built on first use. */
export function worklistOf(state: State): Worklist {
  const known = worklists.get(state);
  if (known !== undefined) return known;
  const work: Worklist = {
    nodes: new Map(),
    selected: openKeys(state.session),
    ready: new Set(),
    cooling: new Set(),
    active: new Set(),
    activeFiles: newFileIndex(),
    busy: new Set(),
    promised: new Map(),
    slots: new Set(),
    blocked: new Set(),
    dividing: new Set(),
    waitingOn: new Map(),
    namesTaken: new Set(),
    holders: new Map(),
    changed: new Set(),
    dispatch: null,
    scan: false,
  };
  for (const { name } of state.names.values()) work.namesTaken.add(name);
  for (const stream of state.streams.values()) followStream(work, state, undefined, stream);
  worklists.set(state, work);
  return work;
}

/** Takes note that a stream was added, changed or (when a decision is undone) taken back. */
export function followStream(
  work: Worklist,
  state: State,
  before: StreamState | undefined,
  after: StreamState | undefined,
): void {
  const stream = after ?? before;
  if (stream === undefined) return;
  if (before !== undefined && after !== undefined && isSamePlace(before, after)) return;
  if (!hangsAlike(before?.facts, after?.facts)) work.dispatch = null;
  const { key } = stream.facts;
  const wasActive = before !== undefined && ACTIVE_STAGES.has(before.stage.kind);
  const active = after !== undefined && ACTIVE_STAGES.has(after.stage.kind);
  if (before?.facts !== after?.facts || wasActive !== active) {
    if (wasActive) dropFiles(work.activeFiles, before.facts);
    if (active) addFiles(work.activeFiles, after.facts);
  }
  if (before?.facts !== after?.facts) relink(work, key, before, after);
  rehold(work, key, before, after);
  const node = nodeOf(work, key);
  const complete = after !== undefined && isComplete(after);
  if (complete !== node.complete) setComplete(work, state, node, complete);
  if (before?.decision !== after?.decision) relinkReasons(work, key, before, after);
  if (before?.stage !== after?.stage && after?.stage.kind === "waiting") work.changed.add(key);
  if (
    before?.facts !== after?.facts ||
    before?.inRoadmap !== after?.inRoadmap ||
    before?.hold !== after?.hold ||
    before?.summons !== after?.summons ||
    isDivided(before) !== isDivided(after)
  ) {
    work.changed.add(key);
    work.scan = true;
  }
  refresh(work, state, key);
}

/** Nothing changed that anybody else waits for: what an agent reports on its way is of this kind. */
function isSamePlace(a: StreamState, b: StreamState): boolean {
  return (
    a.stage.kind === b.stage.kind &&
    a.stage.kind !== "waiting" &&
    a.facts === b.facts &&
    a.inRoadmap === b.inRoadmap &&
    a.hold === b.hold &&
    a.summons === b.summons &&
    a.decision === b.decision &&
    a.agent === b.agent &&
    a.recovery?.split === b.recovery?.split &&
    a.generation === b.generation
  );
}

function rehold(
  work: Worklist,
  key: StreamKey,
  before: StreamState | undefined,
  after: StreamState | undefined,
): void {
  const was = before === undefined ? null : heldAgent(before);
  const now = after === undefined ? null : heldAgent(after);
  if (was === now) return;
  if (was !== null) work.holders.get(was)?.delete(key);
  if (now === null) return;
  const others = work.holders.get(now);
  if (others === undefined) work.holders.set(now, new Set([key]));
  else others.add(key);
}

/** The agent that no other stream may have now: it works on this one, or its try is to be repeated. */
function heldAgent({ agent, stage, generation }: StreamState): string | null {
  if (agent === null) return null;
  const again = stage.kind === "waiting" && generation > 0;
  const asks = stage.kind === "needs-person" || stage.kind === "parked";
  return again || asks || ACTIVE_STAGES.has(stage.kind) ? agent.id : null;
}

/** Nobody begins what is about to be divided. */
function isDivided(stream: StreamState | undefined): boolean {
  return (stream?.recovery?.split ?? null) !== null;
}

/** Takes note of another session, or of other streams in it. */
export function followSession(
  work: Worklist,
  state: State,
  before: SessionRecord | null,
  after: SessionRecord | null,
): void {
  work.scan = true;
  const wereOpen = isSessionOpen(before);
  if (before?.keys === after?.keys && wereOpen === isSessionOpen(after)) {
    for (const key of work.ready) work.changed.add(key);
    return;
  }
  const old = work.selected;
  work.selected = openKeys(after);
  work.dispatch = null;
  for (const key of old) if (!work.selected.has(key)) refresh(work, state, key);
  for (const key of work.selected) if (!old.has(key)) refresh(work, state, key);
  if (isSessionOpen(after)) for (const key of state.streams.keys()) work.changed.add(key);
}

/** Everything that could be claimed is looked at again: the room or the rules have changed. */
export function lookAgain(work: Worklist): void {
  work.scan = true;
  for (const key of work.ready) work.changed.add(key);
}

export function unmetOf(work: Worklist, key: StreamKey): number {
  return work.nodes.get(key)?.unmet ?? 0;
}

export function isMet(work: Worklist, key: StreamKey): boolean {
  return work.nodes.get(key)?.complete === true;
}

function openKeys(session: SessionRecord | null): Set<StreamKey> {
  return isSessionOpen(session) ? new Set(session?.keys) : new Set();
}

function nodeOf(work: Worklist, key: StreamKey): Node {
  const known = work.nodes.get(key);
  if (known !== undefined) return known;
  const node: Node = { unmet: 0, complete: false, dependents: new Set(), places: 0 };
  work.nodes.set(key, node);
  return node;
}

function relink(
  work: Worklist,
  key: StreamKey,
  before: StreamState | undefined,
  after: StreamState | undefined,
): void {
  for (const on of before?.facts.dependsOn ?? []) work.nodes.get(on)?.dependents.delete(key);
  const wanted = new Set(after?.facts.dependsOn);
  const node = nodeOf(work, key);
  node.unmet = 0;
  for (const on of wanted) {
    const other = nodeOf(work, on);
    other.dependents.add(key);
    if (!other.complete) node.unmet += 1;
  }
}

function setComplete(work: Worklist, state: State, node: Node, complete: boolean): void {
  node.complete = complete;
  for (const key of node.dependents) {
    const dependent = nodeOf(work, key);
    dependent.unmet += complete ? -1 : 1;
    work.changed.add(key);
    refresh(work, state, key);
  }
}

function relinkReasons(
  work: Worklist,
  key: StreamKey,
  before: StreamState | undefined,
  after: StreamState | undefined,
): void {
  const old = namedBy(before);
  const now = namedBy(after);
  if (old === now) return;
  if (old !== null) work.waitingOn.get(old)?.delete(key);
  if (now === null) return;
  const others = work.waitingOn.get(now);
  if (others === undefined) work.waitingOn.set(now, new Set([key]));
  else others.add(key);
}

function namedBy(stream: StreamState | undefined): StreamKey | null {
  if (stream?.stage.kind !== "waiting") return null;
  const reason = stream.decision?.reasons[0];
  if (reason?.kind === "overlap") return reason.with;
  return reason?.kind === "priority" ? reason.behind : null;
}

function refresh(work: Worklist, state: State, key: StreamKey): void {
  const node = nodeOf(work, key);
  const was = node.places;
  const now = placesOf(work, state, node, state.streams.get(key));
  if (now === was) return;
  node.places = now;
  const moved = now ^ was;
  if ((moved & ACTIVE) !== 0) put(work.active, key, (now & ACTIVE) !== 0);
  if ((moved & BUSY) !== 0) {
    put(work.busy, key, (now & BUSY) !== 0);
    work.promised.delete(key);
  }
  if ((moved & SLOT) !== 0) put(work.slots, key, (now & SLOT) !== 0);
  if ((moved & BLOCKED) !== 0) put(work.blocked, key, (now & BLOCKED) !== 0);
  if ((moved & DIVIDING) !== 0) put(work.dividing, key, (now & DIVIDING) !== 0);
  if ((moved & READY) !== 0) put(work.ready, key, (now & READY) !== 0);
  if ((moved & COOLING) !== 0) put(work.cooling, key, (now & COOLING) !== 0);
  if ((moved & now & READY) !== 0) work.changed.add(key);
  if ((moved & (READY | ACTIVE | SLOT)) !== 0) work.scan = true;
  if ((moved & was & (READY | ACTIVE)) !== 0) {
    for (const other of work.waitingOn.get(key) ?? []) work.changed.add(other);
  }
}

function placesOf(
  work: Worklist,
  state: State,
  node: Node,
  stream: StreamState | undefined,
): number {
  if (stream === undefined) return 0;
  const { kind } = stream.stage;
  let places = 0;
  if (ACTIVE_STAGES.has(kind)) places |= kind === "queued" ? ACTIVE : ACTIVE | BUSY;
  if (SLOT_STAGES.has(kind)) places |= SLOT;
  if (kind === "blocked") places |= BLOCKED;
  if (isDivided(stream)) places |= DIVIDING;
  if (!isReady(work, state, node, stream)) return places;
  const why = stream.decision?.reasons[0]?.kind;
  return places | (why === "backoff" || why === "budget" ? READY | COOLING : READY);
}

function put(set: Set<StreamKey>, key: StreamKey, wanted: boolean): void {
  if (wanted) set.add(key);
  else set.delete(key);
}

function isReady(work: Worklist, state: State, node: Node, stream: StreamState): boolean {
  const { facts } = stream;
  return (
    stream.stage.kind === "waiting" &&
    stream.inRoadmap &&
    stream.hold === null &&
    !isDivided(stream) &&
    facts.workable &&
    facts.defect === null &&
    work.selected.has(facts.key) &&
    node.unmet === 0 &&
    heldBy(state, stream) === null
  );
}

/**
 * Who holds the stream in the roadmap. A name beside work that nobody began is a plan, not a
 * claim; and a person who asks for just this stream knows who held it.
 */
export function heldBy(state: State, stream: StreamState): string | null {
  const { assignee, status, key } = stream.facts;
  if (assignee === null || status !== "in_progress") return null;
  const selection = state.session?.request.selection;
  return selection?.kind === "streams" && selection.keys.includes(key) ? null : assignee;
}
