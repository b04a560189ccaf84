import type { PersonAct, StreamKey, StreamState } from "../../model/index.ts";
import { LIMITS, displayKey, unreachable, isSessionOpen } from "../../model/index.ts";
import { awaitsLogin, forgiveLogin } from "../attempt/accounts.ts";
import { createCheckpoint, dropCheckpoints } from "../landing/checkpoints.ts";
import { answer, approve, feedback, hold, redirect, reject, release } from "./inbox-acts.ts";
import { freeName } from "../queue/names.ts";
import { policyOf } from "../policy.ts";
import { escalateByHand, reassign } from "../recovery/recovery-acts.ts";
import { restoreCheckpoint, rollBack } from "../landing/rollbacks.ts";
import { isPlanned, moveSession, reopen } from "./sessions.ts";
import { IDLE_STAGES, byPlace, settledStatus } from "../stages.ts";
import { decompose } from "../recovery/splits.ts";
import { stopAll, stopSome } from "./stops.ts";
import { restartRole } from "../team/team.ts";
import type { Turn } from "../turn.ts";
import { emit, refuse } from "../turn.ts";
import { isBeingDivided } from "../recovery/divisible.ts";

/** What a person asks for is done or refused with a reason; never half, never in silence. */
export function decideAct(turn: Turn, by: string, act: PersonAct): void {
  switch (act.kind) {
    case "stop":
      return act.keys === null ? stopAll(turn, act.now) : stopSome(turn, act.keys, act.now);
    case "pause":
      return act.key === undefined ? pause(turn, by) : hold(turn, by, act.key);
    case "resume":
      return act.key === undefined ? resume(turn, by) : release(turn, by, act.key);
    case "answer":
      return answer(turn, by, act);
    case "approve":
      return approve(turn, by, act);
    case "reject":
      return reject(turn, by, act);
    case "feedback":
      return feedback(turn, by, act);
    case "redirect":
      return redirect(turn, by, act);
    case "retry":
      return withStream(turn, "retry", act.key, (stream) => retry(turn, stream, by));
    case "skip":
      return withStream(turn, "skip", act.key, (stream) => skip(turn, stream, act.reason));
    case "block":
      return withStream(turn, "block", act.key, (stream) => block(turn, stream, act.reason));
    case "escalate":
      return escalateByHand(turn, by, act);
    case "reassign":
      return reassign(turn, by, act);
    case "decompose":
      return decompose(turn, by, act);
    case "set-limit":
      return setLimit(turn, act.concurrency);
    case "land":
      return withStream(turn, "land", act.key, (stream) => land(turn, stream, by, act.force));
    case "rollback":
      return rollBack(turn, by, act);
    case "checkpoint":
      return createCheckpoint(turn, by, act);
    case "drop-checkpoints":
      return dropCheckpoints(turn, by, act);
    case "restore-checkpoint":
      return restoreCheckpoint(turn, by, act);
    case "restart-role":
      return restartRole(turn, by, act.role);
    case "add-streams":
      return addStreams(turn, act.keys);
    case "claim-name":
      return claimName(turn, act);
    default:
      return unreachable(act);
  }
}

function withStream(
  turn: Turn,
  act: string,
  key: StreamKey,
  then: (stream: StreamState) => void,
): void {
  const stream = turn.state.streams.get(key);
  if (stream === undefined) refuse(turn, act, `there is no work stream ${displayKey(key)}`);
  else then(stream);
}

function pause(turn: Turn, by: string): void {
  const { session } = turn.state;
  if (session === null || !isSessionOpen(session))
    return refuse(turn, "pause", "no session is running");
  if (session.state === "paused") return refuse(turn, "pause", "the session is paused already");
  if (isPlanned(session)) moveSession(turn, "paused", `paused by ${by}`);
  else moveSession(turn, "failed", `given up by ${by} before it was planned`);
}

/** What a stop left unfinished waits for an agent again. A session that runs just goes on. */
function resume(turn: Turn, by: string): void {
  const { session, streams } = turn.state;
  if (session === null || !isSessionOpen(session)) {
    return refuse(turn, "resume", "there is no paused session to go on with");
  }
  if (session.state !== "paused") return;
  forgiveLogin(turn);
  moveSession(turn, "executing", `resumed by ${by}`);
  for (const key of session.keys) {
    const stream = streams.get(key);
    if (stream?.stage.kind === "stopped" && settledStatus(stream) === null) reopen(turn, key, by);
  }
}

function retry(turn: Turn, stream: StreamState, by: string): void {
  const { key, id } = stream.facts;
  if (stream.facts.duty?.written !== undefined) {
    return refuse(turn, "retry", `${id} is a proposal: approve or reject it`);
  }
  const { stage } = stream;
  const settled = settledStatus(stream);
  if (settled !== null) return refuse(turn, "retry", `${id} is ${settled} in the roadmap`);
  switch (stage.kind) {
    case "waiting":
      if (stage.notBeforeMs > turn.atMs || awaitsLogin(turn, stream)) {
        return reopenInSession(turn, key, by);
      }
      return refuse(turn, "retry", `${id} waits for an agent already`);
    case "blocked":
    case "skipped":
    case "stopped":
    case "unverified":
    case "parked":
    case "needs-person":
    case "settled":
      return reopenInSession(turn, key, by);
    case "completed":
      return refuse(turn, "retry", `${id} has landed as ${stage.commit}`);
    default:
      return refuse(turn, "retry", `${id} is ${stage.kind}; stop it first`);
  }
}

function reopenInSession(turn: Turn, key: StreamKey, by: string): void {
  forgiveLogin(turn);
  reopen(turn, key, by);
  const { session } = turn.state;
  if (session === null || !isSessionOpen(session) || !isPlanned(session)) return;
  if (!turn.work.selected.has(key)) emit(turn, { type: "streams-added", keys: [key] });
}

function skip(turn: Turn, stream: StreamState, reason: string): void {
  const { key, id } = stream.facts;
  if (!IDLE_STAGES.has(stream.stage.kind)) {
    return refuse(turn, "skip", `${id} is ${stream.stage.kind}; ${whatToDo(stream)}`);
  }
  emit(turn, { type: "skipped", key, reason: reason === "" ? "skipped by a person" : reason });
}

function block(turn: Turn, stream: StreamState, reason: string): void {
  const { key, id } = stream.facts;
  if (!IDLE_STAGES.has(stream.stage.kind)) {
    return refuse(turn, "block", `${id} is ${stream.stage.kind}; ${whatToDo(stream)}`);
  }
  emit(turn, { type: "blocked", key, reason: reason === "" ? "blocked by a person" : reason });
}

function whatToDo({ stage }: StreamState): string {
  switch (stage.kind) {
    case "landing":
      return "it lands at this moment";
    case "completed":
    case "settled":
      return "there is nothing left to do";
    default:
      return "stop it first";
  }
}

function setLimit(turn: Turn, concurrency: number): void {
  const { concurrencyMax } = LIMITS;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > concurrencyMax) {
    return refuse(turn, "set the limit", `the limit is a whole number from 1 to ${concurrencyMax}`);
  }
  const { session } = turn.state;
  // The next session brings its own limit: one that is set now would count for nothing.
  if (session === null || !isSessionOpen(session)) {
    return refuse(turn, "set the limit", "nothing is running; a run takes its own limit with -n");
  }
  emit(turn, { type: "limit-set", concurrency });
}

/** A person answers for it: reviewed work still passes the gates, forced work passes none. */
function land(turn: Turn, stream: StreamState, by: string, force: boolean): void {
  const { stage, facts } = stream;
  if (settledStatus(stream) !== null) {
    return refuse(turn, "land", `${facts.id} is ${settledStatus(stream)} in the roadmap`);
  }
  if (stage.kind === "unverified" && !force) {
    return refuse(turn, "land", `${facts.id} is not verified; --force lands it all the same`);
  }
  if (isBeingDivided(stream)) return refuse(turn, "land", `${facts.id} is being divided now`);
  if (stage.kind !== "needs-person" && stage.kind !== "unverified") {
    return refuse(turn, "land", `${facts.id} is ${stage.kind}; nothing of it waits for a person`);
  }
  emit(turn, { type: "person-agreed", attempt: stage.attempt, by, forced: force });
}

function addStreams(turn: Turn, keys: readonly StreamKey[]): void {
  const { session, streams } = turn.state;
  if (session === null || !isSessionOpen(session) || !isPlanned(session)) {
    return refuse(turn, "add streams", "no session is running that could take them");
  }
  const unknown = keys.filter((key) => !streams.has(key));
  if (unknown.length > 0) {
    return refuse(
      turn,
      "add streams",
      `no such work stream: ${unknown.map(displayKey).join(", ")}`,
    );
  }
  const added = [...new Set(keys)].filter((key) => !turn.work.selected.has(key));
  if (added.length === 0) return refuse(turn, "add streams", "the session has them already");
  emit(turn, { type: "streams-added", keys: added.sort(byPlace(turn.state)) });
  for (const key of added) {
    const stream = streams.get(key);
    const asked =
      stream !== undefined && ["blocked", "skipped", "stopped"].includes(stream.stage.kind);
    if (asked && settledStatus(stream) === null) reopen(turn, key, "the session");
  }
}

function claimName(turn: Turn, act: Extract<PersonAct, { readonly kind: "claim-name" }>): void {
  const { agentId, role, preferred } = act;
  const { names } = turn.state;
  if (agentId === "") return refuse(turn, "claim a name", "an agent needs an id");
  // Asking again is being told again: the name is in the state.
  if (names.has(agentId)) return;
  const wanted = preferred !== null && preferred !== "" ? preferred : null;
  const free = wanted !== null && !turn.work.namesTaken.has(wanted);
  const name = free ? wanted : freeName(turn.state, policyOf(turn.state), role);
  emit(turn, { type: "name-claimed", agent: { id: agentId, name, role } });
}
