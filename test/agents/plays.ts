import type { AdapterName } from "../../src/model/index.ts";
import type { Rig } from "../e2e/rig.ts";
import type { ModelTurn } from "./model-server.ts";
import type { AgentProgram } from "./programs.ts";

export interface Play {
  readonly title: string;
  /** Also where time is short. */
  readonly isCore: boolean;
  /** Of one program alone; of all where it is not there. */
  readonly only?: AdapterName;
  readonly run: (folder: string, program: AgentProgram) => Promise<void>;
}

export const write = (text: string): ModelTurn => ({
  kind: "run",
  command: `echo ${text} > made.txt && git add -A && git commit -q -m 'made it ${text}'`,
});
export const DONE: ModelTurn = { kind: "say", text: "All done." };

export type Json = Readonly<Record<string, unknown>>;

export async function ranWell(rig: Rig, attempts: number): Promise<Json> {
  const data = await rig.data("run", "1.1", "--trust");
  const [stream] = data["workStreams"] as readonly Json[];
  expectEqual(stream?.["state"], "completed", JSON.stringify(data, null, 2));
  expectEqual(stream?.["attempts"], attempts, "attempts");
  return stream ?? {};
}

/** How often the agent committed something that landed. */
export function commits(rig: Rig): number {
  const subjects = rig.git("log", "--format=%s", "main").split("\n");
  return subjects.filter((subject) => subject.startsWith("made it")).length;
}

export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_200 && !isSo(); tries++) {
    await new Promise((done) => setTimeout(done, 50));
  }
  if (!isSo()) throw new Error("it did not come to that");
}

export function expectEqual(found: unknown, expected: unknown, what: string): void {
  if (found === expected) return;
  throw new Error(`expected ${String(expected)}, found ${String(found)}: ${what}`);
}
