// `npm run killpoints [-- --sample N] [--seed N] [--only family]`: kills the orchestrator, its git
// children and its warden at every boundary of a small run, restarts, and checks the world.
import { parseArgs } from "node:util";
import type { Boundary } from "./boundary.ts";
import { expectedBoundaries } from "./boundary.ts";
import type { KillPoint } from "./families.ts";
import { enumerateKillPoints, expectedAt, play } from "./families.ts";
import { goldenRun } from "./golden.ts";
import { checkWorld } from "./world.ts";

const { values } = parseArgs({
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    jobs: { type: "string", default: "2" },
  },
});

const golden = await goldenRun();
const points = enumerateKillPoints(golden).filter(
  (point) => values.only === undefined || point.family === values.only,
);
const wanted = Math.min(points.length, Number(values.sample ?? points.length));
const expected = expectedBoundaries(golden.gitCommands);
say(`${points.length} kill points in a run of ${golden.durationMs} ms; playing ${wanted}`);

/** How often a boundary that the golden run met is tried before a sample gives it up. */
const TRIES_MAX = 6;
const TELL_EVERY = 20;

const left = turned(points, Number(values.seed));
const reached = new Map<Boundary, number>();
const tried = new Map<Boundary, number>();
let killed = 0;
let played = 0;
let done = 0;
let failed = 0;
await Promise.all(Array.from({ length: Number(values.jobs) }, worker));

const missed = expected.filter((boundary) => !reached.has(boundary));
say(`\nboundaries reached: ${expected.length - missed.length} of ${expected.length}`);
for (const [name, times] of [...reached].sort(([a], [b]) => (a < b ? -1 : 1))) {
  say(`  ${name} (${times}×)`);
}
if (missed.length > 0) say(`not reached:\n${missed.map((name) => `  ${name}`).join("\n")}`);
// A sample need not reach everything; the whole search must.
const incomplete = values.sample === undefined && values.only === undefined && missed.length > 0;
say(`\n${killed} kills`);
say(`${played - failed} passed, ${failed + (incomplete ? 1 : 0)} failed`);
golden.remove();
process.exitCode = failed === 0 && !incomplete ? 0 : 1;

async function worker(): Promise<void> {
  while (played < wanted) {
    const point = next();
    if (point === undefined) return;
    played += 1;
    try {
      await playOne(point);
    } catch (error) {
      fail(`${nameOf(point)}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    done += 1;
    if (done % TELL_EVERY === 0) {
      say(`${done} of ${wanted} played, ${reached.size} boundaries, ${failed} failed`);
    }
  }
}

/** Said at once: a search may take hours, and be ended before its end. */
function fail(what: string): void {
  failed += 1;
  say(`\nFAILED ${what}`);
}

/** A point where the golden run met what no kill has struck yet; else the next one of the spread. */
function next(): KillPoint | undefined {
  const fresh = left.findIndex((point) =>
    expectedAt(point).some((name) => !reached.has(name) && (tried.get(name) ?? 0) < TRIES_MAX),
  );
  const stride = Math.max(1, Math.floor(left.length / Math.max(1, wanted - played)));
  const at = fresh === -1 ? (played * stride) % Math.max(1, left.length) : fresh;
  const [point] = left.splice(at, 1);
  if (point !== undefined) {
    for (const name of expectedAt(point)) tried.set(name, (tried.get(name) ?? 0) + 1);
  }
  return point;
}

async function playOne(point: KillPoint): Promise<void> {
  const one = await play(golden, point);
  if (one.killed) killed += 1;
  for (const name of new Set(one.boundaries)) reached.set(name, (reached.get(name) ?? 0) + 1);
  const problems = await checkWorld(one.rig, golden);
  if (problems.length === 0) {
    one.rig.remove();
    return;
  }
  fail(`${nameOf(point)} (kept: ${one.rig.folder})\n  ${problems.join("\n  ")}\n${one.output}`);
}

function nameOf(point: KillPoint): string {
  return JSON.stringify(point);
}

/** The same points from another one on: the same for the same seed and the same run. */
function turned(all: readonly KillPoint[], seed: number): KillPoint[] {
  const start = Math.floor(((seed * 0.618034) % 1) * all.length);
  return [...all.slice(start), ...all.slice(0, start)];
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
