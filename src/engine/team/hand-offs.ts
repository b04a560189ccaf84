import type {
  DecisionReason,
  DutyDefinition,
  EventOf,
  RoleDefinition,
  State,
  StreamFacts,
  StreamKey,
  StreamState,
  TeamPolicy,
} from "../../model/index.ts";
import { LIMITS, generationOf, isSessionOpen, streamKey } from "../../model/index.ts";
import { policyOf } from "../policy.ts";
import { lineUp, takeFirst } from "../queue/order.ts";
import type { Turn } from "../turn.ts";
import { emit, lookBack } from "../turn.ts";
import { dutyFacts } from "./duty-facts.ts";
import { isOpenDuty } from "./open-duty.ts";
import { roleFor, roleState, teamOf } from "./roles.ts";

/**
 * What one role hands to another ahead of its work: each work stream that is due for it, a few at a
 * time and the next ones first. Which were handed over is told by their ids, so that a restart hands
 * nothing over twice (law I9).
 */
export function handAhead(turn: Turn, policy: TeamPolicy, definition: RoleDefinition): void {
  if (!turn.work.scan || roleState(turn.state, definition.id)?.phase.kind !== "up") return;
  for (const duty of definition.duties) {
    if (duty.when.kind !== "ahead") continue;
    for (const facts of nextAhead(turn, policy, definition, duty, duty.when.role)) {
      handOver(turn, definition, duty, facts, keyAhead(definition, duty, facts));
    }
  }
}

/**
 * What landed is handed to the roles that come after it, also to one that is down and while the team
 * is paused or has been stopped: it is found when they are back.
 */
export function handAfter(turn: Turn, policy: TeamPolicy): void {
  lookBack(turn, (event) => {
    if (event.type === "landed") handOn(turn, policy, event);
  });
}

function handOn(turn: Turn, policy: TeamPolicy, { key, attempt }: EventOf<"landed">): void {
  const facts = turn.state.streams.get(key)?.facts;
  if (facts === undefined || facts.duty !== undefined) return;
  const own = roleFor(policy, facts)?.id;
  for (const definition of policy.roles) {
    for (const duty of definition.duties) {
      if (duty.when.kind !== "after" || duty.when.role !== own) continue;
      // Landed again after it was rolled back, it is another piece of work.
      const number = generationOf(attempt);
      handOver(turn, definition, duty, facts, `${keyAhead(definition, duty, facts)}-${number}`);
    }
  }
}

/**
 * Why a work stream waits for another role: what is done ahead of it is not done. A role that only
 * a person starts again holds nobody up, and whatever came to an end, however it did, is no reason.
 */
export function awaitedHandOff(state: State, stream: StreamState): DecisionReason | null {
  const policy = teamOf(state);
  const { facts, generation, summons } = stream;
  if (policy === null || facts.duty !== undefined || generation > 0) return null;
  // A person gave it to somebody: their word counts for more.
  if (summons !== null) return null;
  const own = roleFor(policy, facts)?.id;
  for (const definition of policy.roles) {
    for (const duty of definition.duties) {
      if (duty.when.kind !== "ahead" || duty.when.role !== own) continue;
      const phase = roleState(state, definition.id)?.phase.kind ?? "critical";
      if (phase === "critical") continue;
      const key = keyAhead(definition, duty, facts);
      if (!state.streams.has(key) || isOpenDuty(state, key))
        return { kind: "dependency", on: [key] };
    }
  }
  return null;
}

/** The next ones that are to be handed over, beside those that are under way. */
function nextAhead(
  { state, work, atMs }: Turn,
  policy: TeamPolicy,
  definition: RoleDefinition,
  duty: DutyDefinition,
  role: string,
): readonly StreamFacts[] {
  const isOurs = (facts: StreamFacts): boolean =>
    facts.duty?.role === definition.id && facts.duty.duty === duty.id;
  let room: number = LIMITS.handOffsAheadMax;
  for (const key of work.active) {
    const facts = state.streams.get(key)?.facts;
    if (facts !== undefined && isOurs(facts)) room -= 1;
  }
  const due: StreamKey[] = [];
  for (const key of work.ready) {
    const stream = state.streams.get(key);
    if (stream === undefined) continue;
    const { facts, generation } = stream;
    if (isOurs(facts)) room -= 1;
    if (facts.duty !== undefined || generation > 0) continue;
    if (roleFor(policy, facts)?.id !== role) continue;
    if (!state.streams.has(keyAhead(definition, duty, facts))) due.push(key);
  }
  const next: StreamFacts[] = [];
  if (due.length === 0) return next;
  const line = lineUp(state, due, policyOf(state), atMs);
  while (next.length < room) {
    const first = takeFirst(line);
    if (first === null) break;
    next.push(first.facts);
  }
  return next;
}

function handOver(
  turn: Turn,
  role: RoleDefinition,
  duty: DutyDefinition,
  about: StreamFacts,
  key: StreamKey,
): void {
  if (turn.state.streams.has(key)) return;
  const count = roleState(turn.state, role.id)?.duties.find(({ id }) => id === duty.id)?.count ?? 0;
  const made = dutyFacts(turn.state, role, duty, count + 1);
  const facts: StreamFacts = {
    ...made,
    key,
    target: about.target,
    id: key.slice(about.target.length + 1),
    title: `${made.title}: ${about.title}`.slice(0, LIMITS.titleCharsMax),
    priority: about.priority === "critical" ? "critical" : made.priority,
    ...(made.duty === undefined ? {} : { duty: { ...made.duty, about: about.key } }),
  };
  emit(turn, { type: "duty-due", role: role.id, duty: duty.id, facts, nextMs: null });
  const { session } = turn.state;
  if (session !== null && isSessionOpen(session)) {
    emit(turn, { type: "streams-added", keys: [key] });
  }
}

function keyAhead(role: RoleDefinition, duty: DutyDefinition, about: StreamFacts): StreamKey {
  return streamKey(about.target, `@${role.id}/${duty.id}:${about.id}`);
}
