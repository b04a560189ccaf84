import type { DetectedAgent } from "../../daemon/index.ts";
import { detectAgents } from "../../daemon/index.ts";
import { exec, minimalEnv } from "../../platform/index.ts";
import { safeText } from "../text/safe.ts";

const LOOK_MS_MAX = 5_000;
const VERSION_CHARS_MAX = 60;

/** The agents that are on this machine; what they say of themselves is shown as text. */
export async function findAgents(): Promise<readonly DetectedAgent[]> {
  const found = await detectAgents();
  return found.map((agent) => ({ ...agent, version: shown(agent.version) }));
}

export async function versionOf(program: string): Promise<string | null> {
  const { code, stdout } = await exec([program, "--version"], {
    cwd: "/",
    env: minimalEnv(),
    timeoutMs: LOOK_MS_MAX,
    stdoutBytesMax: 10_000,
  });
  if (code !== 0) return null;
  return shown(stdout.toString("utf8").split("\n")[0] ?? "");
}

function shown(version: string): string {
  return safeText(version).slice(0, VERSION_CHARS_MAX);
}
