/**
 * Something an agent did, and when it was seen: kept beside its output while it runs, because the
 * output itself says no times. `late`: whoever saw it came after it happened; it was no later.
 */
export type AgentStep = { readonly atMs: number; readonly late?: true } & (
  | { readonly kind: "began"; readonly model: string | null }
  /** Its model answers: of several answers in a row the first. */
  | { readonly kind: "said" }
  | {
      readonly kind: "tool-started";
      readonly id: string;
      readonly tool: string;
      /** The beginning of it, without what looks like a secret. Stays on this machine. */
      readonly input: string;
    }
  | { readonly kind: "tool-ended"; readonly id: string; readonly failed: boolean }
  | { readonly kind: "used"; readonly inputTokens: number; readonly outputTokens: number }
);

export type SpanValue = string | number | boolean | readonly string[];

/** A stretch of work in a trace, as OpenTelemetry has it. Times are epoch milliseconds. */
export interface Span {
  /** 32 hex digits: one trace is one session. */
  readonly traceId: string;
  /** 16 hex digits; the same work has the same id, whoever folds the journal and how often. */
  readonly spanId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly kind: "internal" | "client";
  readonly startMs: number;
  readonly endMs: number;
  /** Why it failed; null when it did not. */
  readonly failure: string | null;
  readonly attributes: Readonly<Record<string, SpanValue>>;
  readonly notes: readonly SpanNote[];
}

/** A moment within a span (an OpenTelemetry span event). */
export interface SpanNote {
  readonly atMs: number;
  readonly name: string;
  readonly attributes: Readonly<Record<string, SpanValue>>;
}

/** A figure at a moment. `sum`: since `sinceMs`, and it only grows. */
export type Measure = {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
} & (
  | { readonly kind: "sum"; readonly sinceMs: number; readonly points: readonly MeasurePoint[] }
  | { readonly kind: "gauge"; readonly points: readonly MeasurePoint[] }
  | {
      readonly kind: "histogram";
      readonly sinceMs: number;
      /** Upper bounds of the buckets, ascending; one more bucket is above the last. */
      readonly bounds: readonly number[];
      readonly points: readonly {
        readonly attributes: Readonly<Record<string, SpanValue>>;
        readonly values: readonly number[];
      }[];
    }
);

export interface MeasurePoint {
  readonly attributes: Readonly<Record<string, SpanValue>>;
  readonly value: number;
}

/** Where traces and metrics are sent. */
export interface TelemetryConfig {
  /** Base address of an OTLP/HTTP receiver: `/v1/traces` and `/v1/metrics` are below it. */
  readonly url: string;
  /** Sent along with every request; may hold a key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
  /** Attributes of the resource, beside the service's name. */
  readonly resource: Readonly<Record<string, string>>;
  /** Agents that can are told to send what they know themselves. */
  readonly agents: boolean;
}
