import type { Workplace } from "../../daemon/index.ts";
import { ask, readState } from "../../daemon/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import type { RepositoryPlace } from "./config.ts";
import { safeText } from "../text/safe.ts";
import { openPlace } from "./config.ts";

const NAME_CHARS_MAX = 100;

export interface NameClaim extends RepositoryPlace {
  /** Who asks: the same id is given the same name for ever. */
  readonly agentId: string;
  /** Whose pool of names; default: `coder`. */
  readonly role?: string;
  /** Wanted above the pool's; where somebody has it already, with a number behind. */
  readonly preferredName?: string | null;
}

/** Personal names that were given out here, in the order of their claims. */
export function getTakenNames(place: RepositoryPlace = {}): readonly string[] {
  return [...readState(openPlace(place)).state.names.values()].map((agent) => agent.name);
}

/**
 * A personal name for an agent, kept in the journal: nobody else is given it, and asking again
 * gives the same. Throws `illegal-transition` when it is refused.
 */
export async function claimAgentName(claim: NameClaim): Promise<string> {
  const { agentId, role = "coder" } = claim;
  for (const text of [agentId, role, claim.preferredName ?? ""]) requirePlain(text);
  const place = openPlace(claim);
  const own = nameOf(place, agentId);
  if (own !== null) return own;
  const preferred = freeName(place, role, claim.preferredName ?? null);
  const answer = await ask(place, { kind: "claim-name", agentId, role, preferred });
  if (!answer.accepted) throw new OrchestratorError("illegal-transition", answer.message);
  const given = nameOf(place, agentId);
  if (given !== null) return given;
  throw new OrchestratorError("bug", `no name was given to ${JSON.stringify(agentId)}`);
}

/** Names are shown everywhere: one short line of plain text. */
function requirePlain(text: string): void {
  if (text.length <= NAME_CHARS_MAX && safeText(text) === text) return;
  const allowed = `at most ${NAME_CHARS_MAX} characters of plain text`;
  throw new OrchestratorError("usage", `${JSON.stringify(text)} is not ${allowed}`);
}

function nameOf(place: Workplace, agentId: string): string | null {
  return readState(place).state.names.get(agentId)?.name ?? null;
}

/** The wish, or the first of the pool, that nobody has; null when every name is taken. */
function freeName(place: Workplace, role: string, wanted: string | null): string | null {
  const taken = new Set([...readState(place).state.names.values()].map((agent) => agent.name));
  const { names } = place.config;
  const pool = Object.hasOwn(names, role) ? (names[role] ?? []) : (names["default"] ?? []);
  if (wanted === null || wanted.trim() === "") {
    return pool.find((name) => !taken.has(name)) ?? null;
  }
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(name)) return name;
  }
}
