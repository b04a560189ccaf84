import type {
  DutyDefinition,
  DutyEvent,
  Event,
  EventOf,
  FailureReason,
  RoleDefinition,
  RoleReading,
  RoleState,
  State,
  TeamPolicy,
} from "../../model/index.ts";
import { keyOf } from "../../model/index.ts";
import { dutyFacts } from "./duty-facts.ts";
import { nextDutyMs, nextTurnMs } from "./duty-time.ts";
import { backoffMs } from "../policy.ts";
import { handAfter, handAhead } from "./hand-offs.ts";
import { isOpenDuty } from "./open-duty.ts";
import { roleOfAgent, roleState, teamOf, workOfRole } from "./roles.ts";
import { tuneDuty } from "./tuning.ts";
import type { Turn } from "../turn.ts";
import { emit, lookBack, refuse } from "../turn.ts";

/** Its process died or had to be ended; what a gate or a provider did is not its doing. */
const CRASHES: ReadonlySet<FailureReason> = new Set<FailureReason>([
  "crashed",
  "exit-code",
  "lost",
  "not-started",
  "startup-timeout",
  "idle-timeout",
]);

/** Whatever is due in the standing team: crashes counted, roles started, turns and duties begun. */
export function leadTeam(turn: Turn): void {
  const policy = teamOf(turn.state);
  if (policy === null) return;
  handAfter(turn, policy);
  if (turn.state.session?.state !== "executing") return;
  lookBack(turn, (event) => {
    if (event.type === "failed") noteFailure(turn, policy, event);
  });
  const seen = turn.events.slice();
  for (const definition of policy.roles) {
    leadRole(turn, policy, definition);
    for (const duty of definition.duties) {
      leadDuty(turn, definition, duty, seen);
      tuneDuty(turn, definition, duty, seen);
    }
    handAhead(turn, policy, definition);
  }
}

function noteFailure(
  turn: Turn,
  policy: TeamPolicy,
  { attempt, reason, message }: EventOf<"failed">,
): void {
  const role = roleOfAgent(turn.state.streams.get(keyOf(attempt))?.agent ?? null);
  const before = role === null ? null : roleState(turn.state, role);
  if (before === null || before.phase.kind === "critical" || !CRASHES.has(reason)) return;
  const cause = `${reason}: ${message}`;
  const { id, restarts, phase } = before;
  if (restarts >= policy.restartsMax) {
    emit(turn, { type: "role-critical", role: id, cause });
  } else {
    const waitMs = backoffMs(policy.restartBaseMs, Number.MAX_SAFE_INTEGER, restarts);
    const earliest = phase.kind === "restarting" ? phase.atMs : 0;
    const untilMs = Math.max(earliest, turn.atMs + waitMs);
    emit(turn, { type: "role-restarting", role: id, restarts: restarts + 1, untilMs, cause });
  }
  const crashes = turn.state.team?.crashes.length ?? 0;
  if (crashes >= policy.fleet.crashes) {
    emit(turn, { type: "fleet-held", untilMs: turn.atMs + policy.fleet.holdMs });
  }
}

function leadRole(turn: Turn, policy: TeamPolicy, { id, turn: turns }: RoleDefinition): void {
  const role = roleState(turn.state, id);
  if (role === null) return;
  const { phase, restarts, nextTurnMs: dueMs } = role;
  if (phase.kind === "launching" || phase.kind === "restarting") {
    if (turn.atMs >= phase.atMs) emit(turn, { type: "role-started", role: id });
    return;
  }
  if (phase.kind !== "up") return;
  if (restarts > 0 && turn.atMs >= phase.sinceMs + policy.healthyResetMs) {
    emit(turn, { type: "role-recovered", role: id });
  }
  if (turns !== null && dueMs !== null && turn.atMs >= dueMs) {
    emit(turn, { type: "role-turn", role: id, nextMs: nextTurnMs(turns, turn.atMs) });
  }
}

function leadDuty(
  turn: Turn,
  definition: RoleDefinition,
  duty: DutyDefinition,
  seen: readonly Event[],
): void {
  const role = roleState(turn.state, definition.id);
  const before = role?.duties.find(({ id }) => id === duty.id);
  if (role?.phase.kind !== "up" || before === undefined) return;
  if (before.nextMs === null) {
    const { when } = duty;
    if (when.kind !== "event" || !seen.some((event) => isNews(turn.state, event, when.event)))
      return;
  } else if (turn.atMs < before.nextMs) return;
  const nextMs = nextDutyMs(duty.when, turn.atMs);
  const facts = isOpenDuty(turn.state, before.newest)
    ? null
    : dutyFacts(turn.state, definition, duty, before.count + 1);
  // An event that comes while the last one is still seen to is seen to with it.
  if (facts === null && duty.when.kind === "event") return;
  emit(turn, { type: "duty-due", role: definition.id, duty: duty.id, facts, nextMs });
  if (facts !== null) emit(turn, { type: "streams-added", keys: [facts.key] });
}

/** Only of the roadmap's work: a duty that brings itself up would never end. */
function isNews({ streams }: State, event: Event, wanted: DutyEvent): boolean {
  if (event.type !== wanted) return false;
  if (event.type === "landed" || event.type === "blocked") {
    return streams.get(event.key)?.facts.duty === undefined;
  }
  return true;
}

/** Told only when it is news: what was found again changes nothing. */
export function noteHealth(turn: Turn, readings: readonly RoleReading[]): void {
  for (const { role, signs } of readings) {
    const before = roleState(turn.state, role);
    if (before === null || before.signs.join() === signs.join()) continue;
    emit(turn, { type: "role-health", role, signs });
  }
}

/** A person's word counts for more than any limit: the role starts anew, its work goes on. */
export function restartRole(turn: Turn, by: string, id: string): void {
  const role = roleState(turn.state, id);
  if (role === null || teamOf(turn.state) === null) {
    const known = turn.state.team?.roles.map((one) => one.id).join(", ") ?? "";
    const roles = known === "" ? "no team was started here" : `the team has: ${known}`;
    return refuse(turn, "restart", `there is no role ${id}; ${roles}`);
  }
  emit(turn, { type: "role-freed", role: id, by });
  const key = workOfRole(turn.state, id);
  const stage = key === null ? undefined : turn.state.streams.get(key)?.stage;
  if (stage?.kind !== "running" || stage.stopping !== null) return;
  const { attempt } = stage;
  emit(turn, { type: "agent-stopping", attempt, cause: "restarted", now: false });
}

/** When something of the team becomes due; infinity while nothing does. */
export function wakeOfTeam(state: State): number {
  const policy = teamOf(state);
  if (policy === null || state.team === null || state.session?.state !== "executing") {
    return Number.POSITIVE_INFINITY;
  }
  let earliest = Number.POSITIVE_INFINITY;
  for (const role of state.team.roles) earliest = Math.min(earliest, wakeOfRole(role, policy));
  return earliest;
}

function wakeOfRole(
  { phase, restarts, nextTurnMs: turnMs, duties }: RoleState,
  policy: TeamPolicy,
) {
  if (phase.kind === "launching" || phase.kind === "restarting") return phase.atMs;
  if (phase.kind !== "up") return Number.POSITIVE_INFINITY;
  let earliest = restarts > 0 ? phase.sinceMs + policy.healthyResetMs : Number.POSITIVE_INFINITY;
  if (turnMs !== null) earliest = Math.min(earliest, turnMs);
  for (const { nextMs } of duties) {
    if (nextMs !== null) earliest = Math.min(earliest, nextMs);
  }
  return earliest;
}
