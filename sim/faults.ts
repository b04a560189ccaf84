import type { Random } from "./random.ts";

/** How often what goes wrong, as probabilities; what each is rolled for stands beside it. */
export interface Faults {
  /** The orchestrator dies: at each step of a turn. */
  readonly crash: number;
  /** What is in flight at a crash is done all the same by a child that outlived it. */
  readonly zombie: number;
  /** A message comes twice: each outcome. */
  readonly duplicate: number;
  /** A deed takes an hour, or its answer takes hours, longer than every timeout: each effect. */
  readonly delay: number;
  /** A look fails, or fails after the deed was done: each effect. */
  readonly failedLook: number;
  /** The world says no for good: each effect. */
  readonly refused: number;
  readonly agentCrash: number;
  /** An agent that says nothing and never ends, or talks for ever: each run. */
  readonly hang: number;
  readonly slowStart: number;
  readonly ignoresStop: number;
  /** Gone without an exit record: each run. */
  readonly lost: number;
  readonly noResult: number;
  readonly uncommitted: number;
  readonly limited: number;
  readonly loginNeeded: number;
  readonly gaveUp: number;
  /** Work that its gates find red: each attempt. */
  readonly red: number;
  /** Work that is red together with what it has not seen: each attempt and other stream. */
  readonly hostile: number;
  /** Work that cannot be merged with what it has not seen: each candidate. */
  readonly conflict: number;
  readonly needsPerson: number;
  /** A gate that could not look: each verification. */
  readonly unavailable: number;
  /** The checkout has changes in the way: each landing. */
  readonly diverted: number;
  /**
   * A person commits to the branch, edits the roadmap, or asks for something: each ten minutes; and
   * asks, now and then, for something about the very stream that is being worked on: each effect.
   */
  readonly personCommit: number;
  readonly personEdit: number;
  readonly personAct: number;
  /** The branch is red before anybody works: each run. */
  readonly redBase: number;
  /** A restart begins from a snapshot: each restart. */
  readonly snapshot: number;
}

export type FaultName = keyof Faults;

const MOST: Faults = {
  crash: 0.006,
  zombie: 0.7,
  duplicate: 0.35,
  delay: 0.04,
  failedLook: 0.15,
  refused: 0.03,
  agentCrash: 0.3,
  hang: 0.15,
  slowStart: 0.15,
  ignoresStop: 0.6,
  lost: 0.15,
  noResult: 0.15,
  uncommitted: 0.1,
  limited: 0.15,
  loginNeeded: 0.05,
  gaveUp: 0.06,
  red: 0.4,
  hostile: 0.25,
  conflict: 0.3,
  needsPerson: 0.2,
  unavailable: 0.2,
  diverted: 0.2,
  personCommit: 0.25,
  personEdit: 0.35,
  personAct: 0.5,
  redBase: 0.08,
  snapshot: 0.5,
};

export const FAULT_NAMES = Object.keys(MOST) as readonly FaultName[];

export const NO_FAULTS: Faults = Object.fromEntries(
  FAULT_NAMES.map((name) => [name, 0]),
) as unknown as Faults;

/** Every seed has faults of its own, about half of the kinds (swarm testing). */
export function drawFaults(random: Random, without: ReadonlySet<FaultName>): Faults {
  const drawn: Record<string, number> = {};
  for (const name of FAULT_NAMES) {
    const rate = random.chance(0.55) ? random.fraction() * MOST[name] : 0;
    drawn[name] = without.has(name) ? 0 : rate;
  }
  return drawn as unknown as Faults;
}
