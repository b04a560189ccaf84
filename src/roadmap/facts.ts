import {
  LIMITS,
  type StreamFacts,
  type StreamKey,
  streamKey,
  type TargetId,
} from "../model/index.ts";
import type { ParsedStream, Roadmap } from "./types.ts";

/**
 * What the engine must know of each work stream. Keys are unique: of several with one id the first
 * stands for all, and its defect says so.
 */
export function toFacts(roadmap: Roadmap, target: TargetId): readonly StreamFacts[] {
  const facts = new Map<StreamKey, StreamFacts>();
  roadmap.workStreams.forEach((stream, order) => {
    const fact = factOf(stream, target, order);
    if (!facts.has(fact.key)) facts.set(fact.key, fact);
  });
  return [...facts.values()];
}

const DESCRIPTION_CHARS_MAX = 4_000;

/**
 * What is written about each work stream besides its title, in lower case and on one line: its
 * tasks, its criteria, its fields. For finding work by other words; no part of the facts.
 */
export function describeStreams(
  roadmap: Roadmap,
  target: TargetId,
): ReadonlyMap<StreamKey, string> {
  return new Map(
    roadmap.workStreams.map(({ id, tasks, acceptance, fields }) => {
      const items = [...tasks, ...acceptance].map(({ text }) => text);
      const text = [...items, ...Object.values(fields)].join(" ").slice(0, DESCRIPTION_CHARS_MAX);
      return [streamKey(target, id), text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")];
    }),
  );
}

/** Words in capitals, a sign between them or not: `⚡ NEW 🎯 FOUNDATION`, `P0 CRITICAL`. */
const SHOUTED = /(?<![\p{L}\p{N}_])\p{Lu}[\p{Lu}\p{N}]+(?:[ !'-]+[\p{Lu}\p{N}]+(?![\p{L}_]))*/gu;
const LABELS =
  /^(?:status|priority|tags?|labels?|flags?|type|kind|category|(?:estimated |est\.? )?(?:effort|duration|time)|estimate)$/i;

/**
 * What each work stream is marked with, in lower case: what its status line says, the star of its
 * heading, its remark in an index, what its title has in capitals, its labels, its effort. One mark
 * is set apart from the next by `|`.
 */
export function markStreams(roadmap: Roadmap, target: TargetId): ReadonlyMap<StreamKey, string> {
  return new Map(
    roadmap.workStreams.map(({ id, title, statusText, tag, remark, fields }) => {
      const labels = Object.entries(fields).filter(([name]) => LABELS.test(name));
      const starred = tag === undefined ? "" : `star ${tag} star`;
      const marks = [
        statusText,
        starred,
        ...(remark === undefined ? [] : [remark]),
        ...(title.match(SHOUTED) ?? []),
        ...labels.map(([, value]) => value),
      ];
      const plain = marks.map((mark) =>
        mark
          .toLowerCase()
          .replace(/[^\p{L}\p{N}]+/gu, " ")
          .trim(),
      );
      return [streamKey(target, id), ` ${plain.join(" | ")} `];
    }),
  );
}

function factOf(stream: ParsedStream, target: TargetId, order: number): StreamFacts {
  return {
    key: streamKey(target, stream.id),
    target,
    id: stream.id,
    title: stream.title,
    status: stream.status,
    workable: stream.workable,
    priority: stream.priority,
    bootstrap: stream.bootstrap,
    effort: stream.effort,
    dependsOn: stream.dependencies.map(({ id }) => streamKey(target, id)),
    defect: stream.defect,
    files: stream.files.slice(0, LIMITS.filesPerStreamMax),
    batch: stream.batch,
    // A name on work that has not begun is a role it is meant for, not somebody holding it.
    assignee: stream.status === "in_progress" ? stream.assignee : null,
    deadline: stream.deadline,
    order,
    ...(stream.isCheck === true ? { isCheck: true as const } : {}),
  };
}

export interface FactsDiff {
  /** New or different from before, in the order of the roadmap. */
  readonly upserted: readonly StreamFacts[];
  readonly removed: readonly StreamKey[];
}

export function diffFacts(
  previous: readonly StreamFacts[],
  next: readonly StreamFacts[],
): FactsDiff {
  const before = new Map(previous.map((facts) => [facts.key, facts]));
  const kept = new Set(next.map(({ key }) => key));
  return {
    upserted: next.filter((facts) => {
      const old = before.get(facts.key);
      return old === undefined || !sameFacts(old, facts);
    }),
    removed: previous.filter(({ key }) => !kept.has(key)).map(({ key }) => key),
  };
}

function sameFacts(a: StreamFacts, b: StreamFacts): boolean {
  const names = Object.keys(b) as (keyof StreamFacts)[];
  return names.every((name) => {
    const [left, right] = [a[name], b[name]];
    if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
    return left.length === right.length && left.every((item, i) => item === right[i]);
  });
}
