import type { Effort, Priority, StreamStatus } from "../../model/index.ts";
import { EFFORTS } from "../../model/index.ts";
import { filesIn, readPriority } from "../reading/facets.ts";
import type { JsonNode } from "../reading/json-text.ts";
import { listOf, memberOf, parseJson } from "../reading/json-text.ts";
import { readStatus } from "../reading/status.ts";
import { itemsOf, readBox } from "./boxes.ts";
import { idTextOf, lineOf, textIn, textOf } from "./json-parts.ts";
import type { FoundStream, SourceFile, SourceReader } from "./reader.ts";
import { complain, unread } from "./reader.ts";
import { textLines } from "../reading/text-lines.ts";

/**
 * GitHub issues, as the last look at them was kept: `{"issues": [{number, title, state, labels,
 * assignees, body, milestone, blockedBy}]}`. Nothing is written here: the status of an issue is
 * changed over there, once its landing is on the branch.
 */
export const github: SourceReader = {
  kind: "github",
  recognise: () => 0,
  read: ([file]) => {
    if (file === undefined) return unread();
    const parsed = parseJson(file.text);
    const list = parsed.ok ? memberOf(parsed.value, "issues") : null;
    if (list?.kind !== "array") {
      return unread(complain(file.path, 0, "what was last seen of the issues cannot be read"));
    }
    return {
      streams: list.items.flatMap((node) => streamOf(file, node) ?? []),
      diagnostics: [],
    };
  },
  write: () => null,
};

function streamOf(file: SourceFile, node: JsonNode): FoundStream | null {
  const number = idTextOf(node, "number");
  if (number === null) return null;
  const labels = listed(node, "labels");
  const body = textOf(node, "body") ?? "";
  const assignees = listed(node, "assignees");
  const bare = labels.map(bareLabel);
  const status = statusOf(textOf(node, "state"), textOf(node, "stateReason"), bare);
  return {
    path: file.path,
    id: `GH-${number}`,
    title: textOf(node, "title") ?? `#${number}`,
    status,
    statusText: [textOf(node, "state") ?? "", ...labels].join(", "),
    slots: [],
    line: lineOf(file, node.span.start),
    heading: node.span,
    block: node.span,
    priority: first(bare, priorityOf),
    effort: first(bare, effortOf),
    assignee: assignees.length === 0 ? null : assignees.join(", "),
    batch: textOf(node, "milestone"),
    // Only open blockers are kept: one that is not among the issues holds the work back all the same.
    dependsOn: listed(node, "blockedBy").map((each) => (/^\d+$/.test(each) ? `GH-${each}` : each)),
    tasks: itemsOf(textLines(body).flatMap((line) => readBox(line) ?? [])).map((item) => ({
      ...item,
      line: lineOf(file, node.span.start),
    })),
    files: filesIn([body]),
    fields: { body },
    aliases: [number, `#${number}`],
    reason: status === "blocked" ? "a label says so" : null,
  };
}

function listed(node: JsonNode, key: string): readonly string[] {
  return listOf(node, key).flatMap((item) => textIn(item) ?? []);
}

function first<T>(labels: readonly string[], read: (label: string) => T | null): T | null {
  for (const label of labels) {
    const value = read(label);
    if (value !== null) return value;
  }
  return null;
}

/** `🚧 blocked`, `:fire: high`, `[P1]`: the words without what adorns them. */
function bareLabel(label: string): string {
  return label.replace(/:[a-z0-9_+-]+:/gi, " ").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

function priorityOf(label: string): Priority | null {
  const value = bareLabel(/^(?:priority|prio|p)\s*[:/\s-]\s*(.+)$/i.exec(label)?.[1] ?? label);
  const bare = /^(?:P[0-4]|critical|urgent|high|medium|low)$/i.test(value);
  return bare ? readPriority(value) : null;
}

function effortOf(label: string): Effort | null {
  const value = /^(?:effort|size|estimate)\s*[:/\s-]\s*(.+)$/i.exec(label)?.[1] ?? "";
  return EFFORTS.find((effort) => effort === bareLabel(value).toUpperCase()) ?? null;
}

function statusOf(
  state: string | null,
  reason: string | null,
  labels: readonly string[],
): StreamStatus {
  // What repeats another issue is done with that one, and not here.
  const isGivenUp = reason === "not_planned" || reason === "duplicate";
  if (state === "closed") return isGivenUp ? "cancelled" : "complete";
  for (const label of labels) {
    const value = bareLabel(/^(?:status|state)\s*[:/]\s*(.+)$/i.exec(label)?.[1] ?? label);
    if (!/^(?:in[ -_]progress|wip|blocked|deferred|on[ -]hold)$/i.test(value)) continue;
    return readStatus(value, "github")?.status ?? "not_started";
  }
  return "not_started";
}
