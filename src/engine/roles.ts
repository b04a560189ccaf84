import type {
  AgentIdentity,
  RoleDefinition,
  RoleState,
  RunPolicy,
  State,
  StreamFacts,
  StreamState,
  TeamPolicy,
} from "../model/index.ts";
import { matchesAny } from "../model/index.ts";
import { policyOf } from "./policy.ts";
import { worklistOf } from "./worklist.ts";

/** So long after its turn began may a role still take work. */
export const TURN_MS = 60_000;

/** The standing team of the session; null in a session that ends by itself. */
export function teamOf({ session }: State): TeamPolicy | null {
  return session?.request.team ?? null;
}

export function roleAgentId(role: string): string {
  return `role-${role}`;
}

/** The role an agent stands for; null for any other member. */
export function roleOfAgent(agent: AgentIdentity | null): string | null {
  return agent !== null && agent.id === roleAgentId(agent.role) ? agent.role : null;
}

export function roleState(state: State, role: string): RoleState | null {
  return state.team?.roles.find(({ id }) => id === role) ?? null;
}

/**
 * Who a work stream is for: its duty's role, whoever the roadmap names, whose files they are, whose
 * words are in its title, then whoever takes the rest. Names and words are compared whole.
 */
export function roleFor({ roles }: TeamPolicy, facts: StreamFacts): RoleDefinition | null {
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
  { agent, recovery }: StreamState,
): { readonly program?: string; readonly model?: string } {
  const role = roleOfAgent(agent);
  const definition = teamOf(state)?.roles.find(({ id }) => id === role);
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

/** The session's policy for an agent: its role may grant an attempt less time. */
export function policyFor(state: State, agent: AgentIdentity | null): RunPolicy {
  const policy = policyOf(state);
  const role = roleOfAgent(agent);
  const timeoutMs = teamOf(state)?.roles.find(({ id }) => id === role)?.timeoutMs ?? null;
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

/** The session has no standing team, or the stream's role is up, free, and at its turn. */
export function roleMayTake(state: State, { facts, summons }: StreamState, atMs: number): boolean {
  const policy = teamOf(state);
  if (policy === null) return true;
  const summoned = roleOfAgent(summons);
  const role = policy.roles.find(({ id }) => id === summoned) ?? roleFor(policy, facts);
  if (role === null || roleState(state, role.id)?.phase.kind !== "up") return false;
  if (workOfRole(state, role.id) !== null) return false;
  if (role.turn === null || facts.duty !== undefined) return true;
  const turnMs = roleState(state, role.id)?.turnMs ?? null;
  return turnMs !== null && atMs < turnMs + TURN_MS;
}
