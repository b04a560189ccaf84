import { readState, readTrace } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { AttemptRecord, Span, State } from "../../../model/index.ts";
import {
  displayKey,
  generationOf,
  keyOf,
  OrchestratorError,
  isoTime,
} from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { duration } from "../../text/words.ts";
import { alignRows } from "../../text/width.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import { targetIn, workplaceOf } from "../context.ts";
import { parseCount } from "../options/quantity.ts";
import { findKey } from "../roadmap/streams.ts";

export const trace: Face = (command, on) => {
  command
    .command("list")
    .description("attempts, the newest last")
    .option("--limit <number>", "the newest so many", parseCount, 50)
    .action(on((context, { limit }: { limit: number }) => listTraces(workplaceOf(context), limit)));
  command
    .command("show")
    .description("what one attempt did, and how long each part of it took")
    .argument("<what>", "a work stream (its newest attempt), or an attempt such as 1.2/3")
    .action(
      on((context, what: string) => {
        const place = workplaceOf(context);
        const seen = readState(place);
        const record = findAttempt(seen.state, what, targetIn(context, place).id);
        return showTrace(place, seen, record);
      }),
    );
};

function listTraces(place: Workplace, limit: number): Answer {
  const { state, atMs } = readState(place);
  const all = [...state.streams.values()]
    .flatMap(({ attempts }) => attempts)
    .sort((a, b) => a.claimedAtMs - b.claimedAtMs)
    .slice(-limit);
  const rows = all.map((record) => [
    safeText(labelOf(record)),
    safeText(record.agent.name),
    record.outcome,
    duration((record.finishedAtMs ?? atMs) - record.claimedAtMs),
    isoTime(record.claimedAtMs),
  ]);
  return {
    schema: "trace-list",
    data: {
      traces: all.map((record) => ({
        attempt: labelOf(record),
        agent: record.agent.name,
        outcome: record.outcome,
        begunAt: isoTime(record.claimedAtMs),
        endedAt: isoTime(record.finishedAtMs),
      })),
    },
    text: rows.length === 0 ? "Nothing was tried here yet." : alignRows(rows).join("\n"),
    ...(rows.length === 0 ? {} : { next: ["orchestrator trace show <attempt>"] }),
  };
}

function findAttempt(state: State, what: string, target: string): AttemptRecord {
  const known = [...state.streams.values()];
  const [, id, number] = /^(.*)\/(\d+)$/.exec(what) ?? [];
  const facts = known.map((stream) => stream.facts);
  const isWhole = facts.some((each) => each.id === what || each.key === what);
  const key = findKey(facts, isWhole || id === undefined ? what : id, target);
  const attempts = state.streams.get(key)?.attempts ?? [];
  const found =
    isWhole || number === undefined
      ? attempts.at(-1)
      : attempts.find(({ attempt }) => generationOf(attempt) === Number(number));
  if (found !== undefined) return found;
  throw new OrchestratorError("not-found", `there is no attempt ${JSON.stringify(what)}`, {
    hint: "Attempts so far: orchestrator trace list",
  });
}

function showTrace(
  place: Workplace,
  { state, atMs }: { readonly state: State; readonly atMs: number },
  record: AttemptRecord,
): Answer {
  const { spans, execution } = readTrace(place, state, record, atMs);
  const depths = depthsOf(spans);
  const rows = spans.map((span) => [
    `${"  ".repeat(depths.get(span.spanId) ?? 0)}${safeText(span.name)}`,
    duration(span.endMs - span.startMs),
    `+${duration(span.startMs - (spans[0]?.startMs ?? span.startMs))}`,
    span.failure === null ? "" : safeText(span.failure),
  ]);
  return {
    schema: "trace",
    data: { ...execution, spans },
    text: [`trace ${execution.trace_id}`, ...alignRows(rows)].join("\n"),
    next: [`orchestrator logs ${labelOf(record)}`],
  };
}

function depthsOf(spans: readonly Span[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { spanId, parentId } of spans) {
    const above = parentId === null ? undefined : depths.get(parentId);
    depths.set(spanId, above === undefined ? 0 : above + 1);
  }
  return depths;
}

/** `1.2/3`, as people type it. */
function labelOf({ attempt }: AttemptRecord): string {
  return `${displayKey(keyOf(attempt))}/${generationOf(attempt)}`;
}
