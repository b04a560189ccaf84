import { lookup } from "node:dns/promises";
import { type IncomingMessage, type ServerResponse, request as askPlain } from "node:http";
import { connect, isIP } from "node:net";
import type { Duplex } from "node:stream";
import { LIMITS } from "../../model/index.ts";
import { type Place, isListed, isPublicAddress, placeOf } from "./addresses.ts";
import type { Egress } from "../messages.ts";
import { upstreamHeaders } from "../exchange/headers.ts";
import { type UsersProxy, proxyFor, tunnelThrough } from "./users-proxy.ts";

const CONNECT_MS_MAX = 15_000;

type Way =
  | { readonly address: string }
  /** The user's network is left by its proxy alone, which also looks the name up. */
  | { readonly proxy: UsersProxy }
  | { readonly status: number; readonly message: string };

/**
 * The way out for an agent's tools: to listed hosts alone, at addresses that were looked up here
 * and found public, so that no name can lead into the user's own network.
 */
export class EgressProxy {
  #open = 0;

  /** `CONNECT host:port`: a tunnel whose bytes are not looked at. */
  async tunnel(egress: Egress, request: IncomingMessage, client: Duplex, head: Buffer) {
    const place = placeOf(request.url ?? "", null);
    const way = await this.#wayTo(egress, place, "https");
    if (place === null || "status" in way) return refuseTunnel(client, way);
    if (client.destroyed) return;
    this.#open++;
    let isCounted = true;
    const end = (): void => {
      client.destroy();
      if (isCounted) this.#open--;
      isCounted = false;
    };
    client.on("error", end);
    client.on("close", end);
    let server: Duplex;
    try {
      server = await reach(way, place);
    } catch {
      return refuseTunnel(client, { status: 502, message: "The host does not answer." });
    }
    if (client.destroyed) return void server.destroy();
    const idle = setTimeout(end, LIMITS.gatewayEgressIdleMs);
    server.on("data", () => idle.refresh());
    client.on("data", () => idle.refresh());
    client.on("close", () => {
      clearTimeout(idle);
      server.destroy();
    });
    server.on("error", end);
    server.on("close", () => client.end());
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.length > 0) server.write(head);
    client.pipe(server);
    server.pipe(client);
  }

  /** `GET http://host/path`: one request, with the same rules. */
  async forward(egress: Egress, request: IncomingMessage, response: ServerResponse) {
    const url = URL.canParse(request.url ?? "") ? new URL(request.url ?? "") : null;
    const isPlain = url?.protocol === "http:" && url.username === "" && url.password === "";
    const place = isPlain ? placeOf(url.host, 80) : null;
    const way = await this.#wayTo(egress, place, "http");
    if (place === null || url === null || "status" in way) {
      const { status, message } = "status" in way ? way : BAD_ADDRESS;
      return end(response, status, message);
    }
    this.#open++;
    response.on("close", () => this.#open--);
    const headers = upstreamHeaders(
      request.headers,
      { baseUrl: "", apiKey: "", kind: "none" },
      null,
    );
    const bodyBytes = request.headers["content-length"];
    if (bodyBytes !== undefined) headers["content-length"] = bodyBytes;
    const target = targetOf(way, place, url);
    const asked = askPlain({
      host: target.host,
      port: target.port,
      method: request.method ?? "GET",
      path: target.path,
      headers: { ...headers, host: url.host, ...target.login },
      timeout: LIMITS.gatewayEgressIdleMs,
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => {
      if (response.headersSent) response.destroy();
      else end(response, 502, "The host does not answer.");
    });
    asked.on("response", (answer) => {
      const { connection: _, "transfer-encoding": __, "keep-alive": ___, ...rest } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, rest);
      answer.on("aborted", () => response.destroy());
      answer.pipe(response);
    });
    response.on("close", () => asked.destroy());
    request.pipe(asked);
  }

  async #wayTo(egress: Egress, place: Place | null, scheme: "http" | "https"): Promise<Way> {
    if (place === null) return BAD_ADDRESS;
    const mayBePrivate = isListed(egress.privateHosts, place);
    if (!mayBePrivate && !isListed(egress.hosts, place)) {
      return { status: 403, message: `${place.host}:${place.port} is not on the list.` };
    }
    if (this.#open >= LIMITS.gatewayEgressMax) {
      return { status: 503, message: "Too many connections are open." };
    }
    const proxy = isIP(place.host) === 0 ? proxyFor(scheme, place) : null;
    if (proxy !== null) return { proxy };
    const addresses = await addressesOf(place.host);
    const address = addresses.find((one) => mayBePrivate || isPublicAddress(one));
    if (address !== undefined) return { address };
    return addresses.length === 0
      ? { status: 502, message: `${place.host} is not known.` }
      : { status: 403, message: `${place.host} does not lie in the public internet.` };
  }
}

const BAD_ADDRESS = { status: 400, message: "This is no address that can be reached." } as const;

function targetOf(
  way: Exclude<Way, { status: number }>,
  place: Place,
  url: URL,
): {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly login: Record<string, string>;
} {
  if ("address" in way) {
    const path = `${url.pathname}${url.search}`;
    return { host: way.address, port: place.port, path, login: {} };
  }
  const { host, port, authorization } = way.proxy;
  const login = authorization === null ? {} : { "proxy-authorization": authorization };
  return { host, port, path: url.href, login };
}

function reach(way: Exclude<Way, { status: number }>, place: Place): Promise<Duplex> {
  if ("proxy" in way) {
    return tunnelThrough(way.proxy, `${place.host}:${place.port}`, CONNECT_MS_MAX);
  }
  return new Promise((resolve, reject) => {
    const socket = connect({ host: way.address, port: place.port, timeout: CONNECT_MS_MAX });
    socket.on("timeout", () => socket.destroy(new Error("no answer")));
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

function refuseTunnel(client: Duplex, way: Way): void {
  const { status, message } = "status" in way ? way : BAD_ADDRESS;
  client.end(
    `HTTP/1.1 ${status} Refused\r\ncontent-type: text/plain\r\nconnection: close\r\n` +
      `content-length: ${Buffer.byteLength(message) + 1}\r\n\r\n${message}\n`,
  );
}

function end(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "text/plain", connection: "close" });
  response.end(`${message}\n`);
}
