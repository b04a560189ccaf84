import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Loop } from "../../src/daemon/loop.ts";
import { openJournal } from "../../src/journal/index.ts";
import type { Effect, Outcome, RunView, StreamFacts } from "../../src/model/index.ts";
import { initialState } from "../../src/model/index.ts";
import { monotonicMs } from "../../src/platform/index.ts";
import { connectWarden } from "../../src/warden/index.ts";
import type { Graph } from "../graph.ts";
import {
  AGENT_ENDED,
  answerAtOnce,
  answersAfterRun,
  POLICY,
  streamFacts,
} from "../instant-world.ts";
import { trivialRun } from "../trivial-run.ts";

/**
 * `graph-orchestrator GRAPH.json CONCURRENCY [FOLDER]`: the real engine, loop, journal and warden carry a
 * graph of work streams out, each a real /bin/true. Workspace, gate and landing are left out: there is
 * no world to wait for, so their outcomes follow the end of the run at once. Every run is forgotten
 * before this ends, as the product does when an attempt is released.
 */
function factsOf(task: number, on: readonly number[]): StreamFacts {
  return streamFacts(String(task), task, on.map(String));
}

const graph = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Graph;
const concurrency = Number(process.argv[3] ?? "4");
// Left behind like a run's spool is; whoever started this takes it away.
const folder = mkdtempSync(join(process.argv[4] ?? tmpdir(), "graph-"));
const journal = openJournal(join(folder, "journal"), { mode: "write" });
// As in the product: what was asked for is recorded meanwhile, and only effects wait for it.
const reaching = connectWarden({
  askedBefore: [],
  runsDir: join(folder, "runs"),
  socketPath: join(folder, "warden.sock"),
}).then((warden) => {
  warden.watch((view) => {
    if (view.state === "exited") exits.get(view.id)?.(view);
  });
  return warden;
});
const forgotten: Promise<void>[] = [];
const exits = new Map<string, (view: RunView) => void>();

async function perform(effect: Effect): Promise<Outcome> {
  if (effect.kind !== "run-agent") return answerAtOnce(effect);
  const { attempt } = effect;
  const warden = await reaching;
  const started = await warden.ensure(trivialRun(attempt, folder));
  const ended = started.state === "exited" ? started : await exitOf(started.id);
  if (ended.exit?.kind !== "exited" || ended.exit.code !== 0) {
    throw new Error(`${started.id} did not end well`);
  }
  forgotten.push(warden.forget(attempt));
  // Right after the loop has taken note of the end, which it does when this is returned.
  queueMicrotask(() => queueMicrotask(() => answerTheRest(attempt)));
  return AGENT_ENDED;
}

function answerTheRest(attempt: string): void {
  for (const { id, outcome } of answersAfterRun(attempt)) {
    void loop.submit({ type: "effect-ended", atMs: loop.now, effect: id, outcome });
  }
}

function exitOf(id: string): Promise<RunView> {
  return new Promise((resolve) => {
    exits.set(id, (view) => {
      exits.delete(id);
      resolve(view);
    });
  });
}

let finish: (error: unknown) => void = () => undefined;
const finished = new Promise((resolve) => {
  finish = resolve;
});
let events = 0;
let turns = 0;
const loop = new Loop({
  journal,
  state: initialState(),
  clock: () => Math.round(monotonicMs()) + 1,
  performing: "all",
  perform,
  onEvents: (seen, state) => {
    events += seen.length;
    turns += 1;
    if (state.session?.state === "completed" || state.session?.state === "failed") finish(null);
  },
  onPerform: () => undefined,
  onFatal: finish,
});

const atMs = loop.now;
void loop.submit({ type: "loop-started", atMs, epoch: 1, version: "bench" });
void loop.submit({
  type: "roadmap-observed",
  atMs,
  target: "self",
  digest: "graph",
  upserted: graph.map((on, task) => factsOf(task, on)),
  removed: [],
});
void loop.submit({
  type: "session-requested",
  atMs,
  request: { selection: { kind: "all" }, goal: null, policy: { ...POLICY, concurrency } },
});
const fatal = await finished;
if (fatal instanceof Error) throw fatal;
const { state } = loop;
const landed = [...state.streams.values()].filter(({ stage }) => stage.kind === "completed").length;
await loop.end();
await Promise.all(forgotten);
await (await reaching).shutdown();
journal.close();
if (landed !== graph.length) throw new Error(`only ${landed} of ${graph.length} were carried out`);
process.stdout.write(`${JSON.stringify({ landed, events, turns })}\n`);
process.exit(0);
