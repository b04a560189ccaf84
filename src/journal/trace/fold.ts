import type {
  AgentIdentity,
  AgentReport,
  AgentStep,
  AttemptId,
  Event,
  EventOf,
  GateReport,
  SessionRecord,
  Span,
  SpanNote,
  SpanValue,
  StreamKey,
} from "../../model/index.ts";
import { LIMITS, displayKey, generationOf, keyOf, targetOf } from "../../model/index.ts";
import type { Place } from "./spans.ts";
import {
  agentAttributes,
  gateSpans,
  makeSpan,
  note,
  spanIdOf,
  traceIdOf,
  turnSpans,
} from "./spans.ts";

/** What a trace needs to know beside the journal. */
export interface TraceSource {
  readonly repoId: string;
  /** What an attempt's agent was seen doing; empty where nothing is kept of it. */
  readonly steps: (attempt: AttemptId) => readonly AgentStep[];
}

interface OpenSession {
  readonly id: string;
  readonly traceId: string;
  readonly startMs: number;
  readonly mode: string;
  readonly notes: readonly SpanNote[];
}

/** Where an attempt stands; its phases follow one another without gaps. */
type PhaseName = "prepare" | "agent" | "collect" | "queue" | "merge" | "verify" | "person" | "land";

interface OpenAttempt {
  readonly attempt: AttemptId;
  readonly traceId: string;
  readonly startMs: number;
  readonly agent: AgentIdentity;
  readonly phase: { readonly name: PhaseName; readonly startMs: number; readonly number: number };
  /** When the agent's process was there. */
  readonly agentStartMs: number | null;
  readonly notes: readonly SpanNote[];
}

/** Everything a fold holds, as plain data: going on from it is going on. */
export interface OpenTraces {
  readonly session: OpenSession | null;
  readonly attempts: readonly OpenAttempt[];
}

export function openTraces(repoId: string, session: SessionRecord | null): OpenTraces {
  if (session === null || session.finishedAtMs !== null) return { session: null, attempts: [] };
  const { id, startedAtMs, request } = session;
  return { session: sessionOf(repoId, id, startedAtMs, request.policy.mode), attempts: [] };
}

function sessionOf(repoId: string, id: string, startMs: number, mode: string): OpenSession {
  return { id, traceId: traceIdOf(repoId, id, startMs), startMs, mode, notes: [] };
}

/**
 * The fold of the journal into spans: a session, its attempts, their phases, the agent's turns and
 * tool calls. Pure but for the steps it asks for; ids follow from the journal, so that whoever
 * folds it again makes the same spans (law I12).
 */
export class TraceFold {
  readonly #source: TraceSource;
  #session: OpenSession | null;
  readonly #attempts = new Map<AttemptId, OpenAttempt>();

  constructor(source: TraceSource, open: OpenTraces) {
    this.#source = source;
    this.#session = open.session;
    for (const attempt of open.attempts) this.#attempts.set(attempt.attempt, attempt);
  }

  get open(): OpenTraces {
    return { session: this.#session, attempts: [...this.#attempts.values()] };
  }

  /** The spans that end with an event, children before their parents. */
  see(event: Event): readonly Span[] {
    switch (event.type) {
      case "session-started": {
        const ended = this.#session === null ? [] : this.#endSession(event.atMs, "superseded");
        const { session, request, atMs } = event;
        this.#session = sessionOf(this.#source.repoId, session, atMs, request.policy.mode);
        return ended;
      }
      case "session-moved":
        if (event.to === "completed" || event.to === "failed") {
          return this.#endSession(event.atMs, event.to, event.reason);
        }
        return this.#noteSession(note(event.atMs, event.to, { reason: event.reason }));
      case "loop-started":
        return this.#noteSession(note(event.atMs, "took over", { version: event.version }));
      case "claimed":
        return this.#begin(event.attempt, event.agent, event.atMs);
      case "blocked":
      case "skipped":
      case "settled":
        return this.#endStream(event);
      default:
        return this.#seeAttempt(event);
    }
  }

  /** What is open still, as it is at `atMs`. */
  unfinished(atMs: number): readonly Span[] {
    const attributes = { "orchestrator.unfinished": true };
    const attempts = [...this.#attempts.values()].flatMap((one) => [
      ...phaseSpans(one, atMs, { attributes }),
      attemptSpan(one, atMs, "active", null, attributes),
    ]);
    if (this.#session === null) return attempts;
    return [...attempts, sessionSpan(this.#session, atMs, "active", null)];
  }

  #begin(attempt: AttemptId, agent: AgentIdentity, atMs: number): readonly Span[] {
    if (this.#session === null) return [];
    const phase = { name: "prepare", startMs: atMs, number: 0 } as const;
    const { traceId } = this.#session;
    this.#attempts.set(attempt, {
      attempt,
      traceId,
      agent,
      phase,
      startMs: atMs,
      agentStartMs: null,
      notes: [],
    });
    return [];
  }

  #seeAttempt(event: Event): readonly Span[] {
    if (!("attempt" in event)) return [];
    const open = this.#attempts.get(event.attempt);
    if (open === undefined) return [];
    const { atMs } = event;
    switch (event.type) {
      case "prepared":
        return this.#move(open, "agent", atMs);
      case "agent-started":
        return this.#keep({ ...open, agentStartMs: open.agentStartMs ?? atMs });
      case "agent-ended":
        return this.#endAgent(open, event.report, atMs);
      case "collected":
        return this.#move(open, "queue", atMs, {
          attributes: { "orchestrator.files": event.work.files.length },
        });
      case "merge-started":
        return this.#move(open, "merge", atMs);
      case "candidate-built":
        return this.#move(open, "verify", atMs, {
          attributes: { "orchestrator.files": event.candidate.files.length },
        });
      case "blame-sought":
        return this.#judged(open, event.together, atMs, { next: "verify" });
      case "verified":
        return this.#judged(open, event.report, atMs, { next: "land", cached: event.cached });
      case "person-needed":
        return this.#move(open, "person", atMs);
      case "person-agreed":
        return this.#move(open, "land", atMs);
      case "head-moved":
        return this.#move(open, "queue", atMs, { failure: "the branch moved" });
      case "landed":
        return this.#end(open, atMs, "landed", null, { "orchestrator.commit": event.commit });
      case "rejected":
        return this.#end(open, atMs, "rejected", event.rejection.reason.kind);
      case "failed":
        return this.#end(open, atMs, "failed", `${event.reason}: ${event.message}`, {
          "error.type": event.reason,
        });
      case "stopped":
        return this.#end(open, atMs, "stopped", event.reason);
      case "unaffordable":
        return this.#end(open, atMs, "unaffordable", "no money for it");
      case "parked":
      case "continued":
      case "unverified":
      case "duty-done":
        return this.#end(open, atMs, event.type, null);
      default:
        return this.#note(open, event);
    }
  }

  #note(open: OpenAttempt, event: Event): readonly Span[] {
    const made = noteOf(event);
    if (made === null || open.notes.length >= LIMITS.telemetryNotesPerSpanMax) return [];
    return this.#keep({ ...open, notes: [...open.notes, made] });
  }

  #keep(open: OpenAttempt): readonly Span[] {
    this.#attempts.set(open.attempt, open);
    return [];
  }

  #move(open: OpenAttempt, name: PhaseName, atMs: number, more: PhaseEnd = {}): readonly Span[] {
    const number = open.phase.number + 1;
    this.#keep({ ...open, phase: { name, startMs: atMs, number } });
    return phaseSpans(open, atMs, more);
  }

  #endAgent(open: OpenAttempt, report: AgentReport, atMs: number): readonly Span[] {
    const steps = this.#source.steps(open.attempt);
    const { outcome } = report;
    const failure = outcome.kind === "claimed-done" ? null : `${outcome.kind}: ${outcome.message}`;
    const attributes = agentAttributes(report, steps);
    const own = this.#move(open, "collect", atMs, { failure, attributes });
    const startMs = open.agentStartMs ?? open.phase.startMs;
    const place = { ...placeOf(open, "agent"), parentId: idOf(open, "agent") };
    return [...turnSpans(place, steps, startMs, atMs), ...own];
  }

  #judged(
    open: OpenAttempt,
    report: GateReport,
    atMs: number,
    { next, cached = false }: { readonly next: PhaseName; readonly cached?: boolean },
  ): readonly Span[] {
    const attributes = { "orchestrator.green": report.green, "orchestrator.cached": cached };
    const failure = report.green ? null : "the gates are red";
    const { path } = phasePlace(open);
    const below = { traceId: open.traceId, parentId: spanIdOf(open.traceId, path), path };
    const gates = cached ? [] : gateSpans(below, report, atMs);
    return [...gates, ...this.#move(open, next, atMs, { failure, attributes })];
  }

  #end(
    open: OpenAttempt,
    atMs: number,
    outcome: string,
    failure: string | null,
    attributes: Readonly<Record<string, SpanValue>> = {},
  ): readonly Span[] {
    this.#attempts.delete(open.attempt);
    const phase = phaseSpans(open, atMs, failure === null ? {} : { failure });
    return [...phase, attemptSpan(open, atMs, outcome, failure, attributes)];
  }

  #endStream(event: EventOf<"blocked" | "skipped" | "settled">): readonly Span[] {
    const open = this.#openOf(event.key);
    if (open === undefined) return [];
    const reason = "reason" in event ? event.reason : event.status;
    return this.#end(open, event.atMs, event.type, event.type === "blocked" ? reason : null);
  }

  #openOf(key: StreamKey): OpenAttempt | undefined {
    for (const open of this.#attempts.values()) if (keyOf(open.attempt) === key) return open;
    return undefined;
  }

  #endSession(atMs: number, outcome: string, reason: string | null = null): readonly Span[] {
    const session = this.#session;
    this.#session = null;
    return session === null ? [] : [sessionSpan(session, atMs, outcome, reason)];
  }

  #noteSession(made: SpanNote): readonly Span[] {
    const session = this.#session;
    if (session !== null && session.notes.length < LIMITS.telemetryNotesPerSpanMax) {
      this.#session = { ...session, notes: [...session.notes, made] };
    }
    return [];
  }
}

/** How a phase ended. */
type PhaseEnd = Partial<Pick<Span, "failure" | "attributes">>;

function placeOf({ attempt, traceId }: OpenAttempt, path: string): Place {
  return { traceId, parentId: spanIdOf(traceId, attempt), path: `${attempt}/${path}` };
}

function idOf(open: OpenAttempt, path: string): string {
  return spanIdOf(open.traceId, `${open.attempt}/${path}`);
}

/** There is one run of an agent in an attempt; what comes after may come again. */
function phasePlace(open: OpenAttempt): Place {
  const { name, number } = open.phase;
  return placeOf(open, name === "agent" ? name : `${name}/${number}`);
}

function phaseSpans(open: OpenAttempt, endMs: number, end: PhaseEnd): readonly Span[] {
  const { name, startMs } = open.phase;
  const { agent, agentStartMs } = open;
  if (name !== "agent") return [makeSpan(phasePlace(open), { name, startMs, endMs, ...end })];
  return [
    makeSpan(phasePlace(open), {
      ...end,
      name: `invoke_agent ${agent.name}`,
      startMs: agentStartMs ?? startMs,
      endMs,
      attributes: {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.id": agent.id,
        "gen_ai.agent.name": agent.name,
        ...end.attributes,
      },
    }),
  ];
}

function attemptSpan(
  { attempt, traceId, startMs, agent, notes }: OpenAttempt,
  endMs: number,
  outcome: string,
  failure: string | null,
  more: Readonly<Record<string, SpanValue>> = {},
): Span {
  const key = keyOf(attempt);
  const place = { traceId, parentId: spanIdOf(traceId, ROOT), path: attempt };
  return makeSpan(place, {
    startMs,
    endMs,
    failure,
    notes,
    name: `attempt ${displayKey(key)}`,
    attributes: {
      "orchestrator.attempt": attempt,
      "orchestrator.attempt.number": generationOf(attempt),
      "orchestrator.work_stream": displayKey(key),
      "orchestrator.target": targetOf(key),
      "orchestrator.role": agent.role,
      "orchestrator.agent": agent.name,
      "orchestrator.outcome": outcome,
      ...more,
    },
  });
}

const ROOT = "session";

function sessionSpan(
  { id, traceId, startMs, mode, notes }: OpenSession,
  endMs: number,
  outcome: string,
  reason: string | null,
): Span {
  return makeSpan(
    { traceId, parentId: null, path: ROOT },
    {
      startMs,
      endMs,
      notes,
      name: `run ${mode}`,
      failure: outcome === "failed" ? (reason ?? outcome) : null,
      attributes: {
        "orchestrator.session": id,
        "orchestrator.mode": mode,
        "orchestrator.outcome": outcome,
        ...(reason === null ? {} : { "orchestrator.reason": reason }),
      },
    },
  );
}

/** Moments of an attempt that are worth to be seen in its trace. */
function noteOf(event: Event): SpanNote | null {
  switch (event.type) {
    case "asked":
      return note(event.atMs, "asked", { question: event.question.id });
    case "answered":
      return note(event.atMs, "answered", { question: event.entry });
    case "loop-found":
      return note(event.atMs, "loop found", {
        pattern: event.loop.pattern,
        verdict: event.loop.verdict,
      });
    case "agent-uncertain":
      return note(event.atMs, "not seen", { why: event.why });
    case "agent-stopping":
      return note(event.atMs, "stopping", { cause: event.cause, now: event.now });
    case "message-delivered":
      return note(event.atMs, "message", { message: event.message, heard: event.heard });
    case "base-doubted":
      return note(event.atMs, "the branch is doubted", { head: event.head });
    default:
      return null;
  }
}
