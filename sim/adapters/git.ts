import type { EffectOf, Outcome } from "../../src/model/index.ts";
import { targetOf } from "../../src/model/index.ts";
import { fractionOf } from "../random.ts";
import type { Simulation } from "../simulation.ts";
import { without } from "../world/repository.ts";

/** The merge of the work with the present head, the roadmap's mark included (law I3). */
export function buildCandidate(sim: Simulation, effect: EffectOf<"merge">): Outcome {
  const { attempt, key, work } = effect;
  const repository = sim.repository(targetOf(key));
  const onto = repository.at(repository.head);
  const base = repository.at(work.base);
  const own = without(repository.at(work.head).contents, base.contents);
  if (effect.mayBeEmpty !== true && own.every((id) => onto.contents.includes(id))) {
    return { kind: "nothing-to-land" };
  }
  const unseen = without(onto.contents, base.contents).filter((id) => id % 2 === 0);
  const patch = own.at(-1) ?? 0;
  const conflicts = unseen.some((id) => fractionOf(patch, id, 3) < sim.faults.conflict / 2);
  if (conflicts) return { kind: "conflicted", onto: onto.id, files: ["file"] };
  const contents = [...onto.contents, ...own, repository.doneMark(key)];
  const made = repository.commit(contents, [onto.id, work.head], attempt, key);
  const candidate = { commit: made.id, tree: made.tree, onto: onto.id, files: ["file"] };
  return { kind: "candidate-built", candidate };
}

/** Compare-and-swap; done before is done, whoever asks again. */
export function land(sim: Simulation, effect: EffectOf<"land">): Outcome {
  const { attempt, key, candidate } = effect;
  const repository = sim.repository(targetOf(key));
  const diverted = fractionOf(repository.history.length, 11) < sim.faults.diverted;
  if (repository.holds(candidate.commit)) {
    return { kind: "landed", commit: candidate.commit, diverted: false };
  }
  if (repository.head !== candidate.onto) return { kind: "head-moved", head: repository.head };
  const from = repository.head;
  repository.move(candidate.commit);
  const to = candidate.commit;
  sim.happen({ kind: "branch-moved", target: repository.target, from, to, attempt, key });
  return { kind: "landed", commit: to, diverted };
}

/** Brings the checkout along and writes our one word into the person's roadmap (law I11). */
export function moveCheckout(sim: Simulation, effect: EffectOf<"move-checkout">): Outcome {
  const { target, key, from, to } = effect;
  if (key === null) return { kind: "checkout-moved", leftAlone: [] };
  const repository = sim.repository(target);
  const follows = repository.checkout === from;
  if (follows) repository.checkout = to;
  const leftAlone = follows || repository.isBehind(to, repository.checkout) ? [] : ["file"];
  const roadmap = sim.roadmaps.get(target);
  const facts = roadmap?.streams.get(key);
  if (facts !== undefined && facts.status !== "complete" && facts.status !== "cancelled") {
    roadmap?.write(key, { status: "complete" });
    sim.happen({ kind: "roadmap-written", key, status: "complete" });
    sim.watchRoadmap(target);
  }
  return { kind: "checkout-moved", leftAlone };
}
