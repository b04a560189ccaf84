import { cpSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Rig } from "../e2e/rig.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../examples/greetings");

/** The example as its README has it made: a repository of its own, its commands trusted. */
export async function greetings(): Promise<Rig> {
  const roadmap = readFileSync(`${EXAMPLE}/plans/roadmap.md`, "utf8");
  const rig = Rig.make({ roadmap, script: {} });
  cpSync(EXAMPLE, rig.root, { recursive: true });
  rig.git("add", ".");
  rig.git("commit", "--quiet", "--message", "the example");
  await rig.run("trust", "--yes");
  return rig;
}
