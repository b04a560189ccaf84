import { OrchestratorError } from "../../model/index.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PATCH";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly bytesMax: number;
  /** `refuse`: an answer that leads elsewhere is the answer. Headers would be sent there as well. */
  readonly redirects?: "follow" | "refuse";
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** One request over the network; `io-failed` when no answer came, or a larger one than wanted. */
export async function requestHttp(asked: HttpRequest): Promise<HttpAnswer> {
  const { method, url, headers, body, timeoutMs, bytesMax, redirects = "follow" } = asked;
  const { signal } = asked;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: redirects === "refuse" ? "manual" : "follow",
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: response.status,
      headers: new Map([...response.headers].map(([name, value]) => [name.toLowerCase(), value])),
      body: await boundedText(response, bytesMax),
    };
  } catch (error) {
    const reason = error instanceof Error ? (error.cause ?? error) : error;
    const words = reason instanceof Error ? reason.message : String(reason);
    throw new OrchestratorError("io-failed", `${new URL(url).host} did not answer: ${words}`, {
      cause: error,
      hint: "Look at the network, and try again.",
    });
  }
}

async function boundedText(response: Response, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > bytesMax) throw new Error(`the answer has more than ${bytesMax} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
