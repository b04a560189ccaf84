import { isAbsolute, join } from "node:path";
import { OrchestratorError } from "../model/index.ts";
import { minimalEnv, pathExists } from "../platform/index.ts";
import type { Adapter } from "./adapter.ts";
import { classifyExit } from "./outcome/classify.ts";
import { agentEnvironment, gatewayVariables } from "./start/environment.ts";
import { output } from "./lines/make-line.ts";

/** Any program: the prompt on stdin, the work in its directory, exit 0 when it claims to be done. */
export const commandAdapter: Adapter = {
  name: "command",
  capabilities: { resumes: false, steers: false, mcp: false },
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
      readOnly: filesNamedIn(run),
      files: [],
    };
  },
  resume: () => null,
  parse: (line) => [output(line)],
  classify: (exit, seen) => classifyExit(exit, seen.tail),
};

/** A sandbox has a root of its own: what the user's command names of the disk is carried in. */
export function filesNamedIn(run: string): string[] {
  const home = minimalEnv()["HOME"] ?? "/";
  return run
    .split(/[\s;&|<>()"'`=]+/)
    .map((word) => (word.startsWith("~/") ? join(home, word.slice(2)) : word))
    .filter((word) => isAbsolute(word) && !isTooMuch(word, home) && pathExists(word));
}

/** What every sandbox has anyway, and directories that would be more than a command can mean. */
function isTooMuch(path: string, home: string): boolean {
  const top = `/${path.split("/").find(Boolean) ?? ""}`;
  return (
    OWN_TO_EVERY_ROOT.has(top) || `${home}/`.startsWith(path.endsWith("/") ? path : `${path}/`)
  );
}

const OWN_TO_EVERY_ROOT: ReadonlySet<string> = new Set(
  ["", "usr", "bin", "sbin", "lib", "lib64", "etc", "dev", "proc", "sys", "run"].map(
    (name) => `/${name}`,
  ),
);
