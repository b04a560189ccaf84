import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { fiveStreams } from "./rig.ts";

test("what a run took is learned from, held against itself and shown", async () => {
  const rig = kept(fiveStreams());
  await rig.data("trust", "--yes");
  const before = await rig.data("plan", "--explain");
  // One end, however it is asked for.
  expect((await rig.data("plan"))["forecast"]).toEqual(before["forecast"]);
  expect(before["forecast"]).toMatchObject({ successProbability: null });
  expect(before["outlook"]).toMatchObject({ attempts: 0 });
  const teams = (before["outlook"] as { teams: readonly { agents: number }[] }).teams;
  expect(teams.map(({ agents }) => agents)).toEqual([1, 2, 3, 6]);
  expect(await rig.data("learn", "calibration")).toMatchObject({ attempts: 0 });

  await rig.data("batch", "-n", "2");
  expect(await rig.data("learn", "calibration")).toMatchObject({
    attempts: 5,
    calibration: { foretold: 1 },
  });
  const { predictions } = (await rig.data("learn", "predict-time", "1.1")) as {
    predictions: readonly { id: string; seconds: { p50: number } }[];
  };
  expect(predictions.map(({ id }) => id)).toEqual(["1.1"]);
  // An effort of two hours is forgotten over five attempts of a second or two.
  expect(predictions[0]?.seconds.p50).toBeLessThan(3_600);
  const { agents } = (await rig.data("learn", "agent-performance")) as {
    agents: readonly { landed: number }[];
  };
  expect(agents.reduce((sum, { landed }) => sum + landed, 0)).toBe(5);
  const { metrics } = (await rig.data("metrics")) as {
    metrics: readonly { name: string; value: number | null }[];
  };
  expect(metrics.find(({ name }) => name === "success rate")?.value).toBe(1);

  expect(await rig.data("status")).toMatchObject({ forecast: null });
  // Nothing is under way that it could be the limit of; asked for it was.
  expect((await rig.run("parallel", "set-limit", "2", "--json")).code).toBe(3);
  expect(await rig.data("learn", "actions")).toMatchObject({
    recent: [{ command: "parallel set-limit" }, { command: "batch" }],
    favourites: [],
  });
  await rig.data("learn", "feedback", "1.1", "5", "just", "right");
  expect(await rig.data("learn", "feedback", "1.2", "4")).toMatchObject({ satisfaction: 4.5 });
  expect(await rig.data("learn", "show-patterns")).toMatchObject({ patterns: [], ignored: [] });
});

test("a pattern that is applied is a note of the person's, which agents at work are told of", async () => {
  const rig = kept(
    fiveStreams({
      roadmap: `# Roadmap

### Phase 1.1: Fix the first
- **Status:** ⚪ Not Started

### Phase 1.2: Fix the second
- **Status:** ⚪ Not Started
`,
      script: {
        "*#1": [{ write: { path: "{{id}}.txt", text: "" } }],
        "*": [{ write: { path: "{{id}}.txt", text: "done\n" } }],
      },
    }),
  );
  await rig.data("trust", "--yes");
  await rig.data("batch", "-n", "2");
  const { patterns } = (await rig.data("learn", "show-patterns")) as {
    patterns: readonly { id: string }[];
  };
  expect(patterns.map(({ id }) => id)).toEqual(["often-rejected:fix"]);
  const { note } = await rig.data("learn", "show-patterns", "--apply", "often-rejected:fix");
  const entry = await rig.data("memory", "show", String(note));
  expect(JSON.stringify(entry)).toContain("Fix was sent back here in 2 of 4 attempts");
  expect((await rig.run("learn", "show-patterns", "--apply", "never:seen", "--json")).code).toBe(5);
  await rig.data("learn", "show-patterns", "--ignore", "often-rejected:fix");
  expect(await rig.data("learn", "show-patterns")).toMatchObject({ patterns: [] });
  const heeded = await rig.data("learn", "show-patterns", "--heed", "often-rejected:fix");
  expect(heeded).toMatchObject({ patterns: [{ id: "often-rejected:fix" }], ignored: [] });
});
