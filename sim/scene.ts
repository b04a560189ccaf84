import type { RunPolicy, StreamFacts } from "../src/model/index.ts";
import { PRIORITIES, streamKey } from "../src/model/index.ts";
import type { Random } from "./random.ts";

/** A roadmap that nobody wrote: streams with dependencies, files, ranks and a few oddities. */
export function drawStreams(
  random: Random,
  targets: readonly string[],
  count: number,
): readonly StreamFacts[] {
  const streams: StreamFacts[] = [];
  const width = random.between(0, 3);
  for (let order = 0; order < count; order++) {
    streams.push(drawStream(random, targets, streams, order, width));
  }
  return streams;
}

export function drawStream(
  random: Random,
  targets: readonly string[],
  known: readonly StreamFacts[],
  order: number,
  width: number,
): StreamFacts {
  const target = random.pick(targets) ?? "self";
  const id = String(order + 1);
  const odd = random.fraction();
  const status =
    odd < 0.04 ? "complete" : odd < 0.06 ? "deferred" : odd < 0.08 ? "in_progress" : "not_started";
  return {
    key: streamKey(target, id),
    target,
    id,
    title: `Stream ${id}`,
    status,
    workable: status === "not_started" || status === "in_progress",
    priority: random.pick(PRIORITIES) ?? "medium",
    bootstrap: random.chance(0.1),
    effort: null,
    dependsOn: drawDependencies(random, known, width),
    defect: odd > 0.98 ? "depends on something unknown" : null,
    files: drawFiles(random),
    batch: random.chance(0.5) ? `Batch ${random.between(1, 3)}` : null,
    assignee: status === "in_progress" ? "grace" : null,
    deadline: random.chance(0.05) ? "2030-01-02" : null,
    order,
  };
}

function drawDependencies(
  random: Random,
  known: readonly StreamFacts[],
  width: number,
): readonly string[] {
  const on = new Set<string>();
  for (let i = random.between(0, width); i > 0; i--) {
    const other = random.pick(known);
    // What is deferred or defective never completes, and would leave half the graph unreachable.
    if (other?.defect === null && other.status !== "deferred") on.add(other.key);
  }
  return [...on];
}

function drawFiles(random: Random): readonly string[] {
  const files = new Set<string>();
  for (let i = random.between(0, 3); i > 0; i--) files.add(`src/file-${random.between(1, 30)}.ts`);
  if (random.chance(0.05)) files.add("src/");
  return [...files];
}

const MINUTE_MS = 60_000;

export function drawPolicy(random: Random): RunPolicy {
  return {
    mode: "batch",
    concurrency: random.between(1, 5),
    verify: !random.chance(0.05),
    rejectionsMax: random.between(2, 4),
    failuresMax: random.between(2, 4),
    retryBaseMs: MINUTE_MS,
    retryCeilingMs: 4 * MINUTE_MS,
    totalMs: 30 * MINUTE_MS,
    idleMs: 10 * MINUTE_MS,
    startupMs: 5 * MINUTE_MS,
    stopGraceMs: 10_000,
    overlapMax: 0.2,
    ageingMs: 60 * MINUTE_MS,
    onFailure: random.chance(0.1) ? "stop" : "continue",
    names: { default: ["Aria", "Bruno", "Chloe", "Dmitri"] },
  };
}
