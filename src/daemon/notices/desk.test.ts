import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { NoticeConfig, Question, State } from "../../model/index.ts";
import { attemptId, initialState, NOTICE_KINDS, streamKey } from "../../model/index.ts";
import { blocked, running, session, streamOf } from "../../model/state.fixture.ts";
import { openLog } from "../../platform/index.ts";
import type { Workplace } from "../workplace.ts";
import { heardPath, keepNoticeBook, noticeTroubles, readNoticeBook } from "./book.ts";
import { NoticeDesk } from "./desk.ts";
import type { NoticeMessage } from "./message.ts";

let dir = "";
let place: Workplace;
let shown: string[] = [];
let servers: Server[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "notices-"));
  mkdirSync(join(dir, "state"));
  place = { stateDir: join(dir, "state"), repoId: "r1", root: "/home/me/aurora" } as Workplace;
  shown = [];
  servers = [];
});
afterEach(() => {
  for (const server of servers) server.close();
  rmSync(dir, { recursive: true, force: true });
});

const NOTHING: NoticeConfig = {
  on: NOTICE_KINDS,
  terminal: null,
  desktop: false,
  command: null,
  webhook: null,
  quiet: null,
};

/** A program that keeps what it was told, one message a line. */
function keeping(script = 'cat >> "$0.told"'): readonly [string, ...string[]] {
  const path = join(dir, "tell me");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o700);
  return [path];
}

function keptMessages(): NoticeMessage[] {
  const path = join(dir, "tell me.told");
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as NoticeMessage);
}

function keptIds(): string[] {
  return keptMessages().flatMap(({ notices }) => notices.map(({ id }) => id));
}

function desk(config: Partial<NoticeConfig>, state: State): NoticeDesk {
  const log = openLog(join(dir, "log"), "notices");
  const show = (text: string) => void shown.push(text);
  return new NoticeDesk({
    workplace: place,
    config: { ...NOTHING, ...config },
    log,
    show,
    state: () => state,
  });
}

function question(id: string, text = "Keep it?"): Question {
  const key = streamKey("self", "1.1");
  const about = { key, attempt: attemptId(key, 1), kind: "question", text } as const;
  return { id, ...about, options: [], sinceMs: 1_000, need: "turn", request: null };
}

function asking(...questions: readonly Question[]): State {
  const stage = { ...running("1.1"), asking: questions } as ReturnType<typeof running>;
  const stream = streamOf("1.1", stage);
  return { ...initialState(), nowMs: 9_000, streams: new Map([[stream.facts.key, stream]]) };
}

async function tellOnce(config: Partial<NoticeConfig>, state: State): Promise<void> {
  await desk(config, state).close(undefined);
}

interface Receiver {
  readonly url: string;
  readonly bodies: NoticeMessage[];
  readonly heads: Record<string, unknown>[];
}

/** Answers with these, one after another, and from then on with the last. */
async function receiver(...statuses: readonly number[]): Promise<Receiver> {
  const bodies: NoticeMessage[] = [];
  const heads: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString("utf8");
    });
    request.on("end", () => {
      bodies.push(JSON.parse(body) as NoticeMessage);
      heads.push(request.headers);
      const status = statuses[Math.min(bodies.length, statuses.length) - 1] ?? 200;
      response.writeHead(status, status === 307 ? { location: "http://127.0.0.1:1/" } : {});
      response.end(`answered to ${String(request.headers["x-key"])}`);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/T0/sekret-path?k=1`, bodies, heads };
}

test("a question is told once in every way that is set, also to later processes", async () => {
  const { url, bodies } = await receiver();
  const config = {
    terminal: "bell",
    command: keeping(),
    webhook: { url, headers: {} },
  } as const;
  const state = asking(question("q-3"));
  await tellOnce(config, state);
  await tellOnce(config, state);
  expect(shown).toEqual(["aurora: 1.1 Stream 1.1: Aria asks you (orchestrator answer q-3 TEXT)"]);
  expect(keptIds()).toEqual(["q-3"]);
  expect(bodies).toEqual(keptMessages());
  expect(bodies[0]).toEqual({
    schema: "orchestrator/notices@1",
    text: shown[0],
    repository: { id: "r1", name: "aurora", path: "/home/me/aurora" },
    session: null,
    notices: [
      {
        id: "q-3",
        kind: "question",
        at: "1970-01-01T00:00:01.000Z",
        title: "1.1 Stream 1.1: Aria asks you",
        text: "Keep it?",
        workStream: "1.1",
        commands: ["orchestrator answer q-3 TEXT"],
      },
    ],
  });
  await tellOnce(config, asking(question("q-3"), question("q-4")));
  expect(keptIds()).toEqual(["q-3", "q-4"]);
});

test("what happens together is told as one", async () => {
  const all = Array.from({ length: 45 }, (_, at) => question(`q-${at}`));
  await tellOnce({ terminal: "osc9", command: keeping() }, asking(...all));
  expect(keptMessages().map(({ notices }) => notices.length)).toEqual([20, 20, 5]);
  expect(new Set(keptIds()).size).toBe(45);
  expect(shown[0]?.split("\n").at(-1)).toBe("and 16 more");
});

test("only what the person wants to hear of is told", async () => {
  const stream = streamOf("1.1", blocked("1.1", "the gate fails"));
  const streams = new Map([[stream.facts.key, stream]]);
  const state = { ...initialState(), streams, session: session(["1.1"], { finishedAtMs: 9 }) };
  // The run that is over when this is set up is no news.
  await tellOnce({ terminal: "bell", on: ["finished", "budget"] }, state);
  expect(shown).toEqual([]);
  const later = { ...state, session: session(["1.1"], { id: "s-2", finishedAtMs: 20 }) };
  await tellOnce({ terminal: "bell", on: ["finished", "budget"] }, later);
  expect(shown).toHaveLength(1);
  expect(shown[0]).toContain("Finished: batch run s-2");
  await tellOnce({ terminal: "bell" }, later);
  expect(shown[1]).toContain("1.1 Stream 1.1 is blocked (orchestrator explain 1.1)");
});

test("a level of the budget is told once for each limit, a hold every time", async () => {
  const cap = { microUsd: 1, tokens: null };
  const none = { microUsd: 0, tokens: 0 };
  const limit = { scope: "day", name: "the day X", cap, used: none, reserved: none } as const;
  const at = (level: "conserving" | "normal" | "held", named: boolean): State => ({
    ...initialState(),
    budget: { level, limit: named ? { ...limit, untilMs: 5 } : null, untilMs: null, why: level },
  });
  const told = async (state: State): Promise<number> => {
    await tellOnce({ terminal: "bell" }, state);
    return shown.length;
  };
  expect(await told(at("normal", false))).toBe(0);
  expect(await told(at("conserving", true))).toBe(1);
  expect(await told(at("normal", true))).toBe(1);
  expect(await told(at("conserving", true))).toBe(1);
  expect(await told(at("held", false))).toBe(2);
  expect(await told(at("held", false))).toBe(2);
  expect(await told(at("normal", false))).toBe(2);
  expect(await told(at("held", false))).toBe(3);
});

test("in quiet hours nothing is told, and after them what still holds", async () => {
  const now = new Date();
  const minute = now.getHours() * 60 + now.getMinutes();
  const quiet = { fromMinute: (minute + 1_430) % 1_440, toMinute: (minute + 60) % 1_440 };
  const config = { command: keeping(), terminal: "bell" } as const;
  await tellOnce({ ...config, quiet }, asking(question("q-1"), question("q-2")));
  expect([keptIds(), shown]).toEqual([[], []]);
  await tellOnce(config, asking(question("q-2")));
  expect(keptIds()).toEqual(["q-2"]);
  await tellOnce(config, asking(question("q-2")));
  expect([keptIds(), shown.length]).toEqual([["q-2"], 1]);
});

function killedWhileTelling(begunAtMs: number): void {
  const begun = { due: ["q-1", "q-2"], begun: ["q-1"], begunAtMs, trouble: null };
  keepNoticeBook(place, { known: ["q-1", "q-2"], channels: { terminal: begun, command: begun } });
}

test("what a program heard while nobody waited for it any more is not told again", async () => {
  killedWhileTelling(Date.now());
  await tellOnce({ command: keeping() }, asking(question("q-1"), question("q-2")));
  expect(keptIds()).toEqual([]);
  writeFileSync(heardPath(place), "");
  await tellOnce({ command: keeping() }, asking(question("q-1"), question("q-2")));
  expect(keptIds()).toEqual(["q-2"]);
});

test("a kill in the middle repeats no sound, and tells a program again with the same id", async () => {
  killedWhileTelling(Date.now() - 3_600_000);
  await tellOnce(
    { terminal: "bell", command: keeping() },
    asking(question("q-1"), question("q-2")),
  );
  expect(keptIds()).toEqual(["q-1", "q-2"]);
  expect(shown.join()).toContain("answer q-2");
  expect(shown.join()).not.toContain("answer q-1");
});

test("a receiver that is busy is asked again, a bounded number of times, and not forgotten", async () => {
  const { url, bodies } = await receiver(503);
  await tellOnce({ webhook: { url, headers: {} } }, asking(question("q-1")));
  expect(bodies).toHaveLength(1);
  expect(readNoticeBook(place)?.channels.webhook?.due).toEqual(["q-1"]);
  expect(noticeTroubles(place)).toEqual([
    { channel: "webhook", why: expect.stringContaining("answered 503") },
  ]);
  const well = await receiver(200);
  await tellOnce({ webhook: { url: well.url, headers: {} } }, asking(question("q-1")));
  expect(well.bodies).toHaveLength(1);
  expect(noticeTroubles(place)).toEqual([]);
});

test("a receiver that refuses, or leads elsewhere, is not asked again for the same", async () => {
  for (const status of [400, 401, 404, 307]) {
    const { url, bodies } = await receiver(status);
    const id = `q-${status}`;
    await tellOnce({ webhook: { url, headers: { "x-key": "mine" } } }, asking(question(id)));
    await tellOnce({ webhook: { url, headers: { "x-key": "mine" } } }, asking(question(id)));
    expect(bodies, String(status)).toHaveLength(1);
  }
});

test("neither the address nor a key of the receiver is written anywhere, nor a secret told", async () => {
  const secret = `ghp_${"a1B2".repeat(9)}`;
  const { url, bodies, heads } = await receiver(500);
  const webhook = { url, headers: { "x-key": "my-own-receiver-key" } };
  await tellOnce({ webhook, command: keeping() }, asking(question("q-1", `use ${secret}?`)));
  expect(heads[0]?.["x-key"]).toBe("my-own-receiver-key");
  expect(JSON.stringify([bodies, keptMessages()])).not.toContain(secret);
  expect(keptMessages()[0]?.notices[0]?.text).toContain("use ");
  const written =
    readFileSync(join(dir, "log"), "utf8") +
    readFileSync(join(dir, "state", "notices.json"), "utf8");
  expect(written).toContain("answered 500");
  expect(written).not.toContain("my-own-receiver-key");
  expect(written).not.toContain("sekret-path");
});

test("a program that fails or is not there is said in the log and to the doctor", async () => {
  await tellOnce({ command: keeping("echo no luck >&2; exit 4") }, asking(question("q-1")));
  expect(noticeTroubles(place)[0]?.why).toMatch(/exited with 4: no luck$/);
  expect(readNoticeBook(place)?.channels.command?.due).toEqual(["q-1"]);
  await tellOnce({ command: ["/no/such/program"] }, asking(question("q-1")));
  expect(readNoticeBook(place)?.channels.command?.due).toEqual([]);
  expect(noticeTroubles(place)[0]?.why).toContain("/no/such/program exited with 127");
});

test("who is in a hurry does not wait for a program", async () => {
  const hurry = new AbortController();
  const told = desk({ command: keeping('touch "$0.begun"; sleep 600') }, asking(question("q-1")));
  const closed = told.close(hurry.signal);
  while (!existsSync(join(dir, "tell me.begun"))) await new Promise((done) => setTimeout(done, 10));
  hurry.abort();
  await closed;
  expect(readNoticeBook(place)?.channels.command?.due).toEqual(["q-1"]);
});

test("a book that is damaged is begun anew", async () => {
  for (const text of ["", "null", "{", '{"known":3,"channels":[]}', '{"channels":{"command":7}}']) {
    writeFileSync(join(dir, "state", "notices.json"), text);
    await tellOnce({ terminal: "bell" }, asking(question("q-1")));
  }
  expect(shown).toHaveLength(5);
});
