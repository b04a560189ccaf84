import { OrchestratorError } from "../model/index.ts";
import { distil } from "./distil.ts";
import type { MemoryEntry, MemoryKind, Saying } from "./types.ts";
import { MEMORY_KINDS } from "./types.ts";

/** An agent's journal as the origin of 000 keeps it in `config/agent_memories/<name>.json`. */
export interface OriginJournal {
  readonly agent_name: string;
  /** ISO 8601, without a zone: UTC as we write it. */
  readonly last_updated: string;
  readonly memories: Readonly<Record<MemoryKind, readonly OriginEntry[]>>;
  readonly summaries: Readonly<Record<MemoryKind, readonly string[]>>;
}

export interface OriginEntry {
  readonly content: string;
  readonly type: MemoryKind;
  readonly tags: readonly string[];
  readonly related_to: string | null;
  readonly created_at: string;
  readonly session_id: string | null;
}

type Read = Omit<Saying, "kind" | "by" | "who" | "attempt" | "target">;

/**
 * The sayings of such a file, summaries first; `agent` in place of the name it gives. What is no
 * entry is left out, and counted.
 * @throws OrchestratorError `bad-config` where it is no such file
 */
export function readOriginJournal(
  text: string,
  nowMs: number,
): { readonly name: string; readonly sayings: readonly Read[]; readonly unread: number } {
  const file = parse(text);
  const name = file["agent_name"];
  const { memories, summaries } = file;
  if (typeof name !== "string" || name.trim() === "" || !isObject(memories)) {
    throw notOne("it has no agent_name or no memories");
  }
  const sayings: Read[] = [];
  let unread = 0;
  const add = (said: Read | null): void => {
    if (said === null) unread += 1;
    else sayings.push(said);
  };
  for (const kind of MEMORY_KINDS) {
    for (const one of listIn(isObject(summaries) ? summaries[kind] : [])) {
      add(typeof one === "string" ? summaryOf(name, kind, one, nowMs) : null);
    }
  }
  for (const kind of MEMORY_KINDS) {
    for (const one of listIn(memories[kind])) add(entryOf(name, kind, one, nowMs));
  }
  return { name, sayings, unread };
}

function parse(text: string): Record<string, unknown> {
  try {
    const file: unknown = JSON.parse(text);
    if (isObject(file)) return file;
  } catch (cause) {
    throw notOne(cause instanceof Error ? cause.message : "it is no JSON");
  }
  throw notOne("it is no object");
}

function notOne(why: string): OrchestratorError {
  return new OrchestratorError("bad-config", `this is no agent's memory: ${why}`, {
    hint: 'It looks like {"agent_name": "Aria", "memories": {"insight": [{"content": …}]}}.',
  });
}

function summaryOf(agent: string, note: MemoryKind, content: string, atMs: number): Read {
  const none = { about: null, tags: [], pinned: null, session: null };
  return { agent, note, content, ...none, summary: true, atMs };
}

function entryOf(agent: string, note: MemoryKind, one: unknown, nowMs: number): Read | null {
  if (!isObject(one) || typeof one["content"] !== "string") return null;
  const { content, tags, related_to: about, created_at: at, session_id: session } = one;
  return {
    agent,
    note,
    content,
    about: typeof about === "string" ? about : null,
    tags: listIn(tags).filter((tag): tag is string => typeof tag === "string"),
    summary: false,
    pinned: null,
    session: typeof session === "string" ? session : null,
    atMs: timeOf(at) ?? nowMs,
  };
}

/** Python writes no zone and microseconds; we write UTC. */
function timeOf(at: unknown): number | null {
  if (typeof at !== "string") return null;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(at) ? at : `${at}Z`;
  const ms = Date.parse(zoned);
  return Number.isFinite(ms) ? ms : null;
}

/** The same shape, for programs that read it: what a summary holds is no entry there any more. */
export function originJournal(
  name: string,
  entries: readonly MemoryEntry[],
  nowMs: number,
): OriginJournal {
  const standing = entries.filter(({ revoked }) => revoked === null);
  const byKind = MEMORY_KINDS.map(
    (kind) => [kind, distil(standing.filter((one) => one.kind === kind))] as const,
  );
  const updated = standing.reduce((last, { saidAtMs }) => Math.max(last, saidAtMs), 0);
  return {
    agent_name: name,
    last_updated: isoOf(updated === 0 ? nowMs : updated),
    memories: record(byKind.map(([kind, { rest }]) => [kind, rest.map(originEntry)])),
    summaries: record(byKind.map(([kind, { summaries }]) => [kind, summaries])),
  };
}

function originEntry({
  content,
  kind,
  tags,
  about,
  createdAtMs,
  sources,
}: MemoryEntry): OriginEntry {
  return {
    content,
    type: kind,
    tags,
    related_to: about,
    created_at: isoOf(createdAtMs),
    session_id: sources[0]?.session ?? null,
  };
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString().replace("Z", "");
}

function record<T>(pairs: readonly (readonly [MemoryKind, T])[]): Readonly<Record<MemoryKind, T>> {
  return Object.fromEntries(pairs) as Record<MemoryKind, T>;
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
