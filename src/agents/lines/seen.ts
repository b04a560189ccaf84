import type { Usage } from "../../model/index.ts";
import { unreachable } from "../../model/index.ts";
import type { AgentFailure, AgentLine } from "./agent-line.ts";
import { cut, cutToEnd } from "./fields.ts";

/** How a stream ended, by its own last word. */
export type StreamEnd =
  | { readonly kind: "finished"; readonly text: string | null }
  | { readonly kind: "failed"; readonly failure: AgentFailure };

/** What a stream has said so far, small however long it is: the fold that `classify` judges. */
export interface Seen {
  readonly session: string | null;
  readonly model: string | null;
  readonly usage: Usage | null;
  readonly end: StreamEnd | null;
  /** The last failure that nothing good has followed. */
  readonly failure: AgentFailure | null;
  /** The last one that was no mere retry, whatever followed: a bad exit code speaks of it. */
  readonly error: AgentFailure | null;
  readonly gaveUp: string | null;
  /** The last thing said. */
  readonly said: string | null;
  readonly isPartial: boolean;
  /** A model has said something, or used a tool. */
  readonly hasAnswered: boolean;
  /** Tools that were denied, and are waited with. */
  readonly denied: number;
  readonly waiting: readonly string[];
  /** The end of the output that is no event. */
  readonly tail: string;
}

const TAIL_CHARS = 4_000;
const SAID_CHARS_MAX = 4_000;
const WAITING_MAX = 20;

export const NOTHING_SEEN: Seen = {
  session: null,
  model: null,
  usage: null,
  end: null,
  failure: null,
  error: null,
  gaveUp: null,
  said: null,
  isPartial: false,
  hasAnswered: false,
  denied: 0,
  waiting: [],
  tail: "",
};

export function see(seen: Seen, line: AgentLine): Seen {
  switch (line.kind) {
    case "output":
      return { ...seen, tail: withTail(seen.tail, line.text) };
    case "started":
      return {
        ...seen,
        session: line.session ?? seen.session,
        model: line.model ?? seen.model,
        end: null,
      };
    case "said":
      return seeSaid(seen, line.text, line.partial);
    case "usage":
      return {
        ...seen,
        usage: line.scope === "total" ? line.usage : addUsage(seen.usage, line.usage),
      };
    case "permission":
      return seePermission(seen, line);
    case "retrying":
      return { ...seen, failure: line.failure };
    case "failed":
      return {
        ...seen,
        failure: line.failure,
        error: line.failure,
        end: line.final ? { kind: "failed", failure: line.failure } : seen.end,
      };
    case "finished":
      return { ...seen, end: { kind: "finished", text: line.text } };
    case "gave-up":
      return { ...seen, gaveUp: line.message };
    case "tool-started":
    case "tool-ended":
      // A model that works again has got over what failed before.
      return seen.failure === null && !seen.isPartial && seen.hasAnswered
        ? seen
        : { ...seen, failure: null, isPartial: false, hasAnswered: true };
    case "activity":
    case "question":
    case "blocker":
    case "progress":
    case "message":
    case "warned":
      return seen;
    default:
      return unreachable(line);
  }
}

/** The end of what was written beside the stream, on stderr. */
export function seeTail(seen: Seen, text: string): Seen {
  return text.trim() === "" ? seen : { ...seen, tail: withTail(seen.tail, text) };
}

function seeSaid(seen: Seen, text: string, partial: boolean): Seen {
  const said = partial && seen.isPartial ? `${seen.said ?? ""}${text}` : text;
  const cutSaid = cut(said, SAID_CHARS_MAX);
  return { ...seen, said: cutSaid, isPartial: partial, hasAnswered: true, failure: null };
}

function seePermission(seen: Seen, line: Extract<AgentLine, { kind: "permission" }>): Seen {
  const waiting = seen.waiting.filter((request) => request !== line.request);
  if (line.state === "denied") return { ...seen, denied: seen.denied + 1, waiting };
  if (line.state === "allowed" || line.request === null) return { ...seen, waiting };
  return { ...seen, waiting: [...waiting, line.request].slice(-WAITING_MAX) };
}

export function addUsage(before: Usage | null, more: Usage): Usage {
  if (before === null) return more;
  const sum = (name: "cacheReadTokens" | "cacheWriteTokens" | "costUsd") =>
    before[name] === undefined && more[name] === undefined
      ? {}
      : { [name]: (before[name] ?? 0) + (more[name] ?? 0) };
  const model = more.model ?? before.model;
  return {
    inputTokens: before.inputTokens + more.inputTokens,
    outputTokens: before.outputTokens + more.outputTokens,
    ...sum("cacheReadTokens"),
    ...sum("cacheWriteTokens"),
    ...sum("costUsd"),
    ...(model === undefined ? {} : { model }),
  };
}

/**
 * What a run used by itself, when its program counts the conversation it went on from as well
 * (Claude Code and Codex do so after a clean end, and not after a kill). Less than before means
 * that it began to count anew.
 */
export function usageSince(before: Usage | null, now: Usage): Usage {
  if (before === null) return now;
  if (now.inputTokens < before.inputTokens || now.outputTokens < before.outputTokens) return now;
  const rest = (name: "cacheReadTokens" | "cacheWriteTokens" | "costUsd") =>
    now[name] === undefined ? {} : { [name]: Math.max(0, now[name] - (before[name] ?? 0)) };
  return {
    inputTokens: now.inputTokens - before.inputTokens,
    outputTokens: now.outputTokens - before.outputTokens,
    ...rest("cacheReadTokens"),
    ...rest("cacheWriteTokens"),
    ...rest("costUsd"),
    ...(now.model === undefined ? {} : { model: now.model }),
  };
}

function withTail(tail: string, text: string): string {
  return cutToEnd(tail === "" ? text : `${tail}\n${text}`, TAIL_CHARS);
}
