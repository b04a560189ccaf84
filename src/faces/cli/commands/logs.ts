import { attemptOutputPath, readEvents, readState } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { AttemptRecord, State, StreamState } from "../../../model/index.ts";
import { displayKey, OrchestratorError } from "../../../model/index.ts";
import { readTextIfExists, redactText } from "../../../platform/index.ts";
import { announce, SILENCE } from "../../announce/announce.ts";
import { wireEvents } from "../../announce/wire.ts";
import { safeBlock, safeText } from "../../text/safe.ts";
import { keyLabel, nearest } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { redBranchText, redBranches } from "../running/red-branches.ts";

interface LogOptions {
  readonly follow?: boolean;
  readonly failed?: boolean;
}

export const logs: Face = (command, on) => {
  command
    .argument("[who]", "an agent's name, a work stream or an attempt; without any, the events")
    .option("-f, --follow", "go on as more happens")
    .option("--failed", "only what failed: gates with their output, agents with their last words")
    .action(on(showLogs));
};

function showLogs(
  context: Context,
  who: string | undefined,
  options: LogOptions,
): Answer | Promise<Answer> {
  const place = workplaceOf(context);
  if (options.failed === true) return failures(place, who);
  if (options.follow === true) return follow(context, place, who);
  if (who === undefined) return eventLog(place);
  const { state } = readState(place);
  const shown = attemptsOf(state, who).map(({ record }) => ({
    attempt: record.attempt,
    agent: record.agent.name,
    outcome: record.outcome,
    text: redactText(readTextIfExists(attemptOutputPath(place, record.attempt)) ?? ""),
  }));
  return {
    schema: "logs",
    data: { logs: shown },
    text: shown
      .map(({ attempt, agent, outcome, text }) =>
        [
          `=== ${safeText(agent)}, attempt ${safeText(attempt)}: ${outcome}`,
          safeBlock(text).trimEnd(),
        ].join("\n"),
      )
      .join("\n\n"),
  };
}

async function follow(
  context: Context,
  place: Workplace,
  who: string | undefined,
): Promise<Answer> {
  const { state } = readState(place);
  const found = who === undefined ? null : attemptsOf(state, who);
  const only = found === null ? null : new Set(found.map(({ stream }) => stream.facts.key));
  const { followLogs } = await import("../follow-logs.ts");
  await followLogs(context, place, only);
  return { schema: "logs", data: { followed: true }, text: "" };
}

interface Found {
  readonly stream: StreamState;
  readonly record: AttemptRecord;
}

/** Attempts by agent name or id, work stream id or key, or the attempt's own id, oldest first. */
function attemptsOf(state: State, who: string): Found[] {
  const wanted = who.toLowerCase().replace(/^(?:agent|phase)\s+/, "");
  const all: Found[] = [];
  for (const stream of state.streams.values()) {
    for (const record of stream.attempts) all.push({ stream, record });
  }
  const found = all.filter(({ stream: { facts }, record: { agent, attempt } }) =>
    [facts.id, facts.key, agent.name, agent.id, attempt].some(
      (name) => name.toLowerCase() === wanted,
    ),
  );
  if (found.length > 0) return found;
  const known = [
    ...new Set(all.flatMap(({ stream, record }) => [stream.facts.id, record.agent.name])),
  ];
  const close = nearest(who, known);
  throw new OrchestratorError("not-found", `there is no log of ${JSON.stringify(who)}`, {
    hint:
      known.length === 0
        ? "Nothing has run here yet."
        : `Known: ${(close.length > 0 ? close : known).slice(0, 8).join(", ")}`,
  });
}

/** The failing gates and agents with their own words, fit for reading in one go. */
function failures(place: Workplace, who: string | undefined): Answer {
  const { state } = readState(place);
  const found =
    who === undefined
      ? [...state.streams.values()].flatMap((stream) =>
          stream.attempts.map((record) => ({ stream, record })),
        )
      : attemptsOf(state, who);
  const failed = found
    .filter(({ record }) => ["rejected", "failed", "blocked"].includes(record.outcome))
    .map(({ stream, record }) => ({
      id: displayKey(stream.facts.key),
      key: stream.facts.key,
      attempt: record.attempt,
      agent: record.agent.name,
      outcome: record.outcome,
      reason: record.reason,
      gates: record.gates
        .filter((gate) => gate.verdict === "failed" || gate.verdict === "timeout")
        .map(({ name, verdict, excerpt }) => ({ name, verdict, excerpt: redactText(excerpt) })),
    }));
  const branches = who === undefined ? redBranches(state) : [];
  return {
    schema: "logs",
    data: { branches, failed: failed.map(({ key: _, ...rest }) => rest) },
    text:
      failed.length + branches.length === 0
        ? "Nothing failed."
        : [
            ...branches.map(redBranchText),
            ...failed.map(({ key, agent, outcome, reason, gates }) =>
              [
                `=== ${keyLabel(key)}, Agent ${safeText(agent)}: ${outcome}${reason === null ? "" : `, ${safeText(reason)}`}`,
                ...gates.map(
                  (gate) =>
                    `--- gate ${safeText(gate.name)} ${gate.verdict}\n${safeBlock(gate.excerpt).trimEnd()}`,
                ),
              ].join("\n"),
            ),
          ].join("\n\n"),
  };
}

function eventLog(place: Workplace): Answer {
  const events = readEvents(place, { fromSeq: 1 });
  const { state } = readState(place);
  let memory = SILENCE;
  const lines = events.flatMap(({ event }) => {
    const announced = announce(memory, event, state);
    memory = announced.memory;
    return announced.lines;
  });
  return {
    schema: "logs",
    data: {
      events: events.flatMap(({ seq, event }) =>
        wireEvents(event, state).map((wire) => ({ seq, ...wire })),
      ),
    },
    text: lines.length === 0 ? "Nothing has happened here yet." : lines.join("\n"),
  };
}
