import type { Effect, Outcome } from "../../src/model/index.ts";
import { LIMITS, keyOf, targetOf, unreachable } from "../../src/model/index.ts";
import type { Flight, Orchestrator } from "../orchestrator.ts";
import type { Simulation } from "../simulation.ts";
import { judgeAlone, judgeBase, judgeCandidate } from "./gates.ts";
import { buildCandidate, land, moveCheckout } from "./git.ts";
import { applySplit, proposeSplit } from "./splits.ts";
import { collect, prepare, release } from "./workspaces.ts";

/**
 * The fake world's half of the contract of every effect: harmless to repeat, compare-and-swap where
 * something is moved, archive before anything is dropped.
 */
export function begin(sim: Simulation, orchestrator: Orchestrator, flight: Flight): void {
  const { effect } = flight;
  if (effect.kind === "run-agent") return runAgent(sim, orchestrator, flight);
  const { timeline } = sim;
  timeline.after(drawDuration(sim, effect.kind), () => {
    if (flight.cancelled) return;
    const outcome = apply(sim, effect);
    timeline.after(drawAnswer(sim, effect.kind), () => orchestrator.end(flight, outcome));
  });
}

/** Milliseconds until what was done is heard of. */
function drawAnswer(sim: Simulation, kind: Effect["kind"]): number {
  const delayMs = sim.drawDelay();
  return isWord(kind) ? Math.min(delayMs, LIMITS.wardenAnswerMsMax) : delayMs;
}

/** A word to the warden is no work that could take long, and is not waited for in vain. */
function isWord(kind: Effect["kind"]): boolean {
  return kind === "stop-agent" || kind === "tell-agent";
}

/** Milliseconds until the deed is done; now and then so long that others get there first. */
function drawDuration({ random, faults }: Simulation, kind: Effect["kind"]): number {
  const [leastMs, mostMs] = DURATIONS_MS[kind];
  const slow = random.chance(faults.delay) ? random.between(1, 60) * MINUTE_MS : 0;
  return (isWord(kind) ? 0 : slow) + random.between(leastMs, mostMs);
}

const MINUTE_MS = 60_000;

const DURATIONS_MS: Readonly<Record<Effect["kind"], readonly [number, number]>> = {
  "verify-base": [10_000, 300_000],
  prepare: [500, 60_000],
  "run-agent": [0, 0],
  "tell-agent": [20, 500],
  "stop-agent": [20, 500],
  collect: [100, 10_000],
  merge: [100, 5_000],
  verify: [10_000, 600_000],
  "verify-alone": [10_000, 600_000],
  land: [30, 1_000],
  "move-checkout": [30, 1_000],
  release: [30, 2_000],
  revert: [100, 5_000],
  "verify-revert": [10_000, 600_000],
  "land-revert": [30, 1_000],
  "keep-checkpoint": [30, 1_000],
  "drop-checkpoint": [30, 1_000],
  "propose-split": [30, 1_000],
  "apply-split": [30, 1_000],
};

const NEVER_REFUSED: ReadonlySet<Effect["kind"]> = new Set<Effect["kind"]>([
  "verify-base",
  "stop-agent",
  "move-checkout",
  "release",
]);

/** No is no for good: the word of a life that has ended may still come, and is not to be a lie. */
function isRefused({ machine, random, faults }: Simulation, { id }: Effect): boolean {
  if (machine.refused.has(id)) return true;
  if (!random.chance(faults.refused)) return false;
  machine.refused.add(id);
  return true;
}

/** What the branch holds cannot be refused any more, only confirmed. */
function hasLanded(sim: Simulation, effect: Effect): boolean {
  if (effect.kind !== "land") return false;
  return sim.repository(targetOf(effect.key)).holds(effect.candidate.commit);
}

/** A look may fail before anything was done, or after it. */
function apply(sim: Simulation, effect: Effect): Outcome {
  const { random, faults } = sim;
  const failed: Outcome = { kind: "failed-look", message: "it could not be looked at" };
  if (random.chance(faults.failedLook / 2)) return failed;
  const mayRefuse = !NEVER_REFUSED.has(effect.kind) && !hasLanded(sim, effect);
  if (mayRefuse && isRefused(sim, effect)) {
    if (effect.kind === "collect") sim.machine.uncollectable.add(effect.attempt);
    return { kind: "refused", message: "no" };
  }
  const outcome = perform(sim, effect);
  return random.chance(faults.failedLook / 2) ? failed : outcome;
}

function perform(sim: Simulation, effect: Effect): Outcome {
  switch (effect.kind) {
    case "verify-base":
      return judgeBase(sim, effect);
    case "prepare":
      return prepare(sim, effect);
    case "tell-agent":
      return sim.whims.tell(effect);
    case "stop-agent":
      sim.machine.stop(effect.attempt, keyOf(effect.attempt), effect.graceMs, effect.now);
      return { kind: "stop-sent" };
    case "collect":
      return collect(sim, effect);
    case "merge":
      return buildCandidate(sim, effect);
    case "verify":
      return judgeCandidate(sim, effect);
    case "verify-alone":
      return judgeAlone(sim, effect);
    case "land":
      return land(sim, effect);
    case "move-checkout":
      return moveCheckout(sim, effect);
    case "release":
      return release(sim, effect);
    case "keep-checkpoint":
      return { kind: "checkpoint-kept", places: [] };
    case "drop-checkpoint":
      return { kind: "checkpoint-dropped" };
    case "propose-split":
      return proposeSplit(sim, effect);
    case "apply-split":
      return applySplit(sim, effect);
    case "revert":
    case "verify-revert":
    case "land-revert":
      throw new Error("nobody in this world undoes what has landed");
    case "run-agent":
      throw new Error("an agent's run ends by itself");
    default:
      return unreachable(effect);
  }
}

/** Starts the agent or adopts it where it runs; it ends when the run has ended. */
function runAgent(sim: Simulation, orchestrator: Orchestrator, flight: Flight): void {
  const { effect } = flight;
  if (effect.kind !== "run-agent") return;
  const { random, faults, timeline } = sim;
  timeline.after(random.between(5, 200), () => {
    if (flight.cancelled) return;
    if (random.chance(faults.failedLook / 2)) {
      return orchestrator.end(flight, { kind: "failed-look", message: "no warden" });
    }
    const known = sim.machine.runs.has(effect.attempt);
    if (!known && isRefused(sim, effect)) {
      return orchestrator.end(flight, { kind: "refused", message: "no such command" });
    }
    const run = sim.machine.ensure(effect);
    sim.whims.retell(run);
    if (run.report !== null) orchestrator.noteEnded(run);
    else if (run.startedAtMs !== null) orchestrator.noteStarted(run);
  });
}
