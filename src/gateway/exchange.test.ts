import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { LIMITS } from "../model/index.ts";
import { nowMs, sleep } from "../platform/index.ts";
import {
  KEY,
  MESSAGES,
  type Play,
  Rig,
  TOKEN,
  anthropicEvents,
  get,
  messageBody,
  serveUpstream,
  specOf,
  stream,
  until,
} from "./gateway.fixture.ts";
import type { AttemptSpec, Patience } from "./messages.ts";
import { Attempt } from "./attempt.ts";
import { readUsage } from "./usage-file.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function setUp(
  play: Play,
  more: Partial<AttemptSpec> = {},
  patience: Partial<Patience> = {},
) {
  const rig = new Rig(patience);
  const upstream = await serveUpstream(play);
  open.push(rig, upstream);
  const door = await rig.open(upstream, more);
  return { rig, upstream, door };
}

const whole: Play = (_request, response) => stream(response, anthropicEvents(10, 40));

/** Answers in turn; the last one stays. */
function inTurn(...plays: readonly Play[]): Play {
  let n = 0;
  return (request, response, body) =>
    plays[Math.min(n++, plays.length - 1)]?.(request, response, body);
}

const refusing =
  (
    status: number,
    headers: Record<string, string> = {},
    body = '{"error":{"message":"no"}}',
  ): Play =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };

const records = (rig: Rig) => readUsage(rig.stateDir, "self:1.2/1", 0).records;

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

describe("a failing provider", () => {
  test.each([429, 500, 502, 503, 529])("that answers %i is asked again by us", async (status) => {
    const { rig, upstream, door } = await setUp(inTurn(refusing(status), refusing(status), whole));
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
    expect(upstream.asked).toHaveLength(3);
    expect(records(rig)).toHaveLength(1);
  });

  test("says when to come back, and is obeyed", async () => {
    const { door } = await setUp(inTurn(refusing(429, { "retry-after-ms": "300" }), whole));
    const startedMs = nowMs();
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
    expect(nowMs() - startedMs).toBeGreaterThanOrEqual(295);
  });

  test("is passed on when it does not recover, and nothing is charged", async () => {
    const { rig, upstream, door } = await setUp(refusing(500), {}, { triesMax: 3 });
    const got = await get(door, MESSAGES, { body: messageBody() });
    expect(got).toMatchObject({ status: 500, body: '{"error":{"message":"no"}}' });
    expect(got.headers["x-should-retry"]).toBe("false");
    expect(upstream.asked).toHaveLength(3);
    expect(records(rig)).toEqual([]);
  });

  test("that refuses the request itself is asked once", async () => {
    const { upstream, door } = await setUp(refusing(400, {}, '{"error":"too long"}'));
    expect(await get(door, MESSAGES, { body: messageBody() })).toMatchObject({
      status: 400,
      body: '{"error":"too long"}',
    });
    expect(upstream.asked).toHaveLength(1);
  });

  test("that refuses the key is told to the leader", async () => {
    const { rig, door } = await setUp(refusing(401));
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(401);
    expect(rig.all("stopped")).toMatchObject([{ stopped: { why: "auth", provider: "anthropic" } }]);
    expect(JSON.stringify(rig.told)).not.toContain(KEY);
  });

  test("that nobody listens for is tried for a while and told in its own shape", async () => {
    const { rig, upstream, door } = await setUp(whole, {}, { triesMax: 2 });
    await upstream.close();
    const got = await get(door, MESSAGES, { body: messageBody() });
    expect(got.status).toBe(503);
    expect(JSON.parse(got.body)).toMatchObject({
      type: "error",
      error: { type: "overloaded_error" },
    });
    expect(records(rig)).toEqual([]);
  });

  test("that hangs may have worked: each such try is charged", async () => {
    const { rig, door } = await setUp(
      inTurn(() => undefined, whole),
      {},
      { answerMsMax: 200 },
    );
    expect((await get(door, MESSAGES, { body: messageBody(5) })).status).toBe(200);
    expect(records(rig).map((one) => [one.outputTokens, one.exact])).toEqual([
      [5, false],
      [40, true],
    ]);
    expect(new Set(records(rig).map((one) => one.requestId)).size).toBe(2);
  });

  test("leads nobody to another host", async () => {
    const { door } = await setUp(refusing(307, { location: "http://169.254.169.254/" }));
    const got = await get(door, MESSAGES, { body: messageBody() });
    expect(got.status).toBe(503);
    expect(got.headers.location).toBe(undefined);
  });

  test("is asked by one attempt alone until it answers again", async () => {
    const { upstream, door } = await setUp(refusing(500), {}, { triesMax: 1, breakerBaseMs: 400 });
    for (let n = 0; n < 5; n++) await get(door, MESSAGES, { body: messageBody() });
    expect(upstream.asked).toHaveLength(5);
    upstream.play = whole;
    const waiting = [1, 2, 3].map(() => get(door, MESSAGES, { body: messageBody() }));
    await sleep(100);
    expect(upstream.asked).toHaveLength(5);
    for (const got of await Promise.all(waiting)) expect(got.status).toBe(200);
  });
});

describe("a usage limit", () => {
  test("that ends far away is not slept on: it is told, and nobody asks until then", async () => {
    const resetS = Math.ceil(nowMs() / 1_000) + 3_600;
    const body = '{"error":{"type":"rate_limit_error","message":"limit"}}';
    const headers = { "anthropic-ratelimit-unified-reset": String(resetS) };
    const { rig, upstream, door } = await setUp(refusing(429, headers, body));
    const first = await get(door, MESSAGES, { body: messageBody() });
    expect(first.status).toBe(429);
    expect(first.body).toContain(
      `resets at ${new Date(resetS * 1_000).toISOString().slice(0, 16)}`,
    );
    const second = await get(door, MESSAGES, { body: messageBody() });
    expect(second.status).toBe(429);
    for (const got of [first, second]) {
      expect(got.headers).toMatchObject({ "x-should-retry": "false" });
      expect(got.headers["retry-after"]).toBe(undefined);
    }
    expect(JSON.parse(second.body)).toMatchObject({ error: { type: "rate_limit_error" } });
    expect(upstream.asked).toHaveLength(1);
    const [told] = rig.all("limited");
    expect(Math.abs((told?.limited.untilMs ?? 0) - resetS * 1_000)).toBeLessThan(2_000);
    expect(rig.all("stopped")).toMatchObject([{ stopped: { why: "limit" } }]);
    expect(rig.core.limits).toHaveLength(1);
    expect(records(rig)).toEqual([]);
  });

  test("of one key is none of another", async () => {
    const { rig, upstream, door } = await setUp(
      inTurn(refusing(429, { "retry-after": "3600" }), whole),
    );
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(429);
    rig.core.keys({ anthropic: { baseUrl: upstream.url, apiKey: "another", kind: "x-api-key" } });
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
  });
});

describe("the allowance", () => {
  const shapes: readonly (readonly [string, string, object])[] = [
    [MESSAGES, messageBody(), { type: "error", error: { type: "invalid_request_error" } }],
    ["/openai/v1/responses", "{}", { error: { code: "allowance_spent" } }],
    ["/gemini/v1beta/models/g:generateContent", "{}", { error: { status: "INVALID_ARGUMENT" } }],
  ];
  test.each(shapes)("that is spent is final in the shape of %s", async (path, body, shape) => {
    const { rig, upstream, door } = await setUp(whole, {
      allowance: { tokens: 0, microDollars: null },
    });
    const got = await get(door, path, { body });
    expect(got.status).toBe(400);
    expect(JSON.parse(got.body)).toMatchObject(shape);
    expect(got.body).toContain("allowance of this attempt is spent");
    await get(door, path, { body });
    expect(rig.all("stopped")).toMatchObject([{ stopped: { why: "allowance" } }]);
    expect(upstream.asked).toHaveLength(0);
  });

  test("stops the next request, not the one that goes over, and goes on when it is raised", async () => {
    const { rig, door } = await setUp(whole, { allowance: { tokens: 60, microDollars: null } });
    const status = async () => (await get(door, MESSAGES, { body: messageBody() })).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 400]);
    expect(rig.core.allow("self:1.2/1", { tokens: 120, microDollars: null }).tokens).toBe(100);
    expect([await status(), await status()]).toEqual([200, 400]);
    expect(rig.all("stopped")).toHaveLength(2);
  });

  test("holds in money, a model without a price at the dearest", async () => {
    const prices = [
      { model: "claude", input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
      { model: "claude-x", input: 1, output: 2, cacheRead: 0.1, cacheWrite: 1 },
      { model: "gpt", input: 5, output: 30, cacheRead: 1, cacheWrite: 5 },
    ];
    const { rig, door } = await setUp(whole, {
      prices,
      allowance: { tokens: null, microDollars: 90 },
    });
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
    expect(records(rig)[0]?.microDollars).toBe(10 * 1 + 40 * 2);
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(400);
  });

  test("is not overshot by more than one response, however many ask at once", async () => {
    let inFlight = 0;
    let most = 0;
    const { rig, door } = await setUp(
      (_request, response) => {
        most = Math.max(most, ++inFlight);
        setTimeout(() => {
          inFlight--;
          stream(response, anthropicEvents(10, 100));
        }, 10);
      },
      { allowance: { tokens: 1_000, microDollars: null } },
    );
    const all = await Promise.all(
      Array.from({ length: 25 }, () => get(door, MESSAGES, { body: messageBody(100) })),
    );
    const spent = records(rig).reduce((sum, one) => sum + one.inputTokens + one.outputTokens, 0);
    expect(spent).toBeGreaterThanOrEqual(1_000);
    expect(spent).toBeLessThan(1_000 + 110);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThan(10);
    expect(all.filter(({ status }) => status === 400)).toHaveLength(15);
  });

  test("counts on over a restart", async () => {
    const { rig, upstream, door } = await setUp(whole, {
      allowance: { tokens: 50, microDollars: null },
    });
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
    await rig.again();
    const asked = get(door, MESSAGES, { body: messageBody() });
    rig.core.keys({ anthropic: { baseUrl: upstream.url, apiKey: KEY, kind: "x-api-key" } });
    expect((await asked).status).toBe(400);
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

test("what is on its way when the door is shut is on the disk when it is shut", async () => {
  const { rig, door } = await setUp((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(anthropicEvents(10, 40)[0]);
  });
  const asked = get(door, MESSAGES, { body: messageBody() }).catch(() => null);
  await sleep(100);
  await rig.core.close("self:1.2/1");
  expect(records(rig)).toMatchObject([{ inputTokens: 10, exact: false }]);
  await asked;
  await rig.core.forget("self:1.2/1");
  expect(records(rig)).toEqual([]);
});
