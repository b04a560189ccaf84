import type { AdmissionPolicy, Input } from "../../src/model/index.ts";
import { Random } from "../random.ts";
import type { Simulation } from "../simulation.ts";

const LOOK_MS = 30_000;

const POLICY: AdmissionPolicy = {
  freeMemoryMin: 0.1,
  freeDiskBytesMin: 1_000_000,
  busyCpuMax: 0.8,
  staggerMs: 90_000,
};

/**
 * How much room the machine has, in one of eleven seeds: it comes and goes, cannot be told, and may
 * be short for ever once the faults are off. It has chance of its own, as the whims have.
 */
export class Room {
  readonly #sim: Simulation;
  readonly #random: Random;
  readonly #isOn: boolean;
  readonly #endsShort: boolean;

  constructor(sim: Simulation) {
    this.#sim = sim;
    this.#random = new Random(sim.seed * 17 + 3);
    this.#isOn = sim.seed % 11 === 6;
    this.#endsShort = this.#random.chance(0.5);
  }

  /** What a session's policy says of it. */
  get policy(): { readonly admission?: AdmissionPolicy } {
    if (!this.#isOn) return {};
    // In half of them the number of agents follows what comes of it.
    return { admission: this.#sim.seed % 2 === 0 ? { ...POLICY, adapts: true } : POLICY };
  }

  live(): void {
    if (!this.#isOn) return;
    this.#sim.timeline.after(this.#random.between(LOOK_MS, LOOK_MS * 20), () => {
      if (this.#sim.over) return;
      this.#sim.orchestrator?.deliver(this.#look());
      this.live();
    });
  }

  #look(): Input {
    const { nowMs: atMs } = this.#sim.timeline;
    const draw = (): number | null => (this.#random.chance(0.2) ? null : this.#random.fraction());
    const ends = this.#sim.calm ? (this.#endsShort ? 0 : 1) : null;
    const freeMemory = ends ?? draw();
    const disk = ends ?? draw();
    const freeDiskBytes = disk === null ? null : disk * 6_000_000;
    const busyCpu = ends === null ? draw() : 1 - ends;
    return { type: "machine-observed", atMs, reading: { freeMemory, freeDiskBytes, busyCpu } };
  }
}
