import { mkdtempSync, rmSync } from "node:fs";
import {
  type IncomingMessage,
  type RequestOptions,
  type Server,
  type ServerResponse,
  createServer,
  request as ask,
} from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monotonicMs, sleep } from "../platform/index.ts";
import { GatewayCore } from "./core.ts";
import type { AttemptSpec, Door, Patience, News } from "./messages.ts";
import { PATIENCE } from "./exchange/patience.ts";

/** Waits that a test can sit out. */
export const QUICK: Patience = {
  ...PATIENCE,
  retryMsMax: 3_000,
  retryBaseMs: 20,
  restMs: 1_000,
  keysMs: 2_000,
  questionWaitMs: 50,
  breakerBaseMs: 100,
};

export type Play = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface Upstream {
  readonly url: string;
  /** What it was asked, in order. */
  readonly asked: {
    method: string;
    url: string;
    headers: IncomingMessage["headers"];
    body: string;
  }[];
  play: Play;
  close(): Promise<void>;
}

/** A provider that does as it is told. */
export async function serveUpstream(play: Play): Promise<Upstream> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString("utf8");
      const { method = "", url = "", headers } = request;
      upstream.asked.push({ method, url, headers, body });
      upstream.play(request, response, body);
    });
  });
  const port = await listen(server);
  const upstream: Upstream = {
    url: `http://127.0.0.1:${port}`,
    asked: [],
    play,
    close: () => shut(server),
  };
  return upstream;
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

function shut(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}

export const TOKEN = "attempt-token-0123456789";
export const KEY = "sk-real-key-abcdefghijklmnop";

export function specOf(more: Partial<AttemptSpec> = {}): AttemptSpec {
  return {
    attempt: "self:1.2/1",
    token: TOKEN,
    allowance: null,
    prices: [],
    accounts: { anthropic: "anthropic", openai: "openai", gemini: "gemini" },
    egress: { hosts: [], privateHosts: [] },
    tools: null,
    port: true,
    ...more,
  };
}

/** A gateway in this process, with the means to look at all it told. */
export class Rig {
  readonly base = mkdtempSync(join(tmpdir(), "gateway-"));
  readonly told: News[] = [];
  readonly #patience: Patience;
  core: GatewayCore;
  door: Door | null = null;

  constructor(patience: Partial<Patience> = {}) {
    this.#patience = { ...QUICK, ...patience };
    this.core = this.#make();
  }

  get stateDir(): string {
    return join(this.base, "state");
  }

  async open(upstream: { readonly url: string }, more: Partial<AttemptSpec> = {}): Promise<Door> {
    const key = { baseUrl: upstream.url, apiKey: KEY };
    this.core.keys({
      anthropic: { ...key, kind: "x-api-key" },
      openai: { ...key, kind: "bearer", baseUrl: `${upstream.url}/v1` },
      gemini: { ...key, kind: "x-goog-api-key" },
    });
    this.door = await this.core.open(specOf(more));
    return this.door;
  }

  all<K extends News["type"]>(type: K): Extract<News, { type: K }>[] {
    return this.told.filter((one): one is Extract<News, { type: K }> => one.type === type);
  }

  /** As a restart would: nothing but the disk goes over. */
  async again(): Promise<void> {
    await this.core.stop();
    this.core = this.#make();
    await this.core.adopt();
  }

  async close(): Promise<void> {
    await this.core.stop();
    rmSync(this.base, { recursive: true, force: true });
  }

  #make(): GatewayCore {
    return new GatewayCore({
      stateDir: this.stateDir,
      socketDir: join(this.base, "s"),
      patience: this.#patience,
      tell: (told) => this.told.push(told),
    });
  }
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly bytes: number;
  /** It ended as its sender meant it to. */
  readonly isWhole: boolean;
}

/** Asks a door over its port or its socket. */
export function get(
  door: Pick<Door, "port" | "socketPath">,
  path: string,
  what: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string | Buffer;
    readonly overSocket?: boolean;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Got> {
  const where: RequestOptions =
    what.overSocket === true
      ? { socketPath: door.socketPath }
      : { host: "127.0.0.1", port: door.port };
  return new Promise((resolve, reject) => {
    const request = ask(
      {
        ...where,
        path,
        method: what.method ?? (what.body === undefined ? "GET" : "POST"),
        headers: { authorization: `Bearer ${TOKEN}`, ...what.headers },
        agent: false,
        ...(what.signal === undefined ? {} : { signal: what.signal }),
      },
      (response) => {
        const parts: Buffer[] = [];
        const settle = (): void => {
          const body = Buffer.concat(parts);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: body.toString("utf8"),
            bytes: body.length,
            isWhole: response.complete,
          });
        };
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", settle);
        response.on("error", settle);
      },
    );
    request.on("error", reject);
    request.end(what.body);
  });
}

/** What a door says to bytes that no client of good will would send. */
export function say(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const settle = (): void => resolve(Buffer.concat(parts).toString("latin1"));
    socket.on("data", (part) => parts.push(part));
    socket.on("error", settle);
    socket.on("close", settle);
    socket.on("end", () => socket.end());
  });
}

export async function until(holds: () => boolean, limitMs = 20_000): Promise<void> {
  const endMs = monotonicMs() + limitMs;
  while (!holds()) {
    if (monotonicMs() > endMs) throw new Error(`still not so: ${holds}`);
    await sleep(5);
  }
}

/** A message of the kind that Claude's API streams. */
export function anthropicEvents(input: number, output: number, text = "Hello"): string[] {
  const events = [
    {
      type: "message_start",
      message: { model: "claude-x", usage: { input_tokens: input, output_tokens: 1 } },
    },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text } },
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: output } },
    { type: "message_stop" },
  ];
  return events.map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
}

export function stream(response: ServerResponse, events: readonly string[]): void {
  response.writeHead(200, { "content-type": "text/event-stream", "set-cookie": "a=b" });
  for (const event of events) response.write(event);
  response.end();
}

export const MESSAGES = "/anthropic/v1/messages";

export function messageBody(maxTokens = 100): string {
  return JSON.stringify({ model: "claude-x", max_tokens: maxTokens, stream: true, messages: [] });
}
