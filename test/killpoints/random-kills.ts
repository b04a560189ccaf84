import { spawn } from "node:child_process";
import { Random } from "../../sim/random.ts";
import { ENTRY, type Ran, type Rig, finished, fiveStreams, isWarden, sleep } from "../e2e/rig.ts";
import { isBegun, isFinished } from "./families.ts";
import type { Tally } from "./search.ts";
import { type Expected, checkWorld, endOf } from "./world.ts";

/** Lives that are ended by force before a repository is let go on to its end. */
const KILLS_MAX = 5;
const RESUMES_MAX = 6;
/** How often the warden is killed along with the orchestrator. */
const WARDEN_TOO = 0.3;

/**
 * Kills a batch of five work streams at moments that a seed draws, and every resume of it again,
 * until `kills` were made; each repository has then to come to the end of the run that nobody killed.
 */
export async function killAtRandom(
  kills: number,
  seed: number,
  jobs: number,
  tell: (text: string) => void,
): Promise<Tally> {
  const random = new Random(seed);
  const expected = await runUndisturbed();
  let made = 0;
  let failed = 0;
  let repositories = 0;
  const mayKill = (): boolean => {
    if (made >= kills) return false;
    made += 1;
    return true;
  };
  const work = async (): Promise<void> => {
    while (made < kills) {
      repositories += 1;
      const rig = fiveStreams();
      const played = await disturb(rig, random, expected.durationMs, mayKill);
      const broken = await checkWorld(rig, expected);
      if (broken.length === 0) rig.remove();
      else {
        failed += 1;
        tell(`\nFAILED (kept: ${rig.folder})\n  ${broken.join("\n  ")}\n${played}`);
      }
      tell(`${made} kills, ${repositories} repositories, ${failed} failed`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return { passed: repositories - failed, failed };
}

/** The end that every other run has to come to, and how long it takes. */
async function runUndisturbed(): Promise<Expected & { readonly durationMs: number }> {
  const rig = fiveStreams();
  const startedMs = performance.now();
  const ran = await rig.run("batch", "--trust");
  if (ran.code !== 0)
    throw new Error(`nobody killed it, and it failed: ${ran.stdout}${ran.stderr}`);
  const expected = { ...endOf(rig), durationMs: performance.now() - startedMs };
  rig.remove();
  return expected;
}

async function disturb(
  rig: Rig,
  random: Random,
  durationMs: number,
  mayKill: () => boolean,
): Promise<string> {
  let output = "";
  const note = (words: readonly string[], ran: Ran): void => {
    output += `--- ${words.join(" ")} exited ${ran.code}\n${ran.stdout}${ran.stderr}\n`;
  };
  const words = () => (isBegun(rig) ? ["resume", "--trust"] : ["batch", "--trust"]);
  for (let lives = random.between(1, KILLS_MAX); lives > 0 && mayKill(); lives--) {
    const said = words();
    const child = spawn(process.execPath, [ENTRY, ...said], {
      cwd: rig.root,
      env: rig.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = finished(child);
    const withWarden = random.chance(WARDEN_TOO);
    await Promise.race([ended, sleep(random.fraction() * durationMs)]);
    child.kill("SIGKILL");
    if (withWarden) rig.kill(isWarden);
    note(said, await ended);
  }
  for (let tries = 0; tries < RESUMES_MAX && !(tries > 0 && isFinished(rig)); tries++) {
    const said = words();
    note(said, await rig.run(...said));
  }
  return output;
}
