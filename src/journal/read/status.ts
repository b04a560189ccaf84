import type { Question, State, StreamState, StreamStatus } from "../../model/index.ts";
import { displayKey, isoTime, STREAM_STATUSES } from "../../model/index.ts";
import { endReason } from "./session-report.ts";
import {
  isActive,
  isAvailable,
  isComplete,
  isHeld,
  orderedStreams,
  pendingDependencies,
  statusNow,
} from "./streams.ts";
import type { InProgress, NeedsYou, StatusContext, StatusView, WithReason } from "./types.ts";
import { commandWord, reasonOf } from "./words.ts";

/** What is going on, as one value; `context.nowMs` is the time that is shown. */
export function statusView(state: State, context: StatusContext): StatusView {
  const known = orderedStreams(state).filter((one) => one.inRoadmap || isActive(one));
  const streams = known.filter((one) => !isOver(one));
  const held = new Set(streams.filter((one) => isHeld(state, one)));
  return {
    session: sessionPart(state, context.nowMs),
    total: streams.length,
    done: streams.filter(isComplete).length,
    byStatus: countStatuses(streams),
    needsYou: known.flatMap(needOf),
    inProgress: streams.filter(isActive).map((one) => progressOf(one, context.nowMs)),
    available: streams
      .filter((one) => isAvailable(state, one))
      .map(({ facts }) => ({ id: displayKey(facts.key), title: facts.title })),
    waiting: streams
      .filter((one) => goesOn(one) && !held.has(one) && isOpen(one))
      .filter((one) => !isAvailable(state, one) || one.decision?.decision === "wait")
      .map((one) => withReason(state, one)),
    blocked: streams.filter((one) => held.has(one)).map((one) => withReason(state, one)),
    skipped: streams
      .filter((one) => one.stage.kind === "skipped" && !held.has(one))
      .map((one) => withReason(state, one)),
    concurrency: state.concurrency,
    accounts: accountsOf(state),
    budget: state.budget,
    confinement: context.confinement ?? null,
  };
}

/** Names of the configured agents that work on the account; none for the one that all share. */
export function accountAgents(
  { account: own, programs }: Pick<State, "account" | "programs">,
  account: string,
): readonly string[] {
  if (account === own) return [];
  return Object.keys(programs).filter((name) => programs[name] === account);
}

function accountsOf(state: State): StatusView["accounts"] {
  return [...state.accounts].map(([account, { trouble }]) => ({
    account,
    agents: accountAgents(state, account),
    state: trouble.kind,
    until: trouble.kind === "limit" ? isoTime(trouble.untilMs) : null,
    round: trouble.kind === "limit" ? (trouble.round ?? 1) : null,
    message: trouble.message,
  }));
}

/** A duty or a proposal that is over: what it proposes may wait for a person, and no more is to come of it. */
function isOver({ facts, stage }: StreamState): boolean {
  return facts.duty !== undefined && (stage.kind === "settled" || stage.kind === "completed");
}

/** Waits for its turn, or for the session that was stopped to go on. */
function goesOn({ stage }: StreamState): boolean {
  return stage.kind === "waiting" || stage.kind === "stopped";
}

/** Still to be done, by us or at all. */
function isOpen(stream: StreamState): boolean {
  const status = statusNow(stream);
  return status !== "complete" && status !== "deferred" && status !== "cancelled";
}

function sessionPart(state: State, nowMs: number): StatusView["session"] {
  const { session } = state;
  if (session === null) return null;
  return {
    id: session.id,
    state: session.state,
    goal: session.request.goal,
    elapsedMs: Math.max(0, (session.finishedAtMs ?? nowMs) - session.startedAtMs),
    reason: endReason(state, session),
  };
}

function countStatuses(streams: readonly StreamState[]): Record<StreamStatus, number> {
  const counts = Object.fromEntries(STREAM_STATUSES.map((status) => [status, 0])) as Record<
    StreamStatus,
    number
  >;
  for (const stream of streams) counts[statusNow(stream)] += 1;
  return counts;
}

function withReason(state: State, stream: StreamState): WithReason {
  return {
    id: displayKey(stream.facts.key),
    title: stream.facts.title,
    reason: reasonOf(stream) ?? standingOf(state, stream),
  };
}

/** Of a stream that no decision was about. */
function standingOf(state: State, stream: StreamState): string {
  const { facts } = stream;
  if (!facts.workable) {
    const holder = facts.assignee === null ? "" : ` (${facts.assignee})`;
    return `the roadmap says ${facts.status.replaceAll("_", " ")}${holder}`;
  }
  const on = pendingDependencies(state, stream).map(displayKey);
  return on.length === 0 ? "not considered yet" : `behind ${on.join(", ")}`;
}

/** What only a person can bring on, with the command that does it. */
function needOf(stream: StreamState): NeedsYou[] {
  const { escalation = null, split = null } = stream.recovery ?? {};
  const own = needOfStage(stream);
  if (escalation === null || split?.stage.kind === "applying") return own;
  const { entry, text, sinceMs } = escalation;
  const proposal = split?.stage.kind === "proposed" ? split.stage.proposal : null;
  const isOffer = proposal !== null;
  const offer = proposal?.adds ? "to read it" : "it can be divided";
  // What stands blocked is told once.
  if (!isOffer && own.length > 0) return own;
  const command = isOffer ? `orchestrator approve ${entry}` : `orchestrator answer ${entry} TEXT`;
  const reason = isOffer ? `${text} (${offer}: orchestrator inbox)` : text;
  const { title, key } = stream.facts;
  return [{ id: displayKey(key), title, kind: "escalation", reason, sinceMs, command }];
}

function needOfStage(stream: StreamState): NeedsYou[] {
  const { stage } = stream;
  switch (stage.kind) {
    case "needs-person":
      return [
        {
          ...about(stream),
          kind: "review",
          sinceMs: stage.sinceMs,
          command: `orchestrator approve ${stage.entry}`,
        },
      ];
    case "parked":
    case "running":
    case "collecting":
      return stage.asking.map((question) => ({
        ...about(stream),
        reason: question.text,
        kind: question.kind === "approval" ? ("review" as const) : question.kind,
        sinceMs: question.sinceMs,
        command: commandFor(question),
      }));
    case "unverified":
      return [
        {
          ...about(stream),
          kind: "unverified",
          sinceMs: null,
          command: `orchestrator land --force ${wordFor(stream)}`,
        },
      ];
    case "blocked":
      return [
        {
          ...about(stream),
          kind: "blocked",
          sinceMs: stage.atMs,
          command: `orchestrator retry ${wordFor(stream)}`,
        },
      ];
    case "completed":
      if (!stage.diverted) return [];
      return [
        { ...about(stream), kind: "diverted", sinceMs: stage.atMs, command: "orchestrator land" },
      ];
    default:
      return [];
  }
}

function about(stream: StreamState): Pick<NeedsYou, "id" | "title" | "reason"> {
  const { key, title } = stream.facts;
  return { id: displayKey(key), title, reason: reasonOf(stream) ?? "" };
}

function wordFor({ facts }: StreamState): string {
  return commandWord(displayKey(facts.key));
}

function commandFor({ kind, id }: Question): string {
  return kind === "permission" ? `orchestrator approve ${id}` : `orchestrator answer ${id} TEXT`;
}

function progressOf(stream: StreamState, nowMs: number): InProgress {
  const { stage, facts } = stream;
  const newest = stream.attempts.at(-1);
  const since = newest?.startedAtMs ?? newest?.claimedAtMs ?? nowMs;
  return {
    id: displayKey(facts.key),
    title: facts.title,
    agent: stream.agent?.name ?? null,
    stage: stage.kind,
    attempt: stream.generation,
    elapsedMs: Math.max(0, nowMs - since),
    conflictsWith:
      stage.kind === "running"
        ? (stage.foreseen ?? []).map(({ key }) => (key === null ? null : displayKey(key)))
        : [],
    uncertain: stage.kind === "running" && stage.liveness === "uncertain",
    outputBytes: stage.kind === "running" ? stage.outputBytes : null,
    percent: stage.kind === "running" ? stage.percent : null,
  };
}
