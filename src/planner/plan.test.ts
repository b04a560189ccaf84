import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Plan, StreamFacts } from "../model/index.ts";
import { roadmapOf } from "./facts.fixture.ts";
import { factsOf } from "../model/state.fixture.ts";
import { fileOverlap, type PlanRequest, planWork } from "./index.ts";

function plan(facts: readonly StreamFacts[], more: Partial<PlanRequest> = {}): Plan {
  return planWork({
    facts,
    done: new Set(),
    selection: { kind: "all" },
    concurrency: 2,
    overlapMax: 0.2,
    ...more,
  });
}

function decisionOf(plan: Plan, key: string) {
  return plan.decisions.find((one) => one.key === key);
}

const makespan = (plan: Plan): number => Math.max(0, ...plan.schedule.map((run) => run.finish));

describe("planWork", () => {
  it("runs independent streams side by side and dependents after what they wait for", () => {
    const result = plan(roadmapOf({ a: [], b: [], c: ["a", "b"] }, { a: { effort: "S" } }));
    expect(result.schedule).toEqual([
      { id: "self:b", agent: 1, start: 0, finish: 7200 },
      { id: "self:a", agent: 2, start: 0, finish: 3600 },
      { id: "self:c", agent: 1, start: 7200, finish: 14400 },
    ]);
    expect(result.criticalPath).toEqual(["self:b", "self:c"]);
    expect(result.lowerBound).toBe(14400);
  });

  it("never runs two streams at once whose files overlap, and says so", () => {
    const files = ["src/util.js"];
    const result = plan(roadmapOf({ a: [], b: [] }, { a: { files }, b: { files } }));
    expect(result.schedule.map((run) => run.start)).toEqual([0, 7200]);
    expect(result.edges).toEqual([
      {
        from: "self:a",
        to: "self:b",
        kind: "overlap",
        reason: "both touch src/util.js (100 % overlap)",
      },
    ]);
    expect(decisionOf(result, "self:b")).toEqual({
      key: "self:b",
      decision: "wait",
      reasons: [{ kind: "overlap", with: "self:a", share: 1, files }],
    });
  });

  it("takes urgent streams first, and what urgent streams depend on with them", () => {
    const facts = roadmapOf(
      { a: [], b: [], c: ["b"] },
      { a: { priority: "high" }, b: { priority: "low" }, c: { priority: "critical" } },
    );
    expect(plan(facts, { concurrency: 1 }).schedule.map((run) => run.id)).toEqual([
      "self:b",
      "self:c",
      "self:a",
    ]);
  });

  it("takes bootstrap work before everything of its priority", () => {
    const facts = roadmapOf({ a: [], b: [] }, { a: { effort: "XL" }, b: { bootstrap: true } });
    expect(plan(facts, { concurrency: 1 }).schedule[0]?.id).toBe("self:b");
  });

  it("raises a stream whose deadline is near", () => {
    const facts = roadmapOf(
      { a: [], b: [] },
      { a: { priority: "high" }, b: { deadline: "2026-03-01" } },
    );
    const first = (nowMs: number) => plan(facts, { concurrency: 1, nowMs }).schedule[0]?.id;
    expect(first(Date.parse("2026-02-01T00:00:00Z"))).toBe("self:a");
    expect(first(Date.parse("2026-03-01T08:00:00Z"))).toBe("self:b");
  });

  it("keeps out what can never start, with the reason, and what waits for it", () => {
    const facts = [
      ...roadmapOf(
        { a: ["b"], b: ["a"], c: ["a"], d: [], e: [], f: [], g: [], h: ["gone"] },
        {
          d: { status: "cancelled", workable: false },
          e: { defect: "the id is used twice" },
          f: { assignee: "Ada" },
          g: { status: "complete", workable: false },
        },
      ),
    ];
    const result = plan(facts);
    expect(result.schedule).toEqual([]);
    expect(result.forecast.finish).toEqual({ p10: 0, p50: 0, p90: 0 });
    expect(result.decisions).toEqual([
      {
        key: "self:a",
        decision: "never",
        reasons: [{ kind: "defect", message: "a and b wait for one another" }],
      },
      {
        key: "self:b",
        decision: "never",
        reasons: [{ kind: "defect", message: "a and b wait for one another" }],
      },
      { key: "self:c", decision: "wait", reasons: [{ kind: "dependency", on: ["self:a"] }] },
      { key: "self:d", decision: "never", reasons: [{ kind: "status", status: "cancelled" }] },
      {
        key: "self:e",
        decision: "never",
        reasons: [{ kind: "defect", message: "the id is used twice" }],
      },
      { key: "self:f", decision: "wait", reasons: [{ kind: "claimed", by: "Ada" }] },
      { key: "self:h", decision: "wait", reasons: [{ kind: "dependency", on: ["self:gone"] }] },
    ]);
  });

  it("breaks a cycle where one of its streams is finished", () => {
    const facts = roadmapOf({ a: ["b"], b: ["a"] });
    expect(plan(facts, { done: new Set(["self:a"]) }).schedule.map((run) => run.id)).toEqual([
      "self:b",
    ]);
  });

  it("plans the selected streams alone and says of the others that they are not selected", () => {
    const facts = roadmapOf({ a: [], b: ["a"], c: [] });
    const some = plan(facts, { selection: { kind: "streams", keys: ["self:b", "self:c"] } });
    expect(some.schedule.map((run) => run.id)).toEqual(["self:c"]);
    expect(decisionOf(some, "self:a")?.reasons).toEqual([{ kind: "not-selected" }]);
    expect(decisionOf(some, "self:b")?.reasons).toEqual([{ kind: "dependency", on: ["self:a"] }]);
  });

  it("selects the next streams among those that can start now", () => {
    const facts = roadmapOf(
      { a: [], b: ["a"], c: [], d: [] },
      { b: { priority: "critical" }, d: { priority: "high" } },
    );
    const next = plan(facts, { selection: { kind: "next", count: 2 } });
    expect(next.schedule.map((run) => run.id).sort()).toEqual(["self:a", "self:d"]);
  });

  it("says which limit keeps a ready stream waiting, and behind what", () => {
    const facts = roadmapOf({ a: [], b: [] }, { a: { priority: "high" } });
    expect(decisionOf(plan(facts, { concurrency: 1 }), "self:b")?.reasons).toEqual([
      { kind: "limit", running: 1, limit: 1 },
      { kind: "priority", behind: "self:a" },
    ]);
  });

  it("prefers measured durations to effort letters and says how sure it is", () => {
    const facts = roadmapOf({ a: [] }, { a: { effort: "XL" } });
    const measured = plan(facts, { durations: new Map([["self:a", 90]]) });
    expect(measured.schedule[0]?.finish).toBe(90);
    const cold = plan(facts).forecast.confidence;
    expect(measured.forecast.confidence).toBeGreaterThan(cold);
    const after = [0, 1, 3, 20, 500].map(
      (attempts) => plan(facts, { durations: new Map([["self:a", 90]]), attempts }).forecast,
    );
    const sure = after.map(({ confidence }) => confidence);
    expect(sure).toEqual([...sure].sort((a, b) => a - b));
    expect(sure[0]).toBe(cold);
    expect(sure[1]).toBeLessThan(cold + 0.1);
    const { p10, p50, p90 } = plan(facts).forecast.finish;
    expect(p90 / p50).toBeGreaterThan(3);
    expect(p50 / p10).toBeGreaterThan(3);
    expect(plan(facts, { durations: new Map([["self:a", Number.NaN]]) }).forecast.finish.p50).toBe(
      28800,
    );
  });

  it("finds a shorter schedule than taking the longest chain first", () => {
    const hours: Record<string, number> = { a: 3, b: 3, c: 2, d: 2, e: 2 };
    const facts = roadmapOf({ a: [], b: [], c: [], d: [], e: [] });
    const durations = new Map(Object.entries(hours).map(([id, h]) => [`self:${id}`, h * 3_600]));
    const result = plan(facts, { durations });
    expect(makespan(result)).toBe(6 * 3_600);
    expect(result.lowerBound).toBe(6 * 3_600);
    const starting = result.decisions.filter((one) => one.decision === "start");
    expect(starting).toHaveLength(2);
  });

  it("lets nothing urgent end later for the sake of a shorter whole", () => {
    const hours: Record<string, number> = { a: 3, b: 3, c: 2, d: 2, e: 2 };
    const high = { priority: "high" } as const;
    const facts = roadmapOf({ a: [], b: [], c: [], d: [], e: [] }, { a: high, b: high });
    const durations = new Map(Object.entries(hours).map(([id, h]) => [`self:${id}`, h * 3_600]));
    const result = plan(facts, { durations });
    const runs = new Map(result.schedule.map((run) => [run.id, run]));
    expect([runs.get("self:a")?.finish, runs.get("self:b")?.finish]).toEqual([10_800, 10_800]);
  });

  it("plans a thousand streams in less time than a person notices", () => {
    const facts = Array.from({ length: 1000 }, (_, i) =>
      factsOf(String(i), {
        dependsOn: [i - 3, i - 7].filter((j) => j >= 0 && i % 5 !== 0).map((j) => `self:${j}`),
        files: [`src/${i % 40}/${i}.ts`, `src/${i % 40}/index.ts`, `src/${i % 40}/types.ts`],
        order: i,
      }),
    );
    expect(plan(facts, { concurrency: 8 }).schedule).toHaveLength(1000);
  });

  it.each([
    ["the same file", () => ["src/index.ts"]],
    ["the same file and one of their own", (i: number) => ["src/index.ts", `src/${i}.ts`]],
    ["a directory or what lies in it", (i: number) => [i % 2 === 0 ? "src/" : `src/${i}.ts`]],
    ["the same pattern", () => ["src/*.ts"]],
    ["a pattern of their own", (i: number) => [`src/${i}/**`]],
  ])("plans thousands of streams that name %s before a person gives up", (_, filesOf) => {
    const facts = Array.from({ length: 3000 }, (_, i) =>
      factsOf(String(i), { files: filesOf(i), order: i }),
    );
    expect(plan(facts, { concurrency: 8 }).schedule).toHaveLength(3000);
  });
});

const arbitraryRoadmap = fc
  .array(
    fc.record({
      links: fc.array(fc.nat(), { maxLength: 3 }),
      effort: fc.constantFrom("XS", "S", "M", "L", "XL", null),
      priority: fc.constantFrom("critical", "high", "medium", "low"),
      files: fc.array(fc.constantFrom("a", "b", "c/", "c/d", "*.ts", "x.ts"), { maxLength: 2 }),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map((row, i) =>
      factsOf(`s${i}`, {
        title: "The same",
        effort: row.effort,
        priority: row.priority,
        files: row.files,
        dependsOn: i === 0 ? [] : row.links.map((link) => `self:s${link % i}`),
        order: i,
      }),
    ),
  );

describe("every plan", () => {
  it("keeps dependencies, overlaps and the limit, and runs each stream once", () => {
    fc.assert(
      fc.property(arbitraryRoadmap, fc.integer({ min: 1, max: 5 }), (facts, concurrency) => {
        const result = plan(facts, { concurrency });
        const runs = new Map(result.schedule.map((run) => [run.id, run]));
        expect(runs.size).toBe(facts.length);
        expect(result.schedule).toHaveLength(facts.length);
        for (const one of facts) {
          const run = runs.get(one.key);
          for (const on of one.dependsOn) {
            expect(runs.get(on)?.finish).toBeLessThanOrEqual(run?.start ?? -1);
          }
          for (const other of facts) {
            const there = runs.get(other.key);
            if (one === other || run === undefined || there === undefined) continue;
            const together = run.start < there.finish && there.start < run.finish;
            if (!together) continue;
            expect(run.agent).not.toBe(there.agent);
            expect(fileOverlap(one.files, other.files).share).toBeLessThanOrEqual(0.2);
          }
        }
        expect(Math.max(0, ...result.schedule.map((run) => run.agent))).toBeLessThanOrEqual(
          concurrency,
        );
        expect(makespan(result)).toBeGreaterThanOrEqual(result.lowerBound);
      }),
      { numRuns: 300 },
    );
  });

  it("leaves no agent idle while there is a stream that could start", () => {
    const crowded = fc.array(
      fc.record({
        link: fc.option(fc.nat(), { freq: 5 }),
        files: fc.array(fc.constantFrom("a", "b", "c/", "c/d", "c/*.ts", "x.ts"), { maxLength: 5 }),
      }),
      { maxLength: 60, size: "max" },
    );
    const shares = fc.constantFrom(0, 0.2, 0.5, 1);
    fc.assert(
      fc.property(crowded, fc.integer({ min: 2, max: 5 }), shares, (rows, agents, overlapMax) => {
        const facts = rows.map(({ link, files }, i) =>
          factsOf(`s${i}`, {
            files,
            dependsOn: i === 0 || link === null ? [] : [`self:s${link % i}`],
            order: i,
          }),
        );
        const { schedule } = plan(facts, { concurrency: agents, overlapMax });
        const runs = new Map(schedule.map((run) => [run.id, run]));
        for (const now of new Set(schedule.map((run) => run.finish))) {
          const busy = schedule.filter(({ start, finish }) => start <= now && now < finish);
          if (busy.length >= agents) continue;
          const names = new Set(busy.map(({ id }) => id));
          const working = facts.filter(({ key }) => names.has(key));
          for (const one of facts) {
            const after = one.dependsOn.map((on) => runs.get(on)?.finish ?? 0);
            if ((runs.get(one.key)?.start ?? 0) <= now || after.some((end) => end > now)) continue;
            const shared = working.map(({ files }) => fileOverlap(files, one.files).share);
            expect(Math.max(0, ...shared)).toBeGreaterThan(overlapMax);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("takes as long when streams are renamed and lines are moved", () => {
    const shuffled = arbitraryRoadmap.chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray(
          facts.map((_, i) => i),
          { minLength: facts.length, maxLength: facts.length },
        ),
        fc.integer({ min: 1, max: 4 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([facts, order, concurrency]) => {
        const rename = (key: string): string => `self:r${order[Number(key.slice(6))] ?? 0}x`;
        const moved = order.flatMap((from, place) => {
          const one = facts[from];
          if (one === undefined) return [];
          const key = rename(one.key);
          return {
            ...one,
            key,
            id: key.slice(5),
            dependsOn: one.dependsOn.map(rename),
            order: place,
          };
        });
        expect(makespan(plan(moved, { concurrency }))).toBe(makespan(plan(facts, { concurrency })));
      }),
      { numRuns: 2000 },
    );
  });
});
