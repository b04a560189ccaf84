import type {
  AttemptId,
  Effect,
  EffectId,
  GateReport,
  Outcome,
  RunPolicy,
  StreamFacts,
} from "../src/model/index.ts";
import { INITIAL_POLICY } from "../src/model/index.ts";
import { AGENT_REPORT, factsOf } from "../src/model/state.fixture.ts";

/** A world without git and gates: every effect but the agent's run is answered at once. */

export const POLICY: RunPolicy = {
  ...INITIAL_POLICY,
  concurrency: 4,
  retryBaseMs: 1_000,
  retryCeilingMs: 60_000,
  totalMs: 3_600_000,
  idleMs: 3_600_000,
  stopGraceMs: 1_000,
};

export function streamFacts(id: string, order: number, dependsOn: readonly string[]): StreamFacts {
  return factsOf(id, { order, dependsOn: dependsOn.map((on) => `self:${on}`) });
}

const HEAD = "0".repeat(40);
const TREE = "1".repeat(40);
const MADE = "2".repeat(40);

const GREEN: GateReport = {
  tree: TREE,
  gatesDigest: "none",
  green: true,
  results: [],
  needsPerson: [],
};

export const AGENT_ENDED: Outcome = { kind: "agent-ended", report: AGENT_REPORT };

const COLLECTED: Outcome = {
  kind: "collected",
  work: {
    base: HEAD,
    head: MADE,
    tree: TREE,
    archiveRef: "refs/orchestrator/archive/none",
    files: [],
    uncommitted: [],
    roadmapEdited: false,
  },
};
const CANDIDATE: Outcome = {
  kind: "candidate-built",
  candidate: { commit: MADE, tree: TREE, onto: HEAD, files: [] },
};
const LANDED: Outcome = { kind: "landed", commit: MADE, diverted: false };

/** What a world in which everything works out answers. The head never moves: nothing is merged. */
export function answerAtOnce(effect: Exclude<Effect, { kind: "run-agent" }>): Outcome {
  switch (effect.kind) {
    case "verify-base":
      return { kind: "base-verified", head: HEAD, report: GREEN };
    case "prepare":
      return { kind: "prepared", workspace: { path: "/", base: HEAD } };
    case "tell-agent":
      return { kind: "told" };
    case "stop-agent":
      return { kind: "stop-sent" };
    case "collect":
      return COLLECTED;
    case "merge":
    case "revert":
      return CANDIDATE;
    case "verify":
    case "verify-alone":
    case "verify-revert":
      return { kind: "verified", report: GREEN };
    case "land":
    case "land-revert":
      return LANDED;
    case "propose-split":
    case "apply-split":
      return { kind: "refused", message: "nothing fails here" };
    case "move-checkout":
      return { kind: "checkout-moved", leftAlone: [] };
    case "release":
      return { kind: "released" };
    case "keep-checkpoint":
      return { kind: "checkpoint-kept", places: [] };
    case "drop-checkpoint":
      return { kind: "checkpoint-dropped" };
  }
}

/**
 * The same, for everything that a first attempt is promised once its agent has ended, in that
 * order: there is nothing to be looked at, so nobody need wait to be asked.
 */
export function answersAfterRun(
  attempt: AttemptId,
): readonly { readonly id: EffectId; readonly outcome: Outcome }[] {
  return [
    { id: `${attempt}/collect`, outcome: COLLECTED },
    { id: `${attempt}/merge/1`, outcome: CANDIDATE },
    { id: `${attempt}/verify/1`, outcome: { kind: "verified", report: GREEN } },
    { id: `${attempt}/land/1`, outcome: LANDED },
    { id: `${attempt}/release`, outcome: { kind: "released" } },
  ];
}
