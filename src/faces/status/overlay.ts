import type {
  SessionState,
  State,
  StreamFacts,
  StreamKey,
  StreamState,
} from "../../model/index.ts";

const OPEN: ReadonlySet<SessionState> = new Set<SessionState>(["planning", "executing", "paused"]);

/**
 * The state with the roadmap as it is on disk now. While no orchestrator lives nobody journals a
 * person's edits, and a view that left them out would be wrong (law I13: views agree with what a
 * run started now would see).
 */
export function overlayRoadmap(state: State, facts: readonly StreamFacts[], target: string): State {
  const streams = new Map<StreamKey, StreamState>();
  const open = isOpen(state);
  for (const each of facts) {
    const known = state.streams.get(each.key);
    streams.set(
      each.key,
      known === undefined ? unseen(each, state.nowMs) : refreshed(known, each, open),
    );
  }
  for (const [key, stream] of state.streams) {
    if (streams.has(key)) continue;
    const removed = stream.facts.target === target && stream.inRoadmap;
    streams.set(key, removed ? { ...stream, inRoadmap: false } : stream);
  }
  return { ...state, streams };
}

/** A session is under way: planning, at work or paused. */
export function isOpen({ session }: State): boolean {
  return session !== null && OPEN.has(session.state);
}

/** Why something waited in a session that is over says nothing about now. */
function refreshed(known: StreamState, facts: StreamFacts, open: boolean): StreamState {
  return { ...known, facts, inRoadmap: true, decision: open ? known.decision : null };
}

function unseen(facts: StreamFacts, nowMs: number): StreamState {
  return {
    facts,
    inRoadmap: true,
    stage: { kind: "waiting", sinceMs: nowMs, notBeforeMs: 0 },
    generation: 0,
    round: 0,
    failures: 0,
    rejections: 0,
    agent: null,
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
  };
}
