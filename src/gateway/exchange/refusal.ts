import { unreachable } from "../../model/index.ts";
import type { Provider } from "../provider.ts";

/** Why the gateway itself answers instead of the provider. */
export type RefusalKind =
  | "allowance"
  | "limit"
  | "auth"
  | "forbidden"
  | "not-found"
  | "bad-request"
  | "too-large"
  | "unavailable";

export interface Refusal {
  readonly kind: RefusalKind;
  readonly message: string;
  /** For a limit: how long it still lasts. Not told in a header, which Codex sleeps by. */
  readonly retryAfterMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: string;
}

interface Shape {
  readonly status: number;
  readonly anthropic: string;
  readonly openai: string;
  readonly gemini: string;
}

/**
 * A spent allowance is a 400: of all statuses the one that Claude Code, Codex, Gemini CLI and
 * opencode take for final without a retry (measured); 401, 403 and 429 are tried again by some.
 */
const SHAPES: Readonly<Record<RefusalKind, Shape>> = {
  allowance: shape(400, "invalid_request_error", "invalid_request_error", "INVALID_ARGUMENT"),
  "bad-request": shape(400, "invalid_request_error", "invalid_request_error", "INVALID_ARGUMENT"),
  limit: shape(429, "rate_limit_error", "rate_limit_exceeded", "RESOURCE_EXHAUSTED"),
  auth: shape(401, "authentication_error", "invalid_api_key", "UNAUTHENTICATED"),
  forbidden: shape(403, "permission_error", "permission_denied", "PERMISSION_DENIED"),
  "not-found": shape(404, "not_found_error", "not_found", "NOT_FOUND"),
  "too-large": shape(413, "request_too_large", "request_too_large", "INVALID_ARGUMENT"),
  unavailable: shape(503, "overloaded_error", "server_error", "UNAVAILABLE"),
};

function shape(status: number, anthropic: string, openai: string, gemini: string): Shape {
  return { status, anthropic, openai, gemini };
}

/** The refusal as the provider would write it, so that every program understands it. */
export function refuse(provider: Provider | null, refusal: Refusal): Answer {
  const form = SHAPES[refusal.kind];
  const seconds = Math.ceil((refusal.retryAfterMs ?? 0) / 1_000);
  return {
    status: form.status,
    headers: {
      "content-type": "application/json",
      // The kits of both makers obey it: what is refused here is not worth another try.
      ...(refusal.kind === "unavailable" ? {} : { "x-should-retry": "false" }),
    },
    body: `${JSON.stringify(bodyOf(provider, form, refusal, seconds))}\n`,
  };
}

function bodyOf(
  provider: Provider | null,
  form: Shape,
  { kind, message }: Refusal,
  seconds: number,
): unknown {
  switch (provider) {
    case "anthropic":
      return { type: "error", error: { type: form.anthropic, message } };
    case "openai":
    case null: {
      const code = kind === "allowance" ? "allowance_spent" : form.openai;
      return { error: { message, type: form.openai, param: null, code } };
    }
    case "gemini":
      return {
        error: {
          code: form.status,
          message,
          status: form.gemini,
          ...(seconds > 0 ? { details: quotaDetails(seconds) } : {}),
        },
      };
    default:
      return unreachable(provider);
  }
}

/** Its program gives up at once on a quota of a day, and otherwise tries again and again. */
function quotaDetails(seconds: number): unknown[] {
  const type = "type.googleapis.com/google.rpc";
  return [
    { "@type": `${type}.QuotaFailure`, violations: [{ quotaId: "RequestsPerDay" }] },
    { "@type": `${type}.RetryInfo`, retryDelay: `${seconds}s` },
  ];
}
