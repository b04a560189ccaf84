import type { TeamEvent } from "../../model/index.ts";
import { unreachable } from "../../model/index.ts";
import { listOf } from "./words.ts";

/** What an event says of a standing team's role; null for bookkeeping. */
export function describeTeam(event: TeamEvent): string | null {
  switch (event.type) {
    case "role-started":
      return `role ${event.role} is up`;
    case "role-restarting":
      return `role ${event.role} crashed (${event.cause}); restart ${event.restarts} at ${new Date(event.untilMs).toISOString()}`;
    case "role-critical":
      return `role ${event.role} is critical and is not restarted: ${event.cause}`;
    case "role-recovered":
      return `role ${event.role} has been healthy for long; its restarts are forgiven`;
    case "role-health":
      return `role ${event.role}: ${event.signs.length === 0 ? "healthy" : listOf(event.signs)}`;
    case "role-freed":
      return `role ${event.role} is started anew by ${event.by}`;
    case "fleet-held":
      return `too many roles crashed: nobody is started before ${new Date(event.untilMs).toISOString()}`;
    case "duty-due":
      return `duty ${event.duty} of role ${event.role} ${event.facts === null ? "is left out: the one before is not done" : "is due"}`;
    case "duty-tuned":
      return `duty ${event.duty} of role ${event.role} found nothing to change ${event.idle} times in a row: it comes up again at ${new Date(event.nextMs).toISOString()}`;
    case "duty-done":
      return "the duty is done; nothing had to be changed";
    case "role-turn":
      return null;
    default:
      return unreachable(event);
  }
}
