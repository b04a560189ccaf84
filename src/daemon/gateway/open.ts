import type { SessionStart } from "../session/start.ts";
import { acts } from "../session/start.ts";
import type { Workplace } from "../workplace.ts";
import { Doors } from "./doors.ts";
import { allHands } from "../hands.ts";

/**
 * Only where agents are to work that have something to do there: a key that the gateway can hold
 * for them, or a program that can use the team's tools.
 */
export function openDoors(workplace: Workplace, start: SessionStart): Doors | null {
  if (!acts(start) || workplace.config.gateway === "off") return null;
  const named = start.kind === "act" ? null : start.agent;
  const agent = named ?? workplace.config.agents["default"];
  if (agent === undefined) return null;
  const team = start.kind === "new" ? (start.request.team ?? null) : null;
  const all = allHands(workplace.config, agent, team);
  const doors = new Doors(workplace);
  for (const one of all) doors.know(one);
  // A person may give work to any agent that is configured.
  const anybody = [...all, ...Object.values(workplace.config.agents)];
  return anybody.some((one) => doors.isFor(one)) ? doors : null;
}
