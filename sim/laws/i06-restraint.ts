import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

interface Seen {
  up: boolean;
  restarts: number;
  notBeforeMs: number;
  critical: boolean;
}

/** I6 for a standing team: restarts are bounded and spaced, and who is not up takes nothing. */
export function restraint(): Law {
  const roles = new Map<string, Seen>();
  const seen = (id: string): Seen => {
    const known = roles.get(id) ?? { up: false, restarts: 0, notBeforeMs: 0, critical: false };
    roles.set(id, known);
    return known;
  };
  const law: Law = {
    id: "I6",
    onEvent: heeding(
      [
        "role-started",
        "role-restarting",
        "role-critical",
        "role-recovered",
        "role-freed",
        "fleet-held",
        "claimed",
      ],
      (sim, event) => {
        const policy = sim.team;
        if (policy === null) return;
        switch (event.type) {
          case "role-started": {
            const role = seen(event.role);
            if (role.critical) breaks(law, `${event.role} is started although it is critical`);
            if (event.atMs < role.notBeforeMs) breaks(law, `${event.role} is started too soon`);
            role.up = true;
            return;
          }
          case "role-restarting": {
            const role = seen(event.role);
            const waitMs = policy.restartBaseMs * 2 ** role.restarts;
            role.restarts += 1;
            if (event.restarts !== role.restarts || role.restarts > policy.restartsMax) {
              breaks(
                law,
                `${event.role} is restarted a ${role.restarts}th time as ${event.restarts}`,
              );
            }
            if (event.untilMs < event.atMs + waitMs) breaks(law, `${event.role} waits too little`);
            role.up = false;
            role.notBeforeMs = event.untilMs;
            return;
          }
          case "role-critical": {
            const role = seen(event.role);
            if (role.restarts < policy.restartsMax) breaks(law, `${event.role} is given up early`);
            role.up = false;
            role.critical = true;
            return;
          }
          case "role-recovered":
            seen(event.role).restarts = 0;
            return;
          case "role-freed":
            Object.assign(seen(event.role), { restarts: 0, critical: false, notBeforeMs: 0 });
            return;
          case "fleet-held":
            for (const role of roles.values()) role.up = false;
            return;
          case "claimed":
            if (event.agent.id.startsWith("role-") && !seen(event.agent.role).up) {
              breaks(law, `${event.agent.role} takes ${event.key} while it is not up`);
            }
            return;
          default:
        }
      },
    ),
  };
  return law;
}
