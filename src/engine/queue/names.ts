import type {
  AgentIdentity,
  RoutedRole,
  RunPolicy,
  State,
  StreamFacts,
  StreamKey,
  StreamState,
} from "../../model/index.ts";
import { kindOfWork, routeWork } from "../../planner/index.ts";
import { policyOf } from "../policy.ts";
import { roleAgentId, takerOf, teamOf } from "../team/roles.ts";
import type { Turn } from "../turn.ts";
import { worklistOf } from "../worklist.ts";

/** The role of an agent that works on a stream. */
const WORKING_ROLE = "coder";

/** Names for teams whose configuration gives none. */
const FALLBACK_NAME = "Agent";

/** Ids of the team's own members; names that others claim have ids of their own. */
const MEMBER_ID = /^agent-\d+$/;

/**
 * Who works on a stream: whoever was on it before, else a member of the team who is free, those
 * first who did the work it depends on, else somebody new. A team is as large as the work was wide.
 * `role`: of a standing team, in whose name it is done.
 */
function memberFor(
  state: State,
  policy: RunPolicy,
  { facts, agent, summons }: StreamState,
  role: string | null,
): AgentIdentity {
  if (summons !== null) return summons;
  if (role !== null) return roleMember(state, policy, role);
  const work = worklistOf(state);
  const isFree = (one: AgentIdentity) => !isOnOther(work.holders.get(one.id), facts.key);
  // A stream that was given up and opened again may find its agent on other work by now.
  if (agent !== null && !isOnOther(work.holders.get(agent.id), facts.key, work.active)) {
    return agent;
  }
  const routed = routedRole(policy, facts);
  for (const key of facts.dependsOn) {
    const known = state.streams.get(key)?.agent ?? null;
    if (known === null || !isFree(known)) continue;
    if (policy.routing === undefined || known.role === routed) return known;
  }
  const free: AgentIdentity[] = [];
  for (const one of state.names.values()) {
    if (one.role === routed && MEMBER_ID.test(one.id) && isFree(one)) free.push(one);
  }
  return (
    firstProven(free, policy.learned?.proven[kindOfWork(facts)]) ?? newMember(state, policy, routed)
  );
}

/** Whether any of what an agent holds, or of that part of it, is another stream. */
function isOnOther(
  held: ReadonlySet<StreamKey> | undefined,
  key: StreamKey,
  part: ReadonlySet<StreamKey> | null = null,
): boolean {
  if (held === undefined) return false;
  for (const one of held) if (one !== key && (part === null || part.has(one))) return true;
  return false;
}

/** Whoever would be on a stream if it were claimed now. */
export function agentFor(turn: Turn, stream: StreamState): AgentIdentity {
  const team = teamOf(turn.state);
  const role = team === null ? null : (takerOf(turn, team, stream)?.id ?? null);
  return memberFor(turn.state, policyOf(turn.state), stream, role);
}

/** The role that a stream's agent has: the one its work is routed to, where roles are set. */
function routedRole({ routing }: RunPolicy, facts: StreamFacts): string {
  if (routing === undefined) return WORKING_ROLE;
  const known = routings.get(facts);
  if (known !== undefined && known.routing === routing) return known.role;
  const role = routeWork(facts, routing).role ?? WORKING_ROLE;
  routings.set(facts, { routing, role });
  return role;
}

/** Facts and policies are immutable, and what waits for an account is asked for at every claim. */
const routings = new WeakMap<
  StreamFacts,
  { readonly routing: readonly RoutedRole[]; readonly role: string }
>();

/** Of the free ones whoever the past speaks for most on this kind of work. */
function firstProven(
  free: readonly AgentIdentity[],
  proven: readonly string[] | undefined,
): AgentIdentity | undefined {
  for (const name of proven ?? []) {
    const found = free.find((one) => one.name === name);
    if (found !== undefined) return found;
  }
  return free[0];
}

/** A role is one member for ever, whatever it works on. */
export function roleMember(state: State, policy: RunPolicy, role: string): AgentIdentity {
  const id = roleAgentId(role);
  return state.names.get(id) ?? { id, name: freeName(state, policy, role), role };
}

/** A new member of the team, with a name that nobody had before. */
function newMember(state: State, policy: RunPolicy, role: string): AgentIdentity {
  let number = state.names.size + 1;
  while (state.names.has(`agent-${number}`)) number += 1;
  const name = freeName(state, policy, role);
  return { id: `agent-${number}`, name, role };
}

/**
 * The first free name of the role's pool, then of the default pool, then with a number: Aria,
 * Bruno, …, Aria-2. Never one that was given before, so that a name in an old report is one agent.
 */
export function freeName(state: State, policy: RunPolicy, role: string): string {
  const taken = worklistOf(state).namesTaken;
  const pool = [...(policy.names[role] ?? []), ...(policy.names["default"] ?? [])];
  const names = pool.length === 0 ? [FALLBACK_NAME] : pool;
  for (let round = 1; ; round++) {
    for (const name of names) {
      const numbered = round === 1 ? name : `${name}-${round}`;
      if (!taken.has(numbered)) return numbered;
    }
  }
}
