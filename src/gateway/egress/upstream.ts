import { Agent, type ClientRequest, type IncomingMessage, request as askPlain } from "node:http";
import { request as askSecure } from "node:https";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { LIMITS } from "../../model/index.ts";
import { SecureLines, proxyFor } from "./users-proxy.ts";

const KEEP = { keepAlive: true, keepAliveMsecs: 30_000, maxFreeSockets: 64, timeout: 0 } as const;

/** Connections to the providers, kept open between requests. */
export class Lines {
  readonly #plain = new Agent(KEEP);
  readonly #secure = new SecureLines(KEEP);

  open(
    url: URL,
    options: { readonly method: string; readonly headers: Record<string, string | string[]> },
  ): ClientRequest {
    const more = { ...options, maxHeaderSize: LIMITS.gatewayHeaderBytesMax };
    if (url.protocol === "https:") return askSecure(url, { ...more, agent: this.#secure });
    const place = { host: url.hostname, port: Number(url.port || 80) };
    const proxy = proxyFor("http", place);
    if (proxy === null) return askPlain(url, { ...more, agent: this.#plain });
    const { host, port, authorization } = proxy;
    const login = authorization === null ? {} : { "proxy-authorization": authorization };
    const headers = { ...options.headers, host: url.host, ...login };
    return askPlain({ ...more, host, port, path: url.href, headers, agent: this.#plain });
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

export type Asked =
  | { readonly kind: "answered"; readonly response: IncomingMessage }
  /** `wasSent`: the provider may have begun to work on it. */
  | { readonly kind: "unreachable"; readonly reason: string; readonly wasSent: boolean };

/** Asks once; resolves with the head of the answer, or with why there is none. */
export function askOnce(
  lines: Lines,
  url: URL,
  what: {
    readonly method: string;
    readonly headers: Record<string, string | string[]>;
    readonly body: Buffer | null;
  },
  bounds: { readonly answerMsMax: number; readonly signal: AbortSignal },
): Promise<Asked> {
  return new Promise((resolve) => {
    let wasSent = false;
    let isDone = false;
    const request = lines.open(url, { method: what.method, headers: what.headers });
    const finish = (asked: Asked): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      bounds.signal.removeEventListener("abort", abort);
      resolve(asked);
    };
    const fail = (reason: string): void => {
      finish({ kind: "unreachable", reason, wasSent });
      request.destroy();
    };
    const abort = (): void => fail("the client went away");
    const timer = setTimeout(
      () => fail(`no answer in ${Math.round(bounds.answerMsMax / 1_000)} s`),
      bounds.answerMsMax,
    );
    bounds.signal.addEventListener("abort", abort, { once: true });
    request.setNoDelay(true);
    request.on("finish", () => {
      wasSent = true;
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      // A connection that was kept open, and closed over there just as it was used again.
      if (request.reusedSocket && /^(?:ECONNRESET|EPIPE)$/.test(error.code ?? "")) wasSent = false;
      fail(error.code ?? error.message);
    });
    request.on("response", (response) => finish({ kind: "answered", response }));
    if (bounds.signal.aborted) abort();
    else request.end(what.body ?? undefined);
  });
}

/** The answer's bytes as they were before they were packed for the way. */
export function unpacked(response: IncomingMessage): Readable {
  const encoding = (response.headers["content-encoding"] ?? "").trim().toLowerCase();
  const unpack =
    encoding === "gzip" || encoding === "x-gzip"
      ? createGunzip()
      : encoding === "deflate"
        ? createInflate()
        : encoding === "br"
          ? createBrotliDecompress()
          : null;
  if (unpack === null) return response;
  response.on("error", (error) => unpack.destroy(error));
  response.on("aborted", () => unpack.destroy(new Error("the answer was cut")));
  return response.pipe(unpack);
}

/** The beginning of a refusal's body; the rest of it, if there is any, is not waited for. */
export async function readSome(stream: Readable, bytesMax: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      parts.push(part.subarray(0, bytesMax - bytes));
      bytes += part.length;
      if (bytes >= bytesMax) break;
    }
  } catch {
    // A refusal that was cut is still one.
  }
  return Buffer.concat(parts);
}
