import { newStream } from "../../model/index.ts";
import type {
  DutyState,
  RoleDefinition,
  RoleState,
  TeamEvent,
  TeamPolicy,
  TeamState,
} from "../../model/index.ts";
import type { Ledger } from "../draft.ts";
import { putStream, putTeam } from "../draft.ts";
import { applyEnd } from "./end.ts";
import { nextDutyMs, nextTurnMs } from "../team/duty-time.ts";
import { teamOf } from "../team/roles.ts";

type RoleEvent = Exclude<TeamEvent, { readonly type: "duty-due" | "duty-done" | "duty-tuned" }>;

/**
 * The roles of a team that starts, in launch order. What a role went through before counts on: a
 * new start of the team is no way around the limit of restarts (law I6).
 */
export function gatherTeam(ledger: Ledger, policy: TeamPolicy, atMs: number): void {
  const known = new Map(ledger.state.team?.roles.map((role) => [role.id, role]));
  const roles = [...policy.roles]
    .sort((a, b) => a.priority - b.priority)
    .map((definition, place): RoleState => {
      const before = known.get(definition.id);
      const earliest = before?.phase.kind === "restarting" ? before.phase.atMs : 0;
      const startMs = Math.max(earliest, atMs + place * policy.staggerMs);
      return {
        id: definition.id,
        phase:
          before?.phase.kind === "critical" ? before.phase : { kind: "launching", atMs: startMs },
        restarts: before?.restarts ?? 0,
        restartsTotal: before?.restartsTotal ?? 0,
        signs: [],
        turnMs: null,
        nextTurnMs: null,
        duties: definition.duties.map(({ id }) => dutyBefore(before, id)),
      };
    });
  putTeam(ledger, { sinceMs: atMs, roles, crashes: [] });
}

function dutyBefore(role: RoleState | undefined, id: string): DutyState {
  const before = role?.duties.find((duty) => duty.id === id);
  return before ?? { id, nextMs: null, count: 0, newest: null };
}

export function applyTeam(ledger: Ledger, event: TeamEvent): void {
  switch (event.type) {
    case "duty-due":
      return applyDuty(ledger, event);
    case "duty-tuned":
      return putDuty(ledger, event.role, event.duty, (duty) => ({ ...duty, nextMs: event.nextMs }));
    case "duty-done":
      return applyEnd(ledger, event);
    default:
      return applyRole(ledger, event);
  }
}

function applyRole(ledger: Ledger, event: RoleEvent): void {
  const { team } = ledger.state;
  const policy = teamOf(ledger.state);
  if (team === null || policy === null) return;
  if (event.type === "fleet-held") return putTeam(ledger, held(team, event.untilMs));
  const definition = policy.roles.find(({ id }) => id === event.role);
  const roles = team.roles.map((role) =>
    role.id === event.role ? changed(role, event, definition) : role,
  );
  const crashes =
    event.type === "role-restarting" || event.type === "role-critical"
      ? [...team.crashes, event.atMs].filter((at) => at > event.atMs - policy.fleet.windowMs)
      : team.crashes;
  putTeam(ledger, { ...team, roles, crashes });
}

/** Nobody is started until then; who is at work goes on. */
function held(team: TeamState, untilMs: number): TeamState {
  const roles = team.roles.map((role): RoleState => {
    if (role.phase.kind === "critical") return role;
    const atMs = "atMs" in role.phase ? Math.max(role.phase.atMs, untilMs) : untilMs;
    return { ...role, phase: { kind: "restarting", atMs, cause: "too many roles crashed" } };
  });
  return { ...team, roles, crashes: [] };
}

function changed(
  role: RoleState,
  event: Exclude<RoleEvent, { readonly type: "fleet-held" }>,
  definition: RoleDefinition | undefined,
): RoleState {
  const { atMs } = event;
  switch (event.type) {
    case "role-started": {
      const turn = definition?.turn ?? null;
      return {
        ...role,
        phase: { kind: "up", sinceMs: atMs },
        signs: [],
        nextTurnMs: turn === null ? null : nextTurnMs(turn, atMs),
        duties: role.duties.map((duty) => firstTime(duty, definition, atMs)),
      };
    }
    case "role-restarting": {
      const { restarts, untilMs, cause } = event;
      const phase = { kind: "restarting", atMs: untilMs, cause } as const;
      return { ...role, phase, restarts, restartsTotal: role.restartsTotal + 1 };
    }
    case "role-critical":
      return { ...role, phase: { kind: "critical", sinceMs: atMs, cause: event.cause } };
    case "role-turn":
      return { ...role, turnMs: atMs, nextTurnMs: event.nextMs };
    case "role-recovered":
      return { ...role, restarts: 0 };
    case "role-health":
      return { ...role, signs: event.signs };
    case "role-freed":
      return { ...role, restarts: 0, phase: { kind: "launching", atMs } };
  }
}

/** A time that was set before the team was stopped stays, so that a stop puts nothing off. */
function firstTime(
  duty: DutyState,
  definition: RoleDefinition | undefined,
  atMs: number,
): DutyState {
  const when = definition?.duties.find(({ id }) => id === duty.id)?.when;
  if (duty.nextMs !== null || when === undefined) return duty;
  return { ...duty, nextMs: when.kind === "every" ? atMs : nextDutyMs(when, atMs) };
}

function applyDuty(
  ledger: Ledger,
  { role, duty, facts, nextMs, atMs }: Extract<TeamEvent, { readonly type: "duty-due" }>,
): void {
  if (ledger.state.team === null) return;
  if (facts !== null) putStream(ledger, newStream(facts, atMs));
  putDuty(ledger, role, duty, (one) =>
    facts === null
      ? { ...one, nextMs }
      : { ...one, nextMs, count: one.count + 1, newest: facts.key },
  );
}

function putDuty(
  ledger: Ledger,
  role: string,
  duty: string,
  change: (duty: DutyState) => DutyState,
): void {
  const { team } = ledger.state;
  if (team === null) return;
  const roles = team.roles.map((one) =>
    one.id === role
      ? { ...one, duties: one.duties.map((each) => (each.id === duty ? change(each) : each)) }
      : one,
  );
  putTeam(ledger, { ...team, roles });
}
