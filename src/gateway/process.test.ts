import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { liveness, readLockHolder, signal, sleep } from "../platform/index.ts";
import {
  KEY,
  MESSAGES,
  type Play,
  QUICK,
  TOKEN,
  anthropicEvents,
  get,
  messageBody,
  serveUpstream,
  specOf,
  stream,
  until,
} from "./gateway.fixture.ts";
import {
  type Gateway,
  type Keys,
  type UsageRecord,
  accountOf,
  connectGateway,
  gatewayEntry,
  readMailbox,
  readUsage,
} from "./index.ts";

const ATTEMPT = "self:1.2/1";
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A real gateway in a process of its own, and a provider. */
async function setUp(play: Play, idleExitMs = 60_000) {
  const base = mkdtempSync(join(tmpdir(), "gateway-"));
  const stateDir = join(base, "state");
  const socketDir = join(base, "s");
  mkdirSync(socketDir, { mode: 0o700 });
  const upstream = await serveUpstream(play);
  const leaders: Gateway[] = [];
  const connect = async (): Promise<Gateway> => {
    const gateway = await connectGateway({
      stateDir,
      socketDir,
      entry: gatewayEntry(),
      idleExitMs,
      patience: { ...QUICK, keysMs: 20_000 },
    });
    leaders.push(gateway);
    return gateway;
  };
  const holder = () => readLockHolder(join(stateDir, "gateway.lock"))?.identity ?? null;
  open.push(async () => {
    // One that is only being started would outlive its test.
    await leaders
      .at(-1)
      ?.list()
      .catch(() => null);
    for (const leader of leaders) leader.end();
    const identity = holder();
    if (identity !== null) {
      signal(identity, "SIGKILL");
      await until(() => liveness(identity) === "dead");
    }
    await upstream.close();
    rmSync(base, { recursive: true, force: true });
  });
  const keys: Keys = {
    anthropic: { baseUrl: upstream.url, apiKey: KEY, kind: "x-api-key" },
  };
  const kill = async (): Promise<void> => {
    const identity = holder();
    if (identity === null) throw new Error("no gateway");
    signal(identity, "SIGKILL");
    await until(() => liveness(identity) === "dead");
  };
  return { stateDir, upstream, connect, keys, holder, kill };
}

const whole: Play = (_request, response) => stream(response, anthropicEvents(10, 40));

test("a gateway serves without a leader, and a second leader finds its doors", async () => {
  const { stateDir, connect, keys, holder } = await setUp(whole);
  const first = await connect();
  await first.keys(keys);
  const door = await first.open(specOf());
  const told: UsageRecord[] = [];
  first.onUsage((usage) => told.push(usage));
  expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
  await until(() => told.length === 1);
  first.end();
  const identity = holder();
  expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
  const second = await connect();
  expect(holder()).toEqual(identity);
  expect(await second.list()).toEqual([ATTEMPT]);
  expect(await second.open(specOf({ token: null }))).toEqual({
    ...door,
    spent: { tokens: 100, microDollars: 0 },
  });
  const page = readUsage(stateDir, ATTEMPT, 0);
  expect(page.records).toHaveLength(2);
  expect(page.records[0]).toEqual(told[0]);
  expect(readUsage(stateDir, ATTEMPT, page.nextByte)).toEqual({
    records: [],
    nextByte: page.nextByte,
  });
});

test("nothing that a gateway leaves holds the key or the token", async () => {
  const { stateDir, connect, keys } = await setUp(whole);
  const gateway = await connect();
  await gateway.keys(keys);
  const door = await gateway.open(specOf({ tools: { context: "Be good." } }));
  await get(door, MESSAGES, { body: messageBody() });
  await get(door, MESSAGES, { body: messageBody(), headers: { authorization: "Bearer wrong" } });
  const files = readdirSync(stateDir, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .map((path) => {
      if (path.includes("attempts")) expect(statSync(path).mode & 0o077).toBe(0);
      return readFileSync(path, "latin1");
    });
  expect(texts.length).toBeGreaterThan(3);
  for (const text of texts) {
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(TOKEN);
  }
  expect(accountOf({ baseUrl: "", apiKey: KEY, kind: "bearer" })).toMatch(/^[0-9a-f]{16}$/);
});

test("a killed gateway is started again at the same doors, and asks its leader for the keys", async () => {
  const { stateDir, connect, keys, kill } = await setUp(whole);
  const gateway = await connect();
  await gateway.keys(keys);
  const door = await gateway.open(specOf({ allowance: { tokens: 120, microDollars: null } }));
  expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
  await kill();
  // The leader's client has noticed and starts another one.
  expect(await gateway.list()).toEqual([ATTEMPT]);
  expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(200);
  const over = await get(door, MESSAGES, { body: messageBody(), overSocket: true });
  expect(over.status).toBe(200);
  // Fifty tokens each: the third went over.
  expect((await get(door, MESSAGES, { body: messageBody() })).status).toBe(400);
  expect(readUsage(stateDir, ATTEMPT, 0).records).toHaveLength(3);
});

/** Where in the life of a request the gateway is killed. */
const MOMENTS: readonly (readonly [string, readonly string[]])[] = [
  ["before the provider has answered", []],
  ["within the answer", anthropicEvents(10, 40).slice(0, 1)],
  ["after the last word but before the end", anthropicEvents(10, 40)],
];

test.each(MOMENTS)("a gateway that is killed %s loses no token", async (_when, events) => {
  let isAsked = false;
  const { stateDir, connect, keys, kill } = await setUp((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of events) response.write(event);
    isAsked = true;
  });
  const gateway = await connect();
  await gateway.keys(keys);
  const door = await gateway.open(specOf());
  const asked = get(door, MESSAGES, { body: messageBody(500) }).catch(() => null);
  await until(() => isAsked);
  await sleep(50);
  await kill();
  await asked;
  await gateway.list();
  const [record, ...others] = readUsage(stateDir, ATTEMPT, 0).records;
  expect(others).toEqual([]);
  expect(record).toMatchObject({ outputTokens: 500, exact: false });
  const { spent } = await gateway.open(specOf({ token: null }));
  expect(spent.tokens).toBe(500 + Math.ceil(messageBody(500).length / 3));
});

test("kills at any moment under load lose no request that was answered", async () => {
  const { stateDir, connect, keys, kill } = await setUp(whole);
  const gateway = await connect();
  await gateway.keys(keys);
  const door = await gateway.open(specOf());
  let answered = 0;
  let isOver = false;
  const load = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const got = await get(door, MESSAGES, { body: messageBody() }).catch(() => null);
      if (got?.status === 200 && got.isWhole) answered++;
    }
  });
  for (let n = 0; n < 3; n++) {
    const before = answered;
    await until(() => answered > before + 20);
    await kill();
    await gateway.list();
  }
  isOver = true;
  await Promise.all(load);
  await gateway.close(ATTEMPT);
  const { records } = readUsage(stateDir, ATTEMPT, 0);
  const ids = records.map((one) => one.requestId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(records.filter((one) => one.exact).length).toBeGreaterThanOrEqual(answered);
});

test("what an agent says over its tools reaches the leader, and outlives both", async () => {
  const { stateDir, connect, keys, kill } = await setUp(whole);
  const gateway = await connect();
  await gateway.keys(keys);
  const door = await gateway.open(specOf({ tools: { context: "Be good." } }));
  const heard: string[] = [];
  gateway.onToolCall((call) => {
    heard.push(call.tool);
    if (call.tool === "question") void gateway.answer(ATTEMPT, call.id, "Tabs.");
  });
  const call = (name: string, given: object) =>
    get(door, "/mcp", {
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "tools/call",
        params: { name, arguments: given },
      }),
    });
  expect((await call("progress", { text: "half", percent: 50 })).body).toContain("Noted");
  expect((await call("question", { text: "Tabs or spaces?" })).body).toContain("Tabs.");
  await until(() => heard.length === 2);
  expect(await gateway.answer(ATTEMPT, "c-2", "Late.")).toBe(false);
  await kill();
  await gateway.list();
  expect((await call("done", { summary: "all" })).body).toContain("Noted");
  const { calls } = readMailbox(stateDir, ATTEMPT, 0);
  expect(calls.map(({ id, tool }) => [id, tool])).toEqual([
    ["c-1", "progress"],
    ["c-2", "question"],
    ["c-3", "done"],
  ]);
});

test("a gateway with a door stays, and one that nobody needs ends", async () => {
  const { connect, holder } = await setUp(whole, 300);
  const gateway = await connect();
  await gateway.open(specOf());
  gateway.end();
  await sleep(1_000);
  const identity = holder();
  expect(identity).not.toBe(null);
  const again = await connect();
  expect(holder()).toEqual(identity);
  await again.forget(ATTEMPT);
  again.end();
  await until(() => identity !== null && liveness(identity) === "dead");
  expect(holder()).toBe(null);
});

test("an allowance in money without prices, and a door without a token, are refused", async () => {
  const { connect } = await setUp(whole);
  const gateway = await connect();
  const inMoney = { allowance: { tokens: null, microDollars: 1 } };
  await expect(gateway.open(specOf(inMoney))).rejects.toMatchObject({ code: "bug" });
  await expect(gateway.open(specOf({ token: null }))).rejects.toMatchObject({ code: "not-found" });
  await expect(gateway.allow("nobody", null)).rejects.toMatchObject({ code: "not-found" });
});
