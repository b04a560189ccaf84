import type { AdapterName } from "../../model/index.ts";
import { exec, minimalEnv } from "../../platform/index.ts";
import { safeText } from "../text/safe.ts";

export interface FoundAgent {
  readonly adapter: AdapterName;
  readonly program: string;
  readonly version: string;
}

/** The command-line agents there are adapters for, by the program that is on a PATH. */
export const AGENT_PROGRAMS: readonly {
  readonly adapter: AdapterName;
  readonly program: string;
}[] = [
  { adapter: "claude-code", program: "claude" },
  { adapter: "codex", program: "codex" },
  { adapter: "opencode", program: "opencode" },
  { adapter: "gemini", program: "gemini" },
];

const LOOK_MS_MAX = 5_000;

/** Asks each known agent for its version; what does not answer is not there. */
export async function findAgents(): Promise<readonly FoundAgent[]> {
  const answers = await Promise.all(
    AGENT_PROGRAMS.map(async ({ adapter, program }) => {
      const version = await versionOf(program);
      return version === null ? [] : [{ adapter, program, version }];
    }),
  );
  return answers.flat();
}

export async function versionOf(program: string): Promise<string | null> {
  const { code, stdout } = await exec([program, "--version"], {
    cwd: "/",
    env: minimalEnv(),
    timeoutMs: LOOK_MS_MAX,
    stdoutBytesMax: 10_000,
  });
  if (code !== 0) return null;
  return safeText(stdout.toString("utf8").split("\n")[0] ?? "").slice(0, 60);
}
