// `npm run killpoints [-- --sample N] [--seed N] [--only family]`: kills the orchestrator, its git
// children and its warden at every boundary of a small run, restarts, and checks the world.
// `-- --point JSON [--times N]` plays one point again, as a failure names it.
// `-- --random N`: kills batches and resumes of five work streams at N moments drawn by the seed.
import { parseArgs } from "node:util";
import type { KillPoint } from "./families.ts";
import { goldenRun } from "./golden.ts";
import { killAtRandom } from "./random-kills.ts";
import type { Tally } from "./search.ts";
import { Search, playAgain } from "./search.ts";

const { values } = parseArgs({
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    jobs: { type: "string", default: "2" },
    point: { type: "string" },
    times: { type: "string", default: "1" },
    random: { type: "string" },
  },
});

const seed = Number(values.seed);
const jobs = Number(values.jobs);
const { passed, failed } =
  values.random === undefined
    ? await search()
    : await killAtRandom(Number(values.random), seed, jobs, say);
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function search(): Promise<Tally> {
  const golden = await goldenRun();
  try {
    if (values.point !== undefined) {
      const point = JSON.parse(values.point) as KillPoint;
      return await playAgain(golden, point, Number(values.times), say);
    }
    const sample = values.sample === undefined ? null : Number(values.sample);
    const only = values.only ?? null;
    return await new Search(golden, { sample, only, seed, jobs, tell: say }).run();
  } finally {
    golden.remove();
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
