import type {
  AttemptId,
  Event,
  EventOf,
  GateReport,
  State,
  StopCause,
  StreamKey,
} from "../../model/index.ts";
import {
  describeForeseen,
  describeLimit,
  isRecoveryEvent,
  isTeamEvent,
  keyOf,
  unreachable,
} from "../../model/index.ts";
import { causeWords } from "../../planner/index.ts";
import { safeText } from "../text/safe.ts";
import { count, keyLabel, list } from "../text/words.ts";
import { describeAccount } from "./account.ts";
import { askedLines } from "./asked.ts";
import { phaseLine } from "./phases.ts";
import { recoveryLines } from "./recovery.ts";
import { roleLines } from "./roles.ts";
import { describeRoom, isOfRoom } from "./room.ts";
import { describeUndoing, isUndoing } from "./undoing.ts";

export type Line = (text: string) => string;

function agentOf(state: State, attempt: AttemptId): string {
  const name = state.streams.get(keyOf(attempt))?.agent?.name;
  return name === undefined ? "An agent" : `Agent ${safeText(name)}`;
}

/** The first of them with its time. */
function headed([first, ...rest]: readonly string[], line: Line): string[] {
  return first === undefined ? [] : [line(first), ...rest];
}

/** What one event means to a person; most bookkeeping means nothing and gives no line. */
export function describeEvent(event: Event, state: State, line: Line): string[] {
  if (isUndoing(event)) return describeUndoing(event).map(line);
  if (isOfRoom(event)) return [line(describeRoom(event))];
  if (isRecoveryEvent(event)) return headed(recoveryLines(event, state), line);
  if (isTeamEvent(event)) return headed(roleLines(event), line);
  switch (event.type) {
    case "session-planned":
      return [phaseLine(2, "Complete", count(event.keys.length, "work stream"))];
    case "session-moved":
      return event.to === "paused" ? [">>> Work is paused.", ...reasonLine(event.reason)] : [];
    case "base-judged":
      return event.report.green
        ? []
        : [line(`The branch itself is red: ${gateNames(event.report)}`)];
    case "agent-started":
      return [line(`${agentOf(state, event.attempt)} started ${label(event.attempt)}`)];
    case "agent-uncertain":
      return [line(`${about(state, event.attempt)} cannot be seen: ${safeText(event.why)}`)];
    case "agent-stopping":
      return [
        line(
          `${about(state, event.attempt)} is being stopped${event.now ? " at once" : ""}: ${stopWords(event.cause)}`,
        ),
      ];
    case "verified":
      return event.report.green ? [] : [line(`${label(event.attempt)}: ${redGates(event.report)}`)];
    case "base-doubted":
      return [
        line(`${label(event.attempt)}: red on a commit of somebody else; judging the branch first`),
      ];
    case "blame-sought":
      return [
        line(`${label(event.attempt)}: red together with what landed; looking for the culprit`),
      ];
    case "asked":
      return askedLines(event.question, about(state, event.attempt), line);
    case "answered":
      return [
        line(`${label(event.attempt)}: ${safeText(event.message.by)} answered ${event.entry}`),
      ];
    case "parked":
      return [line(`${label(event.attempt)} waits for your answer; its work is kept`)];
    case "continued":
      return [line(`${label(event.attempt)} goes on: ${safeText(event.why)}`)];
    case "messaged":
      return [line(`${keyLabel(event.key)} is told: ${safeText(firstLine(event.message.text))}`)];
    case "conflict-foreseen":
      return [line(conflictText(event))];
    case "loop-found":
      return [
        line(
          `${about(state, event.attempt)} goes in circles: ${list(event.loop.evidence.map(safeText))}`,
        ),
      ];
    case "account-troubled":
    case "account-cleared":
      return [line(describeAccount(state, event))];
    case "stream-held":
      return [line(`${keyLabel(event.key)} is paused by ${safeText(event.by)}`)];
    case "stream-freed":
      return [line(`${keyLabel(event.key)} may go on (${safeText(event.by)})`)];
    case "summoned":
      return [line(`Agent ${safeText(event.agent.name)} works on ${keyLabel(event.key)} next`)];
    case "person-needed":
      return [line(`${label(event.attempt)} waits for a person: ${list(event.why.map(safeText))}`)];
    case "landed":
      return [line(`${agentOf(state, event.attempt)} completed ${landedNote(event, state)}`)];
    case "checkout-moved":
      return event.leftAlone.length === 0
        ? []
        : [line(`Your checkout was left as it is: ${list(event.leftAlone.map(safeText))} changed`)];
    case "rejected":
      return [
        line(`${label(event.attempt)} was sent back: ${rejectionText(event.rejection.reason)}`),
      ];
    case "failed":
      return [line(`${about(state, event.attempt)} failed: ${safeText(event.message)}`)];
    case "unverified":
      return [
        line(`${about(state, event.attempt)} finished; nothing was verified, nothing landed`),
      ];
    case "unaffordable":
      return [
        line(`${keyLabel(event.key)} waits for money: ${safeText(describeLimit(event.limit))}`),
      ];
    case "budget-level":
      return event.reading.level === event.from
        ? []
        : [line(`Budget: ${event.reading.level}. ${safeText(event.reading.why)}`)];
    case "blocked":
      return [line(`${keyLabel(event.key)} is blocked: ${safeText(event.reason)}`)];
    case "skipped":
      return [line(`${keyLabel(event.key)} is skipped: ${safeText(event.reason)}`)];
    case "stopped":
      return [line(`${about(state, event.attempt)} stopped: ${safeText(event.reason)}`)];
    case "settled":
      return [line(`${keyLabel(event.key)} was settled in the roadmap: ${safeText(event.status)}`)];
    case "reopened":
      return [line(`${keyLabel(event.key)} is open again (${safeText(event.by)})`)];
    case "streams-added":
      return [line(`New work: ${list(event.keys.map(keyLabel))}`)];
    case "recovered":
      return [line(`The journal was repaired from ${safeText(event.source)}`)];
    case "branch-joined":
      return [line("The branch has everything that landed")];
    case "limit-set":
      return [line(`At most ${count(event.concurrency, "agent")} from now on`)];
    case "effect-deferred":
      return event.routine === true
        ? []
        : [line(`Waiting to try again: ${safeText(event.message)}`)];
    case "act-refused":
      return [line(`Refused: ${safeText(event.message)}`)];
    case "loop-started":
    case "loop-stopped":
    case "session-started":
    case "roadmap-noted":
    case "decided":
    case "claimed":
    case "prepared":
    case "message-delivered":
    case "account-noted":
    case "account-due":
    case "agent-progressed":
    case "agent-ended":
    case "spent":
    case "collected":
    case "merge-started":
    case "candidate-built":
    case "person-agreed":
    case "head-moved":
    case "released":
    case "effects-due":
    case "name-claimed":
      return [];
    default:
      return unreachable(event);
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}

function label(attempt: AttemptId): string {
  return keyLabel(keyOf(attempt));
}

function about(state: State, attempt: AttemptId): string {
  return `${agentOf(state, attempt)} (${label(attempt)})`;
}

function reasonLine(reason: string): string[] {
  return reason === "" ? [] : [`    ${safeText(reason)}`];
}

function gateNames(report: GateReport): string {
  const red = report.results
    .filter((each) => isRed(each.verdict))
    .map((each) => safeText(each.name));
  return list(red);
}

function redGates(report: GateReport): string {
  return `gates failed: ${gateNames(report)}`;
}

function isRed(verdict: string): boolean {
  return verdict === "failed" || verdict === "timeout";
}

function landedNote(event: EventOf<"landed">, state: State): string {
  const record = state.streams
    .get(event.key)
    ?.attempts.find((each) => each.attempt === event.attempt);
  const gates = record?.gates.length ?? 0;
  const how = event.forced
    ? "unverified, forced by a person"
    : gates > 0
      ? "all gates passing"
      : "";
  const where = event.diverted ? "waits for: orchestrator land" : "";
  const notes = [how, where].filter((each) => each !== "").join("; ");
  return `${keyLabel(event.key)}${notes === "" ? "" : ` (${notes})`}`;
}

function stopWords(cause: StopCause): string {
  return cause === "person" ? "you asked for it" : causeWords(cause);
}

function landedMeanwhile(suspects: readonly StreamKey[]): string {
  if (suspects.length === 0) return "what came to the branch meanwhile";
  return `${list(suspects.map(keyLabel))}, which landed meanwhile`;
}

/** Why work was sent back, in one sentence. */
function rejectionText(reason: EventOf<"rejected">["rejection"]["reason"]): string {
  switch (reason.kind) {
    case "gate-failed":
      return `${list(reason.gates.map(safeText))} failed`;
    case "conflict":
      return `merge conflict in ${list(reason.files.map(safeText))}`;
    case "semantic-conflict":
      return `${list(reason.gates.map(safeText))} failed together with ${landedMeanwhile(reason.suspects)}`;
    case "uncommitted":
      return `changes left uncommitted in ${list(reason.files.map(safeText))}`;
    case "unfinished":
      return `a ${reason.what} was left unfinished`;
    case "elsewhere":
      return `its work is on ${list(reason.places.map(safeText))}`;
    case "person":
      return safeText(reason.message);
    default:
      return unreachable(reason);
  }
}

function conflictText({ attempt, conflict }: EventOf<"conflict-foreseen">): string {
  return `${label(attempt)} will conflict with ${safeText(describeForeseen(conflict))}`;
}
