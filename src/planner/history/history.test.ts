import { describe, expect, it } from "vitest";
import type { PastAttempt } from "../../model/index.ts";
import { forecastWork } from "../forecast/simulate.ts";
import { calibrate } from "./calibration.ts";
import { learnFrom } from "./experience.ts";
import { kindOfWork } from "./kinds.ts";
import { agentPerformance, proveAgents } from "./performance.ts";
import { expectedSecondsOf, predictWork } from "./predict.ts";

function past(count: number, of: (i: number) => Partial<PastAttempt>): PastAttempt[] {
  return Array.from({ length: count }, (_, i) => ({
    key: `self:${i}`,
    title: "Add export",
    files: [],
    effort: "M",
    agent: "Aria",
    role: "coder",
    model: null,
    startedAtMs: i * 1_000,
    seconds: 1_000 + ((i * 37) % 11) * 20,
    tokens: null,
    outcome: "landed",
    ...of(i),
  }));
}

const NEW = { title: "Add import", files: [], effort: "M", agent: null } as const;

describe("the kind of a piece of work", () => {
  it("is what its title says before where its files lie", () => {
    expect(kindOfWork({ title: "Fix the guide", files: ["docs/a.md"] })).toBe("documentation");
    expect(kindOfWork({ title: "Repair totals", files: ["test/a.ts"] })).toBe("fix");
    expect(kindOfWork({ title: "Add totals", files: ["test/a.ts", "src/b.test.ts"] })).toBe(
      "tests",
    );
    expect(kindOfWork({ title: "Add totals", files: ["test/a.ts", "src/b.ts"] })).toBe("feature");
    expect(kindOfWork({ title: "", files: [] })).toBe("feature");
  });
});

describe("a prediction", () => {
  it("of nothing known goes by the effort, honestly wide", () => {
    const experience = learnFrom([]);
    const small = predictWork(experience, { ...NEW, effort: "XS" });
    const large = predictWork(experience, { ...NEW, effort: "XL" });
    expect(large.seconds.p50).toBeGreaterThan(8 * small.seconds.p50);
    expect(small.seconds.p90).toBeGreaterThan(8 * small.seconds.p10);
    expect(small.confidence).toBeLessThan(0.1);
    expect(small.tokens).toBeNull();
  });

  it.each([1, 60, 7_200, 200_000])(
    "after a single attempt of %i seconds is near it, and still wide",
    (seconds) => {
      const { p10, p50, p90 } = predictWork(learnFrom(past(1, () => ({ seconds }))), NEW).seconds;
      expect(Math.abs(Math.log(p50 / seconds))).toBeLessThan(1.7);
      expect(p90 / Math.max(1, p10)).toBeGreaterThan(5);
      expect(p90 / Math.max(1, p10)).toBeLessThan(200);
    },
  );

  it("comes near what such work took, and is surer the more there was", () => {
    const few = predictWork(learnFrom(past(5, () => ({}))), NEW);
    const many = predictWork(learnFrom(past(80, () => ({}))), NEW);
    expect(Math.abs(many.seconds.p50 - 1_100)).toBeLessThan(60);
    expect(many.seconds.p90 / many.seconds.p10).toBeLessThan(few.seconds.p90 / few.seconds.p10);
    expect(many.confidence).toBeGreaterThan(few.confidence);
  });

  it("tells agents apart as far as they are known, and draws strangers to what is usual", () => {
    const experience = learnFrom(
      past(80, (i) => (i % 2 === 0 ? { agent: "Ben", seconds: 4_000 } : {})),
    );
    const of = (agent: string): number => predictWork(experience, { ...NEW, agent }).seconds.p50;
    expect(of("Ben")).toBeGreaterThan(3 * of("Aria"));
    expect(of("Cleo")).toBeGreaterThan(of("Aria"));
    expect(of("Cleo")).toBeLessThan(of("Ben"));
  });

  it("follows what changes instead of averaging it away", () => {
    const experience = learnFrom(past(160, (i) => ({ seconds: i < 80 ? 8_000 : 1_000 })));
    expect(predictWork(experience, NEW).seconds.p50).toBeLessThan(1_500);
  });

  it("goes along with a trend, and knows that times of another measure are over", () => {
    const trend = learnFrom(past(60, (i) => ({ seconds: Math.round(600 * 1.05 ** i) })));
    expect(trend.seconds.courses[0]?.effects.course.kind).toBe("trend");
    expect(predictWork(trend, NEW).seconds.p50).toBeGreaterThan(600 * 1.05 ** 57);
    const jump = learnFrom(past(40, (i) => ({ seconds: (i < 30 ? 6_000 : 600) + (i % 7) * 20 })));
    expect(jump.seconds.courses[0]?.effects.course).toEqual({ kind: "jump", at: 30 });
    const { p10, p90 } = predictWork(jump, NEW).seconds;
    expect(p10).toBeGreaterThan(300);
    expect(p90).toBeLessThan(1_200);
  });

  it("does not take three attempts that were alike for all there is", () => {
    const alike = predictWork(learnFrom(past(3, () => ({ seconds: 1_000 }))), NEW).seconds;
    expect(alike.p90).toBeGreaterThan(3 * alike.p10);
    const many = predictWork(learnFrom(past(200, () => ({ seconds: 1_000 }))), NEW).seconds;
    expect(many.p90).toBeLessThan(1.5 * many.p10);
  });

  it("holds two humps apart from one wide one, and a giant is no more than likely", () => {
    const humps = learnFrom(past(100, (i) => ({ seconds: (i * 7) % 10 < 3 ? 5_000 : 1_000 })));
    const { p10, p50, p90 } = predictWork(humps, NEW).seconds;
    expect(p50).toBeLessThan(1_400);
    expect(p10).toBeGreaterThan(600);
    expect(p90).toBeGreaterThan(4_000);
  });

  it("is not thrown off by attempts that people stopped, clocks gone wrong or a single giant", () => {
    const odd: Partial<PastAttempt>[] = [
      { outcome: "stopped", seconds: 900_000 },
      { seconds: 0 },
      { seconds: 5_000_000 },
    ];
    const history = [...past(60, () => ({})), ...odd.flatMap((one) => past(1, () => one))];
    const found = predictWork(learnFrom(history), NEW);
    expect(Math.abs(found.seconds.p50 - 1_100)).toBeLessThan(150);
  });

  it("counts the attempts that will be repeated", () => {
    const half = learnFrom(past(60, (i) => ({ outcome: i % 2 === 0 ? "landed" : "rejected" })));
    const sure = learnFrom(past(60, () => ({})));
    expect(expectedSecondsOf(half, NEW, 3)).toBeGreaterThan(1.4 * expectedSecondsOf(sure, NEW, 3));
  });
});

describe("a forecast", () => {
  const streams = Array.from({ length: 6 }, (_, i) => ({
    work: { title: "Add export", files: [], effort: "M" as const },
    before: i < 3 ? [] : [i - 3],
    apart: [],
  }));
  const experience = learnFrom(past(60, (i) => (i % 6 === 0 ? { outcome: "rejected" } : {})));
  const request = { streams, agents: 3, attemptsMax: 3, seed: 4 };

  it("is the same for the same seed", () => {
    expect(forecastWork(experience, request)).toEqual(forecastWork(experience, request));
  });

  it("grows when agents are fewer, and is certain only where nothing fails", () => {
    const wide = forecastWork(experience, request);
    const narrow = forecastWork(experience, { ...request, agents: 1 });
    expect(narrow.finish.p50).toBeGreaterThan(1.8 * wide.finish.p50);
    expect(wide.successProbability).toBeGreaterThan(0.6);
    expect(wide.successProbability).toBeLessThanOrEqual(1);
    expect(wide.finish.p10).toBeLessThan(wide.finish.p50);
    expect(narrow.utilisation).toBeCloseTo(1);
  });

  it("plays other teams in the same worlds, so that more agents never seem slower", () => {
    const alone = streams.map((one) => ({ ...one, before: [] }));
    const finish = [1, 2, 3, 6].map(
      (agents) => forecastWork(learnFrom([]), { ...request, streams: alone, agents }).finish.p50,
    );
    expect([...finish].sort((a, b) => b - a)).toEqual(finish);
  });

  it("of ten thousand streams is made at once, whatever waits for what", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({
      work: { title: "Add export", files: [], effort: "M" as const },
      before: i === 0 ? [] : [0],
      apart: i % 2 === 0 ? [] : [i - 1],
    }));
    const found = forecastWork(experience, { ...request, streams: many });
    expect(found.futures).toBe(40);
    expect(found.finish.p50).toBeGreaterThan(10_000 * 300);
  });

  it("keeps streams apart that may not run side by side", () => {
    const apart = streams.map((one, i) => ({
      ...one,
      before: [],
      apart: streams.map((_, k) => k).filter((k) => k !== i),
    }));
    const free = forecastWork(experience, {
      ...request,
      streams: apart.map((one) => ({ ...one, apart: [] })),
    });
    const bound = forecastWork(experience, { ...request, streams: apart });
    expect(bound.finish.p50).toBeGreaterThan(2 * free.finish.p50);
  });

  it("takes off what work under way has taken, and never all of it", () => {
    const [first] = streams;
    const of = (elapsed: number): number =>
      forecastWork(experience, {
        ...request,
        streams: first === undefined ? [] : [{ ...first, elapsed }],
      }).finish.p50;
    expect(of(600)).toBeLessThan(0.7 * of(0));
    expect(of(600)).toBeGreaterThan(100);
    expect(of(50_000)).toBeGreaterThan(0);
  });

  it("of nothing is nothing", () => {
    const found = forecastWork(experience, { ...request, streams: [] });
    expect(found).toMatchObject({ finish: { p10: 0, p50: 0, p90: 0 }, successProbability: 1 });
  });
});

describe("what is known of agents", () => {
  const history = past(80, (i) => ({
    agent: i % 2 === 0 ? "Aria" : "Ben",
    outcome: i % 2 === 0 || i % 8 === 1 ? "landed" : "rejected",
  }));

  it("is a row for each agent and kind of work", () => {
    expect(agentPerformance(history)).toMatchObject([
      { agent: "Aria", kind: "feature", attempts: 40, landed: 40 },
      { agent: "Ben", kind: "feature", attempts: 40, landed: 10 },
    ]);
  });

  it("prefers who has proven, and still tries the others now and then", () => {
    const firsts = Array.from(
      { length: 200 },
      (_, seed) => proveAgents(history, seed).feature?.[0],
    );
    expect(firsts.filter((one) => one === "Aria").length).toBeGreaterThan(190);
    const young = history.slice(0, 4);
    const chosen = Array.from({ length: 200 }, (_, seed) => proveAgents(young, seed).feature?.[0]);
    expect(chosen.filter((one) => one === "Ben").length).toBeGreaterThan(20);
    expect(proveAgents(history, 3)).toEqual(proveAgents(history, 3));
  });
});

describe("a history held against itself", () => {
  it("says how often it would have been right", () => {
    const history = past(100, () => ({}));
    const found = calibrate(history, learnFrom(history));
    expect(found.foretold).toBe(96);
    expect(found.coverage ?? 0).toBeGreaterThan(0.6);
    expect(found.errorRatio ?? 9).toBeLessThan(0.7);
    expect(calibrate([], learnFrom([]))).toMatchObject({ foretold: 0, coverage: null });
  });
});
