// `npm run soak -- --minutes N [--seed N]`: a synthetic team of six roles and batches over one
// repository at high speed, while every few seconds the orchestrator, the warden or an agent is killed
// or the clock is set; then one long life, whose memory is measured. Nothing may be lost, nothing run
// twice, and no process be left. `--stops N` starts and ends work N times instead.
import { parseArgs } from "node:util";
import { monotonicMs } from "../../src/platform/index.ts";
import { Random } from "../../sim/random.ts";
import { type HeapGrowth, memoryOf } from "./memory.ts";
import { stopAgain } from "./stops.ts";
import { type Blows, calm, steady, storm } from "./storm.ts";
import { SoakWorld } from "./world.ts";

const MINUTE_MS = 60_000;
/** The rest goes to the long life. */
const STORM_SHARE = 0.5;
/** Of both processes, with the heap held as it is: a leak ends the orchestrator before this does. */
const MEMORY_MB_MAX = 192;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: "1" },
    stops: { type: "string" },
  },
});
const tell = (text: string): void => void process.stdout.write(`${text}\n`);
const random = new Random(Number(values.seed));
const spanMs = Number(values.minutes) * MINUTE_MS;
process.exitCode = values.stops === undefined ? await soak() : await stops(Number(values.stops));

async function soak(): Promise<number> {
  const blows: Blows = { orchestrators: 0, stops: 0, wardens: 0, agents: 0, clocks: 0 };
  const world = new SoakWorld([
    { sleep: 0.3 },
    { write: { path: "work/{{id}}.txt", text: "{{title}}\n" } },
    { commit: "feat: {{id}}" },
  ]);
  const startMs = monotonicMs();
  await storm(world, random, startMs + spanMs * STORM_SHARE, blows);
  tell(`the storm is over: ${JSON.stringify(blows)}`);
  const samples = await steady(world, random, startMs + spanMs, blows);
  await calm(world);
  const problems = [...(await world.problems())];
  const memory = memoryOf(samples);
  if (memory !== null && memory.mostMb > MEMORY_MB_MAX) {
    problems.push(`memory is ${memory.mostMb.toFixed(0)} MB`);
  }
  if (memory?.heap?.leaks === true)
    problems.push("the heap grows beyond what the work accounts for");
  tell(
    [
      `${values.minutes} minutes, seed ${values.seed}: ${world.asked.length} work streams asked for, ${new Set(world.landed()).size} landed, ${world.runs().length} attempts begun`,
      `killed: ${blows.orchestrators} orchestrators, ${blows.wardens} wardens, ${blows.agents} agents; ${blows.stops} stops; the clock set ${blows.clocks} times`,
      memory === null
        ? "memory: not measured"
        : `memory of orchestrator and warden (PSS), the least of each sixth: ${memory.floorsMb.map((mb) => mb.toFixed(0)).join(", ")} MB; at most ${memory.mostMb.toFixed(0)} MB (${memory.samples} samples)`,
      heapText(memory?.heap ?? null),
      ...(problems.length === 0 ? ["nothing lost, nothing run twice, no process left"] : problems),
    ].join("\n"),
  );
  if (problems.length === 0) world.rig.remove();
  else tell(`kept: ${world.rig.folder}`);
  return problems.length === 0 ? 0 : 1;
}

function heapText(heap: HeapGrowth | null): string {
  if (heap === null) return "heap: not told";
  const { endMb, grownMb, landed } = heap;
  return `heap of the orchestrator, garbage gone: ${endMb.toFixed(1)} MB at the end, ${grownMb.toFixed(1)} MB more than after the first third; ${landed} work streams landed meanwhile`;
}

async function stops(cycles: number): Promise<number> {
  const hasEnd = process.argv.includes("--minutes");
  const untilMs = hasEnd ? monotonicMs() + spanMs : Number.POSITIVE_INFINITY;
  const { left, cycles: made, slowest } = await stopAgain(cycles, untilMs, random, tell);
  for (const line of left.slice(0, 20)) tell(line);
  tell(
    `${made} stop cycles: ${left.length} left processes; the slowest took ${Math.round(slowest.ms)} ms (${slowest.way})`,
  );
  return left.length === 0 ? 0 : 1;
}
