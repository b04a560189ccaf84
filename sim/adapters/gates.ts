import type { EffectOf, GateReport, ObjectId, Outcome } from "../../src/model/index.ts";
import { targetOf } from "../../src/model/index.ts";
import type { Simulation } from "../simulation.ts";
import type { Repository } from "../world/repository.ts";

export function judgeBase(sim: Simulation, { target }: EffectOf<"verify-base">): Outcome {
  const repository = sim.repository(target);
  const report = judge(sim, repository, repository.head, []);
  return { kind: "base-verified", head: repository.head, report };
}

/** The gates look at the tree that would land, and at no other (law I3). */
export function judgeCandidate(sim: Simulation, effect: EffectOf<"verify">): Outcome {
  const repository = sim.repository(targetOf(effect.key));
  const risky = sim.random.chance(sim.faults.needsPerson) ? ["a test was deleted"] : [];
  return { kind: "verified", report: judge(sim, repository, effect.candidate.commit, risky) };
}

export function judgeAlone(sim: Simulation, effect: EffectOf<"verify-alone">): Outcome {
  const repository = sim.repository(targetOf(effect.key));
  return { kind: "verified", report: judge(sim, repository, effect.work.head, []) };
}

function judge(
  sim: Simulation,
  repository: Repository,
  id: ObjectId,
  needsPerson: readonly string[],
): GateReport {
  const { tree } = repository.at(id);
  const unavailable = sim.random.chance(sim.faults.unavailable);
  const green = repository.isGreen(tree);
  const verdict = unavailable ? "unavailable" : green ? "passed" : "failed";
  return {
    tree,
    gatesDigest: "gates",
    green: green && !unavailable,
    needsPerson,
    results: [
      {
        name: "tests",
        verdict,
        durationMs: 1,
        exitCode: green ? 0 : 1,
        excerpt: "",
        outputDigest: null,
        reason: verdict === "passed" ? "" : verdict,
      },
    ],
  };
}
