import { OrchestratorError } from "../model/index.ts";

export const DAMAGED = {
  code: "journal-corrupt",
  hint: "Nothing was changed. What it can be made anew from: orchestrator state repair",
} as const;

/** The journal is not what was acknowledged; says how far it still is. */
export function corrupt(path: string, lastGoodSeq: number, what: string): OrchestratorError {
  const left =
    lastGoodSeq === 0
      ? "None of its records is sound."
      : `It is sound up to record ${lastGoodSeq}.`;
  return new OrchestratorError(DAMAGED.code, `${path} is damaged: ${what}. ${left}`, {
    hint: DAMAGED.hint,
    details: { path, lastGoodSeq },
  });
}
