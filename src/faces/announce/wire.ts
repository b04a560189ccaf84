import type {
  Event,
  EventOf,
  GateReport,
  MachineEvent,
  RecoveryEvent,
  State,
  StreamKey,
  TeamEvent,
} from "../../model/index.ts";
import {
  isRecoveryEvent,
  isTeamEvent,
  isoTime,
  keyOf,
  streamOf,
  targetOf,
  unreachable,
  usageOf,
} from "../../model/index.ts";
import { isOfRoom } from "./room.ts";

/** Event names other programs rely on (docs/json.md); the first six are the seeds' own. */
export const WIRE_TYPES = [
  "spawning_agent",
  "agent_running",
  "agent_output",
  "agent_completed",
  "agent_failed",
  "verification_complete",
  "planned",
  "claimed",
  "preparing",
  "question",
  "answered",
  "rejected",
  "landed",
  "retrying",
  "blocked",
  "budget",
  "recovery",
  "machine",
  "checkpoint",
  "phase",
  "finished",
] as const;
export type WireType = (typeof WIRE_TYPES)[number];

/** One line of `--ndjson` without its position: `{type, at, …}`, `at` in ISO 8601. */
export interface WireEvent {
  readonly type: WireType;
  readonly at: string;
  readonly [field: string]: unknown;
}

/** What an event is called on the wire: none, one or two lines of `--ndjson`. */
export function wireEvents(event: Event, state: State): readonly WireEvent[] {
  const at = isoTime(event.atMs);
  if (isRecoveryEvent(event)) return [recovery(event, at, state)];
  if (isOfRoom(event)) return [{ at, ...roomOf(event) }];
  if (!isTold(event)) return [];
  return bare(event, state).map(({ type, ...fields }) => ({ type, at, ...fields }));
}

/** Every step of a recovery is told under one name; `about` says which. */
function recovery({ type: about, ...event }: RecoveryEvent, at: string, state: State): WireEvent {
  if (about === "work-proposed" && "facts" in event) {
    const { key, by, attempt } = event;
    return { type: "recovery", at, about, ...stream(key, state), by, attempt };
  }
  const { key, atMs: _atMs, ...fields } = event;
  return { type: "recovery", at, about, ...stream(key, state), ...fields };
}

interface Bare {
  readonly type: WireType;
  readonly [field: string]: unknown;
}

/** What nobody outside has to know at once: the state tells it to whoever looks. */
type Silent =
  | "parked"
  | "messaged"
  | "message-delivered"
  | "conflict-foreseen"
  | "loop-found"
  | "account-noted"
  | "account-troubled"
  | "account-due"
  | "account-cleared"
  | "stream-held"
  | "stream-freed"
  | "summoned";

const SILENT: ReadonlySet<string> = new Set<Silent>([
  "parked",
  "messaged",
  "message-delivered",
  "conflict-foreseen",
  "loop-found",
  "account-noted",
  "account-troubled",
  "account-due",
  "account-cleared",
  "stream-held",
  "stream-freed",
  "summoned",
]);

type Told = Exclude<
  Event,
  MachineEvent | { readonly type: Silent | (TeamEvent | RecoveryEvent)["type"] }
>;

function isTold(event: Event): event is Told {
  if (isTeamEvent(event) || isRecoveryEvent(event)) return false;
  return !SILENT.has(event.type) && !isOfRoom(event);
}

function bare(event: Told, state: State): readonly Bare[] {
  switch (event.type) {
    case "session-started":
      return [{ type: "phase", session: event.session, from: null, to: "planning", reason: "" }];
    case "session-planned":
      return [{ type: "planned", session: event.session, workStreams: event.keys.map(streamOf) }];
    case "session-moved":
      return [
        {
          type: "phase",
          session: event.session,
          from: event.from,
          to: event.to,
          reason: event.reason,
        },
      ];
    case "claimed":
      return [
        { type: "claimed", ...who(event, state), again: event.rejection !== null },
        { type: "preparing", ...who(event, state) },
      ];
    case "prepared":
      return [
        {
          type: "spawning_agent",
          ...who(event, state),
          workspace: event.workspace.path,
          ...(event.reservation === undefined ? {} : { reservation: event.reservation }),
        },
      ];
    case "agent-started":
      return [{ type: "agent_running", ...who(event, state), pid: event.process.pid }];
    case "agent-progressed":
      return [{ type: "agent_output", ...who(event, state), outputBytes: event.outputBytes }];
    case "agent-ended":
      return [ended(event, state)].filter((each) => each !== null);
    case "collected":
      return [
        {
          type: "checkpoint",
          ...who(event, state),
          ref: event.work.archiveRef,
          files: event.work.files,
        },
      ];
    case "verified":
      return [verdict(event, state, event.report)];
    case "unverified":
      return [{ type: "verification_complete", ...who(event, state), passed: null, gates: [] }];
    case "asked": {
      const { id: entry, kind, text, options } = event.question;
      return [{ type: "question", ...who(event, state), entry, kind, text, options }];
    }
    case "person-needed":
      return [{ type: "question", ...who(event, state), kind: "approval", why: event.why }];
    case "answered":
    case "continued":
      return [goingOn(event, state)];
    case "landed":
      return [
        {
          type: "landed",
          ...who(event, state),
          commit: event.commit,
          onto: event.onto,
          diverted: event.diverted,
          forced: event.forced,
        },
      ];
    case "rejected":
      return [
        { type: "rejected", ...who(event, state), reason: event.rejection.reason },
        { type: "retrying", ...who(event, state), notBefore: isoTime(event.retryAtMs) },
      ];
    case "failed":
      return failed(event, state);
    case "stopped":
      return [
        { type: "agent_failed", ...who(event, state), reason: "stopped", message: event.reason },
      ];
    case "blocked":
      return [{ type: "blocked", ...stream(event.key, state), reason: event.reason }];
    case "unaffordable": {
      const { limit, mayComeBack, retryAtMs } = event;
      const notBefore = retryAtMs === 0 ? null : isoTime(retryAtMs);
      const about = { ...stream(event.key, state), attempt: event.attempt };
      return [{ type: "budget", about: "denied", ...about, limit, mayComeBack, notBefore }];
    }
    case "spent":
      return [{ type: "budget", about: "spent", ...who(event, state), spending: event.spending }];
    case "budget-level": {
      const { untilMs, ...reading } = event.reading;
      const until = isoTime(untilMs);
      if (reading.level === event.from) return [];
      return [{ type: "budget", about: "level", from: event.from, ...reading, until }];
    }
    case "skipped":
      return [leftOut(event, state)];
    case "recovered":
    case "checkpoint-kept":
    case "rolled-back":
    case "rollback-begun":
    case "rollback-built":
    case "rollback-verified":
    case "rollback-moved":
    case "rollback-refused":
    case "checkpoint-begun":
    case "checkpoint-dropping":
    case "checkpoint-dropped":
    case "loop-started":
    case "loop-stopped":
    case "roadmap-noted":
    case "base-judged":
    case "decided":
    case "agent-uncertain":
    case "agent-stopping":
    case "merge-started":
    case "candidate-built":
    case "base-doubted":
    case "blame-sought":
    case "person-agreed":
    case "head-moved":
    case "checkout-moved":
    case "settled":
    case "reopened":
    case "landing-gone":
    case "branch-joined":
    case "limit-set":
    case "streams-added":
    case "released":
    case "effects-due":
    case "effect-deferred":
    case "name-claimed":
    case "act-refused":
      return [];
    default:
      return unreachable(event);
  }
}

function leftOut({ key, reason }: EventOf<"skipped">, state: State): Bare {
  return { type: "blocked", ...stream(key, state), reason, skipped: true };
}

function goingOn(event: EventOf<"answered" | "continued">, state: State): Bare {
  if (event.type === "answered") {
    const { by, text, allowed } = event.message;
    return { type: "answered", ...who(event, state), entry: event.entry, by, text, allowed };
  }
  return {
    type: "retrying",
    ...who(event, state),
    reason: "continued",
    message: event.why,
    counts: false,
    notBefore: isoTime(event.retryAtMs),
  };
}

/** The claim of the agent itself; a usage limit is no failure and only retries. */
function ended(event: EventOf<"agent-ended">, state: State): Bare | null {
  const { outcome } = event.report;
  const used = usageOf(event.report);
  const usage = used === null ? null : { ...event.report.usage, ...used };
  switch (outcome.kind) {
    case "claimed-done":
      return { type: "agent_completed", ...who(event, state), summary: outcome.summary, usage };
    case "failed":
    case "gave-up":
    case "login-needed":
    case "credit-needed":
      return {
        type: "agent_failed",
        ...who(event, state),
        reason: outcome.kind === "failed" ? outcome.reason : outcome.kind,
        message: outcome.message,
        usage,
      };
    case "limited":
      return null;
    default:
      return unreachable(outcome);
  }
}

/** An attempt may fail without its agent ending badly: no workspace, or nothing to land. */
function failed(event: EventOf<"failed">, state: State): readonly Bare[] {
  const { reason, message, counts } = event;
  const retrying: Bare = {
    type: "retrying",
    ...who(event, state),
    reason,
    message,
    counts,
    notBefore: isoTime(event.retryAtMs),
  };
  if (reason !== "workspace" && reason !== "no-result") return [retrying];
  return [{ type: "agent_failed", ...who(event, state), reason, message, usage: null }, retrying];
}

function verdict(event: EventOf<"verified">, state: State, report: GateReport): Bare {
  return {
    type: "verification_complete",
    ...who(event, state),
    passed: report.green,
    cached: event.cached,
    gates: report.results.map(({ name, verdict, durationMs }) => ({ name, verdict, durationMs })),
  };
}

function who(event: { readonly attempt: string }, state: State): Record<string, unknown> {
  return { ...stream(keyOf(event.attempt), state), attempt: event.attempt };
}

function stream(key: StreamKey, state: State): Record<string, unknown> {
  const known = state.streams.get(key);
  return {
    id: streamOf(key),
    target: targetOf(key),
    title: known?.facts.title ?? null,
    agent: known?.agent?.name ?? null,
    agentId: known?.agent?.id ?? null,
  };
}

function roomOf(event: MachineEvent): Bare {
  if (event.type === "machine-eased") return { type: "machine", lack: null, why: null };
  if (event.type === "size-set") {
    return { type: "machine", lack: null, why: event.why, agents: event.agents };
  }
  return { type: "machine", lack: event.lack, why: event.why };
}
