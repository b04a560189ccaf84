import { afterEach, expect, test } from "vitest";
import type { ReceivedSpan } from "./otlp-receiver.ts";
import { attributeOf, OtlpReceiver } from "./otlp-receiver.ts";
import { kept } from "./kept.ts";
import { Rig, WAIT } from "./rig.ts";

const receivers: OtlpReceiver[] = [];

afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

const ROADMAP = `# Roadmap

### Phase 1.1: First
- **Status:** ⚪ Not Started
- **Files:** one.txt

### Phase 1.2: Second
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.1
- **Files:** two.txt
`;

const SECRET = `ghp_${"a1B2".repeat(9)}`;

function twoStreams(url: string, first: readonly (string | object)[] = []): Rig {
  const rig = kept(
    Rig.make({
      roadmap: ROADMAP,
      script: {
        "1.1": [
          ...(first as readonly Readonly<Record<string, unknown>>[]),
          { run: 'printf %s "$TRACEPARENT" > one.txt' },
          { commit: "one" },
        ],
        "1.2#1": [{ say: `my key is ${SECRET}` }, { write: { path: "red", text: SECRET } }],
        "1.2": [{ write: { path: "two.txt", text: "2\n" } }, { run: "rm -f red" }],
      },
      files: { "check.sh": "#!/bin/sh\n! test -e red || { cat red; exit 1; }\n" },
    }),
  );
  rig.git("update-index", "--chmod=+x", "check.sh");
  rig.git("commit", "--quiet", "--message", "executable");
  rig.git("checkout", "--", ".");
  rig.writeUserConfig(`telemetry: { otlp: "${url}", headers: { x-key: mine } }\n`);
  return rig;
}

async function receive(port?: number): Promise<OtlpReceiver> {
  const receiver = await OtlpReceiver.listen(port);
  receivers.push(receiver);
  return receiver;
}

function byId(spans: readonly ReceivedSpan[]): ReadonlyMap<string, ReceivedSpan> {
  return new Map(spans.map((span) => [span.spanId, span]));
}

function durationOf(span: ReceivedSpan): bigint {
  return BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano);
}

test("a run is one trace: its attempts, their parts, the agents, each within what it is part of", async () => {
  const receiver = await receive();
  const rig = twoStreams(receiver.url);
  await rig.data("trust", "--yes");
  await rig.data("batch");

  expect(receiver.faults).toEqual([]);
  expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(1);
  const spans = byId(receiver.spans);
  expect(spans.size).toBe(receiver.spans.length);
  const roots = receiver.spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  expect(roots.map(({ name }) => name)).toEqual(["run batch"]);
  for (const span of receiver.spans) {
    expect(durationOf(span)).toBeGreaterThanOrEqual(0n);
    if (span.parentSpanId === undefined) continue;
    const parent = spans.get(span.parentSpanId);
    expect(parent, span.name).toBeDefined();
    expect(BigInt(span.startTimeUnixNano)).toBeGreaterThanOrEqual(
      BigInt(parent?.startTimeUnixNano ?? 0),
    );
  }
  const attempts = receiver.named("attempt ");
  expect(attempts.map((span) => attributeOf(span, "orchestrator.outcome"))).toEqual([
    "landed",
    "rejected",
    "landed",
  ]);
  const [first, rejected] = attempts;
  expect(first?.status.code).toBeUndefined();
  expect(rejected?.status.code).toBe(2);
  const parts = receiver.spans.filter(({ parentSpanId }) => parentSpanId === first?.spanId);
  expect(parts.map(({ name }) => name.split(" ")[0])).toEqual([
    "prepare",
    "invoke_agent",
    "collect",
    "queue",
    "merge",
    "verify",
    "land",
  ]);
  expect(receiver.named("gate check")[0]?.parentSpanId).toBe(receiver.named("verify")[0]?.spanId);
  // What an agent starts knows where in the trace it is.
  const [agent] = receiver.named("invoke_agent");
  expect(rig.git("show", "main:one.txt")).toBe(`00-${agent?.traceId}-${agent?.spanId}-01`);
  expect(agent === undefined ? null : attributeOf(agent, "gen_ai.operation.name")).toBe(
    "invoke_agent",
  );
  const all = receiver.bodies.join("\n");
  expect(all).not.toContain(SECRET);
  expect(receiver.headers.every((each) => each["x-key"] === "mine")).toBe(true);

  const counted = receiver.metrics.get("orchestrator.attempts")?.sum?.dataPoints ?? [];
  const outcomes = counted.map((point) => [
    attributeOf(point, "orchestrator.outcome"),
    point.asDouble,
  ]);
  expect(outcomes).toEqual([
    ["landed", 2],
    ["rejected", 1],
  ]);
});

test("a restart goes on with the same trace, and what nobody could take is told again", async () => {
  const gone = await OtlpReceiver.listen();
  const { port, url } = gone;
  await gone.close();
  const rig = twoStreams(url, [WAIT]);
  await rig.data("trust", "--yes");
  const following = rig.follow("batch");
  await following.until("spawning_agent", { id: "1.1" });
  following.child.kill("SIGKILL");
  await following.ended;

  const receiver = await receive(port);
  const again = rig.follow("resume");
  await following.letGoOn("1.1");
  await again.data();
  expect(receiver.faults).toEqual([]);
  expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(1);
  const attempts = receiver.named("attempt ");
  expect(attempts.map((span) => attributeOf(span, "orchestrator.work_stream"))).toEqual([
    "1.1",
    "1.2",
    "1.2",
  ]);
  const [root] = receiver.named("run ");
  expect(root?.events.map(({ name }) => name)).toContain("took over");
  const [agent] = receiver.named("invoke_agent");
  expect(rig.git("show", "main:one.txt")).toContain(agent?.spanId);
});

test("a receiver that refuses, or is not there, changes nothing of the work", async () => {
  const receiver = await receive();
  receiver.status = 400;
  const rig = twoStreams(receiver.url);
  await rig.data("trust", "--yes");
  expect(await rig.data("run", "1.1")).toMatchObject({ completed: ["1.1"] });
  expect(receiver.headers.length).toBeGreaterThan(0);
  await receiver.close();
  receivers.splice(0);
  expect(await rig.data("run", "1.2")).toMatchObject({ completed: ["1.2"] });
});

test("a repository that names a receiver has to be trusted, and never gets the user's key", async () => {
  const receiver = await receive();
  const rig = kept(
    Rig.make({
      roadmap: ROADMAP,
      script: { "*": [{ write: { path: "{{id}}.txt", text: "x\n" } }] },
      config: `gates: []\ntelemetry: ${receiver.url}\n`,
    }),
  );
  const refused = await rig.run("run", "1.1", "--json");
  expect(refused.code).toBe(11);
  expect(refused.stdout).toContain(`is told to ${receiver.url}`);
  rig.extraEnv = { OTEL_EXPORTER_OTLP_HEADERS: "x-key=mine" };
  await rig.data("run", "1.1", "--trust");
  expect(receiver.spans.length).toBeGreaterThan(0);
  expect(receiver.headers.some((each) => "x-key" in each)).toBe(false);
  const before = receiver.headers.length;
  rig.extraEnv = { OTEL_SDK_DISABLED: "true" };
  await rig.data("run", "1.2", "--trust");
  expect(receiver.headers.length).toBe(before);
});

test("what an attempt did is shown from the journal, whether anybody is told or not", async () => {
  const rig = twoStreams("http://127.0.0.1:9");
  rig.writeUserConfig("telemetry: false\n");
  await rig.data("trust", "--yes");
  await rig.data("batch");
  const list = (await rig.data("trace", "list")) as { traces: readonly { attempt: string }[] };
  expect(list.traces.map(({ attempt }) => attempt)).toEqual(["1.1/1", "1.2/1", "1.2/2"]);
  const shown = await rig.data("trace", "show", "1.2/1");
  expect(shown).toMatchObject({
    agent_identity: { target_agent: expect.any(String) },
    user_query: "Second",
    executions: [
      { result_status: "failure", external_observation: { gates: [{ name: "check" }] } },
    ],
    comparative_observations: [],
  });
  expect(await rig.data("trace", "show", "1.2")).toMatchObject({
    executions: [{ result_status: "success" }],
    comparative_observations: [{ attempt: 1, outcome: "rejected" }],
  });
  expect(rig.git("show", "main:one.txt")).toBe("");
  const missing = await rig.run("trace", "show", "1.2/9", "--json");
  expect(missing.code).toBe(5);
});
