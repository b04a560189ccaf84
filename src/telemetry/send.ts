import type { TelemetryConfig } from "../model/index.ts";
import { OrchestratorError, LIMITS } from "../model/index.ts";
import { redactText, requestHttp } from "../platform/index.ts";

/** What became of a request. `later`: the receiver may take the same one another time. */
export type Sent =
  /** `warning`: what the receiver says of a part that it did not take. */
  | { readonly kind: "taken"; readonly warning: string | null }
  | { readonly kind: "later"; readonly why: string; readonly afterMs: number | null }
  | { readonly kind: "refused"; readonly why: string };

const ANSWER_BYTES_MAX = 64 * 1024;

/** By OTLP's own rules; every other failure is for good. */
const TRY_AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** One request in OTLP/HTTP with JSON; never throws for what the network or the receiver does. */
export async function send(
  config: TelemetryConfig,
  what: "traces" | "metrics",
  body: string,
  timeoutMs: number = LIMITS.telemetryRequestMs,
): Promise<Sent> {
  try {
    const answer = await requestHttp({
      method: "POST",
      url: `${config.url}/v1/${what}`,
      headers: { ...config.headers, "content-type": "application/json" },
      body,
      timeoutMs,
      bytesMax: ANSWER_BYTES_MAX,
      // The receiver's key is for the receiver alone.
      redirects: "refuse",
    });
    if (answer.status >= 200 && answer.status < 300) {
      return { kind: "taken", warning: partOf(answer.body) };
    }
    const why = `${answer.status} ${redactText(answer.body.slice(0, 200)).trim()}`.trim();
    if (!TRY_AGAIN.has(answer.status)) return { kind: "refused", why };
    return { kind: "later", why, afterMs: retryAfterMs(answer.headers.get("retry-after")) };
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    return { kind: "later", why: error.message, afterMs: null };
  }
}

function retryAfterMs(text: string | undefined): number | null {
  const seconds = Number(text);
  return text === undefined || text === "" || !(seconds >= 0) ? null : seconds * 1_000;
}

/** `partialSuccess` of an answer that took the rest; null where everything was taken. */
function partOf(body: string): string | null {
  try {
    const { partialSuccess } = JSON.parse(body) as { partialSuccess?: Record<string, unknown> };
    const rejected = Number(
      partialSuccess?.["rejectedSpans"] ?? partialSuccess?.["rejectedDataPoints"],
    );
    if (!(rejected > 0)) return null;
    const why = partialSuccess?.["errorMessage"];
    return `${rejected} not taken: ${typeof why === "string" ? redactText(why) : ""}`;
  } catch {
    return null; // some receivers answer with nothing, or in protobuf
  }
}
