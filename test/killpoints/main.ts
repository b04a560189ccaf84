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
const all = enumerateKillPoints(golden).filter(
  (point) => values.only === undefined || point.family === values.only,
);
const chosen =
  values.sample === undefined ? all : sample(all, Number(values.sample), Number(values.seed));
say(`${all.length} kill points in a run of ${golden.durationMs} ms; playing ${chosen.length}`);

const reached = new Map<Boundary, number>();
const failures: string[] = [];
let killed = 0;
let at = 0;
await Promise.all(Array.from({ length: Number(values.jobs) }, worker));

const expected = expectedBoundaries(golden.gitCommands);
const missed = expected.filter((boundary) => !reached.has(boundary));
say(`\nboundaries reached: ${expected.length - missed.length} of ${expected.length}`);
for (const [name, times] of [...reached].sort(([a], [b]) => (a < b ? -1 : 1))) {
  say(`  ${name} (${times}×)`);
}
if (missed.length > 0) say(`not reached:\n${missed.map((name) => `  ${name}`).join("\n")}`);
for (const failure of failures) say(`\nFAILED ${failure}`);
// A sample need not reach everything; the whole search must.
const incomplete = values.sample === undefined && values.only === undefined && missed.length > 0;
say(`\n${killed} kills: ${chosen.length - failures.length} passed, ${failures.length} failed`);
say(`${chosen.length - failures.length} passed, ${failures.length + (incomplete ? 1 : 0)} failed`);
golden.remove();
process.exitCode = failures.length === 0 && !incomplete ? 0 : 1;

async function worker(): Promise<void> {
  for (;;) {
    const point = chosen[at++];
    if (point === undefined) return;
    try {
      await playOne(point);
    } catch (error) {
      failures.push(
        `${JSON.stringify(point)}: ${error instanceof Error ? error.stack : String(error)}`,
      );
    }
  }
}

async function playOne(point: KillPoint): Promise<void> {
  const played = await play(golden, point);
  if (played.killed) killed += 1;
  for (const name of new Set(played.boundaries)) reached.set(name, (reached.get(name) ?? 0) + 1);
  const problems = await checkWorld(played.rig, golden);
  if (problems.length === 0) {
    played.rig.remove();
    return;
  }
  failures.push(
    `${JSON.stringify(point)} (kept: ${played.rig.folder})\n  ${problems.join("\n  ")}\n${played.output}`,
  );
}

/**
 * First one point for every boundary that the golden run met, as far as `count` goes, then points
 * spread over the whole run; the same for the same seed and the same run.
 */
function sample(points: readonly KillPoint[], count: number, seed: number): KillPoint[] {
  const turned = turn(points, seed);
  const chosen = new Set<KillPoint>();
  const met = new Set<Boundary>();
  for (const point of turned) {
    if (chosen.size >= count) break;
    const fresh = expectedAt(point).filter((boundary) => !met.has(boundary));
    if (fresh.length === 0) continue;
    chosen.add(point);
    for (const boundary of fresh) met.add(boundary);
  }
  const step = Math.max(1, points.length / count);
  for (let at = 0; at < points.length && chosen.size < count; at += step) {
    const point = turned[Math.floor(at)];
    if (point !== undefined) chosen.add(point);
  }
  for (const point of turned) {
    if (chosen.size >= count) break;
    chosen.add(point);
  }
  return [...chosen];
}

/** The same points from another one on. */
function turn(points: readonly KillPoint[], seed: number): readonly KillPoint[] {
  const start = Math.floor(((seed * 0.618034) % 1) * points.length);
  return [...points.slice(start), ...points.slice(0, start)];
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
