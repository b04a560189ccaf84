import type {
  PersonAct,
  RecoveryPolicy,
  RecoveryStep,
  RunPolicy,
  StreamKey,
} from "../../src/model/index.ts";
import { RETRY_STEPS } from "../../src/model/index.ts";
import { Random } from "../random.ts";

/** How often a person puts in a word about what goes wrong, in the seeds that have a table. */
const WORDS = 0.5;

/**
 * Tables of recovery, and people who take work from agents, give it to others or divide it. It has
 * chance of its own, so that the world without it is the same with every seed.
 */
export class Setbacks {
  readonly #random: Random;
  readonly isOn: boolean;

  constructor(seed: number) {
    this.#random = new Random(seed * 37 + 11);
    this.isOn = this.#random.chance(0.5);
  }

  /** What a session is held to besides. */
  policy(): Pick<RunPolicy, "recovery"> {
    return this.isOn ? { recovery: drawTable(this.#random) } : {};
  }

  /** Null: nobody says anything now. */
  drawAct(keys: () => readonly StreamKey[]): PersonAct | null {
    const random = this.#random;
    if (!this.isOn || !random.chance(WORDS)) return null;
    const key = random.pick(keys()) ?? "self:nothing";
    switch (random.between(0, 2)) {
      case 0:
        return { kind: "escalate", key, reason: "" };
      case 1:
        return { kind: "reassign", key, agent: random.pick(["second", "Aria", "nobody"]) ?? "" };
      default:
        return { kind: "decompose", key, titles: random.chance(0.5) ? [] : ["one", "two"] };
    }
  }
}

/** A table as somebody might write it: any retries, then any end, the shortest rows included. */
function drawTable(random: Random): RecoveryPolicy {
  const row = (): RecoveryStep[] => {
    const steps: RecoveryStep[] = [];
    for (let n = random.between(0, 3); n > 0; n--) {
      const kind = random.pick(RETRY_STEPS) ?? "same";
      steps.push(kind === "other" ? { kind, agent: null } : { kind });
    }
    if (random.chance(0.5)) steps.push({ kind: "decompose" });
    steps.push({ kind: random.chance(0.8) ? "escalate" : "block" });
    return steps;
  };
  const table = {
    "agent-failure": row(),
    "agent-timeout": row(),
    "resource-exhaustion": row(),
    "state-corruption": row(),
    rejected: row(),
    "gave-up": row(),
    "dependency-deadlock": [{ kind: "escalate" } as const],
  };
  return { table, standIns: ["second", "third"], agents: ["default", "second", "third"] };
}
