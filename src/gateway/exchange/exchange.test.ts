import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { sleep } from "../../platform/index.ts";
import { Attempt } from "../attempt.ts";
import {
  KEY,
  MESSAGES,
  TOKEN,
  anthropicEvents,
  get,
  messageBody,
  specOf,
  stream,
  until,
} from "../gateway.fixture.ts";
import { records, refusing, setUp, whole } from "./exchange.fixture.ts";

describe("a request", () => {
  test("goes upstream with the user's key and without the token, and is counted", async () => {
    const { rig, upstream, door } = await setUp(whole);
    const got = await get(door, `${MESSAGES}?beta=true&key=${TOKEN}`, {
      body: messageBody(),
      headers: { "x-api-key": TOKEN, "anthropic-version": "2023-06-01", cookie: "c=1" },
    });
    expect(got).toMatchObject({
      status: 200,
      isWhole: true,
      body: anthropicEvents(10, 40).join(""),
    });
    expect(got.headers["set-cookie"]).toBe(undefined);
    const [asked] = upstream.asked;
    expect(asked).toMatchObject({ url: "/v1/messages?beta=true", body: messageBody() });
    expect(asked?.headers).toMatchObject({ "x-api-key": KEY, "anthropic-version": "2023-06-01" });
    expect(JSON.stringify(asked)).not.toContain(TOKEN);
    expect(asked?.headers.authorization).toBe(undefined);
    await until(() => rig.all("usage").length === 1);
    expect(rig.all("usage")[0]?.usage).toMatchObject({
      attempt: "self:1.2/1",
      provider: "anthropic",
      model: "claude-x",
      inputTokens: 10,
      outputTokens: 40,
      exact: true,
      microDollars: null,
    });
    expect(records(rig)).toEqual([rig.all("usage")[0]?.usage]);
  });

  test("comes over the socket as well as over the port", async () => {
    const { door } = await setUp(whole);
    const got = await get(door, MESSAGES, { body: messageBody(), overSocket: true });
    expect(got.status).toBe(200);
  });

  test("of every protocol finds its place, its key and its count", async () => {
    const { rig, upstream, door } = await setUp((request, response, body) => {
      const url = request.url ?? "";
      response.setHeader("content-type", "application/json");
      if (url.includes("generateContent")) {
        response.end(
          '{"modelVersion":"gemini-x","usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":2}}',
        );
        return;
      }
      if (url.endsWith("/responses")) {
        response.end('{"model":"gpt-x","usage":{"input_tokens":5,"output_tokens":6}}');
        return;
      }
      expect(JSON.parse(body)).toMatchObject({ stream_options: { include_usage: true } });
      stream(response, [
        'data: {"choices":[{"delta":{"content":"x"}}],"usage":null}\n\n',
        'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}\n\n',
        "data: [DONE]\n\n",
      ]);
    });
    await get(door, "/gemini/v1beta/models/gemini-x:generateContent", {
      body: '{"contents":[]}',
      headers: { "x-goog-api-key": TOKEN, authorization: "" },
    });
    await get(door, "/openai/v1/responses", { body: '{"model":"gpt-x","input":[]}' });
    const chat = await get(door, "/openai/v1/chat/completions", { body: '{"stream":true}' });
    expect(chat.body).not.toContain("prompt_tokens");
    expect(chat.body).toContain("[DONE]");
    expect(upstream.asked.map(({ url }) => url)).toEqual([
      "/v1beta/models/gemini-x:generateContent",
      "/v1/responses",
      "/v1/chat/completions",
    ]);
    expect(upstream.asked[0]?.headers["x-goog-api-key"]).toBe(KEY);
    expect(upstream.asked[1]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(records(rig).map((one) => [one.inputTokens, one.outputTokens, one.exact])).toEqual([
      [7, 2, true],
      [5, 6, true],
      [3, 4, true],
    ]);
  });

  test("for what costs nothing is not counted, and passes while the allowance is spent", async () => {
    const { rig, door } = await setUp(refusing(200, {}, '{"input_tokens":9}'), {
      allowance: { tokens: 0, microDollars: null },
    });
    const got = await get(door, `${MESSAGES}/count_tokens`, { body: "{}" });
    expect(got).toMatchObject({ status: 200, body: '{"input_tokens":9}' });
    expect((await get(door, "/openai/v1/models")).status).toBe(200);
    expect(records(rig)).toEqual([]);
  });

  test("whose answer is packed all the same is counted and passed on unpacked", async () => {
    const events = anthropicEvents(10, 40, "x".repeat(100_000)).join("");
    const { rig, door } = await setUp((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" });
      response.end(gzipSync(events));
    });
    const got = await get(door, MESSAGES, { body: messageBody() });
    expect(got.body).toBe(events);
    expect(got.headers["content-encoding"]).toBe(undefined);
    expect(records(rig)[0]).toMatchObject({ inputTokens: 10, outputTokens: 40, exact: true });
  });

  test("with an answer of 100 MB in one event costs no memory", async () => {
    const block = Buffer.alloc(1024 * 1024, "abcdefgh");
    const { rig, door } = await setUp((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const [start = "", , ...end] = anthropicEvents(10, 40);
      response.write(`${start}data: {"type":"content_block_delta","delta":{"text":"`);
      let left = 100;
      const more = (): void => {
        while (left-- > 0) if (!response.write(block)) return void response.once("drain", more);
        response.end(`"}}\n\n${end.join("")}`);
      };
      more();
    });
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10);
    const before = process.memoryUsage.rss();
    const got = await get(door, MESSAGES, { body: messageBody() });
    clearInterval(watch);
    expect(got.bytes).toBeGreaterThan(100 * block.length);
    // The client of this test holds it all; whoever passes it on must not.
    expect(most - before).toBeLessThan(300 * 1024 * 1024);
    expect(records(rig)[0]).toMatchObject({ outputTokens: 40, exact: true });
  });
});

describe("an answer that is cut or says no usage", () => {
  test("is cut for the client too, and charged by the upper estimate", async () => {
    const { rig, door } = await setUp((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(anthropicEvents(10, 40).slice(0, 2).join(""));
      setTimeout(() => response.destroy(), 20);
    });
    const got = await get(door, MESSAGES, { body: messageBody(100) });
    expect(got.isWhole).toBe(false);
    expect(records(rig)).toEqual([
      expect.objectContaining({ inputTokens: 10, outputTokens: 100, exact: false }),
    ]);
  });

  test("of malformed events passes through and is charged by the upper estimate", async () => {
    const text = 'event: message_start\ndata: {"type":"mess\n\ndata: nonsense\n\n';
    const { rig, door } = await setUp((_request, response) => stream(response, [text]));
    const got = await get(door, MESSAGES, { body: messageBody(1_000_000) });
    expect(got.body).toBe(text);
    const [record] = records(rig);
    expect(record).toMatchObject({ exact: false });
    expect(record?.inputTokens).toBe(Math.ceil(messageBody(1_000_000).length / 3));
    expect(record?.outputTokens).toBeGreaterThanOrEqual(text.length / 2);
    expect(record?.outputTokens).toBeLessThan(10_000);
  });

  test("of a provider that falls silent is ended", async () => {
    const { rig, door } = await setUp(
      (_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(anthropicEvents(10, 40)[0]);
      },
      {},
      { silenceMsMax: 100 },
    );
    expect((await get(door, MESSAGES, { body: messageBody() })).isWhole).toBe(false);
    expect(records(rig)[0]).toMatchObject({ inputTokens: 10, exact: false });
  });

  test("that trickles is passed on as it comes", async () => {
    const { rig, door } = await setUp((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const bytes = Buffer.from(anthropicEvents(10, 40).join(""));
      let at = 0;
      const drip = setInterval(() => {
        response.write(bytes.subarray(at, at + 7));
        at += 7;
        if (at < bytes.length) return;
        clearInterval(drip);
        response.end();
      }, 1);
    });
    const got = await get(door, MESSAGES, { body: messageBody() });
    expect(got.body).toBe(anthropicEvents(10, 40).join(""));
    expect(records(rig)[0]).toMatchObject({ outputTokens: 40, exact: true });
  });

  test("because the client went away is charged, and the provider is let go", async () => {
    let isLetGo = false;
    const { rig, door } = await setUp((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(anthropicEvents(10, 40)[0]);
      response.on("close", () => (isLetGo = true));
    });
    const leave = new AbortController();
    const asked = get(door, MESSAGES, { body: messageBody(), signal: leave.signal });
    asked.catch(() => undefined);
    await sleep(100);
    leave.abort();
    await until(() => isLetGo && rig.all("usage").length === 1);
    expect(records(rig)[0]).toMatchObject({ inputTokens: 10, exact: false });
  });
});

test("what would be worked on after its answer is not asked for", async () => {
  const { upstream, door } = await setUp(whole);
  const body = '{"background":true,"input":[]}';
  expect((await get(door, "/openai/v1/responses", { body })).status).toBe(400);
  expect(upstream.asked).toHaveLength(0);
});

test("requests of one attempt do not fill the memory together", async () => {
  const { rig } = await setUp(whole);
  const { token: _, ...spec } = specOf();
  const attempt = new Attempt(join(rig.base, "other"), { spec, tokenHash: "" });
  expect(attempt.hold(LIMITS.gatewayHeldBytesMax)).toBe(true);
  expect(attempt.hold(1)).toBe(false);
  attempt.letGo(10);
  expect(attempt.hold(10)).toBe(true);
  await attempt.close();
});

test("without keys nothing is asked, and the leader is told", async () => {
  const { rig, upstream, door } = await setUp(whole);
  rig.core.keys({});
  const got = await get(door, MESSAGES, { body: messageBody() });
  expect(got.status).toBe(401);
  expect(rig.all("stopped")).toMatchObject([{ stopped: { why: "keys" } }]);
  expect(upstream.asked).toHaveLength(0);
});

test.each(["1e18", "-3", "null", '"12"'])(
  "usage of %s tokens is none that was told",
  async (said) => {
    const { rig, door } = await setUp((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(`{"model":"claude-x","usage":{"input_tokens":${said},"output_tokens":${said}}}`);
    });
    expect((await get(door, MESSAGES, { body: messageBody(100) })).status).toBe(200);
    const [record] = records(rig);
    expect(record).toMatchObject({ exact: false });
    expect(record?.inputTokens).toBeLessThan(1_000);
    expect(record?.outputTokens).toBeLessThanOrEqual(100);
  },
);

test("a key that the leader is about to name is waited for", async () => {
  const { rig, upstream, door } = await setUp(whole);
  await rig.core.open(specOf({ accounts: { anthropic: "later" } }));
  const asked = get(door, MESSAGES, { body: messageBody() });
  await sleep(100);
  rig.core.keys({ later: { baseUrl: upstream.url, apiKey: "later", kind: "x-api-key" } });
  expect((await asked).status).toBe(200);
  expect(upstream.asked.at(-1)?.headers["x-api-key"]).toBe("later");
});

test("what is on its way when the door is shut is on the disk when it is shut", async () => {
  const { rig, upstream, door } = await setUp((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(anthropicEvents(10, 40)[0]);
  });
  const asked = get(door, MESSAGES, { body: messageBody() }).catch(() => null);
  await until(() => upstream.asked.length > 0);
  await sleep(200);
  await rig.core.close("self:1.2/1");
  expect(records(rig)).toMatchObject([{ inputTokens: 10, exact: false }]);
  await asked;
  await rig.core.forget("self:1.2/1");
  expect(records(rig)).toEqual([]);
});
