import type { ExecutionTrace } from "../../journal/index.ts";
import { executionTrace, openJournal, openTraces, TraceFold } from "../../journal/index.ts";
import type { AttemptId, AttemptRecord, Event, Span, State } from "../../model/index.ts";
import { keyOf } from "../../model/index.ts";
import type { Workplace } from "../workplace.ts";
import { hasJournal } from "../read.ts";
import { readSteps } from "./steps.ts";

export interface AttemptTrace {
  /** Of the attempt and all below it, by their beginning; the attempt's own first. */
  readonly spans: readonly Span[];
  readonly execution: ExecutionTrace;
}

/** What an attempt did, from the journal and what was seen of its agent; also while it works. */
export function readTrace(
  workplace: Workplace,
  state: State,
  record: AttemptRecord,
  atMs: number,
): AttemptTrace {
  const { attempt } = record;
  const steps = readSteps(workplace.logsDir, attempt);
  const source = { repoId: workplace.repoId, steps: () => steps };
  const fold = new TraceFold(source, openTraces(workplace.repoId, null));
  const spans: Span[] = [];
  for (const event of eventsAbout(workplace, attempt)) spans.push(...fold.see(event));
  spans.push(...fold.unfinished(atMs));
  const own = spans.filter(({ parentId }) => parentId !== null);
  // A span that holds others comes before them, also where it begins with them.
  own.sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs);
  return { spans: own, execution: executionTrace(state, record, own, steps) };
}

function* eventsAbout(workplace: Workplace, attempt: AttemptId): Generator<Event> {
  if (!hasJournal(workplace)) return;
  const journal = openJournal(workplace.journalDir, { mode: "read" });
  try {
    const key = keyOf(attempt);
    for (const record of journal.read({ kinds: ["event"] })) {
      if (record.kind === "event" && isAbout(record.body, attempt, key)) yield record.body;
    }
  } finally {
    journal.close();
  }
}

function isAbout(event: Event, attempt: AttemptId, key: string): boolean {
  if ("attempt" in event) return event.attempt === attempt;
  if ("key" in event) return event.key === key;
  return event.type === "session-started" || event.type === "session-moved";
}
