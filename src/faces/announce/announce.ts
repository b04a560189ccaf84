import type { AttemptId, Event, EventOf, State, StreamKey } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { count, duration, keyLabel } from "../text/words.ts";
import { type Line, describeEvent } from "./event-lines.ts";
import { phaseLine } from "./phases.ts";

/** What the announcer remembers between events: the session so far, and the spawn in hand. */
export interface Announcement {
  readonly startedAtMs: number | null;
  /** Claims not announced yet: they arrive one by one and are announced together. */
  readonly claimed: readonly Claim[];
  readonly spawning: ReadonlySet<AttemptId>;
  readonly monitoring: boolean;
  readonly verified: boolean;
}

interface Claim {
  readonly attempt: AttemptId;
  readonly key: StreamKey;
  readonly agent: string;
  readonly again: boolean;
}

export const SILENCE: Announcement = {
  startedAtMs: null,
  claimed: [],
  spawning: new Set(),
  monitoring: false,
  verified: false,
};

export interface Announced {
  readonly memory: Announcement;
  readonly lines: readonly string[];
}

/**
 * Turns events into the lines a person follows a run by: phase announcements and
 * `[2 min] Agent Aria started Phase 1.2`. A pure fold: the same events give the same lines.
 */
export function announce(memory: Announcement, event: Event, state: State): Announced {
  if (event.type === "claimed") return noteClaim(memory, event);
  if (event.type === "session-started") {
    return {
      memory: { ...SILENCE, startedAtMs: event.atMs },
      lines: [phaseLine(2, "Starting")],
    };
  }
  const flushed = startSpawn(memory);
  const mapped = tell(flushed.memory, event, state);
  return { memory: mapped.memory, lines: [...flushed.lines, ...mapped.lines] };
}

function noteClaim(memory: Announcement, event: EventOf<"claimed">): Announced {
  const claim: Claim = {
    attempt: event.attempt,
    key: event.key,
    agent: safeText(event.agent.name),
    again: event.rejection !== null || event.carry !== null,
  };
  return { memory: { ...memory, claimed: [...memory.claimed, claim] }, lines: [] };
}

function startSpawn(memory: Announcement): Announced {
  if (memory.claimed.length === 0) return { memory, lines: [] };
  const lines: string[] = [];
  if (!memory.monitoring && memory.spawning.size === 0) {
    lines.push(phaseLine(3, "Starting", count(memory.claimed.length, "agent")));
  }
  for (const { agent, key, again } of memory.claimed) {
    lines.push(`  Agent ${agent} ${again ? "goes on with" : "→"} ${keyLabel(key)}`);
  }
  const spawning = new Set(memory.spawning);
  if (!memory.monitoring) for (const { attempt } of memory.claimed) spawning.add(attempt);
  return { memory: { ...memory, claimed: [], spawning }, lines };
}

/** Phase 3 is over when everything first claimed has started or come to an end. */
function endSpawn(memory: Announcement, attempt: AttemptId): Announced {
  if (!memory.spawning.has(attempt)) return { memory, lines: [] };
  const spawning = new Set(memory.spawning);
  spawning.delete(attempt);
  if (spawning.size > 0) return { memory: { ...memory, spawning }, lines: [] };
  return {
    memory: { ...memory, spawning, monitoring: true },
    lines: [phaseLine(3, "Complete"), phaseLine(4, "In Progress")],
  };
}

/** With these an attempt has started or will not. */
const BEGUN: ReadonlySet<Event["type"]> = new Set(["agent-started", "failed", "unaffordable"]);

function tell(memory: Announcement, event: Event, state: State): Announced {
  const line: Line = (text) => `[${elapsed(memory, event, state)}] ${text}`;
  const attempt = "attempt" in event ? event.attempt : null;
  const started = BEGUN.has(event.type);
  const spawned = started && attempt !== null ? endSpawn(memory, attempt) : { memory, lines: [] };
  const own = describeEvent(event, state, line);
  const next = { ...spawned.memory };
  if (event.type === "session-moved" && isEnd(event.to)) {
    return {
      memory: SILENCE,
      lines: [...own, ...(memory.startedAtMs === null ? [] : [phaseLine(5, "Complete")])],
    };
  }
  return { memory: next, lines: [...own, ...spawned.lines] };
}

function isEnd(to: string): boolean {
  return to === "completed" || to === "failed";
}

function elapsed(memory: Announcement, event: Event, state: State): string {
  const since = memory.startedAtMs ?? state.session?.startedAtMs ?? event.atMs;
  return duration(event.atMs - since);
}
