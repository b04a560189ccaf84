import { adapterFor } from "../../agents/index.ts";
import { learnSecret } from "../../platform/index.ts";
import type { SessionStart } from "../session-start.ts";
import { acts } from "../session-start.ts";
import type { Workplace } from "../workplace.ts";
import { Doors } from "./doors.ts";
import { keysOf } from "./keys.ts";

/**
 * Only where agents are to work that have something to do there: a key that the gateway can hold
 * for them, or a program that can use the team's tools.
 */
export function openDoors(workplace: Workplace, start: SessionStart): Doors | null {
  if (!acts(start) || workplace.config.gateway === "off") return null;
  const named = start.kind === "act" ? null : start.agent;
  const agent = named ?? workplace.config.agents["default"];
  if (agent === undefined) return null;
  const keys = keysOf(agent);
  for (const key of Object.values(keys ?? {})) learnSecret(key.apiKey);
  if (keys === null && !adapterFor(agent).capabilities.mcp) return null;
  return new Doors(workplace, keys ?? {});
}
