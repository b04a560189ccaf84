import { pushTo, type Diagnostic, type StreamStatus } from "../../model/index.ts";
import { filesIn, readAssignee, readPriority } from "../reading/facets.ts";
import type { JsonNode } from "../reading/json-text.ts";
import { memberOf, parseJson } from "../reading/json-text.ts";
import { effortOf, isPutOff } from "./beads-times.ts";
import { writeIssue } from "./beads-write.ts";
import { idTextOf, moved, textIn, textOf, textsOf } from "./json-parts.ts";
import type { FoundStream, SourceFile, SourceReader } from "./reader.ts";
import { complain } from "./reader.ts";

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
  read: (files, at) => {
    const diagnostics: Diagnostic[] = [];
    const issues = listsIn(files).flatMap((file) => readIssues(file, diagnostics));
    return { streams: toStreams(issues, at), diagnostics };
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
  const links = linksIn(file, memberOf(node, "dependencies"));
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

interface Link {
  readonly target: string;
  readonly type: string;
}

/** As the tool exports and prints them, or bare ids; what is none is missed as it stands. */
function linksIn(file: SourceFile, node: JsonNode | null): readonly Link[] {
  if (node === null || (node.kind === "other" && node.value === null)) return [];
  if (node.kind === "array") return node.items.flatMap((item) => linksIn(file, item));
  const type = textOf(node, "type") ?? textOf(node, "dependency_type") ?? "blocks";
  const named = textOf(node, "depends_on_id") ?? textOf(node, "id") ?? textIn(node);
  return [{ target: named ?? file.text.slice(node.span.start, node.span.end).slice(0, 80), type }];
}

function toStreams(issues: readonly Issue[], at: string | undefined): readonly FoundStream[] {
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  const children = new Map<string, string[]>();
  for (const { id, parents } of issues) {
    for (const parent of parents) pushTo(children, parent, id);
  }
  const isChapter = (id: string) => {
    const issue = byId.get(id);
    if (issue === undefined || !children.has(id)) return false;
    return ["epic", "molecule"].includes(textOf(issue.node, "issue_type") ?? "");
  };
  const isPattern = (issue: Issue): boolean =>
    isTemplate(issue) ||
    above(issue.id, byId).some((id) => {
      const parent = byId.get(id);
      return parent !== undefined && isTemplate(parent);
    });
  const waitsOf = (issue: Issue): readonly string[] => {
    const waits = new Set<string>();
    for (const id of [issue.id, ...above(issue.id, byId)]) {
      for (const target of byId.get(id)?.waits ?? []) {
        for (const one of leaves(target, byId, children, isChapter)) waits.add(one);
      }
    }
    waits.delete(issue.id);
    return [...waits];
  };
  const listed = issues
    .filter((issue) => !isChapter(issue.id) && !isDeleted(issue))
    .map((issue) => ({ issue, waits: waitsOf(issue), aside: asideAs(issue, isPattern(issue)) }));
  const awaited = new Set(
    listed.filter(({ aside }) => aside === null).flatMap(({ waits }) => waits),
  );
  // What is put off puts off all that is in it; a pin marks what is kept in view and never done.
  const isOff = (issue: Issue): boolean =>
    isTrue(issue, "pinned") ||
    [issue.id, ...above(issue.id, byId)].some((id) => isPutOff(byId.get(id)?.node, at));
  return listed.flatMap(({ issue, waits, aside }) => {
    if (aside === null) {
      const found = streamOf(issue, waits, byId);
      return [isOver(issue) || !isOff(issue) ? found : { ...found, status: "deferred" as const }];
    }
    return awaited.has(issue.id) ? [asideOf(issue, aside, byId)] : [];
  });
}

function isOver({ status }: Issue): boolean {
  return status === "complete" || status === "cancelled";
}

/** Deleted issues stay in the file as tombstones, and hold nobody back. */
function isDeleted({ node, status }: Issue): boolean {
  return status === "cancelled" || memberOf(node, "deleted_at")?.kind === "string";
}

/** What the tool keeps in the same list and never calls ready: mail, locks, patterns of work. */
const ASIDE = new Set([
  "gate",
  "merge-request",
  "message",
  "agent",
  "role",
  "rig",
  "convoy",
  "event",
  "slot",
  "molecule",
  "wisp",
]);

/** What it is when it is no work; a template with all that is in it is a pattern of work to come. */
function asideAs(issue: Issue, isPattern: boolean): string | null {
  if (isPattern) return "template";
  const kind = textOf(issue.node, "issue_type") ?? "";
  if (ASIDE.has(kind)) return kind;
  return isTrue(issue, "ephemeral") ? kind || "note" : null;
}

function isTemplate(issue: Issue): boolean {
  return isTrue(issue, "is_template");
}

function isTrue({ node }: Issue, key: string): boolean {
  const value = memberOf(node, key);
  return value?.kind === "other" && value.value === true;
}

/** Shown only where work waits for it; it is done over there and never started here. */
function asideOf(issue: Issue, kind: string, byId: ReadonlyMap<string, Issue>): FoundStream {
  const found = streamOf(issue, [], byId);
  if (found.status === "complete") return found;
  return { ...found, status: "blocked", reason: `it is no work but a ${kind} of Beads` };
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
    const issue = byId.get(one);
    if (issue !== undefined && isDeleted(issue)) continue;
    if (!isChapter(one)) found.add(one);
    else if (issue?.status !== "complete") queue.push(...(children.get(one) ?? []));
  }
  return [...found];
}

const TEXTS = ["description", "design", "acceptance_criteria", "notes"] as const;

function streamOf(
  issue: Issue,
  waits: readonly string[],
  byId: ReadonlyMap<string, Issue>,
): FoundStream {
  const { node, id, file } = issue;
  const status = memberOf(node, "status");
  const [parent] = issue.parents;
  const chapter = parent === undefined ? undefined : byId.get(parent);
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
    line: issue.line,
    heading: node.span,
    block: node.span,
    priority: readPriority(`P${idTextOf(node, "priority") ?? ""}`),
    assignee: readAssignee(textOf(node, "assignee") ?? ""),
    batch: chapter === undefined ? null : (textOf(chapter.node, "title") ?? chapter.id),
    dependsOn: waits,
    acceptance: (criteria ?? "")
      .split("\n")
      .map((text) => ({ text: text.replace(/^\s*(?:[-*+]|\d+\.)?\s*(?:\[.\])?\s*/, "").trim() }))
      .filter(({ text }) => text !== "")
      .map(({ text }) => ({ text, done: issue.status === "complete", line: issue.line })),
    files: filesIn(Object.values(textsOf(node, TEXTS))),
    fields: textsOf(node, ["issue_type", "defer_until", ...TEXTS]),
    reason: issue.status === "blocked" && waits.length === 0 ? "says so" : null,
    deadline: textOf(node, "due_at"),
    effort: effortOf(node),
  };
}
