import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Journal } from "../journal/index.ts";
import { openJournal } from "../journal/index.ts";
import type { Effect, Input, Outcome } from "../model/index.ts";
import { LIMITS, OrchestratorError, initialState } from "../model/index.ts";
import type { LoopOptions, SeenEvent } from "./loop.ts";
import { Loop } from "./loop.ts";
import { factsOf } from "../model/state.fixture.ts";

let dir = "";
let journal: Journal;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orchestrator-loop-"));
  journal = openJournal(dir, { mode: "write" });
});

afterEach(() => {
  journal.close();
  rmSync(dir, { recursive: true, force: true });
});

const FACTS = factsOf("1.1", { title: "First" });

/** Enough for the first effect: the look at the base. */
const OPENING: readonly Input[] = [
  { type: "loop-started", atMs: 1, epoch: 1, version: "0" },
  {
    type: "roadmap-observed",
    atMs: 2,
    target: "self",
    digest: "d",
    upserted: [FACTS],
    removed: [],
  },
  {
    type: "session-requested",
    atMs: 3,
    request: {
      selection: { kind: "all" },
      goal: null,
      policy: {
        mode: "batch",
        concurrency: 1,
        verify: true,
        rejectionsMax: 3,
        failuresMax: 3,
        retryBaseMs: 1,
        retryCeilingMs: 10,
        totalMs: 1000,
        idleMs: 1000,
        startupMs: 1000,
        stopGraceMs: 10,
        overlapMax: 0.2,
        ageingMs: 1000,
        onFailure: "continue",
        names: {},
      },
    },
  },
];

interface Rig {
  readonly loop: Loop;
  readonly performed: Effect[];
  readonly seen: SeenEvent[];
  readonly fatal: Promise<unknown>;
  /** How many records were durable when an effect began (law I2). */
  readonly durable: number[];
}

function rigOf(
  perform: (effect: Effect, signal: AbortSignal) => Promise<Outcome>,
  more: Partial<LoopOptions> = {},
): Rig {
  const performed: Effect[] = [];
  const seen: SeenEvent[] = [];
  const durable: number[] = [];
  let failed: (error: unknown) => void = () => undefined;
  const fatal = new Promise<unknown>((resolve) => {
    failed = resolve;
  });
  let now = 10;
  const loop = new Loop({
    journal,
    state: initialState(),
    clock: () => now++,
    perform: (effect, signal) => {
      performed.push(effect);
      durable.push(journal.head().seq);
      return perform(effect, signal);
    },
    performing: "all",
    onEvents: (events) => void seen.push(...events),
    onPerform: () => undefined,
    onFatal: (error) => failed(error),
    ...more,
  });
  return { loop, performed, seen, fatal, durable };
}

function never(): Promise<Outcome> {
  return new Promise(() => undefined);
}

async function open(rig: Rig): Promise<void> {
  for (const input of OPENING) await rig.loop.submit(input);
}

test("what is promised is durable before it is performed, and performed once", async () => {
  const rig = rigOf(never);
  await open(rig);
  await rig.loop.submit({ type: "time-passed", atMs: 20 });
  expect(rig.performed.map(({ id }) => id)).toEqual(["self/base/1"]);
  const promised = rig.seen.find(({ event }) => event.type === "session-planned");
  expect(rig.durable[0]).toBeGreaterThanOrEqual(promised?.seq ?? Number.POSITIVE_INFINITY);
  await rig.loop.end();
});

test("events are told in the order of the journal, by its own numbers", async () => {
  const rig = rigOf(never);
  await open(rig);
  await rig.loop.end();
  const kept = [...journal.read({ kinds: ["event"] })].map(({ seq, type }) => ({ seq, type }));
  expect(rig.seen.map(({ seq, event }) => ({ seq, type: event.type }))).toEqual(kept);
});

test("what arrives while the disk is at work is decided in one turn after it", async () => {
  const rig = rigOf(never, { performing: "none" });
  const started = rig.loop.submit(OPENING[0] as Input);
  await until(() => !rig.loop.recorded);
  expect(rig.loop.quiet).toBe(false);
  const others = OPENING.slice(1).map((input) => rig.loop.submit(input));
  expect(rig.seen).toEqual([]);
  await started;
  expect(rig.seen.map(({ event }) => event.type)).toEqual(["loop-started"]);
  await Promise.all(others);
  expect(rig.seen.map(({ event }) => event.type)).toContain("session-planned");
  await rig.loop.end();
});

test("an effect that ends while the disk is at work is not begun again", async () => {
  let answer: (outcome: Outcome) => void = () => undefined;
  const rig = rigOf((effect) =>
    effect.kind === "verify-base" ? new Promise((resolve) => (answer = resolve)) : never(),
  );
  await open(rig);
  const again = { ...OPENING[1], atMs: 20, digest: "another" } as Input;
  const observed = rig.loop.submit(again);
  await until(() => !rig.loop.recorded);
  answer({ kind: "failed-look", message: "no git" });
  await observed;
  await until(() => rig.seen.some(({ event }) => event.type === "effect-deferred"));
  expect(rig.performed.map(({ id }) => id)).toEqual(["self/base/1"]);
  await rig.loop.end();
});

test("an end in the middle of a turn waits until the journal is left alone", async () => {
  const rig = rigOf(never);
  const answer = rig.loop.submit(OPENING[0] as Input);
  await until(() => !rig.loop.recorded);
  await rig.loop.end();
  expect(rig.loop.recorded).toBe(true);
  expect(journal.head().seq).toBeGreaterThan(0);
  expect(await answer).toHaveLength(1);
  expect(rig.performed).toEqual([]);
});

test("without performing, inputs are only recorded", async () => {
  const rig = rigOf(never, { performing: "none" });
  await open(rig);
  expect(rig.performed).toEqual([]);
  expect(rig.loop.quiet).toBe(true);
  await rig.loop.end();
});

test("what a performer throws is a failed look with words, tried again later", async () => {
  const rig = rigOf(() => Promise.reject(new Error("")));
  await open(rig);
  await until(() => rig.seen.some(({ event }) => event.type === "effect-deferred"));
  const deferred = rig.seen.find(({ event }) => event.type === "effect-deferred");
  expect(deferred?.event).toMatchObject({ effect: "self/base/1" });
  expect(deferred?.event.type === "effect-deferred" && deferred.event.message).not.toBe("");
  await rig.loop.end();
});

test("a look that fails time after time is given up with its reason", async () => {
  let now = 10;
  const rig = rigOf(() => Promise.resolve({ kind: "failed-look", message: "no git" }), {
    clock: () => (now += LIMITS.lookCeilingMs),
  });
  await open(rig);
  const ended = () => rig.loop.state.session?.state === "failed";
  while (!ended()) {
    await rig.loop.submit({ type: "time-passed", atMs: rig.loop.now });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(rig.performed).toHaveLength(LIMITS.looksMax);
  expect(rig.loop.state.session?.reason).toContain(`tried ${LIMITS.looksMax} times: no git`);
  await rig.loop.end();
});

test("a mistake of our own is no look: it ends the loop", async () => {
  const rig = rigOf(() => Promise.reject(new TypeError("undefined is not a function")));
  await open(rig);
  expect(await rig.fatal).toBeInstanceOf(TypeError);
  expect(await rig.loop.submit({ type: "time-passed", atMs: 50 })).toEqual([]);
});

test("a journal that cannot be written ends the loop before anything is done", async () => {
  const full = new OrchestratorError("disk-full", "the disk is full");
  const broken = {
    appendSoon: () => {
      throw full;
    },
  } as unknown as Journal;
  const rig = rigOf(never, { journal: broken });
  const answer = rig.loop.submit(OPENING[0] as Input);
  expect(await rig.fatal).toBe(full);
  expect(await answer).toEqual([]);
  expect(rig.performed).toEqual([]);
  expect(rig.seen).toEqual([]);
  // Nobody keeps a fold of that state as if it were the journal's.
  expect([rig.loop.recorded, rig.loop.quiet]).toEqual([false, false]);
});

test("titles cut out of many versions of a roadmap do not hold those versions", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const rig = rigOf(never, { performing: "none" });
  const [versions, versionBytes] = [40, 1024 * 1024];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 1; at <= versions; at++) {
    const text = `title of version ${at}. ${"x".repeat(versionBytes)}`;
    const title = text.slice(0, text.indexOf("."));
    const upserted = [factsOf(`1.${at}`, { title })];
    const seen = { type: "roadmap-observed", target: "self", upserted, removed: [] } as const;
    await rig.loop.submit({ ...seen, atMs: at, digest: `d${at}` });
  }
  collect();
  expect(rig.loop.state.streams.size).toBe(versions);
  const held = process.memoryUsage().heapUsed - before;
  expect(held).toBeLessThan((versions * versionBytes) / 4);
  await rig.loop.end();
});

test("an effect that is no longer promised is told so", async () => {
  let told = false;
  const rig = rigOf(
    (_effect, signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          told = true;
          resolve({ kind: "failed-look", message: "given up" });
        });
      }),
  );
  await open(rig);
  const stop = { kind: "stop", keys: null, now: true } as const;
  await rig.loop.submit({ type: "person-asked", atMs: 60, by: "ana", act: stop });
  await until(() => told && rig.loop.quiet);
  expect(rig.seen.some(({ event }) => event.type === "effect-deferred")).toBe(false);
  await rig.loop.end();
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
