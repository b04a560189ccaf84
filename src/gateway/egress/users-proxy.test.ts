import { createServer, request as ask } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  Rig,
  TOKEN,
  anthropicEvents,
  get,
  listen,
  messageBody,
  MESSAGES,
  stream,
} from "../gateway.fixture.ts";
import { PROXY_VARIABLES, proxyFor } from "./users-proxy.ts";

const before = Object.fromEntries(PROXY_VARIABLES.map((name) => [name, process.env[name]]));
const open: { close(): unknown }[] = [];
const forget = (): void => {
  for (const name of PROXY_VARIABLES) delete process.env[name];
};
beforeEach(forget);
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  forget();
  for (const [name, value] of Object.entries(before))
    if (value !== undefined) process.env[name] = value;
});

test("the user's proxy is asked for whatever it is not told to leave out", () => {
  const env = {
    HTTPS_PROXY: "http://me:p%40ss@proxy.example:3128",
    NO_PROXY: "corp.example, .in.example,[::2]",
  };
  const at = (host: string, port = 443) => proxyFor("https", { host, port }, env)?.host ?? null;
  expect(proxyFor("https", { host: "a.example", port: 443 }, env)).toEqual({
    host: "proxy.example",
    port: 3128,
    authorization: `Basic ${Buffer.from("me:p@ss").toString("base64")}`,
  });
  expect(at("a.corp.example")).toBe(null);
  expect(at("corp.example")).toBe(null);
  expect(at("x.in.example")).toBe(null);
  expect(at("notcorp.example")).toBe("proxy.example");
  for (const own of ["localhost", "127.0.0.1", "127.8.9.1", "::1"]) expect(at(own)).toBe(null);
  const bare = { https_proxy: "proxy.example:8080", no_proxy: "a.example:8443" };
  expect(proxyFor("https", { host: "a.example", port: 443 }, bare)?.port).toBe(8080);
  expect(proxyFor("https", { host: "a.example", port: 8443 }, bare)).toBe(null);
  expect(proxyFor("http", { host: "a.example", port: 80 }, bare)).toBe(null);
  expect(proxyFor("https", { host: "a.example", port: 443 }, { ...bare, no_proxy: "*" })).toBe(
    null,
  );
  expect(proxyFor("https", { host: "a", port: 1 }, { HTTPS_PROXY: "socks5://x:1" })).toBe(null);
  expect(proxyFor("https", { host: "a", port: 1 }, { HTTPS_PROXY: "::nonsense" })).toBe(null);
});

describe("behind a proxy", () => {
  async function setUp() {
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"]}`);
      stream(response, anthropicEvents(10, 40));
    });
    proxy.on("connect", (request, socket) => {
      seen.push(`CONNECT ${request.url} ${request.headers["proxy-authorization"]}`);
      if (request.url?.startsWith("closed.") === true) {
        return socket.end("HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n");
      }
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.on("error", () => socket.destroy());
      return socket.pipe(socket);
    });
    const port = await listen(proxy);
    const rig = new Rig({ triesMax: 1 });
    open.push(rig, { close: () => proxy.close() && proxy.closeAllConnections() });
    const url = `http://u:p@127.0.0.1:${port}`;
    Object.assign(process.env, { HTTP_PROXY: url, HTTPS_PROXY: url });
    return { seen, rig };
  }
  const login = `Basic ${Buffer.from("u:p").toString("base64")}`;

  test("models are reached through it, plainly and over TLS", async () => {
    const { seen, rig } = await setUp();
    const plain = await rig.open({ url: "http://model.example" });
    expect((await get(plain, MESSAGES, { body: messageBody() })).status).toBe(200);
    expect(seen).toEqual([`POST http://model.example/v1/messages ${login}`]);
    const secure = await rig.open({ url: "https://model.example:8443/base" });
    // What comes back is no TLS; that it was asked for the way is what is looked at.
    expect((await get(secure, MESSAGES, { body: messageBody() })).status).toBe(503);
    expect(seen[1]).toBe(`CONNECT model.example:8443 ${login}`);
    const closed = await rig.open({ url: "https://closed.example" });
    const got = await get(closed, MESSAGES, { body: messageBody() });
    expect(got.status).toBe(503);
    expect(got.body).toContain("answers 403");
  });

  test("so are the hosts that an agent may reach, and no others", async () => {
    const { seen, rig } = await setUp();
    const door = await rig.open(
      { url: "http://model.example" },
      { egress: { hosts: ["listed.example"], privateHosts: [] } },
    );
    const tunnel = (place: string) =>
      new Promise<string>((resolve) => {
        const request = ask({
          host: "127.0.0.1",
          port: door.port,
          method: "CONNECT",
          path: place,
          headers: { "proxy-authorization": `Bearer ${TOKEN}` },
        });
        request.on("connect", (response, socket) => {
          if (response.statusCode !== 200) return resolve(String(response.statusCode));
          socket.on("data", (data: Buffer) => {
            socket.destroy();
            resolve(data.toString("utf8"));
          });
          return void socket.write("ping");
        });
        request.end();
      });
    expect(await tunnel("listed.example:443")).toBe("ping");
    expect(seen).toEqual([`CONNECT listed.example:443 ${login}`]);
    expect(await tunnel("other.example:443")).toBe("403");
    expect(await tunnel("10.0.0.1:443")).toBe("403");
    const headers = { "proxy-authorization": `Bearer ${TOKEN}` };
    expect((await get(door, "http://listed.example/x", { headers })).status).toBe(200);
    expect(seen.slice(1)).toEqual([`GET http://listed.example/x ${login}`]);
  });
});
