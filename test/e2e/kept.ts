import { onTestFinished } from "vitest";
import type { Rig } from "./rig.ts";

/** A rig for the test that makes it: what it left running ends with the test, and it is gone. */
export function kept(rig: Rig): Rig {
  onTestFinished(() => rig.remove());
  return rig;
}
