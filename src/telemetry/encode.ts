import type { Measure, Span, SpanNote, SpanValue, TelemetryConfig } from "../model/index.ts";
import { productVersion, redactText } from "../platform/index.ts";

/** What is kept of a text: a reason may hold the whole output of a gate. */
const TEXT_CHARS_MAX = 2_000;

const SCOPE = "orchestrator";

/** By OTLP's numbers: 1 internal, 3 client; 2 an error; 2 cumulative. */
const KINDS: Readonly<Record<Span["kind"], number>> = { internal: 1, client: 3 };
const STATUS_ERROR = 2;
const CUMULATIVE = 2;

type Json = Readonly<Record<string, unknown>>;
type Attributes = Readonly<Record<string, SpanValue>>;

/** The body of a request to `/v1/traces`: `ExportTraceServiceRequest` in OTLP's JSON. */
export function encodeSpans(config: TelemetryConfig, spans: readonly Span[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: resourceOf(config),
        scopeSpans: [{ scope: scope(), spans: spans.map(spanOf) }],
      },
    ],
  });
}

/** The body of a request to `/v1/metrics`: `ExportMetricsServiceRequest`, as of `atMs`. */
export function encodeMeasures(
  config: TelemetryConfig,
  measures: readonly Measure[],
  atMs: number,
): string {
  const metrics = measures.map((measure) => metricOf(measure, atMs));
  return JSON.stringify({
    resourceMetrics: [
      { resource: resourceOf(config), scopeMetrics: [{ scope: scope(), metrics }] },
    ],
  });
}

function scope(): Json {
  return { name: SCOPE, version: productVersion() };
}

function resourceOf({ service, resource }: TelemetryConfig): Json {
  return {
    attributes: attributesOf({
      ...resource,
      "service.name": service,
      "service.version": productVersion(),
    }),
  };
}

function spanOf(span: Span): Json {
  const { traceId, spanId, parentId, name, kind, startMs, endMs, failure, attributes } = span;
  return {
    traceId,
    spanId,
    ...(parentId === null ? {} : { parentSpanId: parentId }),
    name: textOf(name),
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(startMs),
    endTimeUnixNano: nanoseconds(endMs),
    attributes: attributesOf(attributes),
    events: span.notes.map(noteOf),
    status: failure === null ? {} : { code: STATUS_ERROR, message: textOf(failure) },
  };
}

function noteOf({ atMs, name, attributes }: SpanNote): Json {
  return { timeUnixNano: nanoseconds(atMs), name, attributes: attributesOf(attributes) };
}

function metricOf(measure: Measure, atMs: number): Json {
  const { name, unit, description } = measure;
  const timeUnixNano = nanoseconds(atMs);
  const head = { name, unit, description };
  if (measure.kind === "gauge") {
    const dataPoints = measure.points.map(({ attributes, value }) => ({
      attributes: attributesOf(attributes),
      timeUnixNano,
      asDouble: value,
    }));
    return { ...head, gauge: { dataPoints } };
  }
  const startTimeUnixNano = nanoseconds(measure.sinceMs);
  if (measure.kind === "sum") {
    const dataPoints = measure.points.map(({ attributes, value }) => ({
      attributes: attributesOf(attributes),
      startTimeUnixNano,
      timeUnixNano,
      asDouble: value,
    }));
    const sum = { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic: true };
    return { ...head, sum };
  }
  const { bounds } = measure;
  const dataPoints = measure.points.map(({ attributes, values }) => ({
    attributes: attributesOf(attributes),
    startTimeUnixNano,
    timeUnixNano,
    ...distribution(values, bounds),
  }));
  return { ...head, histogram: { dataPoints, aggregationTemporality: CUMULATIVE } };
}

/** A bucket holds what is above the bound before it, up to its own and with it. */
function distribution(values: readonly number[], bounds: readonly number[]): Json {
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  for (const value of values) {
    const at = bounds.findIndex((bound) => value <= bound);
    const bucket = at === -1 ? bounds.length : at;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return {
    count: String(values.length),
    sum: values.reduce((sum, value) => sum + value, 0),
    bucketCounts: counts.map(String),
    explicitBounds: bounds,
  };
}

function attributesOf(attributes: Attributes): readonly Json[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const written = valueOf(value);
    return written === null ? [] : [{ key, value: written }];
  });
}

/** Whole numbers are texts, because 64 bits are more than JSON's numbers hold. */
function valueOf(value: SpanValue): Json | null {
  switch (typeof value) {
    case "string":
      return { stringValue: textOf(value) };
    case "boolean":
      return { boolValue: value };
    case "number":
      if (!Number.isFinite(value)) return null;
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    default:
      return { arrayValue: { values: value.map((one) => ({ stringValue: textOf(one) })) } };
  }
}

/** What agents and gates said may hold a secret, or half of a character (law I14). */
function textOf(text: string): string {
  return redactText(text)
    .slice(0, TEXT_CHARS_MAX)
    .replace(/\p{Surrogate}/gu, "\ufffd");
}

function nanoseconds(ms: number): string {
  return String(BigInt(Math.max(0, Math.round(ms))) * 1_000_000n);
}
