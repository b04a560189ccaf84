import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LIMITS, OrchestratorError } from "../model/index.ts";
import { nowMs, pathExists, readTextIfExists } from "../platform/index.ts";
import type { Adapter, AgentLine } from "./adapter.ts";
import { classifyExit } from "./classify.ts";
import { agentEnvironment } from "./environment.ts";
import type { ScriptedLine } from "./scripted/wire.ts";
import { readScriptedLine } from "./scripted/wire.ts";

/** How long a limit without a stated reset is waited for. */
const LIMIT_MS = 60_000;

/** An agent that follows a script: the mechanics of a real one without a model. */
export const scriptedAdapter: Adapter = {
  name: "scripted",
  command(context) {
    const { script } = context.config;
    if (script === null) {
      throw new OrchestratorError("bad-config", "a scripted agent needs `script`", {
        hint: "agents: { default: { adapter: scripted, script: agents.yaml } }",
      });
    }
    const text = readTextIfExists(script);
    if (text === null) {
      throw new OrchestratorError("bad-config", `there is no script at ${script}`);
    }
    if (text.length > LIMITS.promptBytesMax) {
      throw new OrchestratorError("bad-config", `the script ${script} is too large`);
    }
    const program = scriptedProgram();
    return {
      argv: program.argv,
      env: agentEnvironment(context),
      // The script comes on stdin: the file itself may be where the agent cannot look.
      stdin: text,
      readOnly: [dirname(process.execPath), ...program.places],
    };
  },
  parse(line): AgentLine | null {
    const said = readScriptedLine(line);
    return said === null ? null : toAgentLine(said);
  },
  classify(exit, tail) {
    const limit = lastOfType(tail, "rate-limit");
    if (limit !== null && exit.kind === "exited" && exit.code !== 0) {
      return {
        kind: "limited",
        untilMs: nowMs() + (limit.seconds === undefined ? LIMIT_MS : limit.seconds * 1000),
        message: "the script says that a usage limit was reached",
      };
    }
    if (lastOfType(tail, "gave-up") !== null && exit.kind === "exited") {
      return { kind: "gave-up", message: "it asked, and nobody answered" };
    }
    return classifyExit(exit, tail);
  },
};

function toAgentLine(said: ScriptedLine): AgentLine | null {
  switch (said.type) {
    case "say":
      return { kind: "said", text: said.text };
    case "usage":
      return { kind: "usage", usage: said.usage };
    case "question":
      return { kind: "question", question: said.question };
    case "send":
      return { kind: "message", to: said.to, text: said.text };
    default:
      return null;
  }
}

function lastOfType<T extends ScriptedLine["type"]>(
  tail: string,
  type: T,
): Extract<ScriptedLine, { type: T }> | null {
  for (const line of tail.split("\n").reverse()) {
    const said = readScriptedLine(line);
    if (said?.type === type) return said as Extract<ScriptedLine, { type: T }>;
  }
  return null;
}

interface Program {
  readonly argv: readonly [string, ...string[]];
  /** What must be seen for it to run. */
  readonly places: readonly string[];
}

/** The scripted agent's program: in dist/ when built, beside this file in the sources. */
function scriptedProgram(): Program {
  const here = dirname(fileURLToPath(import.meta.url));
  const source = join(here, "scripted", "main.ts");
  if (pathExists(source)) {
    const loader = import.meta.resolve("tsx");
    const modules = fileURLToPath(loader).replace(/\/node_modules\/.*$/, "/node_modules");
    return {
      argv: [process.execPath, "--import", loader, source],
      places: [dirname(here), modules, join(here, "..", "..", "package.json")],
    };
  }
  const candidates = [join(here, "scripted-agent.js"), join(here, "..", "scripted-agent.js")];
  const found = candidates.find((path) => pathExists(path));
  if (found !== undefined) return { argv: [process.execPath, found], places: [dirname(found)] };
  throw new OrchestratorError("bug", `the scripted agent's program is missing beside ${here}`, {
    hint: "Build it: npm run build",
  });
}
