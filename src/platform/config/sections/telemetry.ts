import type { TelemetryConfig } from "../../../model/index.ts";
import type { TelemetrySettings } from "../settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const SERVICE = "orchestrator";

export interface FoundTelemetry {
  readonly telemetry: TelemetryConfig | null;
  readonly warnings: readonly string[];
}

/**
 * Where traces go: `telemetry` of the settings, else OpenTelemetry's own variables. The headers of
 * the variables hold the user's key for the address of the variables, and go nowhere else (I14).
 */
export function resolveTelemetry(
  settings: TelemetrySettings | false | undefined,
  env: Environment,
): FoundTelemetry {
  if (settings === false || env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true") return OFF;
  const resource = pairsOf(env["OTEL_RESOURCE_ATTRIBUTES"]);
  const { "service.name": named, ...rest } = resource;
  const common = { service: env["OTEL_SERVICE_NAME"] || named || SERVICE, resource: rest };
  const agents = settings?.agents ?? false;
  if (settings?.otlp !== undefined) {
    const url = withoutSlash(settings.otlp);
    return {
      telemetry: { ...common, url, headers: settings.headers ?? {}, agents },
      warnings: [],
    };
  }
  return fromVariables(env, { ...common, agents });
}

const OFF: FoundTelemetry = { telemetry: null, warnings: [] };

function fromVariables(
  env: Environment,
  common: Omit<TelemetryConfig, "url" | "headers">,
): FoundTelemetry {
  const asked = env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "";
  if (asked === "") return OFF;
  const protocol = env["OTEL_EXPORTER_OTLP_PROTOCOL"] ?? "";
  if (protocol === "grpc") {
    return off("OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not spoken: no traces are sent; use http/json");
  }
  if (!isAddress(asked)) {
    return off("OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address: no traces are sent");
  }
  const headers = pairsOf(env["OTEL_EXPORTER_OTLP_HEADERS"]);
  return { telemetry: { ...common, url: withoutSlash(asked), headers }, warnings: [] };
}

function off(warning: string): FoundTelemetry {
  return { telemetry: null, warnings: [warning] };
}

export function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s?#@]+$/.test(text) && URL.canParse(text);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

/** `key=value,key=value`, values as in addresses (W3C baggage); what is malformed is left out. */
function pairsOf(text: string | undefined): Record<string, string> {
  const pairs = (text ?? "").split(",").flatMap((pair): [string, string][] => {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    const value = decoded(pair.slice(at + 1).trim());
    return at > 0 && name !== "" && value !== null ? [[name, value]] : [];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
