// `npm run killpoints [-- --sample N] [--seed N] [--only family]`: kills the orchestrator, its git
// children and its warden at every boundary of a small run, restarts, and checks the world.
import { parseArgs } from "node:util";
import type { Boundary } from "./boundary.ts";
import { describeBoundary, expectedBoundaries } from "./boundary.ts";
import type { KillPoint } from "./families.ts";
import { enumerateKillPoints, play } from "./families.ts";
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

const reached = new Map<string, Boundary>();
const failures: string[] = [];
let killed = 0;
let at = 0;
await Promise.all(Array.from({ length: Number(values.jobs) }, worker));

const expected = expectedBoundaries();
const missed = expected.filter((boundary) => !reached.has(boundary));
say(
  `\nboundaries reached (${[...reached.keys()].filter((name) => expected.includes(name)).length} of ${expected.length}):`,
);
for (const name of [...reached.keys()].sort()) say(`  ${name}`);
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
      failures.push(`${describe(point)}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
}

async function playOne(point: KillPoint): Promise<void> {
  const played = await play(golden, point);
  if (played.killed) killed += 1;
  for (const boundary of played.boundaries) reached.set(describeBoundary(boundary), boundary);
  const problems = await checkWorld(played.rig, golden);
  if (problems.length === 0) {
    played.rig.remove();
    return;
  }
  failures.push(
    `${describe(point)} (kept: ${played.rig.folder})\n  ${problems.join("\n  ")}\n${played.output}`,
  );
}

function describe(point: KillPoint): string {
  return `${point.family} ${JSON.stringify(point)}`;
}

/** Spread over all families, and the same for the same seed. */
function sample(points: readonly KillPoint[], count: number, seed: number): KillPoint[] {
  if (count >= points.length) return [...points];
  const step = points.length / count;
  const offset = (seed * 0.618034) % 1;
  return Array.from(
    { length: count },
    (_, index) => points[Math.floor((index + offset) * step)],
  ).filter((point) => point !== undefined);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
