import { request as askPlain } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectSecure } from "node:tls";
import { environment } from "../../platform/index.ts";

/** The proxy that the user's own network wants to be asked through. */
export interface UsersProxy {
  readonly host: string;
  readonly port: number;
  /** For `proxy-authorization`; null when it asks for none. */
  readonly authorization: string | null;
}

/** Everything a program may be told about proxies, as it is handed to the gateway's process. */
export const PROXY_VARIABLES = [
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
  "https_proxy",
  "http_proxy",
  "no_proxy",
] as const;

/** The proxy for a place; null when it is reached directly. Only `http:` proxies are known. */
export function proxyFor(
  scheme: "http" | "https",
  place: { readonly host: string; readonly port: number },
  env: Readonly<Record<string, string | undefined>> = environment(),
): UsersProxy | null {
  const said = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? "";
  const address = said(scheme === "https" ? "HTTPS_PROXY" : "HTTP_PROXY").trim();
  const text = address.includes("://") || address === "" ? address : `http://${address}`;
  if (!URL.canParse(text) || isExcepted(said("NO_PROXY"), place)) return null;
  const { protocol, hostname, port, username, password } = new URL(text);
  if (protocol !== "http:") return null;
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? 80 : Number(port),
    authorization: username === "" ? null : `Basic ${Buffer.from(login).toString("base64")}`,
  };
}

const OWN_MACHINE = /^(?:localhost|127(?:\.\d+){3}|::1)$/;

/** `NO_PROXY`: names with what is below them, addresses, `host:port`, or a star. */
function isExcepted(list: string, { host, port }: { host: string; port: number }): boolean {
  const name = host.toLowerCase();
  if (OWN_MACHINE.test(name)) return true;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((one) => one !== "")
    .some((one) => {
      if (one === "*") return true;
      const found = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(one);
      if (found?.[2] !== undefined && Number(found[2]) !== port) return false;
      const listed = found?.[1] ?? one;
      return name === listed || name.endsWith(`.${listed}`);
    });
}

/** Asks the proxy for a way to `authority` (`host:port`). */
export function tunnelThrough(
  proxy: UsersProxy,
  authority: string,
  timeoutMs: number,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    openTunnel(proxy, authority, timeoutMs, (tunnel) => {
      if (tunnel instanceof Error) reject(tunnel);
      else resolve(tunnel);
    });
  });
}

function openTunnel(
  proxy: UsersProxy,
  authority: string,
  timeoutMs: number,
  done: (tunnel: Duplex | Error) => void,
): void {
  const request = askPlain({
    host: proxy.host,
    port: proxy.port,
    method: "CONNECT",
    path: authority,
    headers: {
      host: authority,
      ...(proxy.authorization === null ? {} : { "proxy-authorization": proxy.authorization }),
    },
    agent: false,
    timeout: timeoutMs,
  });
  let isDone = false;
  const finish = (tunnel: Duplex | Error): void => {
    if (isDone) return;
    isDone = true;
    if (tunnel instanceof Error) request.destroy();
    done(tunnel);
  };
  const refuse = (status: number | undefined): void => {
    finish(new Error(`the proxy ${proxy.host}:${proxy.port} answers ${status}`));
  };
  request.on("connect", (response, socket, head) => {
    if (response.statusCode !== 200) return refuse(response.statusCode);
    socket.setTimeout(0);
    if (head.length > 0) socket.unshift(head);
    finish(socket);
  });
  request.on("response", (response) => refuse(response.statusCode));
  request.on("timeout", () => finish(new Error("the proxy does not answer")));
  request.on("error", finish);
  request.end();
}

const TUNNEL_MS_MAX = 30_000;

/** Connections over TLS, through the user's proxy where there is one. */
export class SecureLines extends SecureAgent {
  override createConnection(
    options: Parameters<SecureAgent["createConnection"]>[0],
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const host = options.host ?? "";
    const port = Number(options.port ?? 443);
    const proxy = proxyFor("https", { host, port });
    if (proxy === null) return super.createConnection(options, callback);
    const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    openTunnel(proxy, authority, TUNNEL_MS_MAX, (tunnel) => {
      if (tunnel instanceof Error) {
        (callback as ((error: Error) => void) | undefined)?.(tunnel);
        return;
      }
      const named = isIP(host) === 0 ? { servername: host } : {};
      callback?.(null, connectSecure({ socket: tunnel, host, ...named }));
    });
    return undefined;
  }
}
