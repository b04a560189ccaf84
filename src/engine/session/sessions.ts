import type {
  Decision,
  SessionRecord,
  SessionRequest,
  SessionState,
  StreamKey,
  StreamState,
  TargetId,
  TargetState,
} from "../../model/index.ts";
import { SESSION_TRANSITIONS, targetOf, isSessionOpen } from "../../model/index.ts";
import { needsLogin } from "../attempt/accounts.ts";
import { describeLackOfMoney, isOutOfMoney } from "../attempt/budget.ts";
import { awaitsBase } from "../effects.ts";
import { sortByRank } from "../queue/order.ts";
import { policyOf } from "../policy.ts";
import { byPlace, settledStatus } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit, refuse } from "../turn.ts";
import { redGates, verdictOf } from "../landing/verdict.ts";
import { heldBy, unmetOf } from "../worklist.ts";

/** One session at a time; a paused one gives way, its unfinished attempts go on in the new one. */
export function requestSession(turn: Turn, request: SessionRequest): void {
  const { session, pastSessions, streams } = turn.state;
  const { errand } = request;
  if (errand !== undefined && streams.has(errand.key)) {
    return refuse(turn, "start a session", `there is an errand ${errand.id} already`);
  }
  if (session !== null && isSessionOpen(session)) {
    if (session.state !== "paused") {
      const hint = "wait for it, add work to it, or stop it first";
      return refuse(turn, "start a session", `session ${session.id} is ${session.state}: ${hint}`);
    }
    moveSession(turn, "failed", "a new session took its place");
  }
  const number = pastSessions.length + (session === null ? 1 : 2);
  emit(turn, { type: "session-started", session: `s-${number}`, request });
}

/** Moves the session, by legal moves only (I1 of the features). */
export function moveSession(turn: Turn, to: SessionState, reason: string, cause?: "budget"): void {
  const { session } = turn.state;
  if (session === null || !SESSION_TRANSITIONS[session.state].includes(to)) return;
  const why = cause === undefined ? { reason } : { reason, cause };
  emit(turn, { type: "session-moved", session: session.id, from: session.state, to, ...why });
}

/** A planning session without streams has not been planned: it waits for a roadmap. */
export function isPlanned(session: SessionRecord): boolean {
  return session.state !== "planning" || session.keys.length > 0;
}

/** Carries a session from its request to its first claim, as far as what is known allows. */
export function planSession(turn: Turn): void {
  const { session } = turn.state;
  if (session === null || !isSessionOpen(session)) return;
  if (!isPlanned(session)) choose(turn, session);
  judgeBases(turn);
}

function choose(turn: Turn, session: SessionRecord): void {
  const { selection } = session.request;
  if (!roadmapsKnown(turn, session)) return;
  if (selection.kind === "streams") {
    const unknown = selection.keys.filter((key) => !turn.state.streams.has(key));
    if (unknown.length > 0) {
      return moveSession(turn, "failed", `no such work stream: ${unknown.join(", ")}`);
    }
  }
  const chosen = chosenKeys(turn, session);
  const unfinished = [...turn.work.active].filter((key) => !chosen.has(key));
  const keys = [...chosen, ...unfinished].sort(byPlace(turn.state));
  emit(turn, { type: "session-planned", session: session.id, keys });
  for (const key of chosen) if (mayReopen(turn, key)) reopen(turn, key, "a new session");
  if (keys.length === 0) {
    moveSession(turn, "executing", "there is nothing to do");
  }
}

function roadmapsKnown(turn: Turn, { request: { selection } }: SessionRecord): boolean {
  const known = [...turn.state.targets.values()].filter((target) => target.roadmapDigest !== null);
  if (selection.kind !== "streams") return known.length > 0;
  const ids = new Set(known.map((target) => target.id));
  return selection.keys.every((key) => ids.has(targetOf(key)));
}

function chosenKeys(turn: Turn, session: SessionRecord): Set<StreamKey> {
  const { selection, policy, team } = session.request;
  const { streams } = turn.state;
  // Duties are their team's own.
  const isOurs = ({ facts }: StreamState) => facts.duty === undefined || team !== undefined;
  switch (selection.kind) {
    case "streams":
      return new Set(selection.keys);
    case "next": {
      const startable = [...streams.values()].filter(
        (stream) => isOurs(stream) && canStart(turn, stream),
      );
      const keys = startable.map((stream) => stream.facts.key);
      const first = sortByRank(turn.state, keys, policy, turn.atMs).slice(0, selection.count);
      return new Set(first.map((stream) => stream.facts.key));
    }
    case "all": {
      const wanted = [...streams.values()].filter((one) => isOurs(one) && belongsToAll(one));
      return new Set(wanted.map((stream) => stream.facts.key));
    }
  }
}

function canStart(turn: Turn, stream: StreamState): boolean {
  const open = stream.stage.kind === "waiting" || stream.stage.kind === "stopped";
  if (!open || !isWorkable(stream) || heldBy(turn.state, stream) !== null) return false;
  return unmetOf(turn.work, stream.facts.key) === 0;
}

/** What an `all` session takes on: work that is open, or that a stop left unfinished. */
export function belongsToAll(stream: StreamState): boolean {
  const { kind } = stream.stage;
  return (kind === "waiting" || kind === "stopped" || kind === "parked") && isWorkable(stream);
}

function isWorkable({ facts, inRoadmap }: StreamState): boolean {
  return inRoadmap && facts.workable && facts.defect === null;
}

/** Asking for a stream by name is asking again; other sessions only take up what was stopped. */
function mayReopen(turn: Turn, key: StreamKey): boolean {
  const stream = turn.state.streams.get(key);
  if (stream === undefined || settledStatus(stream) !== null) return false;
  const { kind } = stream.stage;
  if (kind === "stopped") return true;
  const named = turn.state.session?.request.selection.kind === "streams";
  return named && (kind === "blocked" || kind === "skipped" || kind === "unverified");
}

export function reopen(turn: Turn, key: StreamKey, by: string): void {
  emit(turn, { type: "reopened", key, by });
}

/** From planning to executing once every target in question is known to be green. */
function judgeBases(turn: Turn): void {
  const { session, targets } = turn.state;
  if (session === null || (session.state !== "planning" && session.state !== "executing")) return;
  if (!isPlanned(session)) return;
  for (const { id, base } of targets.values()) {
    if (base === null || verdictOf(base.report) !== "red") continue;
    if (!session.request.policy.verify) continue;
    if (!session.keys.some((key) => targetOf(key) === id)) continue;
    return endRed(turn, session, id, base);
  }
  if (session.state !== "planning") return;
  for (const target of targets.values()) if (awaitsBase(turn.state, target)) return;
  moveSession(turn, "executing", "planned");
}

/** Nobody's work is to blame: what could have started is told so, and the session is over. */
function endRed(
  turn: Turn,
  session: SessionRecord,
  target: TargetId,
  { head, report }: NonNullable<TargetState["base"]>,
): void {
  const gates = redGates(report);
  const decisions = [...turn.work.ready]
    .filter((key) => targetOf(key) === target)
    .sort(byPlace(turn.state))
    .map((key): Decision => {
      return { key, decision: "wait", reasons: [{ kind: "base-red", gates }] };
    });
  if (decisions.length > 0) emit(turn, { type: "decided", decisions });
  const when =
    session.state === "planning"
      ? "before any work"
      : `at ${head.slice(0, 12)}, which no work of this run made`;
  const named = gates.join(", ") || "gates";
  moveSession(turn, "failed", `the integration branch of ${target} is red ${when}: ${named}`);
}

/** Streams that a person must see to, or that failed for good: `onFailure: stop` ends on these. */
export function hasFailed(turn: Turn): boolean {
  const { session } = turn.state;
  if (session === null) return false;
  for (const key of turn.work.blocked) {
    const stage = turn.state.streams.get(key)?.stage;
    if (stage?.kind !== "blocked" || stage.attempt === null) continue;
    if (turn.work.selected.has(key) && stage.atMs >= session.startedAtMs) return true;
  }
  return false;
}

/** The end: nothing of the session runs, and nothing of it can start now or later. */
export function finishSession(turn: Turn): void {
  const { session } = turn.state;
  if (session === null || !isAtRest(turn, session)) return;
  if (session.state === "paused") {
    // Work that was at its end when it was paused has landed since: nothing is left to resume.
    if (turn.work.ready.size > 0 || unfinished(turn, session).length > 0) return;
    return moveSession(turn, "completed", ALL_DONE);
  }
  const stopping = policyOf(turn.state).onFailure === "stop" && hasFailed(turn);
  if (!stopping && isOutOfMoney(turn)) {
    return moveSession(turn, "failed", describeLackOfMoney(turn), "budget");
  }
  if (turn.work.ready.size > 0 && !stopping && !needsLogin(turn)) return;
  const open = unfinished(turn, session);
  if (open.length === 0) return moveSession(turn, "completed", ALL_DONE);
  const shown = open.slice(0, 5).join("; ");
  const more = open.length > 5 ? `; and ${open.length - 5} more` : "";
  // What waits for answers goes on in this session once it has them.
  const asks = session.keys.some((key) => turn.state.streams.get(key)?.stage.kind === "parked");
  moveSession(turn, asks ? "paused" : "failed", `${shown}${more}`);
}

const ALL_DONE = "everything selected is complete";

/** Nobody is at work for it. A standing team waits for work until a person stops it. */
function isAtRest(turn: Turn, { state, request }: SessionRecord): boolean {
  if (state !== "executing" && state !== "paused") return false;
  return turn.work.active.size === 0 && request.team === undefined;
}

/** Selected streams that are not complete, each with why. */
function unfinished(turn: Turn, session: SessionRecord): string[] {
  const everything = session.request.selection.kind === "all";
  const open: string[] = [];
  for (const key of session.keys) {
    const stream = turn.state.streams.get(key);
    if (stream === undefined) continue;
    const { stage, facts } = stream;
    if (stage.kind === "completed" || facts.status === "complete") continue;
    if (stage.kind === "settled" && stage.status === "complete") continue;
    // Work that never became available was never taken on; what blocks it speaks for itself.
    const held = stream.hold !== null || turn.work.dividing.has(key);
    const left = stage.kind === "settled" || (stage.kind === "waiting" && !held);
    if (everything && left) continue;
    const isDivided = stage.kind === "waiting" && turn.work.dividing.has(key);
    const end = isDivided ? "waits to be divided" : describeEnd(stream);
    open.push(`${facts.id} ${end}`);
  }
  return open;
}

function describeEnd({ stage, hold }: StreamState): string {
  switch (stage.kind) {
    case "blocked":
      return `is blocked: ${stage.reason}`;
    case "needs-person":
      return `waits for a person: ${stage.why.join(", ")}`;
    case "parked":
      return `waits for an answer: ${firstLine(stage.asking[0]?.text ?? "")}`;
    case "waiting":
      return hold === null ? "could not start" : `is paused by ${hold.by}`;
    case "settled":
      return `was ${stage.status} by a person`;
    case "skipped":
    case "stopped":
      return `was ${stage.kind}: ${stage.reason}`;
    default:
      return `is ${stage.kind}`;
  }
}

function firstLine(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
