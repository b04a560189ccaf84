import { LIMITS } from "../../model/index.ts";
import { type askOnce, readSome, unpacked } from "../egress/upstream.ts";
import type { ProviderKey } from "../messages.ts";
import type { Provider } from "../provider.ts";
import { withoutKey } from "./key-mask.ts";
import { type Failure, isOutage } from "./patience.ts";

const MESSAGE_CHARS_MAX = 300;

/** Of a failure that was waited for in vain, for people. */
export function wordsOf(provider: Provider, failure: Failure): string {
  if (!isOutage(failure)) return `${provider}: usage limit (${said(failure)}).`;
  const { status, body } = failure;
  return status === null
    ? `${provider} cannot be reached: ${body}.`
    : `${provider} is failing (${said(failure)}).`;
}

/** Its status and its message, on one short line. */
export function said({ status, body }: Failure): string {
  const quoted = /"message"\s*:\s*"((?:[^"\\]|\\.)*)/.exec(body)?.[1] ?? "";
  const words = quoted
    .replace(/\\[nrt"\\/]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const short = words.slice(0, MESSAGE_CHARS_MAX).replace(/\.+$/, "");
  return short === "" ? String(status) : `${status}: ${short}`;
}

/** What the provider said of it, without the key: it goes to the agent, and to the user's inbox. */
export async function failureOf(
  asked: Awaited<ReturnType<typeof askOnce>>,
  { apiKey }: ProviderKey,
): Promise<Failure> {
  if (asked.kind === "unreachable") return { status: null, headers: {}, body: asked.reason };
  const { response } = asked;
  const body = await readSome(unpacked(response), LIMITS.gatewayErrorBytesMax);
  response.resume();
  const { statusCode, headers } = response;
  const text = withoutKey(body.toString("utf8"), apiKey);
  return { status: statusCode ?? 500, headers, body: text };
}
