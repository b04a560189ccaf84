import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

/**
 * An OTLP/HTTP receiver that is stricter than real ones: a field that the protocol does not have,
 * a number that is no 64-bit text, an id of the wrong length are failures.
 */

const uint64 = z.string().regex(/^\d{1,19}$/);
const value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d{1,19}$/) }),
  z.strictObject({ doubleValue: z.number() }),
  z.strictObject({
    arrayValue: z.strictObject({ values: z.array(z.strictObject({ stringValue: z.string() })) }),
  }),
]);
const attributes = z.array(z.strictObject({ key: z.string().min(1), value }));
const resource = z.strictObject({ attributes });
const scope = z.strictObject({ name: z.string(), version: z.string() });
const spanId = z.string().regex(/^(?!0+$)[0-9a-f]{16}$/);

const span = z.strictObject({
  traceId: z.string().regex(/^(?!0+$)[0-9a-f]{32}$/),
  spanId,
  parentSpanId: spanId.optional(),
  name: z.string().min(1),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: uint64,
  endTimeUnixNano: uint64,
  attributes,
  events: z.array(z.strictObject({ timeUnixNano: uint64, name: z.string(), attributes })),
  status: z.strictObject({ code: z.int().min(0).max(2), message: z.string() }).partial(),
});

const traces = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource,
      scopeSpans: z.array(z.strictObject({ scope, spans: z.array(span) })),
    }),
  ),
});

const times = { attributes, startTimeUnixNano: uint64.optional(), timeUnixNano: uint64 };
const numbers = z.array(z.strictObject({ ...times, asDouble: z.number() }));
const histogram = z
  .strictObject({
    ...times,
    count: uint64,
    sum: z.number(),
    bucketCounts: z.array(uint64),
    explicitBounds: z.array(z.number()),
  })
  .refine(({ bucketCounts, explicitBounds }) => bucketCounts.length === explicitBounds.length + 1)
  .refine(
    ({ bucketCounts, count }) =>
      bucketCounts.reduce((sum, each) => sum + Number(each), 0) === Number(count),
  );
const metric = z.strictObject({
  name: z.string().min(1),
  unit: z.string(),
  description: z.string(),
  gauge: z.strictObject({ dataPoints: numbers }).optional(),
  sum: z
    .strictObject({
      dataPoints: numbers,
      aggregationTemporality: z.literal(2),
      isMonotonic: z.literal(true),
    })
    .optional(),
  histogram: z
    .strictObject({ dataPoints: z.array(histogram), aggregationTemporality: z.literal(2) })
    .optional(),
});

const metrics = z.strictObject({
  resourceMetrics: z.array(
    z.strictObject({
      resource,
      scopeMetrics: z.array(z.strictObject({ scope, metrics: z.array(metric) })),
    }),
  ),
});

export type ReceivedSpan = z.infer<typeof span>;
export type ReceivedMetric = z.infer<typeof metric>;

export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** The newest of each name. */
  readonly metrics = new Map<string, ReceivedMetric>();
  readonly headers: Readonly<Record<string, unknown>>[] = [];
  readonly bodies: string[] = [];
  readonly faults: string[] = [];
  /** What it answers instead of taking anything. */
  status = 200;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString("utf8");
      });
      request.on("end", () => {
        this.headers.push(request.headers);
        if (this.status === 200) this.#take(request.url ?? "", body);
        response.writeHead(this.status, { "content-type": "application/json" });
        response.end("{}");
      });
    });
  }

  static async listen(port = 0): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(port, "127.0.0.1", resolve));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** By the beginning of their names. */
  named(beginning: string): ReceivedSpan[] {
    return this.spans.filter(({ name }) => name.startsWith(beginning));
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #take(path: string, body: string): void {
    this.bodies.push(body);
    try {
      if (path === "/v1/traces") {
        const { resourceSpans } = traces.parse(JSON.parse(body));
        const scopes = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans);
        this.spans.push(...scopes.flatMap((one) => one.spans));
      } else if (path === "/v1/metrics") {
        const { resourceMetrics } = metrics.parse(JSON.parse(body));
        const scopes = resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics);
        for (const one of scopes.flatMap((each) => each.metrics)) this.metrics.set(one.name, one);
      } else this.faults.push(`asked for ${path}`);
    } catch (error) {
      this.faults.push(String(error));
    }
  }
}

/** The value of an attribute, whatever its type; undefined where there is none. */
export function attributeOf(
  { attributes: all }: Pick<ReceivedSpan, "attributes">,
  name: string,
): unknown {
  const found = all.find(({ key }) => key === name)?.value;
  return found === undefined ? undefined : Object.values(found)[0];
}
