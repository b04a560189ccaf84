import type { AgentIdentity, AttemptRecord, State, StreamState } from "../../model/index.ts";
import { displayKey } from "../../model/index.ts";
import { sumUsage } from "./session-report.ts";
import { isActive, orderedStreams } from "./streams.ts";
import type { AgentView } from "./types.ts";

/** Every agent that has a name or has worked, in the order of their ids. */
export function agentsView(state: State, { nowMs }: { readonly nowMs: number }): AgentView[] {
  const agents = new Map<string, AgentIdentity>(state.names);
  const attempts = new Map<string, { stream: StreamState; record: AttemptRecord }[]>();
  for (const stream of orderedStreams(state)) {
    for (const record of stream.attempts) {
      agents.set(record.agent.id, record.agent);
      const list = attempts.get(record.agent.id) ?? [];
      list.push({ stream, record });
      attempts.set(record.agent.id, list);
    }
  }
  return [...agents.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((agent) => viewOf(agent, attempts.get(agent.id) ?? [], nowMs));
}

function viewOf(
  agent: AgentIdentity,
  attempts: readonly { readonly stream: StreamState; readonly record: AttemptRecord }[],
  nowMs: number,
): AgentView {
  const current = attempts.findLast(
    ({ stream, record }) => record.outcome === "active" && isActive(stream),
  );
  const records = attempts.map(({ record }) => record);
  const count = (outcome: AttemptRecord["outcome"]): number =>
    records.filter((record) => record.outcome === outcome).length;
  return {
    ...agent,
    state: current === undefined ? "idle" : "working",
    workingOn: current === undefined ? null : displayKey(current.stream.facts.key),
    title: current?.stream.facts.title ?? null,
    stage: current?.stream.stage.kind ?? null,
    elapsedMs:
      current === undefined
        ? null
        : Math.max(0, nowMs - (current.record.startedAtMs ?? current.record.claimedAtMs)),
    attempts: records.length,
    landed: count("landed"),
    rejected: count("rejected"),
    failed: count("failed"),
    usage: sumUsage(records),
    worked: [...new Set(attempts.map(({ stream }) => displayKey(stream.facts.key)))],
  };
}
