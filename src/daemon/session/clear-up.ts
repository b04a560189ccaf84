import { targetOf } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import type { Target } from "../../targets/index.ts";
import type { Warden } from "../../warden/index.ts";
import type { Loop } from "../loop.ts";
import { endLeadersRuns } from "../perform/run.ts";
import { liveAttempts } from "../upkeep/upkeep.ts";
import { endUnknownRuns } from "./earlier.ts";

/** What a dead leader left: runs that were its own ends, and workspaces in which nobody works. */
export async function clearUp(
  warden: Warden,
  targets: ReadonlyMap<string, Target>,
  loop: Loop,
  log: Log,
): Promise<void> {
  await endLeadersRuns(warden);
  await endUnknownRuns(warden, loop.state);
  const live = liveAttempts(loop.state);
  for (const [id, target] of targets) {
    // A person may have merged by hand what waited beside their branch.
    if ((await target.branchState()).landed === null) {
      void loop.submit({ type: "branch-joined", atMs: loop.now, target: id });
    }
    const { kept } = await target.sweep(live.filter((attempt) => targetOf(attempt) === id));
    for (const path of kept) log.warn("kept: it holds work that is not archived", { path });
  }
}
