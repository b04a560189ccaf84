import type { Diagnostic, StreamStatus } from "../../model/index.ts";
import { BACKLOG_SETTINGS, pushTo } from "../../model/index.ts";
import { filesIn, readAssignee, readDeadline, readPriority } from "../reading/facets.ts";
import { readStatus } from "../reading/status.ts";
import { itemsOf, readBox } from "./boxes.ts";
import type { FrontMatter } from "./front-matter.ts";
import { readFlatYaml, readFrontMatter } from "./front-matter.ts";
import type { FoundStream, SourceFile, SourceReader } from "./reader.ts";
import { complain, complainOfConflict } from "./reader.ts";
import type { SettableStatus } from "../types.ts";
import { textLines } from "../reading/text-lines.ts";

/**
 * Backlog.md: a file a task, `backlog/tasks/task-7 - Title.md`, its facts in YAML front matter. The
 * words for a status are the project's own (`statuses:` in `config.yml`), the last one means done.
 */
export const backlogMd: SourceReader = {
  kind: "backlog-md",
  recognise: (files) => {
    const tasks = files.filter(isTask);
    if (tasks.length === 0) return 0;
    const telling = tasks.filter(({ text }) => /^\ufeff?---\r?\n[\s\S]*?^status:/m.test(text));
    return telling.length === 0 ? 0.2 : 0.95;
  },
  read: (files) => {
    const words = statusWords(files);
    const streams: FoundStream[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of files.filter(isTask)) {
      const found = readTask(file, words);
      if ("message" in found) diagnostics.push(found);
      else streams.push(found);
    }
    return { streams: withParts(streams), diagnostics };
  },
  write: ({ files, slots, insertion, file, status }) => {
    const [slot] = slots;
    const word = wordFor(statusWords(files), status);
    if (word === null) return null;
    if (slot === undefined) {
      const eol = file.text.includes("\r\n") ? "\r\n" : "\n";
      if (insertion < 0) return null;
      const span = { start: insertion, end: insertion };
      return [{ span, replacement: `status: ${plain(word)}${eol}` }];
    }
    if (slot.status === status) return [];
    const quoted = /["']/.test(file.text.charAt(slot.span.start - 1));
    return [{ span: slot.span, replacement: quoted ? word : plain(word) }];
  },
};

function isTask({ path }: SourceFile): boolean {
  return /(?:^|\/)(?:tasks|completed)\/[^/]+\.md$/.test(path);
}

const USUAL = ["To Do", "In Progress", "Done"] as const;

function statusWords(files: readonly SourceFile[]): readonly string[] {
  // The one in the repository's root, where there is one, is the one that counts.
  const config =
    files.find(({ path }) => path === BACKLOG_SETTINGS) ??
    files.find(({ path }) => /(?:^|\/)config\.ya?ml$/.test(path));
  const words =
    config === undefined ? [] : (readFlatYaml(config.text).get("statuses")?.values ?? []);
  return words.length === 0 ? USUAL : words;
}

/** The last word means done, unless it says something else and another one says done. */
function doneWord(words: readonly string[]): string | null {
  const last = words.at(-1) ?? null;
  const read = readStatus(last ?? "", "backlog-md")?.status ?? "unknown";
  if (read === "complete" || read === "unknown") return last;
  const done = words.findLast((one) => readStatus(one, "backlog-md")?.status === "complete");
  return done ?? last;
}

function statusOfWord(words: readonly string[], written: string): StreamStatus {
  // Its first versions wrote the sign of the board before the word: `○ To Do`.
  const word = written.replace(/^[^\p{L}\p{N}]+/u, "");
  const place = words.findIndex((one) => one.toLowerCase() === word.toLowerCase());
  if (place !== -1 && words[place] === doneWord(words)) return "complete";
  // A draft is no work yet, wherever its file lies.
  if (place === -1 && word.toLowerCase() === "draft") return "deferred";
  const read = readStatus(word, "backlog-md")?.status ?? "not_started";
  // A word of the project's own between the first and the last: somebody is at it.
  if (read === "unknown" && place > 0) return "in_progress";
  return read === "unknown" && place === 0 ? "not_started" : read;
}

function wordFor(words: readonly string[], status: SettableStatus): string | null {
  if (status === "complete") return doneWord(words);
  return words.find((word) => statusOfWord(words, word) === status) ?? null;
}

/** A plain YAML scalar where it can be one. */
function plain(word: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N} _/.-]*$/u.test(word) ? word : JSON.stringify(word);
}

function readTask(file: SourceFile, words: readonly string[]): FoundStream | Diagnostic {
  const conflict = complainOfConflict(file);
  if (conflict !== null) return conflict;
  const front = readFrontMatter(file.text);
  if (front === null) {
    // A page beside the tasks (README.md) is none of them; a task that lost its rule is missed.
    const severity = /-\d[^/]*$/.test(file.path) ? "error" : "warning";
    return complain(file.path, 1, "it does not begin with front matter (---)", severity);
  }
  const id = one(front, "id") ?? /([A-Za-z]+-\d+(?:\.\d+)*) - /.exec(file.path)?.[1] ?? null;
  if (id === null) return complain(file.path, 1, "its front matter has no id");
  const slot = slotOf(front, file, words);
  const lines = textLines(file.text);
  const body = file.text.slice(front.inner.end);
  const modified = [...many(front, "modified_files"), ...many(front, "modifiedFiles")];
  const fields = [...front.entries].map(([name, { values }]) => [name, values.join(", ")] as const);
  return {
    path: file.path,
    id,
    title: one(front, "title") ?? id,
    status: slot?.status ?? "not_started",
    statusText: slot?.text ?? "",
    slots: slot === null ? [] : [slot],
    insertion: front.inner.end,
    line: 1,
    heading: front.inner,
    block: { start: 0, end: file.text.length },
    priority: readPriority(one(front, "priority") ?? ""),
    assignee: readAssignee(many(front, "assignee").join(", ").replaceAll("@", "")),
    batch: one(front, "milestone"),
    dependsOn: many(front, "dependencies"),
    acceptance: [
      ...itemsOf(boxesBetween(lines, file.text, "AC:BEGIN", "AC:END")),
      ...itemsOf(boxesBetween(lines, file.text, "DOD:BEGIN", "DOD:END")),
    ],
    files: [...new Set([...modified, ...filesIn([body])])],
    fields: Object.fromEntries(fields),
    deadline: readDeadline(one(front, "due_date") ?? ""),
    reason: slot?.status === "blocked" ? "says so" : null,
  };
}

function slotOf(front: FrontMatter, { path }: SourceFile, words: readonly string[]) {
  const value = front.entries.get("status");
  if (value === undefined || value.isList) return null;
  const text = value.values[0] ?? "";
  // What was moved to `completed/` is done, whatever it says.
  const status = path.includes("/completed/") ? "complete" : statusOfWord(words, text);
  return { form: "field", span: value.span, text, status } as const;
}

function boxesBetween(
  lines: ReturnType<typeof textLines>,
  text: string,
  begin: string,
  end: string,
) {
  const from = text.indexOf(`<!-- ${begin} -->`);
  const to = from === -1 ? -1 : text.indexOf(`<!-- ${end} -->`, from);
  if (to === -1) return [];
  return lines
    .filter(({ start }) => start > from && start < to)
    .flatMap((line) => readBox(line) ?? []);
}

function one(front: FrontMatter, key: string): string | null {
  const value = front.entries.get(key)?.values[0]?.trim() ?? "";
  return value === "" ? null : value;
}

function many(front: FrontMatter, key: string): readonly string[] {
  return (front.entries.get(key)?.values ?? []).map((each) => each.trim()).filter(Boolean);
}

/** A task with sub-tasks is finished after them, but for those that say they come after it. */
function withParts(streams: readonly FoundStream[]): readonly FoundStream[] {
  const parts = new Map<string, string[]>();
  for (const { id, fields, dependsOn = [] } of streams) {
    const parent = fields?.["parent_task_id"]?.toLowerCase() ?? "";
    if (parent === "" || parent === id.toLowerCase()) continue;
    if (dependsOn.some((on) => on.toLowerCase() === parent)) continue;
    pushTo(parts, parent, id);
  }
  return streams.map((stream) => {
    const own = parts.get(stream.id.toLowerCase());
    if (own === undefined) return stream;
    return { ...stream, dependsOn: [...(stream.dependsOn ?? []), ...own] };
  });
}
