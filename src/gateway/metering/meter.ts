import { LIMITS } from "../../model/index.ts";
import { JsonScan, type Wanted } from "./json-scan.ts";
import type { Dialect } from "../provider.ts";
import { SseScan, endOfEvent, eventWith } from "./sse-scan.ts";

/** A model that was not named by then is not named at all. */
const MODEL_EVENTS_MAX = 3;

/** Tokens of one answer. `inputTokens` is everything read, from a cache or not. */
export interface Counts {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of the input that came from the provider's cache. */
  readonly cacheReadTokens: number;
  /** Part of the input that was written to it. */
  readonly cacheWriteTokens: number;
}

/** What has been heard of an answer's usage so far; null where nothing was said. */
interface Heard {
  input: number | null;
  output: number | null;
  cacheRead: number | null;
  cacheWrite: number | null;
  model: string | null;
  /** The provider's last word: nothing is added to what was counted after it. */
  isFinal: boolean;
}

export interface Reading {
  readonly heard: Readonly<Heard>;
  readonly bytes: number;
}

export const NOTHING_READ: Reading = {
  heard: {
    input: null,
    output: null,
    cacheRead: null,
    cacheWrite: null,
    model: null,
    isFinal: false,
  },
  bytes: 0,
};

interface Tongue {
  readonly wanted: Wanted;
  /** Stands in every event that tells usage. */
  readonly needle: Buffer;
  readonly hear: (heard: Heard, path: string, value: unknown) => void;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null ? (value as Fields) : null;
}

function countIn(fields: Fields | null, name: string): number | null {
  const value = fields?.[name];
  const isCount = typeof value === "number" && value >= 0 && value <= LIMITS.tokensMax;
  return isCount ? Math.ceil(value) : null;
}

/** What the message has so far; the last part has the whole of it. */
const anthropic: Tongue = {
  wanted: { model: true, usage: true, message: { usage: true, model: true } },
  needle: Buffer.from("output_tokens"),
  hear(heard, path, value) {
    if (path.endsWith("model")) heard.model ??= modelOf(value);
    const usage = path.endsWith("usage") ? fieldsOf(value) : null;
    if (usage === null) return;
    const read = countIn(usage, "cache_read_input_tokens");
    const written = countIn(usage, "cache_creation_input_tokens");
    const fresh = countIn(usage, "input_tokens");
    heard.cacheRead = read ?? heard.cacheRead;
    heard.cacheWrite = written ?? heard.cacheWrite;
    if (fresh !== null) heard.input = fresh + (heard.cacheRead ?? 0) + (heard.cacheWrite ?? 0);
    heard.output = countIn(usage, "output_tokens") ?? heard.output;
    // `message_start` has it in `message`; `message_delta`, and an answer at once, at the top.
    if (path === "usage" && heard.input !== null && heard.output !== null) heard.isFinal = true;
  },
};

const responses: Tongue = {
  wanted: { model: true, usage: true, response: { usage: true, model: true } },
  needle: Buffer.from("output_tokens"),
  hear(heard, path, value) {
    if (path.endsWith("model")) heard.model ??= modelOf(value);
    const usage = path.endsWith("usage") ? fieldsOf(value) : null;
    const input = countIn(usage, "input_tokens");
    const output = countIn(usage, "output_tokens");
    if (input === null || output === null) return;
    heard.input = input;
    heard.output = output;
    heard.cacheRead = countIn(fieldsOf(usage?.["input_tokens_details"]), "cached_tokens");
    heard.isFinal = true;
  },
};

/** Some servers tell it in every piece, so that only a clean end makes it the last word. */
const chat: Tongue = {
  wanted: { model: true, usage: true },
  needle: Buffer.from("prompt_tokens"),
  hear(heard, path, value) {
    if (path === "model") heard.model ??= modelOf(value);
    const usage = path === "usage" ? fieldsOf(value) : null;
    const input = countIn(usage, "prompt_tokens");
    if (input === null) return;
    heard.input = input;
    heard.output = countIn(usage, "completion_tokens") ?? 0;
    heard.cacheRead = countIn(fieldsOf(usage?.["prompt_tokens_details"]), "cached_tokens");
  },
};

const gemini: Tongue = {
  wanted: { modelVersion: true, usageMetadata: true },
  needle: Buffer.from("promptTokenCount"),
  hear(heard, path, value) {
    if (path === "modelVersion") heard.model ??= modelOf(value);
    const usage = path === "usageMetadata" ? fieldsOf(value) : null;
    const prompt = countIn(usage, "promptTokenCount");
    if (prompt === null) return;
    heard.input = prompt + (countIn(usage, "toolUsePromptTokenCount") ?? 0);
    const thoughts = countIn(usage, "thoughtsTokenCount") ?? 0;
    heard.output = (countIn(usage, "candidatesTokenCount") ?? 0) + thoughts;
    heard.cacheRead = countIn(usage, "cachedContentTokenCount");
  },
};

const TONGUES: Readonly<Record<Dialect, Tongue>> = { anthropic, responses, chat, gemini };

function modelOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, 128) : null;
}

/** Reads the usage out of an answer that passes by, streamed or not, whatever its size. */
export class Meter {
  readonly #heard: Heard = { ...NOTHING_READ.heard };
  readonly #scan: JsonScan;
  readonly #events: SseScan | null;
  readonly #needle: Buffer;
  #documents = 0;
  #bytes = 0;

  constructor(dialect: Dialect, isEventStream: boolean) {
    const tongue = TONGUES[dialect];
    const scan = new JsonScan(tongue.wanted, {
      value: (path, text) => {
        const value = valueOf(text);
        if (value !== undefined) tongue.hear(this.#heard, path, value);
      },
      document: () => {
        this.#documents++;
      },
    });
    this.#scan = scan;
    this.#needle = tongue.needle;
    this.#events = isEventStream
      ? new SseScan({ data: (piece) => scan.push(piece), event: () => scan.reset() })
      : null;
  }

  push(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#events === null) this.#scan.push(chunk);
    else this.#pushEvents(this.#events, chunk);
  }

  /**
   * Most events only bring text. Once the model is known, those that lie whole in a chunk without
   * the needle are not looked into: a search is far faster than a scan.
   */
  #pushEvents(events: SseScan, chunk: Buffer): void {
    const isModelKnown = this.#heard.model !== null || this.#documents >= MODEL_EVENTS_MAX;
    for (let at = 0; at < chunk.length; ) {
      if (isModelKnown && events.isBetween) at = eventWith(chunk, this.#needle, at);
      const end = endOfEvent(chunk, at);
      const to = end === -1 ? chunk.length : end;
      events.push(chunk.subarray(at, to));
      at = to;
    }
  }

  get reading(): Reading {
    return { heard: this.#heard, bytes: this.#bytes };
  }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
