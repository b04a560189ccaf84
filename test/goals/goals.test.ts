import { describe, expect, it } from "vitest";
import {
  calibrationError,
  factsFor,
  faultsOf,
  readLabelled,
  reliability,
  scoreAll,
} from "./score.ts";

const tuning = readLabelled("tuning");
const own = tuning.filter(({ roadmap }) => !roadmap.includes("/"));
const real = tuning.filter(({ roadmap }) => roadmap.includes("/"));
const here = real.some(({ roadmap }) => factsFor(roadmap) !== null);
if (!here) console.warn("real roadmaps are not here: the goals over them are not scored");

function summary(cases: typeof tuning) {
  const { scored } = scoreAll(cases);
  return {
    share: scored.filter(({ right }) => right).length / scored.length,
    wrongStarts: scored.filter(({ wrongStart }) => wrongStart).map(({ labelled }) => labelled.goal),
    error: calibrationError(reliability(scored)),
  };
}

describe("the labelled goals", () => {
  it("are many and name only what their roadmaps hold", () => {
    expect(tuning.length).toBeGreaterThanOrEqual(300);
    expect(faultsOf(own)).toEqual([]);
  });

  it("over our own roadmaps are understood, and nothing wrong is started", () => {
    const { share, wrongStarts, error } = summary(own);
    expect(wrongStarts).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(0.97);
    expect(error).toBeLessThanOrEqual(0.05);
  });
});

/** Said after or before a goal, these leave nothing of it that may start. */
const UNDONE: readonly ((goal: string) => string)[] = [
  (goal) => `${goal}, but not now`,
  (goal) => `${goal} ... never mind`,
  (goal) => `what if I said ${goal}?`,
  (goal) => `if the tests pass, ${goal}`,
];

describe("a goal that is taken back, put off or only thought of", () => {
  it.each(UNDONE.map((undo) => [undo("…"), undo] as const))("starts nothing: %s", (_, undo) => {
    const started = scoreAll(
      own
        .filter(({ goalType }) => [goalType].flat().some((type) => type.startsWith("run_")))
        .map((one) => ({ ...one, goal: undo(one.goal), mustNotStart: true })),
    ).scored.filter(({ wrongStart }) => wrongStart);
    expect(started.map(({ labelled }) => labelled.goal)).toEqual([]);
  });
});

describe.skipIf(!here)("the labelled goals over real roadmaps", () => {
  it("name only what their roadmaps hold", () => {
    expect(faultsOf(real)).toEqual([]);
  });

  it("are understood, and nothing wrong is started", () => {
    const { share, wrongStarts } = summary(real);
    expect(wrongStarts).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(0.97);
  });
});
