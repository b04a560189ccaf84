import { gzipSync } from "node:zlib";
import type { ServerResponse } from "node:http";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MESSAGES, anthropicEvents, get, messageBody, stream } from "../gateway.fixture.ts";
import { records, refusing, setUp } from "./exchange.fixture.ts";

const INPUT = 30;
const OUTPUT = 40;

/** What a provider may do with a request, and what it then counts for it. */
interface Oddity {
  readonly counts: number;
  readonly play: (response: ServerResponse) => void;
}

const events = anthropicEvents(INPUT, OUTPUT);
const sse = { "content-type": "text/event-stream" };
const json = { "content-type": "application/json" };
const message = JSON.stringify({
  model: "claude-x",
  usage: { input_tokens: INPUT, output_tokens: OUTPUT },
});
const error = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';

const ODDITIES: Readonly<Record<string, Oddity>> = {
  whole: { counts: INPUT + OUTPUT, play: (response) => stream(response, events) },
  "stalls in the middle": {
    counts: INPUT + 2,
    play: (response) => {
      response.writeHead(200, sse);
      response.write(events.slice(0, 2).join(""));
    },
  },
  "is cut in the middle": {
    counts: INPUT + 2,
    play: (response) => {
      response.writeHead(200, sse);
      response.write(events.slice(0, 2).join(""), () => response.destroy());
    },
  },
  "is cut in the middle of a word": {
    counts: INPUT + 2,
    play: (response) => {
      response.writeHead(200, sse);
      response.write(events.join("").slice(0, 150), () => response.destroy());
    },
  },
  "never says what it used": {
    counts: INPUT + 3,
    play: (response) =>
      stream(response, [
        'event: content_block_delta\ndata: {"type":"content_block_delta","delta":{"text":"Hello"}}\n\n',
        'event: message_stop\ndata: {"type":"message_stop"}\n\n',
      ]),
  },
  "answers 200 with an error": {
    counts: 0,
    play: (response) => {
      response.writeHead(200, json);
      response.end(error);
    },
  },
  "streams an error": {
    counts: INPUT,
    play: (response) => stream(response, [events[0] as string, `event: error\ndata: ${error}\n\n`]),
  },
  "is packed": {
    counts: INPUT + OUTPUT,
    play: (response) => {
      response.writeHead(200, { ...sse, "content-encoding": "gzip" });
      response.end(gzipSync(events.join("")));
    },
  },
  "is packed and cut": {
    counts: INPUT + 2,
    play: (response) => {
      response.writeHead(200, { ...sse, "content-encoding": "gzip" });
      const packed = gzipSync(events.join(""));
      response.write(packed.subarray(0, packed.length - 12), () => response.destroy());
    },
  },
  "says that it is packed, and is not": {
    counts: INPUT + OUTPUT,
    play: (response) => {
      response.writeHead(200, { ...json, "content-encoding": "gzip" });
      response.end(message);
    },
  },
  "ends with its connection": {
    counts: INPUT + OUTPUT,
    play: (response) => {
      const { socket } = response;
      socket?.end(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${message}`);
    },
  },
  drips: {
    counts: INPUT + OUTPUT,
    play: (response) => {
      response.writeHead(200, sse);
      const rest = [...events];
      const drip = setInterval(() => {
        const next = rest.shift();
        if (next !== undefined) return void response.write(next);
        clearInterval(drip);
        response.end();
      }, 5);
    },
  },
  redirects: { counts: 0, play: (response) => refuse(response, 307) },
  "refuses the request": { counts: 0, play: (response) => refuse(response, 400) },
  "says nothing at all": { counts: INPUT + 1, play: () => undefined },
};

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...json, location: "http://169.254.169.254/" });
  response.end('{"error":{"message":"no"}}');
}

const QUICK = { silenceMsMax: 60, answerMsMax: 60, triesMax: 1, restMs: 0, breakerBaseMs: 1 };
const CAP = 400;
/** The most that one request is reckoned at: what it reads, and what it allows itself to write. */
const MOST = INPUT + 100 + messageBody().length;

describe("an odd provider", () => {
  test.each(Object.entries(ODDITIES))("%s: the books are never under it", async (_name, odd) => {
    const { rig, door } = await setUp((_request, response) => odd.play(response), {}, QUICK);
    await get(door, MESSAGES, { body: messageBody() }).catch(() => null);
    expect(spentIn(records(rig))).toBeGreaterThanOrEqual(odd.counts);
    expect(spentIn(records(rig))).toBeLessThanOrEqual(odd.counts === 0 ? 60 : MOST);
  });

  test("is paid for once, and at most one answer beyond the allowance", async () => {
    const names = Object.keys(ODDITIES);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...names), { minLength: 8, maxLength: 24 }),
        fc.integer({ min: 1, max: 4 }),
        async (order, atOnce) => {
          let n = 0;
          let counted = 0;
          const { rig, door } = await setUp(
            (_request, response) => {
              const odd = ODDITIES[order[n++ % order.length] as string] as Oddity;
              counted += odd.counts;
              odd.play(response);
            },
            { allowance: { tokens: CAP, microDollars: null } },
            QUICK,
          );
          const askAll = async (): Promise<void> => {
            for (let at = 0; at < order.length; at++) {
              await get(door, MESSAGES, { body: messageBody() }).catch(() => null);
            }
          };
          await Promise.all(Array.from({ length: atOnce }, askAll));
          const spent = spentIn(records(rig));
          expect(spent).toBeGreaterThanOrEqual(counted);
          expect(spent).toBeLessThanOrEqual(CAP + MOST);
          expect(new Set(records(rig).map(({ requestId }) => requestId)).size).toBe(
            records(rig).length,
          );
        },
      ),
      { numRuns: 12 },
    );
  });

  test("that answers with an error and 200 is not taken for one that works", async () => {
    const { rig, door } = await setUp(refusing(200, {}, error), {}, QUICK);
    const got = await get(door, MESSAGES, { body: messageBody() });
    expect(got).toMatchObject({ status: 200, body: error });
    expect(records(rig)).toMatchObject([{ exact: false }]);
  });
});

function spentIn(all: ReturnType<typeof records>): number {
  return all.reduce((sum, one) => sum + one.inputTokens + one.outputTokens, 0);
}
