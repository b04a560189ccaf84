import { EXIT, type ErrorCode, OrchestratorError } from "../../../model/index.ts";
import type { Answer } from "../answer.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { HELP } from "../help.ts";
import { showStatus } from "./status.ts";

/** What stands in the way where nobody has worked with us before. */
const WHERE_NEW: ReadonlySet<ErrorCode> = new Set([
  "not-a-repository",
  "no-commits",
  "no-identity",
  "no-roadmap",
  "no-agent",
] as const);

/** What is running here and what makes sense next; it never starts anything (decision 26). */
export function overview(context: Context): Answer {
  const machine = context.globals.json || context.globals.ndjson;
  if (!machine && !context.terminal.stdoutIsTerminal) {
    context.terminal.err(HELP);
    return { schema: "overview", data: undefined, text: "", exit: EXIT.usage };
  }
  try {
    const answer = showStatus(context, workplaceOf(context));
    const { next = [] } = answer;
    return {
      ...answer,
      schema: "overview",
      next: next.length > 0 ? next : ["orchestrator --help"],
    };
  } catch (error) {
    if (!(error instanceof OrchestratorError) || !WHERE_NEW.has(error.code)) throw error;
    throw new OrchestratorError(error.code, error.message, {
      hint: [error.hint, "New here? orchestrator demo, then in your repository: orchestrator init"]
        .filter((line) => line !== undefined)
        .join("\n"),
    });
  }
}
