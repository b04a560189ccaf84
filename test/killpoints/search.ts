import type { Boundary } from "./boundary.ts";
import { expectedBoundaries } from "./boundary.ts";
import type { KillPoint } from "./families.ts";
import { enumerateKillPoints, expectedAt, play } from "./families.ts";
import type { Golden } from "./golden.ts";
import { checkWorld } from "./world.ts";

/** How often a boundary that the golden run met is tried before a sample gives it up. */
const TRIES_MAX = 6;
const TELL_EVERY = 20;

export interface SearchOptions {
  /** How many points; all of them when null. */
  readonly sample: number | null;
  /** Points of one family alone. */
  readonly only: string | null;
  readonly seed: number;
  readonly jobs: number;
  readonly tell: (text: string) => void;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** A walk over kill points: those first that strike where nothing was struck yet. */
export class Search {
  readonly #golden: Golden;
  readonly #options: SearchOptions;
  readonly #left: KillPoint[];
  readonly #wanted: number;
  readonly #expected: readonly Boundary[];
  readonly #reached = new Map<Boundary, number>();
  readonly #tried = new Map<Boundary, number>();
  #killed = 0;
  #played = 0;
  #done = 0;
  #failed = 0;

  constructor(golden: Golden, options: SearchOptions) {
    this.#golden = golden;
    this.#options = options;
    const { only, seed, sample } = options;
    const all = enumerateKillPoints(golden);
    this.#left = turned(
      all.filter((point) => only === null || point.family === only),
      seed,
    );
    this.#wanted = Math.min(this.#left.length, sample ?? this.#left.length);
    this.#expected = expectedBoundaries(golden.gitCommands, golden.gitWriting);
    options.tell(
      `${this.#left.length} kill points in a run of ${golden.durationMs} ms; playing ${this.#wanted}`,
    );
  }

  async run(): Promise<Tally> {
    await Promise.all(Array.from({ length: this.#options.jobs }, () => this.#work()));
    const { tell, sample, only } = this.#options;
    const missed = this.#expected.filter((boundary) => !this.#reached.has(boundary));
    const all = this.#expected.length;
    tell(`\nboundaries reached: ${all - missed.length} of ${all}`);
    for (const [name, times] of [...this.#reached].sort(([a], [b]) => (a < b ? -1 : 1))) {
      tell(`  ${name} (${times}×)`);
    }
    if (missed.length > 0) tell(`not reached:\n${missed.map((name) => `  ${name}`).join("\n")}`);
    // A small sample need not reach everything; the whole search and a large one must.
    const isLarge = sample === null || sample >= 2 * all;
    const isIncomplete = isLarge && only === null && missed.length > 0;
    tell(`\n${this.#killed} kills`);
    return {
      passed: this.#played - this.#failed,
      failed: this.#failed + (isIncomplete ? 1 : 0),
    };
  }

  async #work(): Promise<void> {
    while (this.#played < this.#wanted) {
      const point = this.#next();
      if (point === undefined) return;
      this.#played += 1;
      try {
        await this.#playOne(point);
      } catch (error) {
        this.#fail(`${nameOf(point)}: ${error instanceof Error ? error.stack : String(error)}`);
      }
      this.#done += 1;
      if (this.#done % TELL_EVERY > 0) continue;
      const progress = `${this.#done} of ${this.#wanted} played, ${this.#reached.size} boundaries`;
      this.#options.tell(`${progress}, ${this.#failed} failed`);
    }
  }

  /** Said at once: a search may take hours, and be ended before its end. */
  #fail(what: string): void {
    this.#failed += 1;
    this.#options.tell(`\nFAILED ${what}`);
  }

  /** A point where the golden run met what no kill has struck yet; else the next of the spread. */
  #next(): KillPoint | undefined {
    const left = this.#left;
    const triesOf = (name: Boundary) => this.#tried.get(name) ?? 0;
    const isOpen = (name: Boundary) => !this.#reached.has(name) && triesOf(name) < TRIES_MAX;
    const unseen = left.findIndex((point) => expectedAt(point).some((name) => triesOf(name) === 0));
    const fresh =
      unseen === -1 ? left.findIndex((point) => expectedAt(point).some(isOpen)) : unseen;
    const stride = Math.floor(left.length / Math.max(1, this.#wanted - this.#played));
    const next = (this.#played * Math.max(1, stride)) % Math.max(1, left.length);
    const [point] = left.splice(fresh === -1 ? next : fresh, 1);
    if (point === undefined) return undefined;
    for (const name of expectedAt(point)) this.#tried.set(name, (this.#tried.get(name) ?? 0) + 1);
    return point;
  }

  async #playOne(point: KillPoint): Promise<void> {
    const { rig, killed, boundaries, output } = await play(this.#golden, point);
    if (killed) this.#killed += 1;
    for (const name of new Set(boundaries)) {
      this.#reached.set(name, (this.#reached.get(name) ?? 0) + 1);
    }
    const problems = await checkWorld(rig, this.#golden);
    if (problems.length === 0) return rig.remove();
    this.#fail(`${nameOf(point)} (kept: ${rig.folder})\n  ${problems.join("\n  ")}\n${output}`);
  }
}

/** One point again and again: what failed once may need a busy machine to fail. */
export async function playAgain(
  golden: Golden,
  point: KillPoint,
  times: number,
  tell: (text: string) => void,
): Promise<Tally> {
  let failed = 0;
  for (let time = 0; time < times; time++) {
    const { rig, killed, boundaries, output } = await play(golden, point);
    const problems = await checkWorld(rig, golden);
    tell(`${killed ? "killed" : "not killed"} at ${boundaries.join(", ")}`);
    if (problems.length === 0) rig.remove();
    else {
      failed += 1;
      tell(`FAILED (kept: ${rig.folder})\n  ${problems.join("\n  ")}\n${output}`);
    }
  }
  return { passed: times - failed, failed };
}

function nameOf(point: KillPoint): string {
  return JSON.stringify(point);
}

/** The same points from another one on: the same for the same seed and the same run. */
function turned(all: readonly KillPoint[], seed: number): KillPoint[] {
  const start = Math.floor(((seed * 0.618034) % 1) * all.length);
  return [...all.slice(start), ...all.slice(0, start)];
}
