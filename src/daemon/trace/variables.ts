import type { Adapter } from "../../agents/index.ts";
import type { AttemptId, TelemetryConfig } from "../../model/index.ts";

/** What a program that can tell of itself needs to know for that. */
const TELLING: Readonly<Partial<Record<Adapter["name"], Readonly<Record<string, string>>>>> = {
  "claude-code": {
    CLAUDE_CODE_ENABLE_TELEMETRY: "1",
    // Spans are still behind this one (2.1); without it there are only figures.
    CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: "1",
    OTEL_TRACES_EXPORTER: "otlp",
    OTEL_METRICS_EXPORTER: "otlp",
  },
};

/**
 * Places what an agent's program tells of itself, and what the programs that it starts do, below
 * the attempt's own span. The receiver's key is ours: an agent never gets it (law I14).
 */
export function traceVariables(
  attempt: AttemptId,
  adapter: Adapter["name"],
  config: TelemetryConfig | null,
  parent: string | null,
): Record<string, string> {
  if (config === null || parent === null) return {};
  const telling = config.agents ? TELLING[adapter] : undefined;
  if (telling === undefined) return { TRACEPARENT: parent };
  return {
    TRACEPARENT: parent,
    ...telling,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_ENDPOINT: config.url,
    OTEL_RESOURCE_ATTRIBUTES: `orchestrator.attempt=${encodeURIComponent(attempt)}`,
  };
}
