import type { AgentIdentity, PersonAct, State } from "../../model/index.ts";
import { displayKey } from "../../model/index.ts";
import { goOn } from "./escalations.ts";
import { hold } from "../session/inbox-acts.ts";
import { roleMember } from "../queue/names.ts";
import { policyOf } from "../policy.ts";
import { escalate } from "./recovery.ts";
import { roleAgentId, roleId, teamOf } from "../team/roles.ts";
import { settledStatus } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit, refuse } from "../turn.ts";

type ActOf<K extends PersonAct["kind"]> = Extract<PersonAct, { readonly kind: K }>;

/** Out of the agents' hands: whoever works on it ends, its work is kept, and a person decides. */
export function escalateByHand(turn: Turn, by: string, { key, reason }: ActOf<"escalate">): void {
  const stream = turn.state.streams.get(key);
  if (stream === undefined) {
    return refuse(turn, "escalate", `there is no work stream ${displayKey(key)}`);
  }
  const { facts, stage } = stream;
  const settled = settledStatus(stream);
  if (settled !== null) return refuse(turn, "escalate", `${facts.id} is ${settled}`);
  const open = stream.recovery?.escalation ?? null;
  if (open !== null) {
    return refuse(turn, "escalate", `${facts.id} is in the inbox already, as ${open.entry}`);
  }
  if (!MAY_BE_ESCALATED.has(stage.kind)) {
    const why = IN_INBOX.has(stage.kind) ? "it is in the inbox already" : "stop it first";
    return refuse(turn, "escalate", `${facts.id} is ${stage.kind}; ${why}`);
  }
  const isHeld = stream.hold !== null || !IN_HANDS.has(stage.kind);
  if (!isHeld) hold(turn, by, key);
  const text = reason.trim() === "" ? `${by} wants a decision` : reason.trim();
  escalate(turn, { key, detection: null, text, by });
}

/** An agent is on it, or would be. */
const IN_HANDS: ReadonlySet<string> = new Set(["waiting", "preparing", "running"]);
const IN_INBOX: ReadonlySet<string> = new Set(["parked", "needs-person"]);
const MAY_BE_ESCALATED: ReadonlySet<string> = new Set([
  ...IN_HANDS,
  "blocked",
  "skipped",
  "stopped",
  "unverified",
]);

/** Another configured agent, role or member of the team goes on with the work, with all there is of it. */
export function reassign(turn: Turn, by: string, act: ActOf<"reassign">): void {
  const { key, agent: named } = act;
  const stream = turn.state.streams.get(key);
  if (stream === undefined) {
    return refuse(turn, "reassign", `there is no work stream ${displayKey(key)}`);
  }
  const { facts, stage } = stream;
  const settled = settledStatus(stream);
  if (settled !== null) return refuse(turn, "reassign", `${facts.id} is ${settled}`);
  if (!MAY_BE_REASSIGNED.has(stage.kind)) {
    return refuse(turn, "reassign", `${facts.id} is ${stage.kind}: nobody works on it now`);
  }
  // Before the first session only whoever leads knows who is configured.
  const pinned = policyOf(turn.state).recovery?.agents ?? [];
  const programs = [...new Set([...pinned, ...(act.configured ?? [])])];
  const found = findHands(turn.state, programs, named);
  if (found === null) {
    const known = knownHands(turn.state, programs);
    return refuse(turn, "reassign", `there is no agent ${named}; there are: ${known}`);
  }
  emit(turn, { type: "reassigned", key, by, ...found });
  if (stage.kind === "running" || stage.kind === "preparing") {
    if ((stage.stopping ?? null) !== null) return;
    emit(turn, { type: "agent-stopping", attempt: stage.attempt, cause: "reassigned", now: false });
  } else if (stage.kind !== "waiting") goOn(turn, stream, by);
}

const MAY_BE_REASSIGNED: ReadonlySet<string> = new Set([...MAY_BE_ESCALATED, "parked"]);

interface Hands {
  readonly program: string | null;
  readonly agent: AgentIdentity | null;
}

/** A configured agent before a role, and a role before a member: the first that has the name. */
function findHands(state: State, programs: readonly string[], named: string): Hands | null {
  if (programs.includes(named)) return { program: named, agent: null };
  const team = teamOf(state);
  const role = team?.roles.find(({ id }) => id === roleId(named));
  if (role !== undefined) {
    return { program: null, agent: roleMember(state, policyOf(state), role.id) };
  }
  const wanted = named.trim().toLowerCase();
  for (const one of state.names.values()) {
    const isRole = one.id === roleAgentId(one.role);
    // Of another team's roles nobody is up.
    if (one.name.toLowerCase() === wanted && !isRole && team === null) {
      return { program: null, agent: one };
    }
  }
  return null;
}

function knownHands(state: State, programs: readonly string[]): string {
  const roles = teamOf(state)?.roles.map(({ id }) => id) ?? [];
  const names = roles.length > 0 ? [] : [...state.names.values()].map(({ name }) => name);
  const all = [...new Set([...programs, ...roles, ...names])];
  return all.slice(0, HANDS_NAMED).join(", ") || "none";
}

const HANDS_NAMED = 12;
