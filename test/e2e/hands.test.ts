import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { Rig, type Script, WAIT } from "./rig.ts";

const ROADMAP = `# Roadmap

### Phase 1.1: Import and export
- **Status:** ⚪ Not Started
- **Tasks:**
  - [ ] read the file
  - [ ] write the file

### Phase 1.2: Report
- **Status:** ⚪ Not Started
`;

const QUICK = "gates: []\nretry: { base: 50ms, ceiling: 50ms }\n";
const WRITE = [{ write: { path: "{{id}}.txt", text: "{{id}}\n" } }, { commit: "{{id}}" }];
const FAIL = [{ exit: 3 }];

function made(script: Script, config = ""): Rig {
  return kept(Rig.make({ roadmap: ROADMAP, script, config: QUICK + config }));
}

test("what fails for good is put before a person, divided with their word, and done in parts", async () => {
  const nothing = [{ say: "the parts are all there was" }];
  const rig = made({ "1.1#4": nothing, "1.1": FAIL, "*": WRITE });
  const ran = await rig.run("batch", "--trust");
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("recovery step 2 of 4 (agent-failure): a fresh conversation");
  expect(rig.landed()).toEqual(["1.2"]);
  const [entry] = (await rig.data("inbox"))["entries"] as readonly Record<string, unknown>[];
  expect(entry).toMatchObject({ stream: "1.1", kind: "escalation" });
  expect(entry?.["text"]).toContain("- 1.1.1: read the file");
  expect((await rig.run("explain", "1.1")).stdout).toContain("Recovery step 4 of 4");
  expect((await rig.run("report")).stdout).toContain("recovery step 1 of 4");
  expect(rig.read("plans/roadmap.md")).not.toContain("1.1.1");

  await rig.data("approve", String(entry?.["id"]));
  const divided = rig.read("plans/roadmap.md");
  expect(divided).toContain("- **Depends On:** Phase 1.1.1, Phase 1.1.2");
  expect(divided).toContain("### Phase 1.1.2: write the file");
  expect((await rig.data("inbox"))["entries"]).toEqual([]);

  await rig.data("batch", "--trust");
  expect(rig.landed()).toEqual(["1.2", "1.1.1", "1.1.2", "1.1"]);
  expect(await rig.settled()).toEqual([]);
});

test("another configured agent goes on where one fails, and a person may name one", async () => {
  const other = [
    "agents: { default: { script: agents.yaml }, second: { script: second.yaml } }",
    "recovery: { agents: [second] }",
    "",
  ].join("\n");
  const rig = kept(
    Rig.make({
      roadmap: ROADMAP,
      script: { "1.1": FAIL, "*": [WAIT, ...WRITE] },
      config: QUICK + other,
      files: { "second.yaml": JSON.stringify({ "*": WRITE }) },
    }),
  );
  const run = rig.follow("batch", "--trust");
  await run.until("recovery", { step: "other", program: "second" });
  await run.until("landed", { id: "1.1" });
  await run.until("agent_running", { id: "1.2" });
  expect((await rig.run("reassign", "1.2", "nobody")).code).toBe(3);
  await rig.data("reassign", "1.2", "second");
  expect((await run.ended).code).toBe(0);
  expect(rig.landed()).toEqual(["1.1", "1.2"]);
  expect(await rig.settled()).toEqual([]);
});

test("work is given to another configured agent before anybody has begun", async () => {
  const config = "agents: { default: { script: agents.yaml }, second: { script: second.yaml } }\n";
  const files = { "second.yaml": JSON.stringify({ "*": WRITE }) };
  const script = { "1.1": WRITE, "*": FAIL };
  const rig = kept(Rig.make({ roadmap: ROADMAP, script, config: QUICK + config, files }));
  const refused = await rig.run("reassign", "1.2", "nobody");
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain("there are: default, second");
  await rig.data("reassign", "1.2", "second");
  expect((await rig.run("batch", "--trust")).code).toBe(0);
  expect([...rig.landed()].sort()).toEqual(["1.1", "1.2"]);
});

test("a division is shown before it is written, and work under way can be taken back", async () => {
  const rig = made({ "*": [WAIT, ...WRITE] });
  const asked = await rig.data("decompose", "1.2", "Header", "Totals");
  expect(asked["parts"]).toMatchObject([{ id: "1.2.1" }, { id: "1.2.2" }]);
  expect(asked["diff"]).toContain("+### Phase 1.2.1: Header");
  expect(rig.read("plans/roadmap.md")).toBe(ROADMAP);
  expect((await rig.run("decompose", "1.2")).code).toBe(3);
  await rig.data("reject", "1.2", "-m", "not now");
  expect(rig.read("plans/roadmap.md")).toBe(ROADMAP);

  const run = rig.follow("run", "1.1", "--trust");
  await run.until("agent_running", { id: "1.1" });
  const { entry } = await rig.data("escalate", "1.1", "-m", "two ways are possible");
  expect((await run.ended).code).toBe(8);
  expect((await rig.data("inbox"))["entries"]).toMatchObject([{ id: entry, stream: "1.1" }]);
  await rig.data("answer", "1.1", "the second");
  expect((await rig.data("inbox"))["entries"]).toEqual([]);
});
