import type { Recovery, State } from "../../model/index.ts";
import { slug } from "../../model/index.ts";
import type { RoadmapDesk } from "../roadmap/desk.ts";
import type { Target } from "../../targets/index.ts";
import type { Warden } from "../../warden/index.ts";
import type { Loop } from "../loop.ts";
import { liveAttempts } from "../upkeep/upkeep.ts";

/**
 * A journal that knows of no attempt, beside archives and work places of some: the one before was
 * taken away (`git clean -fdx`), or another clone stands in its repository's place. Their numbers are
 * not given again, or an attempt's work would be taken for that of its namesake (laws I1, I4).
 */
export async function noteEarlier(
  targets: ReadonlyMap<string, Target>,
  desk: RoadmapDesk,
  loop: Loop,
): Promise<void> {
  if (knowsAttempts(loop.state)) return;
  const generations: Recovery["generations"][number][] = [];
  for (const { config, readGenerations } of targets.values()) {
    const left = await readGenerations();
    for (const { key } of left.size === 0 ? [] : desk.facts(config)) {
      const generation = left.get(slug(key));
      if (generation !== undefined) generations.push({ key, generation });
    }
  }
  if (generations.length === 0) return;
  const source = "what is left of one that is gone";
  const rest = { epoch: 0, targets: [], landed: [] };
  await loop.submit({ type: "recovered", atMs: loop.now, source, generations, ...rest });
}

function knowsAttempts({ streams }: State): boolean {
  return [...streams.values()].some(({ generation }) => generation > 0);
}

/** Agents that no journal knows may not go on beside those that it starts (law I7); their files stay. */
export async function endUnknownRuns(warden: Warden, state: State): Promise<void> {
  const known = new Set<string>(liveAttempts(state));
  const runs = await warden.list();
  const unknown = runs.filter((run) => run.state !== "exited" && !known.has(run.id));
  await Promise.all(unknown.map(({ id }) => warden.stop(id, { graceMs: 0, now: true })));
}
