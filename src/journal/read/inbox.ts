import type { InboxId, InboxKind, Question, State, StreamState } from "../../model/index.ts";
import { displayKey, isoTime } from "../../model/index.ts";
import { orderedStreams } from "./streams.ts";
import type { DisplayId } from "./types.ts";
import { commandWord, listOf } from "./words.ts";

/** Something that only a person can settle; `data` of `orchestrator inbox` holds these. */
export interface InboxItem {
  readonly id: InboxId;
  /** The work stream. */
  readonly stream: DisplayId;
  readonly title: string;
  readonly agent: string | null;
  readonly kind: InboxKind;
  readonly text: string;
  readonly options: readonly string[];
  readonly since: string | null;
  readonly ageMs: number;
  /** The agent's process waits for it at this moment. */
  readonly live: boolean;
  /** Command lines that settle it, the likeliest first. */
  readonly commands: readonly string[];
}

/** What waits for a person, oldest first. */
export function inboxView(state: State, { nowMs }: { readonly nowMs: number }): InboxItem[] {
  return orderedStreams(state)
    .flatMap((stream) => itemsOf(stream, nowMs))
    .sort((a, b) => b.ageMs - a.ageMs);
}

function itemsOf(stream: StreamState, nowMs: number): InboxItem[] {
  return [...askedOf(stream, nowMs), ...escalationOf(stream, nowMs)];
}

/** What is to become of a stream that was put before a person. */
function escalationOf(stream: StreamState, nowMs: number): InboxItem[] {
  const { escalation = null, split = null } = stream.recovery ?? {};
  if (escalation === null || split?.stage.kind === "applying") return [];
  const { entry: id, text, sinceMs } = escalation;
  const proposal = split?.stage.kind === "proposed" ? split.stage.proposal : null;
  const about = { id, kind: "escalation", options: [], sinceMs, live: false } as const;
  if (proposal === null) return [itemOf(stream, nowMs, { ...about, text })];
  const parts = proposal.parts.map((part) => `- ${part.id}: ${part.title}`);
  const what = proposal.adds
    ? "These would be added to the roadmap; nothing is started:"
    : "It would be divided, and wait for its parts:";
  const told = [text, what, ...parts, proposal.diff];
  const item = itemOf(stream, nowMs, { ...about, text: told.join("\n").trimEnd() });
  const [yes, no] = [`orchestrator approve ${id}`, `orchestrator reject ${id} -m WHY`];
  if (proposal.adds) return [{ ...item, commands: [yes, no] }];
  return [{ ...item, commands: [yes, `orchestrator answer ${id} TEXT`, no] }];
}

function askedOf(stream: StreamState, nowMs: number): InboxItem[] {
  const { stage } = stream;
  if (stage.kind === "needs-person") {
    return [
      itemOf(stream, nowMs, {
        id: stage.entry,
        kind: "approval",
        text: listOf(stage.why),
        options: [],
        sinceMs: stage.sinceMs,
        live: false,
      }),
    ];
  }
  if (!("asking" in stage)) return [];
  return stage.asking.map((question) =>
    itemOf(stream, nowMs, {
      ...question,
      live: stage.kind === "running" && question.need === "now",
    }),
  );
}

type Asked = Pick<Question, "id" | "text" | "options" | "sinceMs"> & {
  readonly kind: InboxKind;
  readonly live: boolean;
};

function itemOf(stream: StreamState, nowMs: number, asked: Asked): InboxItem {
  const { id, kind, text, options, sinceMs, live } = asked;
  return {
    id,
    stream: displayKey(stream.facts.key),
    title: stream.facts.title,
    agent: stream.agent?.name ?? null,
    kind,
    text,
    options,
    since: isoTime(sinceMs),
    ageMs: Math.max(0, nowMs - sinceMs),
    live,
    commands: commandsFor(kind, id, options),
  };
}

function commandsFor(kind: InboxKind, id: InboxId, options: readonly string[]): string[] {
  switch (kind) {
    case "approval":
    case "permission":
      return [`orchestrator approve ${id}`, `orchestrator reject ${id} -m WHY`];
    case "question": {
      const [first] = options;
      const word = first === undefined ? "TEXT" : commandWord(first);
      return [`orchestrator answer ${id} ${word}`];
    }
    case "escalation":
    case "stuck":
    case "blocked":
      return [`orchestrator answer ${id} TEXT`, `orchestrator approve ${id}`];
  }
}
