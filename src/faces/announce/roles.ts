import type { HealthSign, TeamEvent } from "../../model/index.ts";
import { keyOf, unreachable } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { keyLabel, list } from "../text/words.ts";

/** What happens to the roles of a standing team, for whoever watches; never with a bell (CFR-009). */
export function roleLines(event: TeamEvent): readonly string[] {
  switch (event.type) {
    case "role-started":
      return [`Role ${safeText(event.role)} is up`];
    case "role-restarting":
      return [
        `Role ${safeText(event.role)} crashed (${safeText(event.cause)}); restart ${event.restarts} at ${clock(event.untilMs)}`,
      ];
    case "role-critical":
      return [
        `CRITICAL: role ${safeText(event.role)} crashed too often and is not restarted (${safeText(event.cause)})`,
        `      In another terminal: orchestrator team restart ${safeText(event.role)}`,
      ];
    case "role-recovered":
      return [`Role ${safeText(event.role)} is healthy again; its restarts are forgiven`];
    case "role-health":
      return [healthLine(event.role, event.signs)];
    case "role-freed":
      return [`Role ${safeText(event.role)} is started anew by ${safeText(event.by)}`];
    case "fleet-held":
      return [`Too many roles crashed: nobody is started before ${clock(event.untilMs)}`];
    case "duty-done":
      return [`${keyLabel(keyOf(event.attempt))} is done; nothing had to be changed`];
    case "role-turn":
    case "duty-due":
    case "duty-tuned":
      return [];
    default:
      return unreachable(event);
  }
}

const SIGNS: Readonly<Record<HealthSign, string>> = {
  dead: "its process is gone",
  uncertain: "its process could not be seen",
  heartbeat: "its heartbeat is stale",
  cpu: "it uses much CPU",
  memory: "it uses more memory than it may",
  growing: "its memory grows towards its limit",
  missing: "its status file is missing",
};

export function signWords(signs: readonly HealthSign[]): string {
  return list(signs.map((sign) => SIGNS[sign]));
}

function healthLine(role: string, signs: readonly HealthSign[]): string {
  if (signs.length === 0) return `Role ${safeText(role)} is healthy`;
  return `Role ${safeText(role)}: ${signWords(signs)}`;
}

function clock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}
