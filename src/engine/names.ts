import type { AgentIdentity, RunPolicy, State } from "../model/index.ts";
import { worklistOf } from "./worklist.ts";

/** The role of an agent that works on a stream. */
export const WORKING_ROLE = "developer";

/** Names for teams whose configuration gives none. */
const FALLBACK_NAME = "Agent";

/** A new member of the team, with a name that nobody had before. */
export function newAgent(state: State, policy: RunPolicy): AgentIdentity {
  let number = state.names.size + 1;
  while (state.names.has(`agent-${number}`)) number += 1;
  const name = freeName(state, policy, WORKING_ROLE);
  return { id: `agent-${number}`, name, role: WORKING_ROLE };
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
