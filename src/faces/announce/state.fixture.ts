import type { Stage, State, StreamFacts, StreamState } from "../../model/index.ts";
import { streamKey } from "../../model/index.ts";

/** A work stream's facts with everything ordinary filled in. */
export function facts(id: string, more: Partial<StreamFacts> = {}): StreamFacts {
  return {
    key: streamKey("self", id),
    target: "self",
    id,
    title: `Title of ${id}`,
    status: "not_started",
    workable: true,
    priority: "medium",
    bootstrap: false,
    effort: "M",
    dependsOn: [],
    defect: null,
    files: [],
    batch: null,
    assignee: null,
    deadline: null,
    order: 0,
    ...more,
  };
}

export function stream(id: string, stage: Stage, more: Partial<StreamState> = {}): StreamState {
  return {
    facts: facts(id),
    inRoadmap: true,
    stage,
    generation: 1,
    round: 0,
    failures: 0,
    rejections: 0,
    agent: { id: `coder-${id}`, name: "Aria", role: "coder" },
    carry: null,
    rejection: null,
    conversation: null,
    messages: [],
    loops: 0,
    hold: null,
    summons: null,
    agreed: null,
    decision: null,
    attempts: [],
    ...more,
  };
}

export function stateOf(streams: readonly StreamState[], more: Partial<State> = {}): State {
  return {
    epoch: 1,
    nowMs: 0,
    session: null,
    pastSessions: [],
    streams: new Map(streams.map((each) => [each.facts.key, each])),
    targets: new Map(),
    releases: new Map(),
    deferred: new Map(),
    verdicts: new Map(),
    names: new Map(),
    checkpoints: new Map(),
    checkpointSerial: 0,
    serial: 0,
    account: null,
    accounts: new Map(),
    concurrency: 3,
    budget: null,
    team: null,
    ...more,
  };
}
