import type { AttemptId, EffectOf, Outcome, Workspace } from "../../src/model/index.ts";
import { targetOf } from "../../src/model/index.ts";
import type { Simulation } from "../simulation.ts";

/** A workspace of the attempt's own; found again where it was made before. */
export function prepare(sim: Simulation, effect: EffectOf<"prepare">): Outcome {
  const known = sim.machine.disks.get(effect.attempt);
  if (known !== undefined) return prepared(sim, effect.attempt, known.workspace);
  // A child of a dead life that is late by an hour: whoever leads sweeps away what it makes.
  if (sim.chronicle.collected.has(effect.attempt))
    return { kind: "refused", message: "it is over" };
  const granted = sim.purse.reserve(effect.attempt);
  if (granted !== null && "kind" in granted) return granted;
  const repository = sim.repository(targetOf(effect.key));
  const { carry } = effect;
  const base = carry !== null && !carry.rebase ? carry.work.base : repository.head;
  const workspace = { path: `/workspaces/${effect.attempt}`, base };
  const contents = carry === null ? [] : [...(sim.machine.archives.get(carriedFrom(carry)) ?? [])];
  sim.machine.disks.set(effect.attempt, {
    workspace,
    contents,
    committed: null,
    uncommitted: false,
  });
  return prepared(sim, effect.attempt, workspace);
}

function prepared(sim: Simulation, attempt: AttemptId, workspace: Workspace): Outcome {
  const reservation = sim.purse.reserve(attempt);
  if (reservation === null || "kind" in reservation) return { kind: "prepared", workspace };
  return { kind: "prepared", workspace, reservation };
}

const ARCHIVE = "refs/orchestrator/archive/";

function carriedFrom(carry: NonNullable<EffectOf<"prepare">["carry"]>): string {
  return carry.work.archiveRef.slice(ARCHIVE.length);
}

/** Every byte goes under a ref before anybody may drop the workspace. */
export function collect(sim: Simulation, effect: EffectOf<"collect">): Outcome {
  const { attempt, key } = effect;
  const disk = sim.machine.disks.get(attempt);
  if (disk === undefined) return { kind: "refused", message: "the workspace is gone" };
  const repository = sim.repository(targetOf(key));
  sim.machine.archives.set(attempt, new Set(disk.contents));
  const base = repository.at(disk.workspace.base);
  const own = disk.committed === null ? [] : [disk.committed];
  const head =
    own.length === 0
      ? base
      : repository.commit([...base.contents, ...own], [base.id], `agent ${attempt}`, key);
  return {
    kind: "collected",
    work: {
      base: base.id,
      head: head.id,
      tree: head.tree,
      archiveRef: `${ARCHIVE}${attempt}`,
      files: ["file"],
      uncommitted: disk.uncommitted ? ["file"] : [],
      roadmapEdited: false,
    },
  };
}

export function release(sim: Simulation, effect: EffectOf<"release">): Outcome {
  const { attempt } = effect;
  const disk = sim.machine.disks.get(attempt);
  if (disk === undefined) return { kind: "released" };
  sim.machine.disks.delete(attempt);
  sim.happen({ kind: "workspace-dropped", attempt, contents: disk.contents });
  return { kind: "released" };
}
