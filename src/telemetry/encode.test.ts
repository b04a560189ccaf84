import { expect, test } from "vitest";
import type { Measure, Span, TelemetryConfig } from "../model/index.ts";
import { encodeMeasures, encodeSpans } from "./index.ts";

const CONFIG: TelemetryConfig = {
  url: "http://localhost:4318",
  headers: {},
  service: "mine",
  resource: { "service.name": "another", team: "a" },
  agents: false,
};

const SPAN: Span = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  parentId: null,
  name: "work",
  kind: "internal",
  startMs: 1_795_636_800_123,
  endMs: 1_795_636_800_456.4,
  failure: null,
  attributes: {},
  notes: [],
};

function encoded(span: Partial<Span>): Record<string, unknown> {
  const body = JSON.parse(encodeSpans(CONFIG, [{ ...SPAN, ...span }]));
  return body.resourceSpans[0].scopeSpans[0].spans[0];
}

test("times are nanoseconds in texts, and a span without failure has no status", () => {
  expect(encoded({})).toMatchObject({
    startTimeUnixNano: "1795636800123000000",
    endTimeUnixNano: "1795636800456000000",
    status: {},
  });
  expect(encoded({})).not.toHaveProperty("parentSpanId");
});

test("a value has its own type, and what is no number is left out", () => {
  const attributes = { a: "t", b: 3, c: 0.5, d: true, e: ["x"], f: Number.NaN, g: 2 ** 60 };
  expect(encoded({ attributes })["attributes"]).toEqual([
    { key: "a", value: { stringValue: "t" } },
    { key: "b", value: { intValue: "3" } },
    { key: "c", value: { doubleValue: 0.5 } },
    { key: "d", value: { boolValue: true } },
    { key: "e", value: { arrayValue: { values: [{ stringValue: "x" }] } } },
    { key: "g", value: { doubleValue: 2 ** 60 } },
  ]);
});

test("texts are whole characters of bounded length without secrets", () => {
  const secret = `sk-${"a1".repeat(12)}`;
  const { status } = encoded({ failure: `\ud800 ${secret} ${"x".repeat(10_000)}` });
  const { message } = status as { message: string };
  expect(message.startsWith("\ufffd [redacted] xxx")).toBe(true);
  expect(message.length).toBe(2_000);
});

test("the service's name is the one that was chosen, and a bucket holds its own bound", () => {
  const histogram: Measure = {
    kind: "histogram",
    name: "h",
    unit: "s",
    description: "",
    sinceMs: 0,
    bounds: [1, 2],
    points: [{ attributes: {}, values: [1, 1.5, 2, 9] }],
  };
  const body = JSON.parse(encodeMeasures(CONFIG, [histogram], 5));
  const [{ resource, scopeMetrics }] = body.resourceMetrics;
  expect(resource.attributes.slice(0, 2)).toEqual([
    { key: "service.name", value: { stringValue: "mine" } },
    { key: "team", value: { stringValue: "a" } },
  ]);
  expect(scopeMetrics[0].metrics[0].histogram.dataPoints[0]).toMatchObject({
    count: "4",
    bucketCounts: ["1", "2", "1"],
  });
});
