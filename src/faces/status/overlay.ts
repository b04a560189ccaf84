import { newStream, isSessionOpen } from "../../model/index.ts";
import type { State, StreamFacts, StreamKey, StreamState } from "../../model/index.ts";

/**
 * The state with the roadmap as it is on disk now. While no orchestrator lives nobody journals a
 * person's edits, and a view that left them out would be wrong (law I13: views agree with what a
 * run started now would see).
 */
export function overlayRoadmap(state: State, facts: readonly StreamFacts[], target: string): State {
  const streams = new Map<StreamKey, StreamState>();
  const open = isSessionOpen(state.session);
  for (const each of facts) {
    const known = state.streams.get(each.key);
    streams.set(
      each.key,
      known === undefined ? unseen(each, state.nowMs) : refreshed(known, each, open),
    );
  }
  for (const [key, stream] of state.streams) {
    if (streams.has(key)) continue;
    const { target: own, duty } = stream.facts;
    // What it proposes may still wait for a person, and was never in the roadmap.
    const isProposal = duty !== undefined && stream.stage.kind === "settled";
    const removed = own === target && stream.inRoadmap && !isProposal;
    streams.set(key, removed ? { ...stream, inRoadmap: false } : stream);
  }
  return { ...state, streams };
}

/** Why something waited in a session that is over says nothing about now. */
function refreshed(known: StreamState, facts: StreamFacts, open: boolean): StreamState {
  return { ...known, facts, inRoadmap: true, decision: open ? known.decision : null };
}

/** Whatever the roadmap says of it: nothing was decided about it yet. */
function unseen(facts: StreamFacts, nowMs: number): StreamState {
  return {
    ...newStream(facts, nowMs),
    stage: { kind: "waiting", sinceMs: nowMs, notBeforeMs: 0 },
  };
}
