import { describe, expect, test } from "vitest";
import { KEY, MESSAGES, anthropicEvents, get, messageBody, stream } from "../gateway.fixture.ts";
import { records, setUp, whole } from "./exchange.fixture.ts";

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
