import { dirname } from "node:path";
import { OrchestratorError } from "../../model/index.ts";
import type { Adapter, LaunchCommand, LaunchContext } from "../adapter.ts";
import { classifyStream } from "../outcome/classify.ts";
import { agentEnvironment, gatewayVariables } from "../start/environment.ts";
import { ownProgram } from "../own-program.ts";
import { filesNamedIn } from "../command-adapter.ts";
import { isSessionId } from "../start/session-id.ts";
import { TASK_VARIABLE, writeTask } from "./task.ts";
import { parse } from "./wire.ts";

const JUDGED = { title: "the ACP agent", login: "its own program, started by hand" } as const;

/** Any agent that speaks the Agent Client Protocol on its stdin and stdout, through a driver. */
export const acpAdapter: Adapter = {
  name: "acp",
  capabilities: {
    resumes: true,
    steers: false,
    mcp: true,
    forgets: true,
  },
  command: (context) => command(context, null),
  resume: (context, session) => (isSessionId(session) ? command(context, session) : null),
  parse,
  classify: (exit, seen, atMs) => classifyStream(JUDGED, exit, seen, atMs),
};

function command(context: LaunchContext, session: string | null): LaunchCommand {
  const { definition, mcpUrl } = context;
  const { run } = context.config;
  if (run === null) {
    throw new OrchestratorError("bad-config", "an ACP agent needs `run`", {
      hint: "agents: { default: { adapter: acp, run: qwen --acp } }",
    });
  }
  const program = ownProgram("acp", "acp-driver.js");
  return {
    argv: program.argv,
    env: {
      ...agentEnvironment(context),
      ...gatewayVariables(context),
      GEMINI_CLI_NO_RELAUNCH: "true",
      [TASK_VARIABLE]: writeTask({
        run,
        session,
        mcp: mcpUrl === null ? null : { url: mcpUrl, token: context.token },
        tools: {
          tools: definition?.tools ?? null,
          deniedTools: definition?.deniedTools ?? [],
        },
      }),
    },
    stdin: context.prompt,
    readOnly: [dirname(process.execPath), ...program.places, ...filesNamedIn(run)],
    files: [],
  };
}
