import fc from "fast-check";
import { expect, test } from "vitest";
import type { AgentStep } from "../../model/index.ts";
import { turnsOf } from "./turns.ts";

const said = (atMs: number): AgentStep => ({ kind: "said", atMs });
const begins = (atMs: number, id: string, tool = id): AgentStep => {
  return { kind: "tool-started", atMs, id, tool, input: "" };
};
const ends = (atMs: number, id: string, failed = false): AgentStep => {
  return { kind: "tool-ended", atMs, id, failed };
};
const used = (atMs: number, inputTokens: number): AgentStep => {
  return { kind: "used", atMs, inputTokens, outputTokens: 1 };
};

test("a turn lasts until its tools have ended and the model speaks again", () => {
  const steps = [said(10), begins(20, "a"), begins(21, "b"), ends(30, "b"), ends(40, "a", true)];
  const turns = turnsOf([...steps, said(55), begins(60, "c"), ends(70, "c"), said(80)], 0, 100);
  expect(turns.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
    [0, 40],
    [40, 70],
    [70, 100],
  ]);
  expect(turns[0]?.tools).toMatchObject([
    { id: "a", startMs: 20, endMs: 40, failed: true },
    { id: "b", startMs: 21, endMs: 30, failed: false },
  ]);
});

test("a tool that nobody says has ended ends with its turn, or with the next call of its name", () => {
  const [turn, ...others] = turnsOf([begins(10, "", "x"), begins(20, "", "y")], 0, 30);
  expect(turn?.tools).toMatchObject([
    { tool: "x", endMs: 20 },
    { tool: "y", endMs: null },
  ]);
  expect(others).toEqual([]);
});

test("an end without a beginning, and an agent that is never seen, say nothing", () => {
  expect(turnsOf([ends(10, "a")], 0, 30)).toMatchObject([{ startMs: 0, endMs: 30, tools: [] }]);
  expect(turnsOf([], 0, 30)).toEqual([]);
});

test("tokens belong to the turn in which they are told of", () => {
  const steps = [used(1, 5), used(2, 7), begins(3, "a"), ends(4, "a"), said(5), used(6, 1)];
  expect(turnsOf(steps, 0, 9).map(({ usage }) => usage)).toEqual([
    { inputTokens: 12, outputTokens: 2 },
    { inputTokens: 1, outputTokens: 1 },
  ]);
});

const step = fc.oneof(
  fc.record({ kind: fc.constant("said" as const), atMs: fc.nat(1_000) }),
  fc.record({
    kind: fc.constant("tool-started" as const),
    atMs: fc.nat(1_000),
    id: fc.constantFrom("a", "b", "c"),
    tool: fc.constant("t"),
    input: fc.constant(""),
  }),
  fc.record({
    kind: fc.constant("tool-ended" as const),
    atMs: fc.nat(1_000),
    id: fc.constantFrom("a", "b", "c"),
    failed: fc.boolean(),
  }),
);

test("whatever the clock says, turns follow one another without gaps and hold their calls", () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1 }),
      fc.nat(500),
      fc.nat(1_000),
      (steps, start, length) => {
        const end = start + length;
        const turns = turnsOf(steps, start, end);
        let atMs = start;
        for (const turn of turns) {
          expect(turn.startMs).toBe(atMs);
          expect(turn.endMs).toBeGreaterThanOrEqual(turn.startMs);
          for (const { startMs, endMs } of turn.tools) {
            expect(startMs).toBeGreaterThanOrEqual(turn.startMs);
            expect(endMs ?? turn.endMs).toBeGreaterThanOrEqual(startMs);
            expect(endMs ?? turn.endMs).toBeLessThanOrEqual(turn.endMs);
          }
          atMs = turn.endMs;
        }
        expect(atMs).toBe(end);
        const calls = turns.reduce((sum, { tools }) => sum + tools.length, 0);
        expect(calls).toBe(steps.filter(({ kind }) => kind === "tool-started").length);
      },
    ),
  );
});
