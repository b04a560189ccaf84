import { describe, expect, it } from "vitest";
import { interpretGoal } from "../../src/planner/index.ts";
import {
  calibrationError,
  factsFor,
  faultsOf,
  readLabelled,
  reliability,
  scoreAll,
  THRESHOLD,
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

/** Things people say of work without wanting it carried out. */
const TOLD = `
  … is done, … is broken, … failed, … looks good, … can wait, … later, … next week, … is no longer needed,
  … costs too much, … is Bob's job, … is on hold, … - no, I finished …, I like …, we already have …,
  remove …, rename …, forget about …, skip …, no …, avoid …, hold …, review …, compare … with others,
  deprioritise …, do I need …, nobody should touch …, we decided against …, let's not do …, talk about …,
  … sucks, … is a mistake, the customer cancelled …, please refrain from …, stop doing …, nuke …,
  … already exists, Maria does … already, the other team handles …, … is running, … off, … complete,
  just started …, doing …, waiting on …, the client rejected …, completed …, … in progress, … is unassigned,
  no agent should start …, nobody may start …, no one starts …, do nothing with …, I doubt we should start …,
  start … upon approval, start … pending legal, start … only with Bob's ok, start … on my signal,
  confirm with Bob then do …, check with me first then …, start … following the release,
  … in January, … in Q3, … in 2027, … on 2026-12-01, … at 5pm, … in 2h, start … this weekend,
  start … on the 5th, start … during the holidays, start … in the evening, … one day, … when we have time,
  make … P0, set … to high, let … be, let … rest, give … a rest, … down the list, … to the bottom,
  pause …, block …, retry …, rerun …, plan …, open …, cost of …, … logs, write a spec for …, … who,
  … is not done, … will start soon, please no …, stop talking about …, thanks for …, great job on …, call off …,
  I tested …, my task is …, … every day, … in the morning, start … in theory, start … but do nothing, …?,
  start …. on second thought leave it, … tests
`
  .split(",")
  .map((one) => one.trim());

/** The same where the sentence goes on after a mark, or puts the work last. */
const TOLD_AT_LENGTH = `
  quote: "please run …"
  he wrote: do …
  should we do …
  would it make sense to do …
  should the tests pass, start …
  start … should the tests pass
  were I you, I would start …
  had I the money, I would start …
  after the demo, start …
  do … after lunch
  pending review, do …
  one could do …
  I'll do …
  we plan to do …
  according to Maria we need …
  I need to understand … first
  we still have to decide about …
  let me see …
  let me think about …
  tell me when … is done
  let me know when … is finished
  yeah right, start …
  oh great, … again
  thanks for nothing, …
  add … to the backlog
  add … to the roadmap
  add tests to …
  add a task to …
  ship … to production
  write a blog post about …
  write an email about …
  a poem about …
  make a plan for …
  take note of …
  write down …
  nobody wants …
  … has no owner
  … is not a priority
  … is great
  … at the end
  no to …
  sorry about …
  Bob does …
`
  .trim()
  .split("\n")
  .map((one) => one.trim());

describe("work that is only spoken of", () => {
  it.each([...TOLD, ...TOLD_AT_LENGTH])("is not started: %s", (told) => {
    const shop = (factsFor("shop.md") ?? []).filter(({ status }) => status === "not_started");
    const started = shop
      .flatMap(({ id, title }) => [id, title.toLowerCase()])
      .map((name) => told.replace("…", name))
      .filter((goal) => {
        const { goalType } = interpretGoal(goal, factsFor("shop.md") ?? [], {
          threshold: THRESHOLD,
        });
        return goalType.startsWith("run_");
      });
    expect(started).toEqual([]);
  });
});

/** Words for work, in sentences that ask for none. */
const IN_PASSING = `
  everything works, all done, all of it is done, that's everything, work hard, take it easy, be quick, this is urgent,
  it's urgent, we have a P0, there is a P0, anything new, fresh start, start the day, a new day, next 0, free agents
`
  .split(",")
  .map((one) => one.trim());

describe("words for work in general", () => {
  it.each(IN_PASSING)("start nothing where they only happen to be said: %s", (goal) => {
    const { goalType } = interpretGoal(goal, factsFor("bank.md") ?? [], { threshold: THRESHOLD });
    expect(goalType.startsWith("run_")).toBe(false);
  });
});

describe.skipIf(!here)("the labelled goals over real roadmaps", () => {
  it("name only what their roadmaps hold", () => {
    expect(faultsOf(real)).toEqual([]);
  });

  it("are understood, and nothing wrong is started", () => {
    const { share, wrongStarts } = summary(real);
    expect(wrongStarts).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(0.96);
  });

  it("of the last five strangers are mostly understood, and nothing wrong is started", () => {
    const said = readLabelled("strangers");
    expect(faultsOf(said)).toEqual([]);
    const { share, wrongStarts } = summary(said);
    expect(wrongStarts).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(0.9);
  });
});
