import type {
  AgentIdentity,
  RoleDefinition,
  RoleState,
  RunPolicy,
  State,
  StreamFacts,
  StreamState,
  TeamPolicy,
} from "../../model/index.ts";
import { matchesAny } from "../../model/index.ts";
import { policyOf } from "../policy.ts";
import type { Turn } from "../turn.ts";
import { worklistOf } from "../worklist.ts";

/** So long after its turn began may a role still take work. */
const TURN_MS = 60_000;

/** The standing team of the session; null in a session that ends by itself. */
export function teamOf({ session }: State): TeamPolicy | null {
  return session?.request.team ?? null;
}

export function roleAgentId(role: string): string {
  return ROLE + role;
}

const ROLE = "role-";

/** The role an agent stands for; null for any other member. */
export function roleOfAgent(agent: AgentIdentity | null): string | null {
  if (agent === null) return null;
  const { id, role } = agent;
  // As `roleAgentId(role)` writes it, which would be a new string for each agent of each turn.
  const isRole =
    id.length === ROLE.length + role.length && id.startsWith(ROLE) && id.endsWith(role);
  return isRole ? role : null;
}

export function roleState(state: State, role: string): RoleState | null {
  return state.team?.roles.find(({ id }) => id === role) ?? null;
}

/**
 * Who a work stream is for: its duty's role, whoever the roadmap names, whose files they are, whose
 * words are in its title, then whoever takes the rest. Names and words are compared whole.
 */
export function roleFor(policy: TeamPolicy, facts: StreamFacts): RoleDefinition | null {
  const known = routed.get(facts);
  if (known !== undefined && known.policy === policy) return known.role;
  const role = route(policy, facts);
  routed.set(facts, { policy, role });
  return role;
}

/** Facts and policies are immutable, and every turn asks again whose the ready work is. */
const routed = new WeakMap<
  StreamFacts,
  { readonly policy: TeamPolicy; readonly role: RoleDefinition | null }
>();

function route({ roles }: TeamPolicy, facts: StreamFacts): RoleDefinition | null {
  const { duty, assignee, files, title } = facts;
  if (duty !== undefined) return roles.find(({ id }) => id === duty.role) ?? null;
  const named = assignee === null ? undefined : roles.find(({ id }) => id === roleId(assignee));
  if (named !== undefined) return named;
  const words = new Set(title.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  return (
    roles.find(({ routes }) => files.some((file) => matchesAny(file, routes.files))) ??
    roles.find(({ routes }) => routes.words.some((word) => words.has(word))) ??
    roles.find(({ routes }) => routes.rest) ??
    null
  );
}

/**
 * The configured agent and the model that work on a stream: a person's or the recovery table's
 * choice, then what its agent's role says; nothing where the session's own do.
 */
export function programOf(
  state: State,
  { agent, recovery }: Pick<StreamState, "agent" | "recovery">,
): { readonly program?: string; readonly model?: string } {
  const team = teamOf(state);
  const role = team === null ? null : roleOfAgent(agent);
  const definition = team?.roles.find(({ id }) => id === role);
  const routed = policyOf(state).routing?.find(({ id }) => id === agent?.role);
  const program = recovery?.program ?? definition?.agent ?? routed?.agent ?? null;
  // A role's model is one of its own program.
  const own = (recovery?.program ?? null) === null;
  const model = own ? (definition?.model ?? null) : null;
  return {
    ...(program === null ? {} : { program }),
    ...(model === null ? {} : { model }),
  };
}

/** Whose account an agent on a stream works with; null while none is known. */
export function accountOf(
  state: State,
  stream: Pick<StreamState, "agent" | "recovery">,
): string | null {
  const { program } = programOf(state, stream);
  const isKnown = program !== undefined && Object.hasOwn(state.programs, program);
  return (isKnown ? state.programs[program] : undefined) ?? state.account;
}

/** The session's policy for an agent: its role may grant an attempt less time. */
export function policyFor(state: State, agent: AgentIdentity | null): RunPolicy {
  const policy = policyOf(state);
  const team = teamOf(state);
  if (team === null) return policy;
  const role = roleOfAgent(agent);
  const timeoutMs = team.roles.find(({ id }) => id === role)?.timeoutMs ?? null;
  return timeoutMs === null || timeoutMs >= policy.totalMs
    ? policy
    : { ...policy, totalMs: timeoutMs };
}

/** `UX-Design-Expert` and `ux design expert` are `ux_design_expert`. */
export function roleId(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_");
}

/** A role works on one thing at a time, from its claim until it has landed (one singleton a role). */
export function workOfRole(state: State, role: string): string | null {
  const { holders, active } = worklistOf(state);
  for (const key of holders.get(roleAgentId(role)) ?? []) if (active.has(key)) return key;
  return null;
}

/**
 * The role of a standing team that may take a stream now: the one it is for, or, while that is on
 * other work or down, one that can all that it can and has nothing of its own to do. Whoever helped
 * out goes on with what it began. Null: nobody may.
 */
export function takerOf(
  { state, atMs, work: { ready } }: Pick<Turn, "state" | "atMs" | "work">,
  policy: TeamPolicy,
  { facts, agent, summons }: StreamState,
): RoleDefinition | null {
  const roleCalled = (name: string | null) => policy.roles.find(({ id }) => id === name);
  const isFree = (role: RoleDefinition): boolean => isUp(state, role) && isIdle(state, role);
  const takes = (role: RoleDefinition): boolean =>
    isFree(role) && (facts.duty !== undefined || isAtTurn(state, role, atMs));
  const summoned = roleCalled(roleOfAgent(summons));
  if (summoned !== undefined) return takes(summoned) ? summoned : null;
  const own = roleFor(policy, facts);
  if (own === null) return null;
  const began = roleCalled(roleOfAgent(agent));
  if (began !== undefined && began !== own && covers(began, own)) {
    if (takes(began)) return began;
  }
  if (takes(own)) return own;
  // One that waits for its turn only will come to it.
  if (facts.duty !== undefined || isFree(own)) return null;
  const helpers = policy.roles.filter((role) => covers(role, own) && takes(role));
  return helpers.find((role) => !hasWork(state, policy, ready, role)) ?? null;
}

function isUp(state: State, { id }: RoleDefinition): boolean {
  return roleState(state, id)?.phase.kind === "up";
}

function isIdle(state: State, { id }: RoleDefinition): boolean {
  return workOfRole(state, id) === null;
}

function isAtTurn(state: State, { id, turn }: RoleDefinition, atMs: number): boolean {
  if (turn === null) return true;
  const turnMs = roleState(state, id)?.turnMs ?? null;
  return turnMs !== null && atMs < turnMs + TURN_MS;
}

/** Roles that say nothing of what they can are helped by nobody. */
function covers(helper: RoleDefinition, own: RoleDefinition): boolean {
  const { capabilities: wanted = [] } = own;
  const { capabilities: able = [] } = helper;
  return helper !== own && wanted.length > 0 && wanted.every((one) => able.includes(one));
}

/** Something of its own is ready for it. */
function hasWork(
  state: State,
  policy: TeamPolicy,
  ready: ReadonlySet<string>,
  role: RoleDefinition,
): boolean {
  for (const key of ready) {
    const facts = state.streams.get(key)?.facts;
    if (facts !== undefined && roleFor(policy, facts) === role) return true;
  }
  return false;
}
