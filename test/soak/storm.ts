import type { ChildProcess } from "node:child_process";
import { monotonicMs } from "../../src/platform/index.ts";
import type { Random } from "../../sim/random.ts";
import { finished, sleep } from "../e2e/rig.ts";
import { isBegun } from "../killpoints/families.ts";
import type { Sample } from "./memory.ts";
import { bytesOf } from "./memory.ts";
import type { SoakWorld } from "./world.ts";
import { ROLES } from "./world.ts";

export interface Blows {
  orchestrators: number;
  stops: number;
  wardens: number;
  agents: number;
  clocks: number;
}

const HOUR_MS = 3_600_000;
const OPEN_MAX = 24;
const EXIT_MS_MAX = 30_000;

/** How often, each second, something other than the orchestrator is hit. */
const WARDEN = 0.1;
const AGENT = 0.3;
const CLOCK = 0.25;

/** Lives of two to five seconds, each of a team or of a batch, and each ended from outside. */
export async function storm(
  world: SoakWorld,
  random: Random,
  untilMs: number,
  blows: Blows,
): Promise<void> {
  while (monotonicMs() < untilMs) {
    await feed(world, random);
    const life = world.start(...wordsFor(world, random));
    const over = finished(life);
    for (let seconds = random.between(2, 5); seconds > 0 && life.exitCode === null; seconds--) {
      await Promise.race([over, sleep(1_000)]);
      hit(world, random, blows, true);
    }
    if (random.chance(0.75)) {
      life.kill("SIGKILL");
      blows.orchestrators += 1;
    } else await stop(life, random, blows);
    await over;
  }
}

/** One life of the whole team, whose agents crash and whose clock is set; what it holds is measured. */
export async function steady(
  world: SoakWorld,
  random: Random,
  untilMs: number,
  blows: Blows,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const life = world.startMeasured(...TEAM);
  const over = finished(life);
  while (monotonicMs() < untilMs && life.exitCode === null) {
    await feed(world, random);
    await Promise.race([over, sleep(1_000)]);
    hit(world, random, blows, false);
    const bytes = bytesOf([life.pid ?? 0, ...world.wardens()]);
    if (bytes === null) continue;
    const landed = world.landed().length;
    samples.push({ atMs: monotonicMs(), bytes, heapBytes: world.heapBytes(), landed });
  }
  if (life.exitCode !== null) throw new Error(`the team ended by itself with ${life.exitCode}`);
  await stop(life, random, blows);
  await over;
  return samples;
}

const TEAM = ["team", "start", "--agents", ROLES.join(","), "--trust"];

function wordsFor(world: SoakWorld, random: Random): string[] {
  if (random.chance(0.4)) return TEAM;
  if (isBegun(world.rig) && random.chance(0.5)) return ["resume", "--trust"];
  return ["batch", "--trust"];
}

async function feed(world: SoakWorld, random: Random): Promise<void> {
  const open = world.asked.length - new Set(world.landed()).size;
  if (open < OPEN_MAX) await world.addWork(random.between(1, 6));
}

function hit(world: SoakWorld, random: Random, blows: Blows, wardenToo: boolean): void {
  if (wardenToo && random.chance(WARDEN)) blows.wardens += world.kill(world.wardens());
  if (random.chance(AGENT)) {
    const one = random.pick(world.agents());
    if (one !== undefined) blows.agents += world.kill([one]);
  }
  if (random.chance(CLOCK)) {
    // Forward by days, or back to before the repository was made.
    world.setClock(random.between(-48, 48) * HOUR_MS);
    blows.clocks += 1;
  }
}

async function stop(life: ChildProcess, random: Random, blows: Blows): Promise<void> {
  if (life.exitCode !== null) return;
  blows.stops += 1;
  life.kill(random.chance(0.5) ? "SIGTERM" : "SIGINT");
  const untilMs = monotonicMs() + EXIT_MS_MAX;
  let againMs = monotonicMs() + EXIT_MS_MAX / 2;
  while (life.exitCode === null && life.signalCode === null) {
    if (monotonicMs() > untilMs) throw new Error(`a stop takes more than ${EXIT_MS_MAX} ms`);
    if (monotonicMs() > againMs) {
      // What comes before a program listens may be ignored by whoever started it.
      life.kill("SIGTERM");
      againMs += EXIT_MS_MAX;
    }
    await sleep(20);
  }
}

/** Nobody disturbs any more: whatever is left comes to its end. */
export async function calm(world: SoakWorld): Promise<void> {
  const { rig } = world;
  world.setClock(0);
  for (let tries = 0; tries < 6; tries++) {
    const landed = new Set(world.landed());
    const open = world.asked.filter((id) => !landed.has(id));
    if (open.length === 0 && tries > 0) break;
    if (isBegun(rig)) for (const id of open) await rig.run("retry", id);
    await rig.run("batch", "--trust", "-n", "4");
  }
}
