import { afterEach, expect, test } from "vitest";
import { Rig, type Script } from "./rig.ts";

const rigs: Rig[] = [];

afterEach(() => {
  for (const rig of rigs.splice(0)) rig.remove();
});

const ROADMAP = `# Roadmap

### Phase 1.1: Task parser
- **Status:** ⚪ Not Started
`;

const GOAL = "let customers pay by invoice";
const FILE = "proposed-work-streams.json";

const PARTS = [
  { id: "b", title: "Send\u001b[31m it", dependencies: ["a", "1.1"], effort: "S" },
  { id: "a", title: "Write the invoice", priority: "HIGH", acceptanceCriteria: ["it is a PDF"] },
];

/** It also changes what it was not asked to change, and commits it. */
function proposing(value: unknown): Script[string] {
  return [
    { write: { path: FILE, text: typeof value === "string" ? value : JSON.stringify(value) } },
    { write: { path: "sneaky.txt", text: "never" } },
    { commit: "more than was asked" },
  ];
}

function made(script: Script, config = ""): Rig {
  const rig = Rig.make({ roadmap: ROADMAP, script, config: `gates: []\n${config}` });
  rigs.push(rig);
  return rig;
}

test("what matches nothing is proposed by an agent as a diff, written with a person's yes, and not begun", async () => {
  const rig = made({
    "@goal/1": proposing(PARTS),
    "*": [{ write: { path: "{{id}}.txt", text: "{{id}}" } }],
  });
  const before = rig.git("rev-parse", "main");
  const ran = await rig.run("goal", GOAL, "--propose", "--trust", "--yes", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(8);
  expect(rig.read("plans/roadmap.md")).toBe(ROADMAP);

  const [entry, none] = (await rig.data("inbox"))["entries"] as readonly Record<string, unknown>[];
  expect(none).toBeUndefined();
  expect(entry).toMatchObject({ stream: "@goal/1", kind: "escalation" });
  expect(String(entry?.["text"])).toContain("+### Phase 1.2: Write the invoice");
  expect(entry?.["commands"]).toEqual([
    `orchestrator approve ${entry?.["id"]}`,
    `orchestrator reject ${entry?.["id"]} -m WHY`,
  ]);
  expect((await rig.run("answer", String(entry?.["id"]), "more")).code).toBe(3);
  expect((await rig.run("land", "@goal/1", "--force")).code).not.toBe(0);

  const yes = await rig.run("approve", String(entry?.["id"]));
  expect(yes.stdout).toContain("in the roadmap now");
  const shown = await rig.data("roadmap", "show");
  expect(shown["workStreams"]).toMatchObject([
    { id: "1.1" },
    { id: "1.2", title: "Write the invoice", priority: "high", dependsOn: [] },
    { id: "1.3", title: "Send [31m it", effort: "S", dependsOn: ["1.2", "1.1"] },
  ]);
  expect((await rig.data("inbox"))["entries"]).toEqual([]);
  expect(rig.git("rev-parse", "main")).toBe(before);
  expect(rig.landed()).toEqual([]);

  await rig.data("batch", "--trust");
  expect(rig.landed().sort()).toEqual(["1.1", "1.2", "1.3"]);
  expect(rig.git("ls-files")).not.toMatch(/sneaky|proposed/);
  expect(await rig.settled()).toEqual([]);
});

test("a proposal that a person rejects leaves no trace in the roadmap, and the next is another errand", async () => {
  const rig = made({ "*": proposing(PARTS) });
  expect((await rig.run("goal", GOAL, "--propose", "--trust")).code).toBe(8);
  await rig.data("reject", "@goal/1", "-m", "no");
  expect((await rig.data("inbox"))["entries"]).toEqual([]);
  expect((await rig.run("goal", GOAL, "--propose", "--trust")).code).toBe(8);
  await rig.data("approve", "@goal/2");
  expect(rig.read("plans/roadmap.md")).toContain("Phase 1.3");
});

test.each([
  ["what is no JSON", "not JSON", "is not JSON"],
  ["an empty list", [], "no work stream"],
  [
    "a circle",
    [
      { id: "a", title: "A", dependencies: ["b"] },
      { id: "b", title: "B", dependencies: ["a"] },
    ],
    "circle",
  ],
  ["what waits for nothing there is", [{ title: "A", dependencies: ["9.9"] }], "9.9"],
  [
    "more than a person reads",
    Array.from({ length: 21 }, (_, at) => ({ title: `T${at}` })),
    "too many",
  ],
])("%s is no proposal, and is told as a goal that matches nothing", async (_what, value, why) => {
  const rig = made({ "*": proposing(value) });
  const ran = await rig.run("goal", GOAL, "--propose", "--trust", "--json");
  expect(ran.code, ran.stdout).toBe(5);
  expect(ran.stdout).toContain(why);
  expect(rig.read("plans/roadmap.md")).toBe(ROADMAP);
});

test("what the roadmap has is neither proposed nor begun, and an agent that leaves nothing is told", async () => {
  const rig = made({ "*": [{ say: "there is nothing to do" }] });
  const known = await rig.data("goal", "build the task parser", "--propose");
  expect(known).toMatchObject({ goalType: "run_single", matched: [{ id: "1.1" }] });
  const ran = await rig.run("goal", GOAL, "--propose", "--trust");
  expect(ran.code).toBe(5);
  expect(ran.stderr).toContain("proposed-work-streams.json");
  expect(rig.landed()).toEqual([]);
});

test("where the roadmap changed meanwhile, what would be written now is proposed again", async () => {
  const rig = made({ "*": proposing(PARTS) });
  expect((await rig.run("goal", GOAL, "--propose", "--trust")).code).toBe(8);
  rig.write("plans/roadmap.md", `${ROADMAP}\n### Phase 1.2: Mine\n- **Status:** ⚪ Not Started\n`);
  await rig.run("approve", "@goal/1");
  expect(rig.read("plans/roadmap.md")).not.toContain("invoice");
  const text = String(
    ((await rig.data("inbox"))["entries"] as Record<string, unknown>[])[0]?.["text"],
  );
  expect(text).toContain("Phase 1.3: Write the invoice");
  await rig.data("approve", "@goal/1");
  expect(rig.read("plans/roadmap.md")).toContain("Phase 1.4");
});
