import type { TargetId } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import type { Target } from "../../targets/index.ts";
import { followForesight } from "./foresight.ts";
import type { Loop } from "../loop.ts";
import { followMachine } from "./machine.ts";
import type { SessionStart } from "./start.ts";
import { agentOf } from "./start.ts";
import type { Workplace } from "../workplace.ts";

export interface Watched {
  readonly workplace: Workplace;
  readonly start: SessionStart;
  readonly targets: ReadonlyMap<TargetId, Target>;
}

/** What is looked at beside the work while there is any: the machine's room, conflicts to come. */
export async function watchAlong(
  { workplace, start, targets }: Watched,
  loop: Loop,
  log: Log,
): Promise<() => void> {
  const agent = () => agentOf(workplace, start);
  const endForesight = followForesight({ targets, agent, loop, log });
  const endMachine = await followMachine(workplace, loop, log);
  return () => {
    endForesight();
    endMachine();
  };
}
