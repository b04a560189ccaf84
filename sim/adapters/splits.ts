import type { EffectOf, Outcome, SplitPart, StreamKey } from "../../src/model/index.ts";
import { streamKey, streamOf, targetOf } from "../../src/model/index.ts";
import { drawStream } from "../scene.ts";
import type { Simulation } from "../simulation.ts";
import type { RoadmapFile } from "../world/roadmap-file.ts";

/** Two halves of whatever can be divided: what names no files cannot. */
export function proposeSplit(sim: Simulation, { key }: EffectOf<"propose-split">): Outcome {
  const found = sim.orchestrator?.state.streams.get(key)?.facts;
  if (found?.duty?.written !== undefined) {
    const id = `found-${streamOf(key).split("/")[1]}`;
    const part: SplitPart = { id, title: found.title, tasks: [], files: [], dependsOn: [] };
    return { kind: "split-proposed", proposal: { parts: [part], adds: true, diff: "" } };
  }
  const facts = sim.roadmaps.get(targetOf(key))?.streams.get(key);
  if (facts === undefined || facts.files.length === 0) {
    return { kind: "refused", message: "there is nothing to divide it by" };
  }
  const half = (n: number): SplitPart => ({
    id: `${streamOf(key)}.${n}`,
    title: `Half ${n} of ${facts.title}`,
    tasks: [],
    files: facts.files,
    dependsOn: n === 1 ? facts.dependsOn : [`${streamOf(key)}.1`],
  });
  return { kind: "split-proposed", proposal: { parts: [half(1), half(2)], diff: "" } };
}

/** Writes the parts and that the whole waits for them; heard of before it is told to be done. */
export function applySplit(sim: Simulation, { key, proposal }: EffectOf<"apply-split">): Outcome {
  const target = targetOf(key);
  const roadmap = sim.roadmaps.get(target);
  if (proposal.adds && roadmap !== undefined) return addProposed(sim, roadmap, key, proposal.parts);
  const whole = roadmap?.streams.get(key);
  if (roadmap === undefined || whole === undefined) {
    return { kind: "refused", message: "it is not in the roadmap any more" };
  }
  const keys = proposal.parts.map(({ id }) => streamKey(target, id));
  const missing = proposal.parts.filter(({ id }) => !roadmap.streams.has(streamKey(target, id)));
  for (const { id, title } of missing) {
    const own = streamKey(target, id);
    const dependsOn = own === keys[0] ? whole.dependsOn : keys.slice(0, 1);
    const status = { status: "not_started", workable: true, assignee: null } as const;
    const order = sim.nextStreamOrder();
    roadmap.add({ ...whole, ...status, key: own, id, title, dependsOn, order, bootstrap: false });
  }
  const dependsOn = [...new Set([...whole.dependsOn, ...keys])];
  roadmap.write(key, { dependsOn });
  sim.happen({ kind: "divided", key, parts: missing.map(({ id }) => streamKey(target, id)) });
  sim.orchestrator?.look(target);
  sim.watchRoadmap(target);
  return { kind: "split-applied", parts: keys };
}

/** New work, as a person agreed to it; what is there already is not written twice. */
function addProposed(
  sim: Simulation,
  roadmap: RoadmapFile,
  key: StreamKey,
  parts: readonly SplitPart[],
): Outcome {
  const { target } = roadmap;
  const keys = parts.map(({ id }) => streamKey(target, id));
  const missing = parts.filter(({ id }) => !roadmap.streams.has(streamKey(target, id)));
  for (const { id, title } of missing) {
    const order = sim.nextStreamOrder();
    const facts = drawStream(sim.random, [target], [], order, 0);
    const fresh = { status: "not_started", workable: true, assignee: null, defect: null } as const;
    roadmap.add({ ...facts, ...fresh, key: streamKey(target, id), id, title });
  }
  sim.happen({ kind: "divided", key, parts: missing.map(({ id }) => streamKey(target, id)) });
  sim.orchestrator?.look(target);
  sim.watchRoadmap(target);
  return { kind: "split-applied", parts: keys };
}
