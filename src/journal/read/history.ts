import type { AttemptId, Event, StreamKey } from "../../model/index.ts";
import {
  describeForeseen,
  describeLimit,
  describeMoney,
  displayKey,
  generationOf,
  isRecoveryEvent,
  isTeamEvent,
  keyOf,
} from "../../model/index.ts";
import { describeRecovery } from "./recovery-words.ts";
import { describeTeam } from "./team-words.ts";
import type { HistoryLine } from "./types.ts";
import { listOf, promptText } from "./words.ts";

/** One line for each event that says something to a person, oldest first. */
export function historyView(
  events: Iterable<{ readonly seq: number; readonly event: Event }>,
): HistoryLine[] {
  const lines: HistoryLine[] = [];
  for (const { seq, event } of events) {
    const text = textOf(event);
    if (text === null) continue;
    const attempt = "attempt" in event ? event.attempt : null;
    const key = keyIn(event, attempt);
    lines.push({
      seq,
      atMs: event.atMs,
      type: event.type,
      id: key === null ? null : displayKey(key),
      attempt,
      text,
    });
  }
  return lines;
}

function keyIn(event: Event, attempt: AttemptId | null): StreamKey | null {
  if ("key" in event) return event.key;
  return attempt === null ? null : keyOf(attempt);
}

function aside(text: string | undefined): string {
  return text === undefined ? "" : ` (${text})`;
}

function whatOfTheBranch(
  event: Event & { readonly type: "recovered" | "landing-gone" | "branch-joined" },
): string {
  if (event.type === "branch-joined") return "what had landed beside the branch is on it";
  if (event.type === "recovered") return `the journal was repaired from ${event.source}`;
  return `landed as ${short(event.commit)}, which the branch does not have: open again`;
}

function short(commit: string): string {
  return commit.slice(0, 12);
}

/** Null for events that are bookkeeping: progress, decisions, looks that found nothing. */
function textOf(event: Event): string | null {
  if (isTeamEvent(event)) return describeTeam(event);
  if (isRecoveryEvent(event)) return describeRecovery(event);
  switch (event.type) {
    case "loop-started":
      return `orchestrator ${event.version} took over (epoch ${event.epoch})`;
    case "loop-stopped":
      return `orchestrator ended: ${event.reason}`;
    case "session-started":
      return `session ${event.session} began${event.request.goal === null ? "" : `: ${event.request.goal}`}`;
    case "session-planned":
      return `session ${event.session} is for ${listOf(event.keys.map(displayKey))}`;
    case "session-moved":
      return `session ${event.session} went from ${event.from} to ${event.to}: ${event.reason}`;
    case "base-judged":
      return `the branch of ${event.target} is ${event.report.green ? "green" : "red"} at ${short(event.head)}`;
    case "claimed":
      return `${event.agent.name} took it (attempt ${generationOf(event.attempt)})`;
    case "agent-started":
      return `the agent started as process ${event.process.pid}${aside(event.held)}${aside(promptText(event.prompt))}`;
    case "agent-uncertain":
      return `the agent is not seen: ${event.why}`;
    case "agent-stopping":
      return `the agent is stopped (${event.cause}${event.now ? ", at once" : ""})`;
    case "agent-ended":
      return event.report.takenOver === true
        ? "the same had landed before, and was taken over; no agent was started"
        : `the agent ended: ${event.report.outcome.kind}`;
    case "collected":
      return `its work is safe under ${event.work.archiveRef} (${event.work.files.length} files)`;
    case "candidate-built":
      return `merged as ${short(event.candidate.commit)} on ${short(event.candidate.onto)}`;
    case "verified":
      return `the gates say ${event.report.green ? "green" : "red"}${event.cached ? " (known already)" : ""}`;
    case "base-doubted":
      return `red on ${short(event.head)}, which nobody judged; looking at the branch itself`;
    case "blame-sought":
      return "red together with what landed; looking at it alone";
    case "asked":
      return `it asks (${event.question.id}): ${event.question.text}`;
    case "answered":
      return `${event.message.by} answers ${event.entry}: ${event.message.text}`;
    case "parked":
      return "it waits for an answer, and holds nothing meanwhile";
    case "continued":
      return `it goes on in a next turn${event.fresh ? ", in a fresh conversation" : ""}: ${event.why}`;
    case "messaged":
      return `${event.message.by} says to it: ${event.message.text}`;
    case "message-delivered":
      return event.heard
        ? `it has heard ${event.message}`
        : `${event.message} waits for its next turn`;
    case "loop-found":
      return `it goes in circles (${event.loop.pattern}, ${event.loop.verdict}): ${listOf(event.loop.evidence)}`;
    case "conflict-foreseen":
      return `it will conflict with ${describeForeseen(event.conflict)}`;
    case "account-troubled":
      return event.trouble.kind === "limit"
        ? `${event.account} is at its limit until ${new Date(event.trouble.untilMs).toISOString()}`
        : `${event.account} ${event.trouble.kind === "credit" ? "has no credit" : "must be logged in"}: ${event.trouble.message}`;
    case "account-cleared":
      return `${event.account} takes work again`;
    case "stream-held":
      return `paused by ${event.by}`;
    case "stream-freed":
      return `let go on by ${event.by}`;
    case "summoned":
      return `${event.agent.name} is to work on it next`;
    case "person-needed":
      return `a person must agree: ${listOf(event.why)}`;
    case "person-agreed":
      return `${event.by} let it land${event.forced ? " unverified" : ""}`;
    case "head-moved":
      return `the branch moved to ${short(event.head)}; merging again`;
    case "landed":
      return `landed as ${short(event.commit)}${event.diverted ? ", beside the checkout" : ""}`;
    case "rejected":
      return `rejected: ${event.rejection.reason.kind}`;
    case "failed":
      return `failed (${event.reason}): ${event.message}`;
    case "unverified":
      return "ended without verification; it landed nowhere";
    case "unaffordable":
      return `no money for it: ${describeLimit(event.limit)}`;
    case "spent":
      return `it has spent ${describeMoney(event.spending.microUsd)}`;
    case "budget-level":
      return `budget ${event.reading.level}: ${event.reading.why}`;
    case "machine-short":
      return `nobody starts beside those at work: ${event.why}`;
    case "machine-eased":
      return "the machine has room again";
    case "size-set":
      return `${event.agents} may work side by side from now on: ${event.why}`;
    case "blocked":
      return `blocked: ${event.reason}`;
    case "skipped":
      return `skipped: ${event.reason}`;
    case "stopped":
      return `stopped: ${event.reason}`;
    case "settled":
      return `settled by a person in the roadmap: ${event.status}`;
    case "reopened":
      return `taken up again by ${event.by}`;
    case "recovered":
    case "landing-gone":
    case "branch-joined":
      return whatOfTheBranch(event);
    case "rollback-begun":
      return `${event.by} undoes ${event.why} on ${event.target}`;
    case "rollback-verified":
      return "the gates pass without it";
    case "rollback-moved":
      return `the branch moved to ${short(event.head)}; reverting again`;
    case "rolled-back":
      return `rolled back as ${short(event.commit)}${event.diverted ? ", beside the checkout" : ""}`;
    case "rollback-refused":
      return `not rolled back: ${event.message}`;
    case "checkpoint-begun":
      return `checkpoint ${event.name} (${event.by}): ${event.why}`;
    case "checkpoint-kept":
      return `checkpoint ${event.name} is kept`;
    case "checkpoint-dropped":
      return event.failure === null
        ? `checkpoint ${event.name} is let go`
        : `checkpoint ${event.name} could not be kept: ${event.failure}`;
    case "limit-set":
      return `at most ${event.concurrency} agents at a time`;
    case "streams-added":
      return `added to the session: ${listOf(event.keys.map(displayKey))}`;
    case "effect-deferred":
      return event.routine === true ? event.message : `put off: ${event.message}`;
    case "act-refused":
      return `refused to ${event.act}: ${event.message}`;
    case "name-claimed":
      return `${event.agent.id} is called ${event.agent.name}`;
    default:
      return null;
  }
}
