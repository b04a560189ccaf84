import { OrchestratorError } from "../model/index.ts";

/** The journal is not what was acknowledged; says how far it still is. */
export function corrupt(path: string, lastGoodSeq: number, what: string): OrchestratorError {
  return new OrchestratorError(
    "journal-corrupt",
    `${path} is damaged: ${what}. It is sound up to record ${lastGoodSeq}.`,
    {
      hint: "Nothing was changed. Keep the file, put a backup in its place, or move .orchestrator away to start afresh.",
      details: { path, lastGoodSeq },
    },
  );
}
