import { LIMITS } from "../../model/index.ts";
import { JsonScan, type Wanted } from "../metering/json-scan.ts";
import type { Dialect } from "../provider.ts";

/** What a request says that matters for counting it. */
export interface RequestFacts {
  readonly model: string | null;
  /** At most so many tokens are answered; `gatewayOutputTokens` when it does not say. */
  readonly outputTokensMax: number;
  /** Upper estimate of what is read: see {@link inputEstimate}. */
  readonly inputTokens: number;
  readonly isChatStream: boolean;
  /** The client itself wants the usage told at the end of a chat stream. */
  readonly asksUsage: boolean;
  readonly hasStreamOptions: boolean;
  /** It is answered before it is worked on. */
  readonly isBackground: boolean;
}

const WANTED: Wanted = {
  model: true,
  max_tokens: true,
  max_output_tokens: true,
  max_completion_tokens: true,
  generationConfig: { maxOutputTokens: true, max_output_tokens: true, candidateCount: true },
  generation_config: { maxOutputTokens: true, max_output_tokens: true, candidate_count: true },
  n: true,
  background: true,
  stream: true,
  stream_options: true,
};

/**
 * No text is more than a token for every three bytes of the request for long: prose has four to
 * five, code three to four, and the JSON around it is not read by the model. Pictures weigh far
 * more bytes than tokens. Only used until the provider has said the number, or never says it.
 */
function inputEstimate(bytes: number): number {
  return Math.ceil(bytes / 3);
}

/** Null when the body is no JSON object. */
export function readRequest(body: Buffer, dialect: Dialect): RequestFacts | null {
  const found = new Map<string, unknown>();
  let documents = 0;
  new JsonScan(WANTED, {
    value(path, text) {
      try {
        found.set(path, JSON.parse(text));
      } catch {
        found.delete(path);
      }
    },
    document() {
      documents++;
    },
  }).push(body);
  if (documents !== 1) return null;
  const model = found.get("model");
  const options = found.get("stream_options") as { include_usage?: unknown } | null | undefined;
  return {
    model: typeof model === "string" ? model.slice(0, 128) : null,
    outputTokensMax: outputBound(found),
    inputTokens: inputEstimate(body.length),
    isChatStream: dialect === "chat" && found.get("stream") === true,
    asksUsage: options?.include_usage === true,
    hasStreamOptions: found.has("stream_options"),
    isBackground: found.get("background") === true,
  };
}

/** For all answers that are asked for together, by the largest of the bounds that are named. */
function outputBound(found: ReadonlyMap<string, unknown>): number {
  const numbers = (name: RegExp): number[] =>
    [...found].flatMap(([path, value]) =>
      name.test(path) && typeof value === "number" && value >= 0 ? [Math.ceil(value)] : [],
    );
  const bounds = numbers(/max_?.*tokens$/i);
  const bound = bounds.length === 0 ? LIMITS.gatewayOutputTokens : Math.max(...bounds);
  const answers = Math.max(1, ...numbers(/^n$|candidate_?count$/i));
  return Math.min(bound * answers, LIMITS.gatewayOutputTokensMax);
}

/** A chat stream tells its usage only when it is asked to. */
export function askForUsage(body: Buffer, facts: RequestFacts): Buffer {
  if (!facts.isChatStream || facts.asksUsage) return body;
  if (!facts.hasStreamOptions) {
    const brace = body.indexOf(0x7b) + 1;
    const asked = Buffer.from('"stream_options":{"include_usage":true},');
    return Buffer.concat([body.subarray(0, brace), asked, body.subarray(brace)]);
  }
  const whole = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
  const options = whole["stream_options"];
  const before = typeof options === "object" && options !== null ? options : {};
  whole["stream_options"] = { ...before, include_usage: true };
  return Buffer.from(JSON.stringify(whole));
}
