import { type Warden, connectWarden, wardenEntry } from "../warden/index.ts";
import { type Workplace, wardenSocket } from "./workplace.ts";

/** The warden of a repository's runs; one is started where none lives. */
export function reachWarden(workplace: Workplace): Promise<Warden> {
  return connectWarden({
    runsDir: workplace.runsDir,
    socketPath: wardenSocket(workplace),
    entry: wardenEntry(),
  });
}
