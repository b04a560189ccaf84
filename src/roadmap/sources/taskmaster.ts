import type { ChecklistItem, StreamStatus } from "../../model/index.ts";
import { filesIn, readPriority } from "../reading/facets.ts";
import type { JsonNode } from "../reading/json-text.ts";
import { listOf, memberOf, parseJson } from "../reading/json-text.ts";
import { readStatus } from "../reading/status.ts";
import type { SettableStatus, StatusSlot } from "../types.ts";
import type { FoundStream, SourceFile, SourceReader, SourceReading } from "./reader.ts";
import { complain, complainOfConflict, unread } from "./reader.ts";
import { idTextOf, lineOf, present, textEdit, textIn, textOf, textsOf } from "./json-parts.ts";

/**
 * Taskmaster's `.taskmaster/tasks/tasks.json`. A work stream is a task of the current tag; its
 * sub-tasks are its tick list. Of any other tag than `master` the ids carry the tag, so that task 7
 * of one list is never taken for task 7 of another.
 */
export const taskmaster: SourceReader = {
  kind: "taskmaster",
  recognise: (files) => {
    const file = files.find(isTasks);
    if (file === undefined) return 0;
    if (/(?:^|\/)\.taskmaster\//.test(file.path)) return 0.95;
    return /"dependencies"\s*:/.test(file.text) && /"testStrategy"\s*:/.test(file.text) ? 0.8 : 0.1;
  },
  read: (files) => {
    const file = files.find(isTasks);
    return file === undefined ? unread() : readFile(file, files);
  },
  write: ({ file, block, slots, status }) => {
    const word = WORDS[status];
    if (word === null) return null;
    const [own, ...parts] = slots;
    if (own === undefined) {
      const edit = textEdit(file.text, block, "status", word);
      return edit === null ? null : [edit];
    }
    const edits = [{ span: own.span, replacement: word }];
    // Done is done with all its parts, as the tool itself has it; nothing else touches them.
    for (const part of status === "complete" ? parts : []) {
      if (part.status !== "complete" && part.status !== "cancelled") {
        edits.push({ span: part.span, replacement: word });
      }
    }
    return own.status === status ? [] : edits;
  },
};

const WORDS: Readonly<Record<SettableStatus, string | null>> = {
  not_started: "pending",
  in_progress: "in-progress",
  blocked: "blocked",
  complete: "done",
  partial: null,
  deferred: "deferred",
  cancelled: "cancelled",
};

function isTasks({ path }: SourceFile): boolean {
  return /(?:^|\/)tasks\.json$/.test(path);
}

function readFile(file: SourceFile, files: readonly SourceFile[]): SourceReading {
  const conflict = complainOfConflict(file);
  if (conflict !== null) return unread(conflict);
  const parsed = parseJson(file.text);
  if (!parsed.ok) {
    const line = lineOf(file, parsed.error.at);
    return unread(complain(file.path, line, `not valid JSON: ${parsed.error.message}`));
  }
  const { tag, list, message } = listIn(parsed.value, currentTag(files));
  if (list === null) return unread(complain(file.path, 1, message));
  const prefix = tag === "master" ? "" : `${tag}/`;
  const streams: FoundStream[] = [];
  const diagnostics = [];
  for (const node of list) {
    const stream = streamOf(file, node, prefix);
    if (stream !== null) streams.push(stream);
    else {
      const line = lineOf(file, node.span.start);
      diagnostics.push(complain(file.path, line, "a task has no id or no title"));
    }
  }
  return { streams, diagnostics };
}

function currentTag(files: readonly SourceFile[]): string | null {
  const state = files.find(({ path }) => /(?:^|\/)state\.json$/.test(path));
  if (state === undefined) return null;
  const parsed = parseJson(state.text);
  return parsed.ok ? textOf(parsed.value, "currentTag") : null;
}

/** The current tag's tasks; else `master`; else the only tag; `{tasks: […]}` has no tags yet. */
function listIn(root: JsonNode, current: string | null) {
  const none = (message: string) => ({ tag: "master", list: null, message });
  if (root.kind !== "object") return none("the file is no object with tasks");
  const plain = memberOf(root, "tasks");
  if (plain?.kind === "array") return { tag: "master", list: plain.items, message: "" };
  const tags = root.members.flatMap(({ key, value }) => {
    const list = memberOf(value, "tasks");
    return list?.kind === "array" ? [{ tag: key, list: list.items, message: "" }] : [];
  });
  // Of a name written twice the last counts, as for every program that reads JSON.
  const wanted =
    tags.findLast(({ tag }) => tag === current) ?? tags.findLast(({ tag }) => tag === "master");
  const [only, ...others] = tags;
  if (wanted !== undefined) return wanted;
  if (only !== undefined && others.length === 0) return only;
  return none(
    tags.length === 0 ? "there is no list of tasks" : `none of the tags is current: ${tags.length}`,
  );
}

function streamOf(file: SourceFile, node: JsonNode, prefix: string): FoundStream | null {
  const id = idTextOf(node, "id");
  const title = textOf(node, "title");
  if (id === null || title === null) return null;
  const line = lineOf(file, node.span.start);
  const status = memberOf(node, "status");
  const parts = listOf(node, "subtasks");
  const fields = textsOf(node, ["description", "details", "testStrategy"]);
  const named = listOf(node, "relevantFiles");
  return {
    path: file.path,
    id: `${prefix}${id}`,
    title,
    status: statusIn(node),
    statusText: textOf(node, "status") ?? "",
    slots: status?.kind === "string" ? [slotOf(node), ...parts.map(slotOf)].flatMap(present) : [],
    line,
    heading: node.span,
    block: node.span,
    priority: readPriority(textOf(node, "priority") ?? ""),
    assignee: textOf(node, "assignee"),
    batch: prefix === "" ? null : prefix.slice(0, -1),
    dependsOn: waitsOf(file, id, node, parts).map((one) => `${prefix}${one}`),
    tasks: parts.map(
      (part): ChecklistItem => ({
        text: textOf(part, "title") ?? "",
        done: statusIn(part) === "complete",
        line: lineOf(file, part.span.start),
      }),
    ),
    acceptance: acceptanceOf(file, node),
    files: [
      ...new Set([
        ...named.flatMap((one) => textOf(one, "path") ?? textIn(one) ?? []),
        ...filesIn(Object.values(fields)),
      ]),
    ],
    fields,
    covers: parts.flatMap((part) => {
      const own = idTextOf(part, "id");
      return own === null ? [] : [`${prefix}${own.includes(".") ? own : `${id}.${own}`}`];
    }),
  };
}

/**
 * What a task waits for: what it says, and what its open sub-tasks say of other tasks. In a sub-task
 * a plain number is its neighbour's, where there is such a one.
 */
function waitsOf(
  file: SourceFile,
  id: string,
  node: JsonNode,
  parts: readonly JsonNode[],
): readonly string[] {
  const neighbours = new Set(parts.flatMap((part) => idTextOf(part, "id") ?? []));
  const ofParts = parts
    .filter((part) => !["complete", "cancelled"].includes(statusIn(part)))
    .flatMap((part) => listedIn(file, part))
    .filter((one) => !neighbours.has(one) && one !== id && !one.startsWith(`${id}.`));
  return [...new Set([...listedIn(file, node), ...ofParts])];
}

function listedIn(file: SourceFile, node: JsonNode): readonly string[] {
  const list = memberOf(node, "dependencies");
  return list === null ? [] : namesIn(file, list);
}

/**
 * Ids however they are written: `[1, "2"]`, `"1, 2"`, `{"id": 1}`, `"Task 1"`. What is none is named
 * as it stands, so that it is missed instead of passed over.
 */
function namesIn(file: SourceFile, node: JsonNode): readonly string[] {
  const written = file.text.slice(node.span.start, node.span.end);
  switch (node.kind) {
    case "array":
      return node.items.flatMap((item) => namesIn(file, item));
    case "object": {
      const id = memberOf(node, "id");
      if (id !== null) return namesIn(file, id);
      return node.members.length === 0 ? [] : [written.slice(0, 80)];
    }
    case "string":
      return node.value.split(",").flatMap((one) => bareId(one.trim()));
    case "other":
      // As it is written: part 10 of task 1 is 1.10 and not 1.1.
      return node.value === null ? [] : [written];
  }
}

function bareId(text: string): readonly string[] {
  if (text === "") return [];
  return [/^(?:task[\s_-]*)?#?0*(\d+(?:\.\d+)?)$/i.exec(text)?.[1] ?? text];
}

function acceptanceOf(file: SourceFile, node: JsonNode): readonly ChecklistItem[] {
  return listOf(node, "acceptanceCriteria").flatMap((item) => {
    const text = textIn(item);
    return text === null ? [] : [{ text, done: false, line: lineOf(file, item.span.start) }];
  });
}

function statusIn(node: JsonNode): StreamStatus {
  const text = textOf(node, "status");
  return text === null ? "not_started" : (readStatus(text, "taskmaster")?.status ?? "not_started");
}

function slotOf(node: JsonNode): StatusSlot | null {
  const value = memberOf(node, "status");
  if (value?.kind !== "string") return null;
  return { form: "json", span: value.span, text: value.value, status: statusIn(node) };
}
