import type { AttemptRecord, PastAttempt, State, StreamState } from "../../model/index.ts";
import { newTokens, compareText } from "../../model/index.ts";

/** Every attempt of every session that is over and whose agent ran, the first to end first. */
export function pastAttempts(state: State): PastAttempt[] {
  const ended: { readonly endMs: number; readonly past: PastAttempt }[] = [];
  for (const stream of state.streams.values()) {
    for (const record of stream.attempts) {
      const past = pastOf(stream, record);
      if (past !== null) ended.push({ endMs: record.finishedAtMs ?? 0, past });
    }
  }
  return ended
    .sort((a, b) => a.endMs - b.endMs || compareText(a.past.key, b.past.key))
    .map(({ past }) => past);
}

function pastOf({ facts }: StreamState, record: AttemptRecord): PastAttempt | null {
  const { startedAtMs, finishedAtMs, outcome, cost, usage, agent } = record;
  if (startedAtMs === null || finishedAtMs === null || outcome === "active") return null;
  // A clock that was set back says nothing about how long it took.
  if (finishedAtMs <= startedAtMs) return null;
  return {
    key: facts.key,
    title: facts.title,
    files: facts.files,
    effort: facts.effort,
    agent: agent.name,
    role: agent.role,
    model: cost?.model ?? null,
    startedAtMs,
    seconds: (finishedAtMs - startedAtMs) / 1_000,
    tokens:
      cost !== undefined
        ? newTokens(cost.tokens)
        : usage === null
          ? null
          : usage.inputTokens + usage.outputTokens,
    outcome,
  };
}
