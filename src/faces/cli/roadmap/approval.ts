import { OrchestratorError } from "../../../model/index.ts";
import type { Context } from "../context.ts";
import { askYesNo } from "../terminal/prompt.ts";

/** A change of the roadmap that a person agrees to first. */
export interface Proposal {
  /** What would change, in lines. */
  readonly shown: readonly string[];
  readonly question: string;
  /** What is not done after a no: "nothing was added". */
  readonly declined: string;
  /** What waits where nobody can be asked, and how to do it then. */
  readonly pending: string;
  readonly hint: string;
}

/** Returns once it is agreed to. @throws OrchestratorError `denied`, or `pending` where nobody can be asked */
export async function requireApproval(context: Context, proposal: Proposal): Promise<void> {
  if (context.globals.yes) return;
  if (!context.interactive) {
    throw new OrchestratorError("pending", proposal.pending, { hint: proposal.hint });
  }
  context.terminal.err(`${proposal.shown.join("\n")}\n`);
  if (await askYesNo(proposal.question)) return;
  throw new OrchestratorError("denied", proposal.declined, { hint: "You answered no." });
}
