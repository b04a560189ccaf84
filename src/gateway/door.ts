import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import type { Duplex } from "node:stream";
import { LIMITS, OrchestratorError } from "../model/index.ts";
import {
  ensurePrivateDir,
  monotonicMs,
  removeFile,
  removeTreeSync,
  sleep,
} from "../platform/index.ts";
import type { Attempt } from "./attempt.ts";
import { EgressProxy } from "./egress/egress.ts";
import { Exchange, type Exchanges } from "./exchange/exchange.ts";
import { type OnToolCall, answerMcp } from "./tools/mcp.ts";
import { PROVIDERS, type Provider, routeOf } from "./provider.ts";
import { type Refusal, refuse } from "./exchange/refusal.ts";

const HEADERS_MS_MAX = 30_000;
const BODY_MS_MAX = 5 * 60_000;
const IDLE_MS_MAX = 2 * 60_000;
const REBIND_TRIES = 20;
const REBIND_MS = 100;
/** Time to read why; nobody has to. */
const LINGER_MS = 1_000;

/**
 * An attempt's only door: the model APIs below `/<provider>`, the team's tools at `/mcp`, and as a
 * proxy the hosts on its list. Every request carries the attempt's token.
 */
export class AttemptDoor {
  readonly #attempt: Attempt;
  readonly #exchanges: Exchanges;
  readonly #onToolCall: OnToolCall;
  readonly #egress = new EgressProxy();
  readonly #servers: Server[] = [];
  readonly #tunnels = new Set<Duplex>();
  #socketPath: string | null = null;

  constructor(attempt: Attempt, exchanges: Exchanges, onToolCall: OnToolCall) {
    this.#attempt = attempt;
    this.#exchanges = exchanges;
    this.#onToolCall = onToolCall;
  }

  /** Whoever holds the gateway's lock may take away what an earlier one left there. */
  async listenOnSocket(path: string): Promise<void> {
    ensurePrivateDir(dirname(path));
    removeFile(path);
    await this.#listen((server) => server.listen(path));
    this.#socketPath = path;
  }

  /** The same port as before if it can be had: a running agent knows no other. */
  async listenOnPort(before: number | null): Promise<number> {
    const host = "127.0.0.1";
    for (let tries = 0; before !== null && tries < REBIND_TRIES; tries++) {
      try {
        return portOf(await this.#listen((server) => server.listen(before, host)));
      } catch {
        await sleep(REBIND_MS);
      }
    }
    return portOf(await this.#listen((server) => server.listen(0, host)));
  }

  /** `forGood`: also takes away its directory, which a running sandbox may have been shown. */
  close({ forGood }: { readonly forGood: boolean }): void {
    for (const server of this.#servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
    for (const tunnel of this.#tunnels) tunnel.destroy();
    if (forGood && this.#socketPath !== null) removeTreeSync(dirname(this.#socketPath));
  }

  #listen(listen: (server: Server) => void): Promise<Server> {
    const server = createServer(
      {
        maxHeaderSize: LIMITS.gatewayHeaderBytesMax,
        insecureHTTPParser: false,
        headersTimeout: HEADERS_MS_MAX,
        requestTimeout: BODY_MS_MAX,
        keepAliveTimeout: IDLE_MS_MAX,
        noDelay: true,
      },
      (request, response) => {
        this.#serve(request, response).catch((error: unknown) => fail(response, error));
      },
    );
    server.maxConnections = LIMITS.gatewayConnectionsMax;
    server.on("connect", (request: IncomingMessage, client: Duplex, head: Buffer) => {
      this.#tunnels.add(client);
      client.on("close", () => this.#tunnels.delete(client));
      client.on("error", () => client.destroy());
      this.#connect(request, client, head).catch(() => client.destroy());
    });
    server.on("clientError", refuseMalformed);
    return new Promise((resolve, reject) => {
      server.once("error", (error) => {
        reject(new OrchestratorError("io-failed", `No door could be opened: ${error.message}`));
      });
      server.once("listening", () => {
        this.#servers.push(server);
        resolve(server);
      });
      listen(server);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#attempt.lastUsedMs = monotonicMs();
    const target = request.url ?? "";
    if (!target.startsWith("/")) {
      if (!this.#isProxyAuthorized(request)) return refuseProxy(response);
      return await this.#egress.forward(this.#attempt.spec.egress, request, response);
    }
    const question = target.indexOf("?");
    const path = question === -1 ? target : target.slice(0, question);
    const query = new URLSearchParams(question === -1 ? "" : target.slice(question + 1));
    const provider = PROVIDERS.find((one) => path.startsWith(`/${one}/`)) ?? null;
    // A page in a browser of this machine has no business here, whatever it knows.
    if (request.headers.origin !== undefined) {
      return send(response, provider, { kind: "forbidden", message: "Not for browsers." });
    }
    if (!tokensIn(request, query).some((token) => this.#attempt.isToken(token))) {
      return send(response, provider, {
        kind: "auth",
        message: "This is not the attempt's token.",
      });
    }
    if (path === "/mcp" && this.#attempt.spec.tools !== null) {
      return await answerMcp(request, response, this.#attempt, this.#onToolCall);
    }
    const route = routeOf(request.method ?? "", path);
    if (route === null) {
      return send(response, provider, { kind: "not-found", message: "There is nothing here." });
    }
    if (!Object.hasOwn(this.#attempt.spec.accounts, route.provider)) {
      const message = `This attempt may not use ${route.provider}.`;
      return send(response, provider, { kind: "forbidden", message });
    }
    await new Exchange(this.#exchanges, this.#attempt, { route, query, request, response }).run();
  }

  async #connect(request: IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
    this.#attempt.lastUsedMs = monotonicMs();
    if (this.#isProxyAuthorized(request)) {
      return await this.#egress.tunnel(this.#attempt.spec.egress, request, client, head);
    }
    client.end(
      'HTTP/1.1 407 Refused\r\nproxy-authenticate: Basic realm="attempt"\r\n' +
        "content-length: 0\r\nconnection: close\r\n\r\n",
    );
  }

  #isProxyAuthorized(request: IncomingMessage): boolean {
    const given = request.headers["proxy-authorization"] ?? "";
    const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(given)?.[1];
    const token =
      basic === undefined
        ? /^Bearer\s+(\S+)$/i.exec(given)?.[1]
        : Buffer.from(basic, "base64")
            .toString("utf8")
            .replace(/^[^:]*:/, "");
    return token !== undefined && this.#attempt.isToken(token);
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Every place where one of the programs puts its key. */
function tokensIn({ headers }: IncomingMessage, query: URLSearchParams): readonly string[] {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  return [bearer, headers["x-api-key"], headers["x-goog-api-key"], query.get("key")].filter(
    (one): one is string => typeof one === "string",
  );
}

function send(response: ServerResponse, provider: Provider | null, refusal: Refusal): void {
  const { status, headers, body } = refuse(provider, refusal);
  // What else was sent is not read: the connection goes with it.
  response.writeHead(status, { ...headers, connection: "close" });
  response.end(body);
}

function refuseProxy(response: ServerResponse): void {
  response.writeHead(407, {
    "proxy-authenticate": 'Basic realm="attempt"',
    "content-length": "0",
    connection: "close",
  });
  response.end();
}

/** Ambiguous lengths, bare line ends, headers without end: the parser is strict, and so are we. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  const status = error.code === "HPE_HEADER_OVERFLOW" ? 431 : 400;
  if (socket.writable) {
    socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  }
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

function fail(response: ServerResponse, error: unknown): void {
  // A client that went away in the middle of its request is no failure of ours.
  if (response.destroyed) return;
  process.stderr.write(`a request failed: ${error instanceof Error ? error.stack : error}\n`);
  if (response.headersSent) return void response.destroy();
  send(response, null, { kind: "unavailable", message: "The gateway cannot do this now." });
}
