import type { SessionStart } from "../session-start.ts";
import { acts } from "../session-start.ts";
import type { Workplace } from "../workplace.ts";
import { Doors } from "./doors.ts";
import { keysOf } from "./keys.ts";

/** Only where agents are to work, and where a key is known that the gateway can hold for them. */
export function openDoors(workplace: Workplace, start: SessionStart): Doors | null {
  if (!acts(start) || workplace.config.gateway === "off") return null;
  const named = start.kind === "act" ? null : start.agent;
  const agent = named ?? workplace.config.agents["default"];
  const keys = agent === undefined ? null : keysOf(agent);
  return keys === null ? null : new Doors(workplace, keys);
}
