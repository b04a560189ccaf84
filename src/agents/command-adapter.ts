import { OrchestratorError } from "../model/index.ts";
import { pathExists } from "../platform/index.ts";
import type { Adapter } from "./adapter.ts";
import { classifyExit } from "./classify.ts";
import { agentEnvironment, gatewayVariables } from "./environment.ts";
import { output } from "./make-line.ts";

/** Any program: the prompt on stdin, the work in its directory, exit 0 when it claims to be done. */
export const commandAdapter: Adapter = {
  name: "command",
  capabilities: { structured: false, resumes: false, usage: "none", steers: false, mcp: false },
  command(context) {
    const { run } = context.config;
    if (run === null) {
      throw new OrchestratorError("bad-config", "a command agent needs `run`", {
        hint: "agents: { default: { adapter: command, run: ./agent.sh } }",
      });
    }
    return {
      argv: ["/bin/sh", "-c", run],
      env: { ...agentEnvironment(context), ...gatewayVariables(context) },
      stdin: context.prompt,
      readOnly: temporaryFilesIn(run),
      files: [],
    };
  },
  resume: () => null,
  parse: (line) => [output(line)],
  classify: (exit, seen) => classifyExit(exit, seen.tail),
};

/** A sandbox has a /tmp of its own: what the user's command names there is carried in. */
export function temporaryFilesIn(run: string): string[] {
  return run.split(/[\s;&|<>()"']+/).filter((word) => word.startsWith("/tmp/") && pathExists(word));
}
