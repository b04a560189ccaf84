import type { State } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import type { Target } from "../../targets/index.ts";
import type { Loop } from "../loop.ts";
import type { RoadmapDesk } from "../roadmap/desk.ts";
import { messageOf } from "../message-of.ts";

/**
 * Landings that a person took back by git: the branch was reset, or another one is checked out, and
 * the roadmap as it is there says that the work is open (laws I4, I11). Git is asked of no others.
 */
export async function noteGone(
  targets: ReadonlyMap<string, Target>,
  desk: RoadmapDesk,
  loop: Loop,
  log: Log,
): Promise<void> {
  for (const target of targets.values()) {
    const doubted = doubtedOn(target, desk, loop.state);
    if (doubted.size === 0) continue;
    try {
      for (const commit of await target.missing([...doubted.keys()])) {
        const key = doubted.get(commit);
        if (key === undefined) continue;
        await loop.submit({ type: "landing-missed", atMs: loop.now, key, commit });
      }
    } catch (error) {
      // A failed look changes nothing.
      log.warn("landings not looked for", { target: target.config.id, error: messageOf(error) });
    }
  }
}

/** What has landed by the journal, and is open by the roadmap: commit → stream. */
function doubtedOn({ config }: Target, desk: RoadmapDesk, { streams }: State): Map<string, string> {
  const landed: (readonly [commit: string, key: string])[] = [];
  for (const { stage, facts } of streams.values()) {
    if (stage.kind !== "completed" || facts.target !== config.id) continue;
    landed.push([stage.commit, facts.key]);
  }
  if (landed.length === 0) return new Map();
  const facts = desk.facts(config).filter(({ status }) => status !== "complete");
  const open = new Set(facts.map(({ key }) => key));
  return new Map(landed.filter(([, key]) => open.has(key)));
}
