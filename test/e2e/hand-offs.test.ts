import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { Rig, sleep } from "./rig.ts";

const ROADMAP = "# Roadmap\n\n### Phase 1.1: First\n- **Status:** ⚪ Not Started\n";
const FILE = "proposed-work-streams.json";
const BUG = [{ title: "It greets nobody", priority: "CRITICAL", acceptanceCriteria: ["it does"] }];

test("a specification lands before the work, and what is found missing afterwards is begun with a person's yes", async () => {
  const rig = kept(
    Rig.make({
      roadmap: ROADMAP,
      script: {
        "@architect/spec:1.1": [{ write: { path: "spec.md", text: "so" } }, { commit: "spec" }],
        "1.1": [{ run: "cp spec.md work.txt" }, { commit: "work" }],
        "1.2": [{ write: { path: "bug.txt", text: "mended" } }, { commit: "fix" }],
        "@project_manager/verify:1.1-1": [{ write: { path: FILE, text: JSON.stringify(BUG) } }],
        "*": [{ say: "nothing to do" }],
      },
      config: "gates: []\n",
    }),
  );
  rig.write(
    ".orchestrator/team/architect.yaml",
    "id: architect\npriority: 1\nduties:\n  - { id: spec, title: specify, prompt: specify it, ahead_of: code_developer }\n",
  );
  const roles = "architect,code_developer,project_manager";
  await rig.data("team", "start", "--agents", roles, "--trust", "--detach");
  const entry = await untilAsked(rig);
  expect(entry).toMatchObject({ stream: "@project_manager/verify:1.1-1", kind: "escalation" });
  expect(rig.git("show", "main:work.txt")).toBe("so");
  expect(rig.read("plans/roadmap.md")).not.toContain("It greets nobody");
  await rig.data("approve", String(entry["id"]));
  for (let tries = 0; tries < 300 && !rig.landed().includes("1.2"); tries++) await sleep(100);
  expect(rig.landed()).toContain("1.2");
  expect(rig.read("plans/roadmap.md")).toMatch(/It greets nobody[\s\S]*critical/i);
  await rig.data("team", "stop");
  expect(await rig.settled()).toEqual([]);
}, 120_000);

async function untilAsked(rig: Rig): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 400; tries++) {
    const entries = (await rig.data("inbox"))["entries"] as readonly Record<string, unknown>[];
    if (entries[0] !== undefined) return entries[0];
    await sleep(100);
  }
  throw new Error((await rig.run("team", "status")).stdout);
}
