import { LIMITS, PRIORITIES } from "../../src/model/index.ts";
import { Random } from "../random.ts";
import type { Simulation } from "../simulation.ts";
import type { Run } from "./machine.ts";

const MINUTE_MS = 60_000;

/** How often an agent comes across something, in the seeds in which they do. */
const FINDS = 0.3;
const WORDS = ["the lock", "the clock", "the log", "the page", "the queue"];

/**
 * Bugs that agents come across beside their work and propose, now and then more often than they may,
 * the same ones again, and after their end. They have chance of their own, as the whims have.
 */
export class Finds {
  readonly #sim: Simulation;
  readonly #random: Random;
  readonly #isOn: boolean;

  constructor(sim: Simulation) {
    this.#sim = sim;
    this.#random = new Random(sim.seed * 47 + 23);
    this.#isOn = this.#random.chance(0.2);
  }

  begin({ attempt }: Run): void {
    if (!this.#isOn || this.#sim.calm || !this.#random.chance(FINDS)) return;
    const random = this.#random;
    const { timeline } = this.#sim;
    const most = random.between(1, LIMITS.proposalsPerAttemptMax + 2);
    for (let number = 1; number <= most; number++) {
      const title = `Mend ${random.pick(WORDS)} ${random.between(1, 6)}`;
      const priority = random.pick(PRIORITIES) ?? "critical";
      timeline.after(random.between(1_000, 20 * MINUTE_MS), () => {
        const { nowMs: atMs } = timeline;
        const told = { type: "agent-proposed", attempt, number, title, priority } as const;
        const input = { ...told, atMs, details: "it is broken", files: [] };
        this.#sim.orchestrator?.deliver(input);
        this.#sim.mayRepeat(input);
      });
    }
  }
}
