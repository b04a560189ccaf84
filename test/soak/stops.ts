import { LIMITS } from "../../src/model/index.ts";
import { monotonicMs } from "../../src/platform/index.ts";
import type { Random } from "../../sim/random.ts";
import { finished, sleep } from "../e2e/rig.ts";
import { ROLES, SoakWorld } from "./world.ts";

const WAYS = ["term", "int", "int twice", "stop", "stop now", "kill, then stop now"] as const;
type Way = (typeof WAYS)[number];

/** Until an agent is at work; a stop before that is worth trying as well. */
const BEGUN_MS_MAX = 4_000;
/** A repository that has been stopped so often is put away: its journal is another test's affair. */
const CYCLES_EACH = 20;
const TOLD_EACH = 10;
const AGAIN_MS = 10_000;

/**
 * Agents that end when they are asked to, that do not, and that leave somebody behind. Without a
 * sandbox nothing holds the last, and `doctor` says so.
 */
const AGENTS = [
  { steps: ["hang"], sandbox: "off" },
  { steps: ["ignore-term", "hang"], sandbox: "off" },
  { steps: ["hang"], sandbox: "auto" },
  { steps: ["ignore-term", "hang"], sandbox: "auto" },
  { steps: ["daemonise", "hang"], sandbox: "auto" },
] as const;

export interface Stopped {
  readonly cycles: number;
  readonly left: readonly string[];
  readonly slowest: { readonly way: Way; readonly ms: number };
}

/** Starts a team or a batch and ends it, again and again: nothing of it may be left (law I7). */
export async function stopAgain(
  cycles: number,
  untilMs: number,
  random: Random,
  tell: (text: string) => void,
): Promise<Stopped> {
  const left: string[] = [];
  let made = 0;
  let slowest: Stopped["slowest"] = { way: "term", ms: 0 };
  while (made < cycles && monotonicMs() < untilMs) {
    const { steps, sandbox } = random.pick(AGENTS) ?? AGENTS[0];
    const world = new SoakWorld([...steps], sandbox);
    await world.addWork(6);
    const most = Math.min(cycles, made + CYCLES_EACH);
    for (; made < most && monotonicMs() < untilMs; made++) {
      const way = random.pick(WAYS) ?? "term";
      const tookMs = await stopOnce(world, random, way);
      if (tookMs > slowest.ms) slowest = { way, ms: tookMs };
      const alive = await leftAfter(world);
      if (alive.length > 0) left.push(`${way}: ${alive.join("; ")}`);
      world.rig.kill();
      if ((made + 1) % TOLD_EACH === 0) {
        tell(
          `${made + 1} stops, ${left.length} left something, slowest ${Math.round(slowest.ms)} ms (${slowest.way})`,
        );
      }
    }
    world.rig.remove();
  }
  return { cycles: made, left, slowest };
}

/** A warden that never had a run, and whose orchestrator was killed, ends after its idle time. */
async function leftAfter(world: SoakWorld): Promise<readonly string[]> {
  const untilMs = monotonicMs() + LIMITS.wardenIdleMs;
  let alive = await world.rig.settled();
  while (alive.length > 0 && alive.length === world.wardens().length && monotonicMs() < untilMs) {
    alive = await world.rig.settled();
  }
  return alive;
}

async function stopOnce(world: SoakWorld, random: Random, way: Way): Promise<number> {
  const team = ["team", "start", "--agents", ROLES.slice(0, 3).join(","), "--trust"];
  const life = world.start(...(random.chance(0.5) ? team : ["batch", "--trust"]));
  const over = finished(life);
  const begunMs = monotonicMs();
  const patienceMs = random.chance(0.2) ? random.between(50, 800) : BEGUN_MS_MAX;
  while (world.agents().length === 0 && monotonicMs() < begunMs + patienceMs) {
    if (life.exitCode !== null) break;
    await sleep(50);
  }
  const fromMs = monotonicMs();
  switch (way) {
    case "term":
      life.kill("SIGTERM");
      break;
    case "int":
      life.kill("SIGINT");
      break;
    case "int twice":
      life.kill("SIGINT");
      await sleep(random.between(0, 300));
      life.kill("SIGINT");
      break;
    case "stop":
      await world.rig.run("stop");
      break;
    case "stop now":
      await world.rig.run("stop", "--now");
      break;
    case "kill, then stop now":
      life.kill("SIGKILL");
      await over;
      await world.rig.run("stop", "--now");
      break;
  }
  // What comes before a program listens may be ignored by whoever started it: said again, as people do.
  while (!(await Promise.race([over.then(() => true), sleep(AGAIN_MS).then(() => false)]))) {
    life.kill("SIGTERM");
  }
  return monotonicMs() - fromMs;
}
