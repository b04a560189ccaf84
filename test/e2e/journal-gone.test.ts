import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { Rig, type Script, WAIT } from "./rig.ts";

const ROADMAP = "# Plan\n\n### Phase 1.1: One\n\n- **Status:** ⚪ Not Started\n";
const GATE = 'gates: [{ name: check, run: "true" }]\n';
const FILE = "out/1.1.txt";

function scriptOf(text: string, ...end: Script[string]): Script {
  return { "*": [{ write: { path: FILE, text } }, ...end] };
}

/** `git clean -fdx` takes ignored files as well, and the journal is one. */
function cleanAll(rig: Rig, script: Script): void {
  rig.write("agents.yaml", JSON.stringify(script));
  rig.git("commit", "--quiet", "--all", "--message", "another script");
  rig.git("clean", "-ffdxq");
}

test("an attempt is not taken for one of its number that a lost journal knew", async () => {
  const config = `${GATE}retry: { failures: 1, rejections: 1 }\n`;
  const rig = kept(
    Rig.make({ roadmap: ROADMAP, script: scriptOf("first\n", { exit: 1 }), config }),
  );
  const failed = await rig.run("run", "1.1", "--trust");
  expect(failed.code, failed.stderr).toBe(1);
  cleanAll(rig, scriptOf("second\n"));
  expect((await rig.run("run", "1.1", "--trust")).code).toBe(0);
  expect(rig.read(FILE)).toBe("second\n");
  const archives = rig.git("for-each-ref", "--format=%(refname)", "refs/orchestrator/archive");
  const refs = archives.trim().split("\n");
  expect(refs.map((ref) => rig.git("show", `${ref}:workspace/${FILE}`))).toEqual([
    "first",
    "second",
  ]);
});

test("agents that a lost journal had started do not go on beside new ones", async () => {
  const rig = kept(Rig.make({ roadmap: ROADMAP, script: scriptOf("first\n", WAIT), config: GATE }));
  const run = rig.follow("run", "1.1", "--trust");
  await run.until("agent_running");
  const ended = new Promise((resolve) => run.child.once("exit", resolve));
  run.child.kill("SIGKILL");
  await ended;
  cleanAll(rig, scriptOf("second\n"));
  expect((await rig.run("run", "1.1", "--trust")).code).toBe(0);
  expect(rig.read(FILE)).toBe("second\n");
  expect(await rig.settled()).toEqual([]);
});
