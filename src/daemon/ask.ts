import type { PersonAct } from "../model/index.ts";
import { readLockHolder, userName } from "../platform/index.ts";
import type { ControlAnswer } from "./control.ts";
import { askLeader } from "./control.ts";
import { lead } from "./session.ts";
import type { Workplace } from "./workplace.ts";
import { controlSocket } from "./workplace.ts";

/**
 * Carries a person's act to the live leader; while none lives, becomes the leader just for it
 * (stopping what a killed orchestrator left running, say).
 */
export async function ask(workplace: Workplace, act: PersonAct): Promise<ControlAnswer> {
  if (readLockHolder(workplace.lockPath) !== null) {
    return askLeader(controlSocket(workplace), { type: "act", by: userName(), act });
  }
  const end = await lead(workplace, { kind: "act", act }, {});
  return end.answer ?? { accepted: true, message: "done" };
}
