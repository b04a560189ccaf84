import type { Workplace } from "../../daemon/index.ts";
import { attemptOutputPath, followEvents, readState } from "../../daemon/index.ts";
import type { AttemptId, Event, State, StreamKey } from "../../model/index.ts";
import { keyOf, streamOf, isoTime } from "../../model/index.ts";
import { nowMs, redactText, sleep } from "../../platform/index.ts";
import type { Announcement } from "../announce/announce.ts";
import { announce, SILENCE } from "../announce/announce.ts";
import { wireEvents } from "../announce/wire.ts";
import { safeBlock } from "../text/safe.ts";
import type { OutputTail } from "../text/tail.ts";
import { endTail, openTail, readLines } from "../text/tail.ts";
import type { Context } from "./context.ts";

const LOOK_MS = 300;

/** Prints what happens from now on, until interrupted or until nobody reads any more. */
export async function followLogs(
  context: Context,
  place: Workplace,
  only: ReadonlySet<StreamKey> | null,
): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  context.terminal.readerGone.addEventListener("abort", end, { once: true });
  try {
    await Promise.all([
      printEvents(context, place, only, ending.signal),
      only === null ? null : printOutput(context, place, only, ending.signal),
    ]);
  } finally {
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
  }
}

async function printEvents(
  context: Context,
  place: Workplace,
  only: ReadonlySet<StreamKey> | null,
  signal: AbortSignal,
): Promise<void> {
  let { state, seq } = readState(place);
  let memory: Announcement = SILENCE;
  await followEvents(place, { fromSeq: seq + 1, signal }, (seen) => {
    // One reading serves all events that were there when it was made.
    if (seen.seq > seq) ({ state, seq } = readState(place));
    if (only !== null && !only.has(subjectOf(seen.event) ?? "")) return;
    memory = printEvent(context, memory, seen, state);
  });
}

function subjectOf(event: Event): StreamKey | null {
  if ("key" in event) return event.key;
  return "attempt" in event ? keyOf(event.attempt) : null;
}

function printEvent(
  { globals, terminal }: Context,
  memory: Announcement,
  { seq, event }: { readonly seq: number; readonly event: Event },
  state: State,
): Announcement {
  if (globals.ndjson || globals.json) {
    for (const wire of wireEvents(event, state)) {
      terminal.out(`${JSON.stringify({ seq, ...wire })}\n`);
    }
    return memory;
  }
  const announced = announce(memory, event, state);
  for (const line of announced.lines) terminal.out(`${line}\n`);
  return announced.memory;
}

/** What the newest attempts of these work streams print, as they print it. */
async function printOutput(
  context: Context,
  place: Workplace,
  only: ReadonlySet<StreamKey>,
  signal: AbortSignal,
): Promise<void> {
  const tails = new Map<AttemptId, OutputTail>();
  while (!signal.aborted) {
    const { state } = readState(place);
    for (const key of only) {
      const newest = state.streams.get(key)?.attempts.at(-1)?.attempt;
      if (newest === undefined) continue;
      const tail = tails.get(newest) ?? openTail();
      tails.set(newest, tail);
      const lines = readLines(attemptOutputPath(place, newest), tail);
      if (lines.length > 0) print(context, newest, `${lines.join("\n")}\n`);
    }
    await sleep(LOOK_MS, signal).catch(() => undefined);
  }
  for (const [attempt, tail] of tails) {
    const begun = endTail(tail);
    if (begun !== "") print(context, attempt, `${begun}\n`);
  }
}

function print({ globals, terminal }: Context, attempt: AttemptId, text: string): void {
  const shown = redactText(text);
  if (!globals.ndjson && !globals.json) {
    terminal.out(safeBlock(shown));
    return;
  }
  const at = isoTime(nowMs());
  const id = streamOf(keyOf(attempt));
  terminal.out(`${JSON.stringify({ at, type: "agent_output", id, attempt, text: shown })}\n`);
}
