import { initialState } from "../model/index.ts";
import type {
  CheckpointPlace,
  AgentOutcome,
  AgentReport,
  Effect,
  Event,
  EventType,
  GateReport,
  GateVerdict,
  Input,
  Outcome,
  PersonAct,
  RunPolicy,
  Selection,
  SplitProposal,
  StageKind,
  State,
  StreamFacts,
  StreamState,
} from "../model/index.ts";
import { AGENT_REPORT, POLICY as MODEL_POLICY } from "../model/state.fixture.ts";
import { decide, evolve, pendingEffects } from "./index.ts";

/** As for the views, with names to give. */
export const POLICY: RunPolicy = { ...MODEL_POLICY, names: { default: ["Aria", "Bruno"] } };

export function report(
  tree: string,
  verdict: GateVerdict = "passed",
  needsPerson: readonly string[] = [],
): GateReport {
  const green = verdict === "passed" || verdict === "flaky";
  const reason = verdict === "passed" ? "" : `it ${verdict}`;
  const result = { name: "tests", verdict, durationMs: 5, exitCode: green ? 0 : 1 };
  return {
    tree,
    gatesDigest: "gates",
    green,
    needsPerson,
    results: [{ ...result, excerpt: `output of ${verdict}`, outputDigest: null, reason }],
  };
}

export function ended(outcome: AgentOutcome, more: Partial<AgentReport> = {}): Outcome {
  const usage = { inputTokens: 10, outputTokens: 3 };
  return {
    kind: "agent-ended",
    report: { ...AGENT_REPORT, outcome, usage, stdoutBytes: 1, ...more },
  };
}

function placeAt(head: string, name: string): CheckpointPlace {
  const ref = `refs/orchestrator/checkpoints/${name}`;
  return { target: "self", ref, commit: "c", head, tip: head, landed: null, roadmapDigest: null };
}

function halves(key: string): SplitProposal {
  const half = (n: number) => {
    const id = `${key.slice("self:".length)}.${n}`;
    return { id, title: `Half ${n}`, tasks: [], files: [], dependsOn: [] };
  };
  return { parts: [half(1), half(2)], diff: "+ two halves" };
}

/** What the world answers where a scenario says nothing else: everything works out. */
export function goodOutcome(effect: Effect, head: { commit: string }): Outcome {
  switch (effect.kind) {
    case "verify-base":
      return { kind: "base-verified", head: head.commit, report: report("base-tree") };
    case "prepare":
      return { kind: "prepared", workspace: { path: `/w/${effect.attempt}`, base: head.commit } };
    case "run-agent":
      return ended({ kind: "claimed-done", summary: "done" });
    case "tell-agent":
      return { kind: "told" };
    case "stop-agent":
      return { kind: "stop-sent" };
    case "collect":
      return {
        kind: "collected",
        work: {
          base: effect.workspace.base,
          head: `head of ${effect.attempt}`,
          tree: `tree of ${effect.attempt}`,
          archiveRef: `refs/orchestrator/archive/${effect.attempt}`,
          files: ["a.ts"],
          uncommitted: [],
          roadmapEdited: false,
        },
      };
    case "merge": {
      const onto = head.commit;
      const commit = `${effect.attempt} on ${onto}`;
      const candidate = { commit, tree: `tree of ${commit}`, onto, files: ["a.ts"] };
      return { kind: "candidate-built", candidate };
    }
    case "verify":
      return { kind: "verified", report: report(effect.candidate.tree) };
    case "verify-alone":
      return { kind: "verified", report: report(effect.work.tree) };
    case "land":
      if (effect.candidate.onto !== head.commit) return { kind: "head-moved", head: head.commit };
      head.commit = effect.candidate.commit;
      return { kind: "landed", commit: head.commit, diverted: false };
    case "move-checkout":
      return { kind: "checkout-moved", leftAlone: [] };
    case "propose-split":
      return { kind: "split-proposed", proposal: halves(effect.key) };
    case "apply-split": {
      const parts = effect.proposal.parts.map(({ id }) => `self:${id}`);
      return { kind: "split-applied", parts };
    }
    case "release":
      return { kind: "released" };
    case "keep-checkpoint":
      return { kind: "checkpoint-kept", places: [placeAt(head.commit, effect.checkpoint.name)] };
    case "drop-checkpoint":
      return { kind: "checkpoint-dropped" };
    case "revert": {
      const commit = `without ${effect.why} on ${head.commit}`;
      const candidate = { commit, tree: `tree of ${commit}`, onto: head.commit, files: ["a.ts"] };
      return { kind: "candidate-built", candidate };
    }
    case "verify-revert":
      return { kind: "verified", report: report(effect.candidate.tree) };
    case "land-revert":
      if (effect.candidate.onto !== head.commit) return { kind: "head-moved", head: head.commit };
      head.commit = effect.candidate.commit;
      return { kind: "landed", commit: head.commit, diverted: false };
  }
}

export type Answers = Readonly<Record<string, Outcome | ((effect: Effect) => Outcome)>>;

/** A state and a clock to send inputs to, with a world that answers effects. */
export class Scenario {
  state: State = initialState();
  nowMs = 1_000;
  readonly head = { commit: "c0" };
  readonly events: Event[] = [];
  readonly turns: { seq: number; input: Input; events: Event[] }[] = [];

  send(input: Input): Event[] {
    const events = decide(this.state, input);
    for (const event of events) this.state = evolve(this.state, event);
    this.events.push(...events);
    this.turns.push({ seq: this.turns.length, input, events });
    return events;
  }

  roadmap(upserted: readonly StreamFacts[], removed: readonly string[] = []): Event[] {
    const digest = `digest ${this.turns.length}`;
    const { nowMs: atMs } = this;
    return this.send({
      type: "roadmap-observed",
      atMs,
      target: "self",
      digest,
      upserted,
      removed: removed.map((id) => `self:${id}`),
    });
  }

  start(selection: Selection = { kind: "all" }, policy: Partial<RunPolicy> = {}): Event[] {
    const request = { selection, goal: null, policy: { ...POLICY, ...policy } };
    return this.send({ type: "session-requested", atMs: this.nowMs, request });
  }

  act(act: PersonAct): Event[] {
    return this.send({ type: "person-asked", atMs: this.nowMs, by: "ada", act });
  }

  end(effect: string, outcome: Outcome): Event[] {
    return this.send({ type: "effect-ended", atMs: this.nowMs, effect, outcome });
  }

  wait(ms: number): Event[] {
    this.nowMs += ms;
    return this.send({ type: "time-passed", atMs: this.nowMs });
  }

  /** Ids of what is promised now. */
  get promised(): string[] {
    return pendingEffects(this.state)
      .map((effect) => effect.id)
      .sort();
  }

  /**
   * Answers every effect until none is left. `answers` are for effect ids or kinds; a kind in
   * `hold` stays unanswered.
   */
  run(answers: Answers = {}, hold: readonly string[] = []): void {
    for (let turn = 0; turn < 1_000; turn++) {
      const effect = pendingEffects(this.state).find(
        ({ id, kind }) => !hold.includes(kind) && !hold.includes(id),
      );
      if (effect === undefined) return;
      const answer = answers[effect.id] ?? answers[effect.kind];
      const outcome =
        answer === undefined
          ? goodOutcome(effect, this.head)
          : typeof answer === "function"
            ? answer(effect)
            : answer;
      this.end(effect.id, outcome);
    }
    throw new Error(`it does not come to rest: ${this.promised.join(", ")}`);
  }

  stream(id: string): StreamState {
    const stream = this.state.streams.get(`self:${id}`);
    if (stream === undefined) throw new Error(`no stream ${id}`);
    return stream;
  }

  stage(id: string): StageKind {
    return this.stream(id).stage.kind;
  }

  reason(id: string): string {
    const reasons = this.stream(id).decision?.reasons ?? [];
    return reasons.map((reason) => reason.kind).join(" ");
  }

  types(): EventType[] {
    return this.events.map((event) => event.type);
  }
}

/** A scenario whose session runs: the base is green, the first streams are claimed. */
export function executing(
  streams: readonly StreamFacts[],
  policy: Partial<RunPolicy> = {},
  selection: Selection = { kind: "all" },
): Scenario {
  const scenario = new Scenario();
  scenario.send({ type: "loop-started", atMs: scenario.nowMs, epoch: 1, version: "test" });
  scenario.roadmap(streams);
  scenario.start(selection, policy);
  scenario.end("self/base/1", {
    kind: "base-verified",
    head: scenario.head.commit,
    report: report("base-tree"),
  });
  return scenario;
}
