import type { DetectedAgent } from "../../daemon/index.ts";
import { detectAgents } from "../../daemon/index.ts";
import { safeText } from "../text/safe.ts";

const VERSION_CHARS_MAX = 60;

/** The agents that are on this machine; what they say of themselves is shown as text. */
export async function findAgents(): Promise<readonly DetectedAgent[]> {
  const found = await detectAgents();
  return found.map((agent) => ({
    ...agent,
    version: safeText(agent.version).slice(0, VERSION_CHARS_MAX),
  }));
}
