import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { JsonScan } from "./json-scan.ts";
import { Meter } from "./meter.ts";
import type { Dialect } from "../provider.ts";
import { askForUsage, readRequest } from "../exchange/request.ts";
import { SseScan } from "./sse-scan.ts";
import { UsageChunkFilter } from "./usage-chunk.ts";

/** Cuts bytes at the given places, as a network does. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted(
    (a, b) => a - b,
  );
  return [0, ...places].map((from, at) => bytes.subarray(from, places[at] ?? bytes.length));
}

const cuts = fc.array(fc.nat(2_000), { maxLength: 12 });

describe("a scan of JSON", () => {
  const wanted = { usage: true, message: { usage: true, model: true } } as const;
  function scan(parts: readonly Buffer[]): { values: [string, unknown][]; documents: number } {
    const values: [string, unknown][] = [];
    let documents = 0;
    const json = new JsonScan(wanted, {
      value: (path, text) => values.push([path, JSON.parse(text)]),
      document: () => documents++,
    });
    for (const part of parts) json.push(part);
    return { values, documents };
  }

  test("finds what is wanted wherever it stands and however the bytes are cut", () => {
    const decoy = fc.record({ usage: fc.jsonValue(), "a\\b": fc.jsonValue(), text: fc.string() });
    const document = fc.record({
      first: decoy,
      usage: fc.jsonValue(),
      message: fc.record({ other: fc.array(decoy), usage: fc.jsonValue(), model: fc.string() }),
      last: fc.jsonValue(),
    });
    const space = fc.constantFrom(undefined, 1, "\t");
    fc.assert(
      fc.property(
        fc.array(document, { minLength: 1, maxLength: 3 }),
        space,
        cuts,
        (docs, by, at) => {
          const text = docs.map((one) => JSON.stringify(one, null, by)).join("\n");
          const expected = docs.flatMap(({ usage, message }) => [
            ["usage", usage],
            ["message.usage", message.usage],
            ["message.model", message.model],
          ]);
          const plain = JSON.parse(JSON.stringify(expected)) as unknown;
          expect(scan(pieces(Buffer.from(text), at))).toEqual({
            values: plain,
            documents: docs.length,
          });
          const list = Buffer.from(JSON.stringify(docs, null, by));
          expect(scan(pieces(list, at)).values).toEqual(plain);
        },
      ),
    );
  });

  test("takes any bytes without failing", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'{}[]",:\\u0a1 tn'), { maxLength: 80 }), (text) => {
        const sink = { value: () => {}, document: () => {} };
        new JsonScan(wanted, sink).push(Buffer.from(text.join("")));
      }),
    );
  });

  test("reads a key that is written with escapes, and leaves out what is too long", () => {
    const long = "x".repeat(LIMITS.gatewayValueBytesMax + 1);
    const text = `{"us\\u0061ge":{"a":1},"${"k".repeat(100)}":1,"message":{"model":"${long}","usage":2}}`;
    expect(scan([Buffer.from(text)]).values).toEqual([
      ["usage", { a: 1 }],
      ["message.usage", 2],
    ]);
  });
});

test("events are found however the bytes are cut, with either line end", () => {
  const line = fc.string().map((text) => text.replace(/[\r\n]/g, ""));
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1 }),
      fc.constantFrom("\n", "\r\n"),
      cuts,
      (texts, end, at) => {
        const stream = texts.map((text) => `event: e${end}data: ${text}${end}: note${end}${end}`);
        const found: string[] = [];
        let data: Buffer[] = [];
        const scan = new SseScan({
          data: (piece) => data.push(Buffer.from(piece)),
          event: () => {
            found.push(Buffer.concat(data).toString("utf8").replace(/\r$/, ""));
            data = [];
          },
        });
        for (const piece of pieces(Buffer.from(stream.join("")), at)) scan.push(piece);
        expect(found).toEqual(texts.map((text) => ` ${text}`));
      },
    ),
  );
});

/** What each provider sends, in short. */
const STREAMS: readonly (readonly [Dialect, string, Record<string, unknown>])[] = [
  [
    "anthropic",
    'event: message_start\ndata: {"type":"message_start","message":{"model":"claude-x","usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":1}}}\n\n' +
      'event: content_block_delta\ndata: {"type":"content_block_delta","delta":{"text":"\\"usage\\":{\\"output_tokens\\":999}"}}\n\n' +
      'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":40}}\n\n',
    { input: 17, output: 40, cacheRead: 5, cacheWrite: 2, model: "claude-x", isFinal: true },
  ],
  [
    "responses",
    'data: {"type":"response.created","response":{"model":"gpt-x","usage":null}}\n\n' +
      'data: {"type":"response.completed","response":{"output":[{"usage":{"input_tokens":1,"output_tokens":1}}],"usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60},"output_tokens":7}}}\n\n',
    { input: 100, output: 7, cacheRead: 60, model: "gpt-x", isFinal: true },
  ],
  [
    "chat",
    'data: {"model":"m","choices":[{"delta":{"content":"x"}}],"usage":null}\n\n' +
      'data: {"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4}}}\n\ndata: [DONE]\n\n',
    { input: 9, output: 3, cacheRead: 4, model: "m", isFinal: false },
  ],
  [
    "gemini",
    'data: {"candidates":[],"usageMetadata":{"promptTokenCount":8},"modelVersion":"gemini-x"}\r\n\r\n' +
      'data: {"usageMetadata":{"promptTokenCount":8,"toolUsePromptTokenCount":1,"candidatesTokenCount":4,"thoughtsTokenCount":6,"cachedContentTokenCount":2}}\r\n\r\n',
    { input: 9, output: 10, cacheRead: 2, model: "gemini-x" },
  ],
];

describe("the meter", () => {
  test.each(STREAMS)("reads %s, however it is cut, streamed or at once", (dialect, text, heard) => {
    fc.assert(
      fc.property(cuts, (at) => {
        const meter = new Meter(dialect, true);
        for (const piece of pieces(Buffer.from(text), at)) meter.push(piece);
        expect(meter.reading.heard).toMatchObject(heard);
        expect(meter.reading.bytes).toBe(Buffer.byteLength(text));
      }),
    );
    const documents = [...text.matchAll(/^data: (\{.*\})\r?$/gm)].map(([, json]) => json);
    const whole = new Meter(dialect, false);
    whole.push(Buffer.from(`[${documents.join(",\n")}]`));
    expect(whole.reading.heard).toMatchObject(heard);
  });

  test("finds every usage among many events, wherever chunks end, with either line end", () => {
    const text = (n: number): string => `data: {"type":"content_block_delta","delta":"${n}"}`;
    const usage = (n: number): string => `data: {"usage":{"output_tokens":${n}}}`;
    const events = fc.array(fc.tuple(fc.boolean(), fc.nat(9)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(events, fc.constantFrom("\n", "\r\n"), cuts, (all, end, at) => {
        const start = 'data: {"model":"m","usage":{"input_tokens":1,"output_tokens":0}}';
        const lines = [start, ...all.map(([counts, n]) => (counts ? usage(n) : text(n)))];
        const bytes = Buffer.from(
          lines.map((line) => `event: e${end}${line}${end}${end}`).join(""),
        );
        const meter = new Meter("anthropic", true);
        for (const piece of pieces(bytes, at)) meter.push(piece);
        const last = all.filter(([counts]) => counts).at(-1)?.[1] ?? 0;
        expect(meter.reading.heard).toMatchObject({ input: 1, output: last });
      }),
      { numRuns: 300 },
    );
  });

  test("finds the usage behind an event of 100 MB without holding it", () => {
    const meter = new Meter("responses", true);
    const before = process.memoryUsage.rss();
    meter.push(Buffer.from('data: {"type":"response.completed","response":{"output":["'));
    const block = Buffer.alloc(1024 * 1024, 'many \\"words\\" ');
    for (let n = 0; n < 100; n++) meter.push(block);
    meter.push(Buffer.from('"],"usage":{"input_tokens":3,"output_tokens":4}}}\n\n'));
    expect(meter.reading.heard).toMatchObject({ input: 3, output: 4, isFinal: true });
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
  });

  test("does not take what a broken event says for the end of a good one", () => {
    const meter = new Meter("anthropic", true);
    meter.push(Buffer.from('data: {"type":"message_start","mess\n\n'));
    meter.push(Buffer.from('data: {"usage":{"input_tokens":1,"output_tokens":2}}\n\n'));
    expect(meter.reading.heard).toMatchObject({ input: 1, output: 2, isFinal: true });
    meter.push(Buffer.from('data: {"usage":{"input_tokens":-5,"output_tokens":"2"}}\n\n'));
    expect(meter.reading.heard).toMatchObject({ input: 1, output: 2 });
  });
});

describe("a request", () => {
  test("tells its model and bound, and asks for usage exactly once", () => {
    const body = Buffer.from(
      '{"model":"m","stream":true,"messages":[{"max_tokens":1}],"max_tokens":50}',
    );
    const facts = readRequest(body, "chat");
    expect(facts).toMatchObject({ model: "m", outputTokensMax: 50, isChatStream: true });
    const asked = JSON.parse(askForUsage(body, facts!).toString()) as Record<string, unknown>;
    expect(asked).toEqual({
      ...(JSON.parse(body.toString()) as object),
      stream_options: { include_usage: true },
    });
  });

  test("that says no to being counted is counted all the same", () => {
    for (const options of ['{"include_usage":false,"x":1}', "null"]) {
      const text = `{"stream":true,"stream_options":{"include_usage":true},"str\\u0065am_options":${options}}`;
      const body = Buffer.from(text);
      const facts = readRequest(body, "chat")!;
      expect(facts.asksUsage).toBe(false);
      const asked = JSON.parse(askForUsage(body, facts).toString()) as Record<string, object>;
      expect(asked["stream_options"]).toMatchObject({ include_usage: true });
    }
  });

  test("is reckoned at the largest of its bounds, for every answer it asks for", () => {
    const bound = (body: object, dialect: Dialect = "chat") =>
      readRequest(Buffer.from(JSON.stringify(body)), dialect)?.outputTokensMax;
    expect(bound({ max_tokens: 1, max_completion_tokens: 500, n: 3 })).toBe(1_500);
    expect(bound({ max_tokens: 7, n: 0 })).toBe(7);
    expect(bound({ n: 2 })).toBe(2 * LIMITS.gatewayOutputTokens);
    expect(bound({ max_tokens: 1e15 })).toBe(LIMITS.gatewayOutputTokensMax);
    expect(bound({ max_tokens: "5", n: -1 })).toBe(LIMITS.gatewayOutputTokens);
    const gemini = { maxOutputTokens: 1, candidateCount: 2 };
    expect(
      bound({ generationConfig: gemini, generation_config: { max_output_tokens: 9 } }, "gemini"),
    ).toBe(18);
  });

  test("that is no object is none", () => {
    for (const text of ["", "[]", "5", '{"a":', "{}{}"]) {
      expect(readRequest(Buffer.from(text), "chat")).toBe(null);
    }
    expect(
      readRequest(Buffer.from('{"generationConfig":{"maxOutputTokens":7}}'), "gemini"),
    ).toMatchObject({ outputTokensMax: 7, model: null });
  });
});

test("the piece that only tells the usage is taken out, and every other byte stays", () => {
  const usage = 'data: {"choices": [ ],"usage":{"prompt_tokens":1}}\n\n';
  const big = `data: {"choices":[{"delta":"${"y".repeat(LIMITS.gatewayValueBytesMax)}"}]}\n\n`;
  const kept = [
    'data: {"choices":[{"delta":{"content":"[]"}}],"usage":null}\n\n',
    ": note\n\n",
    big,
    'data: {"choices":[],"usage":null}\n\n',
  ];
  const text = `${kept.join("")}${usage}data: [DONE]\n\ndata: tail`;
  fc.assert(
    fc.property(cuts, (at) => {
      const filter = new UsageChunkFilter();
      const out = pieces(Buffer.from(text), at).flatMap((piece) => filter.push(piece));
      out.push(...filter.end());
      expect(Buffer.concat(out).toString()).toBe(`${kept.join("")}data: [DONE]\n\ndata: tail`);
    }),
    { numRuns: 30 },
  );
});
