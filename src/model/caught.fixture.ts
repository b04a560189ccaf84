import { OrchestratorError } from "./index.ts";

/** The named error that `work` throws; anything else it does is a fault of its own. */
export function caught(work: () => unknown): OrchestratorError {
  try {
    work();
  } catch (error) {
    if (error instanceof OrchestratorError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
