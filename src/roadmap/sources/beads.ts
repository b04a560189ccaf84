import type { Diagnostic, Priority, StreamStatus } from "../../model/index.ts";
import type { TextEdit } from "../editing/edits.ts";
import { readAssignee } from "../reading/facets.ts";
import type { JsonNode } from "../reading/json-text.ts";
import { memberOf, parseJson } from "../reading/json-text.ts";
import type { SettableStatus } from "../editing/style.ts";
import type { Span } from "../types.ts";
import { filesIn } from "./boxes.ts";
import { textIn, textOf } from "./json-parts.ts";
import type { FoundStream, SourceFile, SourceReader, StatusWrite } from "./reader.ts";
import { complain, fieldsOf } from "./reader.ts";

/**
 * Beads' `.beads/issues.jsonl`, an issue a line. An epic with children is a chapter, not a work
 * stream: what waits for it waits for its children, and what it waits for, they do.
 */
export const beads: SourceReader = {
  kind: "beads",
  recognise: (files) => {
    const file = files.find(({ path }) => path.endsWith(".jsonl"));
    if (file === undefined) return 0;
    if (/(?:^|\/)\.beads\//.test(file.path)) return 0.95;
    return /"issue_type"\s*:/.test(file.text) ? 0.8 : 0.1;
  },
  read: (files) => {
    const diagnostics: Diagnostic[] = [];
    const issues = listsIn(files).flatMap((file) => readIssues(file, diagnostics));
    return { streams: toStreams(issues), diagnostics };
  },
  write: writeIssue,
};

/** Where an older list still lies beside the present one, that one alone says what is to be done. */
function listsIn(files: readonly SourceFile[]): readonly SourceFile[] {
  const present = files.filter(({ path }) => /(?:^|\/)issues\.jsonl$/.test(path));
  return present.length > 0 ? present : files;
}

interface Issue {
  readonly file: SourceFile;
  readonly node: JsonNode;
  readonly id: string;
  readonly line: number;
  readonly status: StreamStatus;
  readonly parents: readonly string[];
  readonly waits: readonly string[];
}

const STATUSES: ReadonlyMap<string, StreamStatus> = new Map<string, StreamStatus>([
  ["open", "not_started"],
  ["in_progress", "in_progress"],
  ["hooked", "in_progress"],
  ["blocked", "blocked"],
  ["deferred", "deferred"],
  ["pinned", "deferred"],
  ["closed", "complete"],
  ["tombstone", "cancelled"],
]);

const WORDS: Readonly<Record<SettableStatus, string | null>> = {
  not_started: "open",
  in_progress: "in_progress",
  blocked: "blocked",
  complete: "closed",
  partial: null,
  deferred: "deferred",
  cancelled: null,
};

/** Only these hold work back; `related`, `discovered-from` and the like say how it came about. */
const HOLDS = new Set(["blocks", "conditional-blocks", "waits-for"]);

function readIssues(file: SourceFile, diagnostics: Diagnostic[]): readonly Issue[] {
  const issues: Issue[] = [];
  let number = 0;
  for (let start = file.text.charCodeAt(0) === 0xfeff ? 1 : 0; start < file.text.length; ) {
    const next = file.text.indexOf("\n", start);
    const end = next === -1 ? file.text.length : next;
    const line = file.text.slice(start, end);
    number++;
    if (line.trim() !== "") {
      const read = readIssue(file, line, start, number);
      if (read !== null && "message" in read) diagnostics.push(read);
      else if (read !== null) issues.push(read);
    }
    start = end + 1;
  }
  return issues;
}

function readIssue(
  file: SourceFile,
  line: string,
  offset: number,
  number: number,
): Issue | Diagnostic | null {
  if (/^(?:<{7}|={7}|>{7})(?: |\r?$)/.test(line)) {
    return complain(file.path, number, "it holds an unresolved merge conflict");
  }
  const parsed = parseJson(line);
  if (!parsed.ok) return complain(file.path, number, `not valid JSON: ${parsed.error.message}`);
  const kind = textOf(parsed.value, "_type");
  if (kind !== null && kind !== "issue") return null;
  const id = textOf(parsed.value, "id");
  if (id === null) return complain(file.path, number, "an issue has no id");
  const node = moved(parsed.value, offset);
  const written = textOf(node, "status") ?? "open";
  const dependencies = memberOf(node, "dependencies");
  const links = (dependencies?.kind === "array" ? dependencies.items : []).flatMap((each) => {
    const target = textOf(each, "depends_on_id");
    return target === null ? [] : [{ target, type: textOf(each, "type") ?? "blocks" }];
  });
  return {
    file,
    node,
    id,
    line: number,
    status: STATUSES.get(written) ?? "unknown",
    parents: links.filter(({ type }) => type === "parent-child").map(({ target }) => target),
    waits: links.filter(({ type }) => HOLDS.has(type)).map(({ target }) => target),
  };
}

/** The same value where it stands in the file. */
function moved(node: JsonNode, by: number): JsonNode {
  const span = { start: node.span.start + by, end: node.span.end + by };
  switch (node.kind) {
    case "object":
      return {
        ...node,
        span,
        members: node.members.map(({ key, value }) => ({ key, value: moved(value, by) })),
      };
    case "array":
      return { ...node, span, items: node.items.map((item) => moved(item, by)) };
    case "string":
    case "other":
      return { ...node, span };
  }
}

function toStreams(issues: readonly Issue[]): readonly FoundStream[] {
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  const children = new Map<string, string[]>();
  for (const { id, parents } of issues) {
    for (const parent of parents) {
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [id]);
      else known.push(id);
    }
  }
  const isChapter = (id: string) => {
    const issue = byId.get(id);
    if (issue === undefined || !children.has(id)) return false;
    return textOf(issue.node, "issue_type") === "epic";
  };
  const work = issues.filter(
    ({ id, node }) => !isChapter(id) && memberOf(node, "deleted_at")?.kind !== "string",
  );
  return work.map((issue) => {
    const waits = new Set<string>();
    for (const id of [issue.id, ...above(issue.id, byId)]) {
      for (const target of byId.get(id)?.waits ?? []) {
        for (const one of leaves(target, byId, children, isChapter)) waits.add(one);
      }
    }
    waits.delete(issue.id);
    return streamOf(issue, [...waits], byId);
  });
}

/** The chapters an issue is in, from the inside; a circle of parents ends it. */
function above(id: string, byId: ReadonlyMap<string, Issue>): readonly string[] {
  const seen = new Set<string>();
  const queue = [...(byId.get(id)?.parents ?? [])];
  for (const parent of queue) {
    if (seen.has(parent)) continue;
    seen.add(parent);
    queue.push(...(byId.get(parent)?.parents ?? []));
  }
  seen.delete(id);
  return [...seen];
}

/** A chapter stands for what is in it; closed, for nothing that is still to come. */
function leaves(
  id: string,
  byId: ReadonlyMap<string, Issue>,
  children: ReadonlyMap<string, readonly string[]>,
  isChapter: (id: string) => boolean,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const queue = [id];
  for (const one of queue) {
    if (seen.has(one)) continue;
    seen.add(one);
    if (!isChapter(one)) found.add(one);
    else if (byId.get(one)?.status !== "complete") queue.push(...(children.get(one) ?? []));
  }
  return [...found];
}

const PRIORITIES: readonly Priority[] = ["critical", "high", "medium", "low", "low"];

function streamOf(
  issue: Issue,
  waits: readonly string[],
  byId: ReadonlyMap<string, Issue>,
): FoundStream {
  const { node, id, file } = issue;
  const status = memberOf(node, "status");
  const priority = memberOf(node, "priority");
  const [parent] = issue.parents;
  const chapter = parent === undefined ? undefined : byId.get(parent);
  const texts = ["description", "design", "acceptance_criteria", "notes"] as const;
  const words = texts.flatMap((name) => textOf(node, name) ?? []);
  const criteria = textOf(node, "acceptance_criteria");
  return {
    path: file.path,
    id,
    title: textOf(node, "title") ?? id,
    status: issue.status,
    statusText: textOf(node, "status") ?? "",
    slots:
      status?.kind === "string"
        ? [{ form: "json", span: status.span, text: status.value, status: issue.status }]
        : [],
    insertion: node.span.start + 1,
    line: issue.line,
    heading: node.span,
    block: node.span,
    priority: priority === null ? null : (PRIORITIES[Number(textIn(priority))] ?? null),
    assignee: readAssignee(textOf(node, "assignee") ?? ""),
    batch: chapter === undefined ? null : (textOf(chapter.node, "title") ?? chapter.id),
    dependsOn: waits,
    acceptance: (criteria ?? "")
      .split("\n")
      .map((text) => ({ text: text.replace(/^\s*(?:[-*+]|\d+\.)?\s*(?:\[.\])?\s*/, "").trim() }))
      .filter(({ text }) => text !== "")
      .map(({ text }) => ({ text, done: issue.status === "complete", line: issue.line })),
    files: filesIn(words),
    fields: fieldsOf(
      ["issue_type", ...texts].flatMap((name) => {
        const value = textOf(node, name);
        return value === null ? [] : [[name, value] as const];
      }),
    ),
    reason: issue.status === "blocked" && waits.length === 0 ? "says so" : null,
    deadline: textOf(node, "due_at"),
  };
}

/**
 * The status, and with it the one thing that must fit it: a closed issue without `closed_at`, or an
 * open one with it, is refused by the tool's own import.
 */
function writeIssue({ file, slots, block, insertion, status, at }: StatusWrite) {
  const word = WORDS[status];
  if (word === null) return null;
  const parsed = parseJson(file.text.slice(block.start, block.end));
  if (!parsed.ok) return null;
  const node = moved(parsed.value, block.start);
  const [slot] = slots;
  if (slot?.status === status) return [];
  const edits: TextEdit[] = [];
  if (slot !== undefined) edits.push({ span: slot.span, replacement: word });
  else if (insertion >= 0) {
    const span = { start: insertion, end: insertion };
    edits.push({ span, replacement: `"status":"${word}",` });
  }
  const closed = memberOf(node, "closed_at");
  if (status === "complete" && closed?.kind !== "string") {
    const time = at ?? textOf(node, "updated_at") ?? textOf(node, "created_at");
    const end = block.end - 1;
    if (closed === null && time !== null) {
      edits.push({ span: { start: end, end }, replacement: `,"closed_at":"${time}"` });
    } else if (closed !== null && time !== null) {
      edits.push({ span: closed.span, replacement: `"${time}"` });
    }
  }
  if (status !== "complete" && closed !== null) {
    const span = memberSpan(file.text, closed.span, block);
    if (span !== null) edits.push({ span, replacement: "" });
  }
  return edits;
}

/** `"closed_at": "…"` with the comma that goes with it. */
function memberSpan(text: string, value: Span, block: Span): Span | null {
  const quoted = text.charAt(value.start - 1) === '"';
  const end = quoted ? value.end + 1 : value.end;
  const before = text.slice(block.start, quoted ? value.start - 1 : value.start);
  const name = /(,\s*)?"closed_at"\s*:\s*$/.exec(before);
  if (name === null) return null;
  const start = block.start + name.index;
  if (name[1] !== undefined) return { start, end };
  const comma = /^\s*,/.exec(text.slice(end, block.end))?.[0].length ?? 0;
  return { start, end: end + comma };
}
