import type { Workplace } from "../../../daemon/index.ts";
import { readRoadmapFile } from "../../../daemon/index.ts";
import { isFileSource, OrchestratorError } from "../../../model/index.ts";

/**
 * Who runs in the background tells nobody that there is nothing to run: what the leader would refuse is
 * refused while somebody listens. One roadmap that can be read is enough; throws why the first cannot.
 */
export function requireReadable({ config }: Workplace): void {
  let first: OrchestratorError | null = null;
  for (const target of config.targets) {
    // What is kept outside the repository is looked at by the run itself.
    if (!isFileSource(target.source.kind)) return;
    try {
      readRoadmapFile(target);
      return;
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
      first ??= error;
    }
  }
  if (first !== null) throw first;
}
