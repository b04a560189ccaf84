import { afterEach, expect, test } from "vitest";
import type { Rig } from "./rig.ts";
import { fiveStreams } from "./rig.ts";

const rigs: Rig[] = [];

afterEach(() => {
  for (const rig of rigs.splice(0)) rig.remove();
});

test("what a run took is learned from, held against itself and shown", async () => {
  const rig = fiveStreams();
  rigs.push(rig);
  await rig.data("trust", "--yes");
  const before = await rig.data("plan", "--explain");
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
  expect(await rig.data("parallel", "set-limit", "2")).toEqual({ concurrency: 2 });
  await rig.data("learn", "feedback", "1.1", "5", "just", "right");
  expect(await rig.data("learn", "feedback", "1.2", "4")).toMatchObject({ satisfaction: 4.5 });
  expect(await rig.data("learn", "show-patterns")).toMatchObject({ patterns: [], ignored: [] });
});
