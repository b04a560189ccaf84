import type { ExitCode } from "../../model/index.ts";
import type { CommandLine } from "./answering.ts";
import { answer } from "./answering.ts";
import { overview } from "./commands/overview.ts";
import { bareStatus } from "./commands/status.ts";

/**
 * `orchestrator` and `orchestrator status` without words of their own: what is asked for again and
 * again. The build keeps all they need in one file of its own, without the argument parser: many
 * small modules are a third of the time it takes to answer.
 */
export function runStatusLine(line: CommandLine): Promise<ExitCode> {
  const [name = "overview"] = line.split.rest;
  return answer(line, name, name === "status" ? bareStatus : overview);
}
