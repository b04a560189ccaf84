import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factsOf } from "../../model/state.fixture.ts";
import { barsOf } from "../overlap/bars.ts";
import { forecastPlan, forecastWork, learnFrom, planWork } from "../index.ts";
import { fileOverlap } from "../overlap/overlap.ts";

const PATHS = ["a", "b", "c/", "c/d", "c/d/e", "c/*.ts", "c/**", "x.ts", "{c,x}/y", "."];

const arbitraryFacts = fc
  .array(fc.array(fc.constantFrom(...PATHS), { maxLength: 6 }), { maxLength: 30, size: "max" })
  .map((lists) => lists.map((files, i) => factsOf(`s${i}`, { files, order: i })));

describe("what a plan's streams bar one another from", () => {
  it("is an overlap wherever one wants what another holds, and any of few plain paths", () => {
    const pairs = fc.tuple(arbitraryFacts, fc.constantFrom(0, 0.2, 0.5, 1));
    fc.assert(
      fc.property(pairs, ([facts, overlapMax]) => {
        const bars = barsOf(facts, overlapMax);
        for (const [i, one] of facts.entries()) {
          const wanted = bars[i]?.wanted ?? [];
          for (const [j, other] of facts.entries()) {
            const held = new Set(bars[j]?.held);
            const barred = wanted.some((name) => held.has(name));
            const overlaps = fileOverlap(one.files, other.files).share > overlapMax;
            const few = new Set(one.files).size < 5 && overlapMax === 0.2;
            const plain = [...one.files, ...other.files].every((path) => !/[*{]/.test(path));
            if (barred || (plain && few)) expect(barred).toBe(overlaps);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("makes the futures that comparing every pair makes", () => {
    fc.assert(
      fc.property(arbitraryFacts, fc.integer({ min: 1, max: 4 }), (facts, agents) => {
        const streams = facts.map((one, i) => ({
          work: { title: one.title, files: one.files, effort: one.effort },
          before: i % 7 === 6 ? [i - 3] : [],
          apart: facts.flatMap((other, j) =>
            i !== j && fileOverlap(one.files, other.files).share > 0.2 ? [j] : [],
          ),
        }));
        const bars = barsOf(facts, 0.2);
        const barred = streams.map((one, i) => ({
          ...one,
          bars: bars[i] ?? { held: [], wanted: [] },
        }));
        const told = { agents, attemptsMax: 2, futures: 5 };
        const forecastOf = (them: typeof streams) =>
          forecastWork(learnFrom([]), { ...told, streams: them });
        expect(forecastOf(barred)).toEqual(forecastOf(streams));
      }),
      { numRuns: 50 },
    );
  });
});

describe("forecastPlan", () => {
  it.each([
    ["one file", (): string[] => ["src/index.ts"]],
    ["a file and some of their own", (i: number) => ["index.ts", `${i}.ts`, `${i}.md`]],
    ["patterns that meet", (i: number) => [`src/*${i}*`]],
  ])("sees no use in more agents where all streams name %s", (_, filesOf) => {
    const facts = Array.from({ length: 150 }, (_none, i) =>
      factsOf(String(i), { files: filesOf(i), order: i }),
    );
    const finishWith = (agents: number) => {
      const overlapMax = 0.2;
      const request = { facts, done: new Set<string>(), concurrency: agents, overlapMax };
      const plan = planWork({ ...request, selection: { kind: "all" } });
      const limits = { agents, attemptsMax: 1, overlapMax, futures: 20 };
      return forecastPlan(plan, facts, learnFrom([]), limits).finish;
    };
    expect(finishWith(4)).toEqual(finishWith(1));
  });
});
