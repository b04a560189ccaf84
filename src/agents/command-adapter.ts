import { OrchestratorError } from "../model/index.ts";
import { pathExists } from "../platform/index.ts";
import type { Adapter } from "./adapter.ts";
import { classifyExit } from "./classify.ts";
import { agentEnvironment } from "./environment.ts";

/** Any program: the prompt on stdin, the work in its directory, exit 0 when it claims to be done. */
export const commandAdapter: Adapter = {
  name: "command",
  command(context) {
    const { run } = context.config;
    if (run === null) {
      throw new OrchestratorError("bad-config", "a command agent needs `run`", {
        hint: "agents: { default: { adapter: command, run: ./agent.sh } }",
      });
    }
    return {
      argv: ["/bin/sh", "-c", run],
      env: agentEnvironment(context),
      stdin: context.prompt,
      readOnly: temporaryFilesIn(run),
    };
  },
  parse: () => null,
  classify: classifyExit,
};

/** A sandbox has a /tmp of its own: what the user's command names there is carried in. */
function temporaryFilesIn(run: string): string[] {
  return run.split(/[\s;&|<>()"']+/).filter((word) => word.startsWith("/tmp/") && pathExists(word));
}
