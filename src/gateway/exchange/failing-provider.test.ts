import { describe, expect, test } from "vitest";
import { nowMs, sleep } from "../../platform/index.ts";
import { KEY, MESSAGES, get, messageBody, specOf, until } from "../gateway.fixture.ts";
import { inTurn, records, refusing, setUp, whole } from "./exchange.fixture.ts";

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

  test.each<readonly [number, Record<string, string>]>([
    [429, { "retry-after-ms": "20" }],
    [500, {}],
    [529, {}],
  ])("that answers %i for ever is let be, and nothing is charged", async (status, headers) => {
    const { rig, upstream, door } = await setUp(refusing(status, headers), {}, { triesMax: 3 });
    const got = await get(door, MESSAGES, { body: messageBody() });
    expect(got.status).toBe(429);
    expect(got.body).toContain("Usage limit reached; resets at");
    expect(got.body).toContain(`${status}: no`);
    expect(got.headers["x-should-retry"]).toBe("false");
    expect(upstream.asked).toHaveLength(3);
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(429);
    expect(upstream.asked).toHaveLength(3);
    expect(rig.all("stopped")).toMatchObject([{ stopped: { why: "limit" } }]);
    expect(records(rig)).toEqual([]);
    upstream.play = whole;
    await until(() => rig.core.limits.length === 0);
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
  });

  test("that fails all who ask at once is let be for all of them, and fails no attempt", async () => {
    const { rig, door } = await setUp(refusing(529), {}, { retryMsMax: 150, breakerBaseMs: 500 });
    const all = await Promise.all(
      Array.from({ length: 4 }, () => get(door, MESSAGES, { body: messageBody() })),
    );
    expect(all.map(({ status }) => status)).toEqual([429, 429, 429, 429]);
    expect(rig.all("stopped")).toMatchObject([{ stopped: { why: "limit" } }]);
  });

  test("that answers others fails at this one request, and says so", async () => {
    const { rig, upstream, door } = await setUp(
      (request, response, body) => {
        (body.includes("poison") ? refusing(500) : whole)(request, response, body);
      },
      {},
      { triesMax: 4 },
    );
    const poison = messageBody().replace("claude-x", "poison");
    const asked = get(door, MESSAGES, { body: poison });
    await until(() => upstream.asked.length > 0);
    await get(door, MESSAGES, { body: messageBody() });
    expect(await asked).toMatchObject({ status: 500, body: '{"error":{"message":"no"}}' });
    expect(rig.core.limits).toEqual([]);
    expect(rig.all("stopped")).toEqual([]);
  });

  test("that was there and is not reached any more is let be as well", async () => {
    const { rig, upstream, door } = await setUp(whole, {}, { triesMax: 2 });
    await get(door, MESSAGES, { body: messageBody() });
    await upstream.close();
    const got = await get(door, MESSAGES, { body: messageBody() });
    expect(got.status).toBe(429);
    expect(rig.all("stopped")[0]?.stopped.message).toContain("cannot be reached");
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

  test.each<readonly [number, string, string]>([
    [403, '{"type":"error","error":{"type":"permission_error","message":"not yours"}}', "auth"],
    [402, '{"error":{"code":402,"message":"Insufficient credits."}}', "credit"],
    [429, '{"error":{"message":"You exceeded","code":"insufficient_quota"}}', "credit"],
  ])("that answers %i %s is asked once, and told to the leader", async (status, body, why) => {
    const { rig, upstream, door } = await setUp(refusing(status, {}, body));
    expect(await get(door, MESSAGES, { body: messageBody() })).toMatchObject({ status, body });
    expect(upstream.asked).toHaveLength(1);
    expect(rig.all("stopped")).toMatchObject([{ stopped: { why, provider: "anthropic" } }]);
    expect(rig.core.limits).toEqual([]);
  });

  test("that keeps a list of its models from the key says nothing of the account", async () => {
    const { rig, door } = await setUp(refusing(403));
    expect((await get(door, "/openai/v1/models")).status).toBe(403);
    expect(rig.all("stopped")).toEqual([]);
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
    const { upstream, door } = await setUp(
      refusing(500),
      {},
      { triesMax: 1, breakerBaseMs: 400, restMs: 0 },
    );
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

  test("of one agent's key is none of another's, side by side", async () => {
    const { rig, upstream, door } = await setUp((request, response) => {
      const isFirst = request.headers["x-api-key"] === KEY;
      (isFirst ? refusing(429, { "retry-after": "3600" }) : whole)(request, response, "");
    });
    const key = { baseUrl: upstream.url, kind: "x-api-key" } as const;
    rig.core.keys({ one: { ...key, apiKey: KEY }, two: { ...key, apiKey: "second" } });
    const [first, second] = [{ anthropic: "one" }, { anthropic: "two" }];
    await rig.core.open(specOf({ accounts: first }));
    const other = await rig.core.open(specOf({ attempt: "self:1.3/1", accounts: second }));
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(429);
    expect((await get(other, MESSAGES, { body: messageBody() })).status).toBe(200);
    expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(429);
    expect(rig.core.limits).toHaveLength(1);
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
