import type { Workplace } from "../../../daemon/index.ts";
import { readState } from "../../../daemon/index.ts";
import type { AttemptRecord, State, StreamKey } from "../../../model/index.ts";
import { displayKey, isoTime } from "../../../model/index.ts";
import type { GoalTopic } from "../../../planner/index.ts";
import { nowMs } from "../../../platform/index.ts";
import { safeText } from "../../text/safe.ts";
import { count, duration, keyLabel } from "../../text/words.ts";

/** What the journal says to a question about the team (B1): as data and for people. */
export interface TeamAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export function answerTopic(place: Workplace, topic: GoalTopic): TeamAnswer {
  const { state, leader } = readState(place);
  switch (topic) {
    case "restarts":
      return restarts(state);
    case "failures":
      return failures(state);
    case "uptime":
      return uptime(state, leader?.identity ?? null);
  }
}

/** Who started again how often, and who has no further try: blocked at the limit. */
function restarts(state: State): TeamAnswer {
  const all = [...state.streams.entries()]
    .map(([key, { attempts, stage }]) => ({
      id: displayKey(key),
      key,
      restarts: Math.max(0, attempts.length - 1),
      exceeded: stage.kind === "blocked" && attempts.length > 0,
      history: attempts.map(attemptData),
    }))
    .filter(({ restarts: times, exceeded }) => times > 0 || exceeded)
    .sort((a, b) => b.restarts - a.restarts);
  const lines = all.flatMap(({ key, restarts: times, exceeded, history }) => [
    `${keyLabel(key)} was restarted ${count(times, "time")}${exceeded ? " and has no further try" : ""}`,
    ...history.map(
      ({ agent, outcome, reason }) =>
        `  ${safeText(agent)}: ${outcome}${reason === null ? "" : `, ${safeText(reason)}`}`,
    ),
  ]);
  return {
    data: { restarts: all.map(({ key: _key, ...rest }) => rest) },
    text: lines.length === 0 ? "Nothing was restarted." : lines.join("\n"),
  };
}

function failures(state: State): TeamAnswer {
  const all = [...state.streams.entries()].flatMap(([key, { attempts }]) =>
    attempts
      .filter(({ outcome }) => ["failed", "blocked", "rejected"].includes(outcome))
      .map((attempt) => ({ id: displayKey(key), key, ...attemptData(attempt) })),
  );
  const lines = all.map(
    ({ key, agent, outcome, reason }: { key: StreamKey } & ReturnType<typeof attemptData>) =>
      `${keyLabel(key)} ${outcome} (${safeText(agent)})${reason === null ? "" : `: ${safeText(reason)}`}`,
  );
  return {
    data: { failures: all.map(({ key: _key, ...rest }) => rest) },
    text: lines.length === 0 ? "Nothing has failed." : lines.join("\n"),
  };
}

function attemptData({ agent, outcome, reason, claimedAtMs, finishedAtMs }: AttemptRecord) {
  return {
    agent: agent.name,
    outcome,
    reason,
    startedAt: isoTime(claimedAtMs),
    finishedAt: isoTime(finishedAtMs),
  };
}

function uptime(state: State, leader: unknown): TeamAnswer {
  const { session } = state;
  if (session === null) return { data: { uptimeMs: null }, text: "Nothing has run here yet." };
  const end = session.finishedAtMs ?? Math.max(nowMs(), state.nowMs);
  const uptimeMs = Math.max(0, end - session.startedAtMs);
  const running = session.finishedAtMs === null && leader !== null;
  const text = running
    ? `Session ${session.id} has been running for ${duration(uptimeMs)}.`
    : `Nothing runs; session ${session.id} took ${duration(uptimeMs)}.`;
  return { data: { running, uptimeMs }, text };
}
