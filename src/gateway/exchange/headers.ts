import type { IncomingHttpHeaders } from "node:http";
import { withoutKey } from "./key-mask.ts";
import type { ProviderKey } from "../messages.ts";

/** What speaks of this hop, of who asks, or of a browser: it stays here. */
const OURS = new Set([
  "accept-encoding",
  "authorization",
  "connection",
  "content-length",
  "cookie",
  "expect",
  "forwarded",
  "host",
  "keep-alive",
  "openai-organization",
  "openai-project",
  "origin",
  "proxy-authorization",
  "proxy-connection",
  "referer",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
  "x-api-key",
  "x-goog-api-key",
  "x-goog-user-project",
]);

type Headers = Record<string, string | string[]>;

/** The client's headers without its token, and with the user's key. */
export function upstreamHeaders(
  from: IncomingHttpHeaders,
  key: ProviderKey,
  bodyBytes: number | null,
): Headers {
  const named = new Set(
    String(from.connection ?? "")
      .toLowerCase()
      .split(/\s*,\s*/),
  );
  const headers: Headers = {};
  for (const [name, value] of Object.entries(from)) {
    if (value === undefined || OURS.has(name) || named.has(name)) continue;
    if (name.startsWith("x-forwarded-") || name.startsWith("sec-")) continue;
    headers[name] = value;
  }
  // Compressed it could not be counted as it passes by.
  headers["accept-encoding"] = "identity";
  if (bodyBytes !== null) headers["content-length"] = String(bodyBytes);
  if (key.kind === "x-api-key") headers["x-api-key"] = key.apiKey;
  if (key.kind === "x-goog-api-key") headers["x-goog-api-key"] = key.apiKey;
  if (key.kind === "bearer") headers["authorization"] = `Bearer ${key.apiKey}`;
  return headers;
}

const PASSED = new Set([
  "cache-control",
  "content-type",
  "date",
  "request-id",
  "retry-after",
  "retry-after-ms",
  "x-request-id",
  "x-should-retry",
]);
const PASSED_PREFIXES = ["anthropic-", "openai-", "x-ratelimit-", "x-codex-", "x-goog-"];

/** Of a provider's headers those that programs read; cookies, addresses and our key stay behind. */
export function clientHeaders(from: IncomingHttpHeaders, key: string): Headers {
  const headers: Headers = {};
  for (const [name, value] of Object.entries(from)) {
    if (value === undefined) continue;
    if (PASSED.has(name) || PASSED_PREFIXES.some((one) => name.startsWith(one))) {
      headers[name] = Array.isArray(value)
        ? value.map((one) => withoutKey(one, key))
        : withoutKey(value, key);
    }
  }
  delete headers["anthropic-organization-id"];
  delete headers["openai-organization"];
  return headers;
}
