import { openWorkplace, replayJournal } from "../../src/daemon/index.ts";
import { LIMITS } from "../../src/model/index.ts";
import type { Rig } from "../e2e/rig.ts";

/** The end of the run that nobody killed. */
export interface Expected {
  readonly tree: string;
  readonly roadmap: string;
  /** Ids of the work streams that landed, sorted. */
  readonly streams: readonly string[];
}

/** What a run that nobody killed has come to. */
export function endOf(rig: Rig): Expected {
  return {
    tree: rig.git("rev-parse", "HEAD^{tree}"),
    roadmap: rig.read("plans/roadmap.md"),
    streams: rig.landed().sort(),
  };
}

/**
 * The laws, looked at in the world and not in the product's own words: refs, trees, checkout,
 * roadmap, object store, processes, journal. Returns what is broken, each with its law.
 */
export async function checkWorld(rig: Rig, expected: Expected): Promise<string[]> {
  const problems: string[] = [];
  const expect = (law: string, holds: boolean, what: string) => {
    if (!holds) problems.push(`${law}: ${what}`);
  };
  const landed = rig.landed();
  const once = landed.toSorted().join() === expected.streams.join();
  expect("I4 merge once", once, `landed ${landed.join() || "nothing"}`);
  expect(
    "I3 verified merge",
    rig.git("rev-parse", "HEAD^{tree}") === expected.tree,
    "the final tree differs from the golden run's",
  );
  const status = rig.git("status", "--porcelain");
  expect("I11 human edits win", status === "", `the checkout is not clean: ${status}`);
  expect(
    "I11 human edits win",
    rig.read("plans/roadmap.md") === expected.roadmap,
    "the roadmap's bytes differ from the golden run's",
  );
  try {
    rig.git("fsck", "--strict", "--no-dangling");
  } catch (error) {
    problems.push(`I8 no byte lost: ${String(error)}`);
  }
  const archives = rig.git("for-each-ref", "--format=%(refname)", "refs/orchestrator/archive");
  expect(
    "I8 no byte lost",
    archives.split("\n").length >= expected.streams.length,
    "an archive is missing",
  );
  problems.push(...replayProblems(rig));
  const left = await withoutIdleWarden(rig, await rig.settled());
  expect("I7 no orphan", left.length === 0, `still alive: ${left.join("; ")}`);
  return problems;
}

function replayProblems(rig: Rig): string[] {
  try {
    const { divergence } = replayJournal(workplaceOf(rig));
    return divergence === null ? [] : [`I12 replay: diverges at ${divergence.seq}`];
  } catch (error) {
    return [`I12 replay: ${String(error)}`];
  }
}

/** The rig's own state directory is found by the environment of whoever asks. */
export function workplaceOf(rig: Rig) {
  process.env["XDG_STATE_HOME"] = rig.env["XDG_STATE_HOME"];
  return openWorkplace({ cwd: rig.root, env: rig.env });
}

/** A leader killed with nothing left to do told its warden nothing: that goes after its idle time. */
async function withoutIdleWarden(rig: Rig, left: string[]): Promise<string[]> {
  const others = rig.processes((told) => !/warden\.js|orchestrator-(keeper|vigil)/.test(told));
  return others.length > 0 || left.length === 0 ? left : rig.settled(LIMITS.wardenIdleMs * 1.5);
}
