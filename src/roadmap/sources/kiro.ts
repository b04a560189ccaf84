import { plainText } from "../prose.ts";
import type { Box } from "./boxes.ts";
import {
  isTaskList,
  itemsOf,
  progressOf,
  readBox,
  slotsOf,
  statusOf,
  writeBoxes,
} from "./boxes.ts";
import type { FoundStream, SourceFile, SourceReader, SourceReading } from "./reader.ts";
import { complain, complainOfConflict, together, unread } from "./reader.ts";
import { type TextLine, textLines } from "../reading/text-lines.ts";
import { filesIn } from "../reading/facets.ts";

/**
 * Kiro's `.kiro/specs/<name>/tasks.md`. A work stream is a numbered task with its sub-tasks, nested
 * or beside it; tasks of one spec build on one another, specs do not. `*` marks what may be left.
 */
export const kiro: SourceReader = {
  kind: "kiro",
  recognise: (files) => {
    const tasks = files.filter(isTaskList);
    if (tasks.length === 0) return 0;
    if (tasks.some(({ path }) => path.includes(".kiro/specs/"))) return 0.95;
    return tasks.some(({ text }) => /_Requirements:/.test(text)) ? 0.7 : 0.2;
  },
  read: (files) => together(files.filter(isTaskList).map((file) => readFile(file, files))),
  write: (request) => writeBoxes(request, "-"),
};

interface Task {
  readonly number: string;
  readonly title: string;
  readonly line: TextLine;
  readonly boxes: Box[];
  readonly lines: string[];
  end: number;
}

/** `1. …`, `1) …`, `**1. …**`, `Task 1: …`. */
const NUMBERED = /^(?:\*\s+)?(?:\*\*)?(?:Task\s+)?(\d+)((?:\.\d+)*)[.):]?(?:\*\*)?\s+(.*)$/i;

/** Between its tasks it has tests run and questions asked: mostly nothing is to be changed. */
const CHECKPOINT = /^(?:final\s+)?check-?point\b/i;

function readFile(file: SourceFile, files: readonly SourceFile[]): SourceReading {
  const conflict = complainOfConflict(file);
  if (conflict !== null) return unread(conflict);
  const { tasks, unnumbered } = readTasks(file.text);
  const folder = file.path.slice(0, -"tasks.md".length);
  const clauses = readClauses(files.find(({ path }) => path === `${folder}requirements.md`));
  const spec = folder.split("/").at(-2) ?? "";
  const streams = tasks.map((task, index) =>
    streamOf(file, spec, task, tasks[index - 1]?.number ?? null, clauses),
  );
  const diagnostics = unnumbered.map((line) =>
    complain(file.path, line, "a task without a number is not read", "warning"),
  );
  if (tasks.length === 0 && unnumbered.length === 0) {
    diagnostics.push(complain(file.path, 0, "no task like “- [ ] 1. …”", "warning"));
  }
  return { streams, diagnostics };
}

function readTasks(text: string): {
  readonly tasks: readonly Task[];
  readonly unnumbered: readonly number[];
} {
  const tasks: Task[] = [];
  const unnumbered: number[] = [];
  for (const line of textLines(text)) {
    const open = tasks.at(-1);
    const box = readBox(line);
    const match = box === null ? null : NUMBERED.exec(box.words);
    if (box === null || match === null) {
      if (/^#{1,6}\s/.test(line.text) && open !== undefined && open.end < 0) open.end = line.start;
      if (box !== null && box.indent === 0) unnumbered.push(line.number);
      else if (open !== undefined && open.end < 0) open.lines.push(line.text);
      continue;
    }
    const [, number = "", sub = "", title = ""] = match;
    if (open !== undefined && open.number === number && (sub !== "" || box.indent > 0)) {
      open.boxes.push(box);
      open.lines.push(line.text);
      open.end = -1;
      continue;
    }
    if (open !== undefined && open.end < 0) open.end = line.start;
    tasks.push({ number, title, line, boxes: [box], lines: [line.text], end: -1 });
  }
  const last = tasks.at(-1);
  if (last !== undefined && last.end < 0) last.end = text.length;
  return { tasks, unnumbered };
}

function streamOf(
  file: SourceFile,
  spec: string,
  task: Task,
  previous: string | null,
  clauses: ReadonlyMap<string, { readonly text: string; readonly line: number }>,
): FoundStream {
  const cited = task.lines.flatMap((line) =>
    [...line.matchAll(/Requirements?:?\s+(\d[\d.,\s]*)/g)].flatMap(
      (match) => (match[1] ?? "").match(/\d+(?:\.\d+)*/g) ?? [],
    ),
  );
  const status = statusOf(task.boxes);
  const acceptance = [...new Set(cited)].flatMap((number) => {
    const clause = clauses.get(number);
    if (clause === undefined) return [];
    return { text: `${number}: ${clause.text}`, done: status === "complete", line: clause.line };
  });
  return {
    path: file.path,
    id: `${spec}/${task.number}`,
    title: plainText(task.title).replace(/\*\*$/, ""),
    status,
    statusText: progressOf(task.boxes),
    slots: slotsOf(task.boxes),
    line: task.line.number,
    heading: { start: task.line.start, end: task.line.end },
    block: { start: task.line.start, end: task.end },
    batch: spec,
    dependsOn: previous === null ? [] : [`${spec}/${previous}`],
    tasks: itemsOf(task.boxes.slice(1)),
    acceptance,
    files: filesIn(task.lines),
    isCheck: CHECKPOINT.test(plainText(task.title)),
    fields: cited.length === 0 ? {} : { Requirements: [...new Set(cited)].join(", ") },
    covers: task.boxes.flatMap((box) => {
      const match = NUMBERED.exec(box.words);
      return match?.[2] ? [`${spec}/${match[1]}${match[2]}`] : [];
    }),
  };
}

/** `1.2` → the second acceptance criterion of requirement 1. */
function readClauses(file: SourceFile | undefined) {
  const clauses = new Map<string, { text: string; line: number }>();
  if (file === undefined) return clauses;
  let requirement = "";
  for (const { text, number } of textLines(file.text)) {
    const heading = /^#{2,4}\s+\D{0,40}?(\d+)/.exec(text);
    if (heading?.[1] !== undefined) requirement = heading[1];
    const clause = /^\s*(\d+)[.)]\s+(.+)$/.exec(text);
    if (clause?.[1] === undefined || clause[2] === undefined || requirement === "") continue;
    const key = `${requirement}.${clause[1]}`;
    if (!clauses.has(key)) clauses.set(key, { text: plainText(clause[2]), line: number });
  }
  return clauses;
}
