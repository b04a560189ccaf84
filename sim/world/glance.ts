import type { ForeseenWith } from "../../src/model/index.ts";
import { Random } from "../random.ts";
import type { Simulation } from "../simulation.ts";

const LOOK_MS = 60_000;
const FILES = ["a.ts", "b.ts", "c.ts"] as const;

/**
 * Looks at what agents have changed so far, in one of eleven seeds: conflicts are told early, late,
 * twice, and of attempts that are gone. It has chance of its own, as the whims have.
 */
export class Glance {
  readonly #sim: Simulation;
  readonly #random: Random;
  readonly #isOn: boolean;

  constructor(sim: Simulation) {
    this.#sim = sim;
    this.#random = new Random(sim.seed * 13 + 5);
    this.#isOn = sim.seed % 11 === 6;
  }

  live(): void {
    if (!this.#isOn) return;
    this.#sim.timeline.after(this.#random.between(LOOK_MS, LOOK_MS * 5), () => {
      if (this.#sim.over) return;
      this.#look();
      this.live();
    });
  }

  #look(): void {
    const { orchestrator, timeline } = this.#sim;
    const all = [...(orchestrator?.state.streams.values() ?? [])];
    const running = all.filter(({ stage }) => stage.kind === "running");
    const streams = this.#random.chance(0.2) ? all : running;
    const attempts = streams.flatMap((stream) => stream.attempts.slice(-1));
    const one = this.#random.pick(attempts);
    const other = this.#random.pick(attempts);
    if (one === undefined || other === undefined) return;
    const found: ForeseenWith = this.#random.chance(0.4)
      ? { kind: "branch", head: `c${this.#random.between(1, 9)}` }
      : { kind: "attempt", attempt: other.attempt };
    orchestrator?.deliver({
      type: "conflict-foreseen",
      atMs: timeline.nowMs,
      attempt: one.attempt,
      with: found,
      files: [this.#random.pick(FILES)],
      hears: this.#random.chance(0.5),
    });
  }
}
