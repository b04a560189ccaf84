import { join } from "node:path";
import type { AttemptId } from "../model/index.ts";
import { slug } from "../model/index.ts";
import { pathExists } from "../platform/index.ts";
import { agentLogPath } from "./perform/agent/agent.ts";
import type { Workplace } from "./workplace.ts";

/** Where an attempt's output is: its spool while that is kept, later the log made of it. */
export function attemptOutputPath(workplace: Workplace, attempt: AttemptId): string {
  const log = agentLogPath(workplace.logsDir, attempt);
  if (pathExists(log)) return log;
  return join(workplace.runsDir, slug(attempt), "stdout");
}
