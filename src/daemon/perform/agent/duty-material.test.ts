import { expect, it } from "vitest";
import { DUTY_MATERIALS, initialState, LIMITS, newStream } from "../../../model/index.ts";
import { attempt, factsOf } from "../../../model/state.fixture.ts";
import { materialText } from "./duty-material.ts";

it("says of an empty journal that there is nothing yet, under every heading", () => {
  const text = materialText(initialState(), DUTY_MATERIALS);
  expect(text.match(/- none yet/g)).toHaveLength(DUTY_MATERIALS.length);
});

it("tells attempts, reasons and duties in lines of a bounded number and length", () => {
  const state = initialState();
  const streams = Array.from({ length: 60 }, (_, at) => {
    const times = { startedAtMs: 1_000, finishedAtMs: 61_000 + at };
    const reason = `the gates said\nno ${"x".repeat(500)}`;
    const record = attempt(`${at}`, { ...times, outcome: "rejected", reason });
    const duty = { role: "architect", duty: "specs", prompt: "p" };
    const facts = factsOf(`${at}`, at === 0 ? { duty } : {});
    return { ...newStream(facts, 0), attempts: [record] };
  });
  const full = { ...state, streams: new Map(streams.map((one) => [one.facts.key, one])) };
  const traces = materialText(full, ["traces"]).split("\n");
  expect(traces).toHaveLength(LIMITS.materialLinesMax + 1);
  expect(traces[1]).toMatch(/^- 59 .*60 s\): rejected: the gates said no x+$/);
  expect(traces.every((line) => line.length < 400)).toBe(true);
  expect(materialText(full, ["rejections"])).toContain("- 60 ×: the gates said no");
  expect(materialText(full, ["patterns"])).toContain("60 of 60 attempts");
  expect(materialText(full, ["duties"])).toContain("- architect: specs: 1 times");
});
