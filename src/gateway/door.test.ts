import { createServer, request as ask } from "node:http";
import { statSync } from "node:fs";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { dirname } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { LIMITS } from "../model/index.ts";
import {
  MESSAGES,
  Rig,
  TOKEN,
  anthropicEvents,
  get,
  listen,
  messageBody,
  say,
  serveUpstream,
  stream,
} from "./gateway.fixture.ts";
import type { AttemptSpec } from "./messages.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function setUp(more: Partial<AttemptSpec> = {}) {
  const rig = new Rig();
  const upstream = await serveUpstream((_request, response) =>
    stream(response, anthropicEvents(10, 40)),
  );
  open.push(rig, upstream);
  const door = await rig.open(upstream, more);
  return { rig, upstream, door, port: door.port ?? 0 };
}

describe("a door", () => {
  test("is a socket that nobody else can reach, and a port of this machine alone", async () => {
    const { door } = await setUp();
    expect(statSync(dirname(door.socketPath)).mode & 0o777).toBe(0o700);
    expect(door.url).toBe(`http://127.0.0.1:${door.port}`);
    const other = { host: "127.0.0.2", port: door.port ?? 0 };
    await expect(
      new Promise((resolve, reject) => connect(other, () => resolve(null)).on("error", reject)),
    ).rejects.toThrow("ECONNREFUSED");
  });

  test.each<readonly [string, Record<string, string>, string]>([
    ["no token", { authorization: "" }, MESSAGES],
    ["a wrong one", { authorization: "Bearer nope" }, MESSAGES],
    ["a part of it", { authorization: `Bearer ${TOKEN.slice(0, -1)}` }, MESSAGES],
    ["it and more", { authorization: `Bearer ${TOKEN}x` }, MESSAGES],
    ["another scheme", { authorization: `Basic ${TOKEN}` }, MESSAGES],
    ["a wrong key", { authorization: "", "x-api-key": "nope" }, MESSAGES],
    ["a wrong query", { authorization: "" }, `${MESSAGES}?key=nope`],
    ["an empty query", { authorization: "" }, `${MESSAGES}?key=`],
    ["a proxy's word", { authorization: "", "proxy-authorization": `Bearer ${TOKEN}` }, MESSAGES],
  ])("does not open for %s", async (_what, headers, path) => {
    const { upstream, door } = await setUp();
    const got = await get(door, path, { body: messageBody(), headers });
    expect(got.status).toBe(401);
    expect(JSON.parse(got.body)).toMatchObject({ error: { type: "authentication_error" } });
    expect(upstream.asked).toHaveLength(0);
  });

  test.each([
    ["/anthropic/v1/../v1/messages", "POST"],
    ["/anthropic/v1/messages/../../admin", "POST"],
    ["/anthropic//v1/messages", "POST"],
    ["//anthropic/v1/messages", "POST"],
    ["/anthropic/v1/messages/", "POST"],
    ["/anthropic/v1/%6dessages", "POST"],
    ["/anthropic/v1/messages%00", "POST"],
    ["/anthropic/v1/messages;x=1", "POST"],
    ["/anthropic/v1/organizations", "GET"],
    ["/anthropic/v1/files", "POST"],
    ["/openai/v1/models/../../x", "GET"],
    ["/gemini/v1beta/models/a%2f..%2fb:generateContent", "POST"],
    ["/gemini/v1beta/models/..:generateContent", "POST"],
    [MESSAGES, "DELETE"],
    [MESSAGES, "GET"],
    ["/v1/messages", "POST"],
    ["/mcp", "POST"],
    ["/", "GET"],
  ])("leads to nothing at %s by %s", async (path, method) => {
    const { upstream, door } = await setUp();
    const got = await get(door, path, { method, ...(method === "POST" ? { body: "{}" } : {}) });
    expect(got.status).toBe(404);
    expect(upstream.asked).toHaveLength(0);
  });

  test("leads only to the attempt's providers, and never a browser", async () => {
    const { door } = await setUp({ accounts: { openai: "openai" } });
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(403);
    const headers = { origin: "http://127.0.0.1" };
    expect((await get(door, "/openai/v1/models", { headers })).status).toBe(403);
    expect((await get(door, "/openai/v1/models")).status).toBe(200);
  });

  const auth = `Host: x\r\nAuthorization: Bearer ${TOKEN}\r\n`;
  test.each([
    ["both lengths", `${auth}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["two lengths", `${auth}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd`],
    ["a chunked twist", `${auth}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ["a length with a sign", `${auth}Content-Length: +4\r\n\r\nabcd`],
    ["a folded header", `${auth}X: a\r\n b\r\nContent-Length: 0\r\n\r\n`],
    ["a space before the colon", `${auth}Content-Length : 4\r\n\r\nabcd`],
    ["a bare line end", `${auth}X: a\nContent-Length: 4\r\n\r\nabcd`],
    ["headers without end", `${auth}X: ${"x".repeat(LIMITS.gatewayHeaderBytesMax)}\r\n\r\n`],
  ])("is shut in the face of %s", async (_what, text) => {
    const { upstream, port } = await setUp();
    const smuggled = `GET /openai/v1/models HTTP/1.1\r\n${auth}\r\n`;
    const told = await say(port, `POST ${MESSAGES} HTTP/1.1\r\n${text}${smuggled}`);
    expect(told).toMatch(/^HTTP\/1\.1 4(?:00|31) /);
    expect(upstream.asked.filter(({ method }) => method === "GET")).toHaveLength(0);
  });

  test("wants to be called by a name", async () => {
    const { upstream, port } = await setUp();
    const text = `Authorization: Bearer ${TOKEN}\r\nConnection: close\r\n\r\n`;
    expect(await say(port, `GET /openai/v1/models HTTP/1.1\r\n${text}`)).toContain(" 400 ");
    expect(upstream.asked).toHaveLength(0);
  });

  test("answers garbage and goes on", async () => {
    const { port, door } = await setUp();
    expect(await say(port, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")).toContain(
      "400",
    );
    expect((await get(door, "/openai/v1/models")).status).toBe(200);
  });

  test("takes no request that is too large, packed, or not what it should be", async () => {
    const { upstream, door } = await setUp();
    const large = Buffer.alloc(LIMITS.gatewayRequestBytesMax + 1, " ");
    const refused = await get(door, MESSAGES, { body: large }).catch(() => ({ status: 413 }));
    expect(refused.status).toBe(413);
    expect((await get(door, MESSAGES, { body: "[1,2" })).status).toBe(400);
    const headers = { "content-encoding": "gzip" };
    expect((await get(door, MESSAGES, { body: messageBody(), headers })).status).toBe(400);
    expect(upstream.asked).toHaveLength(0);
  });
});

describe("the way out", () => {
  const proxied = {
    "proxy-authorization": `Basic ${Buffer.from(`agent:${TOKEN}`).toString("base64")}`,
  };

  /** What `CONNECT` is answered, and a tunnel when it is 200. */
  function tunnel(port: number, place: string, headers: Record<string, string> = proxied) {
    return new Promise<{ status: number; echo: string }>((resolve, reject) => {
      const request = ask({ host: "127.0.0.1", port, method: "CONNECT", path: place, headers });
      request.on("connect", (response, socket) => {
        if (response.statusCode !== 200) {
          socket.destroy();
          return resolve({ status: response.statusCode ?? 0, echo: "" });
        }
        socket.on("data", (data: Buffer) => {
          socket.destroy();
          resolve({ status: 200, echo: data.toString("utf8") });
        });
        socket.write("ping");
      });
      request.on("response", (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, echo: "" });
      });
      request.on("error", reject);
      request.end();
    });
  }

  async function echo(): Promise<number> {
    const server = createTcpServer((socket) => socket.pipe(socket));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    open.push({ close: () => server.close() });
    return (server.address() as AddressInfo).port;
  }

  test("leads to a listed host, and in the user's own network only to one that the user named", async () => {
    const there = await echo();
    const { port } = await setUp({
      egress: { hosts: [`localhost:${there}`], privateHosts: [`127.0.0.1:${there}`] },
    });
    expect(await tunnel(port, `127.0.0.1:${there}`)).toEqual({ status: 200, echo: "ping" });
    expect((await tunnel(port, `localhost:${there}`)).status).toBe(403);
  });

  test.each([
    "unlisted.example:443",
    "listed.example:22",
    "listed.example.evil.example:443",
    "evillisted.example:443",
    "169.254.169.254:443",
    "[::ffff:169.254.169.254]:443",
    "[::1]:443",
    "127.1:443",
    "2130706433:443",
    "0x7f.1:443",
    "localhost:443",
    "0.0.0.0:443",
    "listed.example%00.evil:443",
    "user@listed.example:443",
    "listed.example",
    "listed.example:0",
    "listed.example:99999",
    "",
  ])("does not lead to %s", async (place) => {
    const { port } = await setUp({
      egress: { hosts: ["listed.example"], privateHosts: [] },
    });
    const { status } = await tunnel(port, place).catch(() => ({ status: 400 }));
    expect([400, 403]).toContain(status);
  });

  test.each(["127.0.0.1:1", "localhost:80", "[::1]:80", "10.0.0.1:443"])(
    "does not lead to %s even where every host is listed",
    async (place) => {
      const { port } = await setUp({ egress: { hosts: ["*", "*:*"], privateHosts: [] } });
      expect((await tunnel(port, place)).status).toBe(403);
    },
  );

  test("wants the token, in the proxy's own header", async () => {
    const there = await echo();
    const { port } = await setUp({ egress: { hosts: [], privateHosts: ["*:*"] } });
    expect((await tunnel(port, `127.0.0.1:${there}`, {})).status).toBe(407);
    const bearer = { authorization: `Bearer ${TOKEN}` };
    expect((await tunnel(port, `127.0.0.1:${there}`, bearer)).status).toBe(407);
    const other = { "proxy-authorization": `Bearer ${TOKEN}` };
    expect((await tunnel(port, `127.0.0.1:${there}`, other)).status).toBe(200);
  });

  test("forwards plain requests by the same rules, without what is the agent's own", async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(JSON.stringify([request.method, request.url, request.headers]));
      request.on("data", (part: Buffer) => seen.push(part.toString()));
      request.on("end", () =>
        response.writeHead(302, { location: "http://10.0.0.1/" }).end("found"),
      );
    });
    const there = await listen(server);
    open.push(server);
    const { door } = await setUp({
      egress: { hosts: ["*"], privateHosts: [`127.0.0.1:${there}`] },
    });
    const got = await get(door, `http://127.0.0.1:${there}/a?b=c`, {
      headers: proxied,
      body: "hello",
    });
    expect(got).toMatchObject({ status: 302, body: "found" });
    expect(seen.join(" ")).toContain('["POST","/a?b=c"');
    expect(seen.join(" ")).toContain("hello");
    expect(seen.join(" ")).not.toContain(TOKEN);
    expect(seen.join(" ")).not.toContain("authorization");
    const statuses = [];
    for (const url of [
      "http://127.0.0.1/",
      "http://a:b@127.0.0.1/",
      "https://x.example/",
      "ftp://x/",
    ]) {
      statuses.push((await get(door, url, { headers: proxied })).status);
    }
    expect(statuses).toEqual([403, 400, 400, 400]);
    expect((await get(door, `http://127.0.0.1:${there}/`)).status).toBe(407);
  });
});

test("doors of two attempts do not open for each other's tokens", async () => {
  const { rig, door } = await setUp();
  const other = await rig.core.open({
    attempt: "self:9/1",
    token: "another-token",
    allowance: null,
    prices: [],
    accounts: { anthropic: "anthropic" },
    egress: { hosts: [], privateHosts: [] },
    tools: { context: "Other." },
    port: true,
  });
  const headers = { authorization: "Bearer another-token" };
  expect((await get(door, MESSAGES, { body: messageBody(), headers })).status).toBe(401);
  expect((await get(other, MESSAGES, { body: messageBody() })).status).toBe(401);
  expect((await get(other, MESSAGES, { body: messageBody(), headers })).status).toBe(200);
  await rig.core.close("self:9/1");
  await expect(get(other, MESSAGES, { body: messageBody(), headers })).rejects.toThrow();
  expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
});
