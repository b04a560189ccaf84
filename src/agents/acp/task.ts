import { OrchestratorError, isRecord } from "../../model/index.ts";
import { fieldsOf, listOf, readObject, textOf } from "../lines/fields.ts";
import type { AcpTask } from "./conversation.ts";

/** The driver's task; the prompt is not in it, it comes on stdin. */
export const TASK_VARIABLE = "ORCHESTRATOR_ACP_TASK";

export interface DriverTask extends Omit<AcpTask, "cwd" | "prompt"> {
  /** A command line for `/bin/sh -c`: the agent. */
  readonly run: string;
}

export function writeTask(task: DriverTask): string {
  return JSON.stringify(task);
}

export function readTask(text: string): DriverTask {
  const fields = readObject(text);
  const run = fields === null ? null : textOf(fields, "run");
  if (fields === null || run === null) {
    throw new OrchestratorError("bug", `${TASK_VARIABLE} holds no task`);
  }
  const mcp = fieldsOf(fields, "mcp");
  const url = textOf(mcp, "url");
  const tools = fieldsOf(fields, "tools");
  const texts = (name: string): string[] =>
    listOf(tools, name).filter((one): one is string => typeof one === "string");
  return {
    run,
    session: textOf(fields, "session"),
    mcp: url === null ? null : { url, token: textOf(mcp, "token") },
    tools: {
      tools: isRecord(fields["tools"]) && tools["tools"] !== null ? texts("tools") : null,
      deniedTools: texts("deniedTools"),
    },
  };
}
