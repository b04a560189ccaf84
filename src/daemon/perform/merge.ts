import { join } from "node:path";
import type { EffectOf, Outcome } from "../../model/index.ts";
import { attemptTimeMs } from "./attempt-time.ts";
import { devLogEntry } from "./dev-log.ts";
import { completeInRoadmap } from "../roadmap/completion.ts";
import type { PerformContext } from "./context.ts";
import { openedTarget, targetConfig } from "./context.ts";

/**
 * Builds what would land: the integration head, the work, and the roadmap saying it is complete,
 * so that the tree the gates look at is the tree that lands (law I3, decision 7).
 */
export async function merge(context: PerformContext, effect: EffectOf<"merge">): Promise<Outcome> {
  const target = targetConfig(context, effect.key);
  const stream = context.state().streams.get(effect.key);
  const id = stream?.facts.id ?? effect.key;
  const title = stream?.facts.title ?? effect.key;
  // One time for every try at this attempt: a retry makes the same commit (law I4).
  const atMs = attemptTimeMs(context.state(), effect.attempt);
  const file = context.desk.statusFile(target, effect.key, atMs);
  const by = { agent: effect.agent.name, atMs };
  return openedTarget(context, effect.key).buildCandidate({
    attempt: effect.attempt,
    key: effect.key,
    id,
    title,
    agent: effect.agent,
    work: effect.work,
    ...(effect.mayBeEmpty === true ? { mayBeEmpty: true } : {}),
    atMs,
    roadmap: (base) => completeInRoadmap(base, id, file),
    roadmapFile: context.desk.fileOf(target, effect.key),
    extraFiles:
      target.devlog === null
        ? []
        : [devLogEntry(join(target.devlog), { id, title, by, files: effect.work.files })],
  });
}
