import { filesIn, readPriority } from "../reading/facets.ts";
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

/**
 * Spec Kit's `specs/NNN-name/tasks.md`. A work stream is a phase, because that is what Spec Kit
 * promises to be whole: its tests come before what makes them pass, so a task alone often cannot
 * go through gates. Ids are read, not English words: people write these files in every language.
 */
export const specKit: SourceReader = {
  kind: "spec-kit",
  recognise: (files) => {
    const tasks = files.filter(isTaskList);
    if (tasks.length === 0) return 0;
    return tasks.some(({ text }) => /^\s*- \[.\] (?:\*\*)?T\d{3}/m.test(text)) ? 0.95 : 0.2;
  },
  read: (files) => together(files.map(readFile)),
  write: (request) => writeBoxes(request, null),
};

interface Task {
  readonly box: Box;
  readonly id: string;
  readonly parallel: boolean;
  /** `US1`; null for shared work. */
  readonly story: string | null;
  readonly words: string;
}

interface Phase {
  readonly heading: TextLine;
  readonly tasks: Task[];
  end: number;
}

const TASK = /^(?:\*\*)?(T\d+[a-z]?)(?:\*\*)?[:.]?\s+(.*)$/;

function readTask(line: TextLine): Task | null {
  const box = readBox(line);
  const match = box === null ? null : TASK.exec(box.words);
  if (box === null || match?.[1] === undefined) return null;
  const labels = /^(?:\[[^\]]{1,20}\]\s*)*/.exec(match[2] ?? "")?.[0] ?? "";
  return {
    box,
    id: match[1],
    parallel: /\[P\]/i.test(labels),
    story: /\[(US\d+)\]/i.exec(labels)?.[1]?.toUpperCase() ?? null,
    words: (match[2] ?? "").slice(labels.length),
  };
}

function readFile(file: SourceFile): SourceReading {
  const conflict = complainOfConflict(file);
  if (conflict !== null) return unread(conflict);
  const feature = file.path.split("/").at(-2) ?? "";
  const phases: Phase[] = [];
  const loose: Task[] = [];
  for (const line of textLines(file.text)) {
    if (/^#{1,2}\s/.test(line.text)) {
      const open = phases.at(-1);
      if (open !== undefined && open.end < 0) open.end = line.start;
      if (line.text.startsWith("##")) phases.push({ heading: line, tasks: [], end: -1 });
      continue;
    }
    const task = readTask(line);
    if (task === null) continue;
    const open = phases.at(-1);
    if (open === undefined || open.end >= 0) loose.push(task);
    else open.tasks.push(task);
  }
  const filled = phases.filter(({ tasks }) => tasks.length > 0);
  const streams = [
    ...loose.map((task, index) => looseStream(file, feature, loose, task, index)),
    ...phaseStreams(file, feature, filled),
  ];
  const diagnostics =
    streams.length > 0 ? [] : [complain(file.path, 0, "no task like “- [ ] T001 …”", "warning")];
  return { streams, diagnostics };
}

/** Tasks under no heading: each for itself, and only [P] beside its neighbours. */
function looseStream(
  file: SourceFile,
  feature: string,
  all: readonly Task[],
  task: Task,
  index: number,
): FoundStream {
  const before = all.slice(0, index);
  const barrier = before.findLastIndex((one) => !one.parallel);
  const waits = task.parallel ? before.slice(Math.max(0, barrier), barrier + 1) : before;
  const named = references([task]);
  const ids = [...waits.map(({ id }) => id), ...named];
  const span = { start: task.box.line.start, end: task.box.line.end };
  return {
    path: file.path,
    id: `${feature}/${task.id}`,
    title: plainText(task.words),
    status: task.box.state,
    statusText: task.box.state,
    slots: slotsOf([task.box]),
    line: task.box.line.number,
    heading: span,
    block: span,
    batch: feature,
    dependsOn: [...new Set(ids)].map((id) => `${feature}/${id}`),
    files: filesIn([task.words]),
  };
}

function phaseStreams(
  file: SourceFile,
  feature: string,
  phases: readonly Phase[],
): readonly FoundStream[] {
  const keys = new Set<string>();
  const named = phases.map((phase, index) => {
    const story = storyOf(phase);
    const wanted = story ?? `P${numberOf(phase) ?? index + 1}`;
    const key = keys.has(wanted) ? `P${numberOf(phase) ?? index + 1}` : wanted;
    keys.add(key);
    return { phase, key, isStory: story !== null };
  });
  const short = /^\d+(?=-)/.exec(feature)?.[0] ?? null;
  const known = new Set(phases.flatMap(({ tasks }) => tasks.map(({ id }) => id)));
  return named.map(({ phase, key, isStory }, index) => {
    const { heading, tasks } = phase;
    const boxes = tasks.map(({ box }) => box);
    // Phases are barriers; stories are independent of one another once the shared work is done.
    const earlier = named.slice(0, index).filter((one) => !isStory || !one.isStory);
    const mentioned = references(tasks);
    const cited = named.filter((one) => one.phase.tasks.some(({ id }) => mentioned.includes(id)));
    const waits = [...earlier, ...cited].map((one) => one.key).filter((one) => one !== key);
    // What no phase has is named as it is written, so that it is missed instead of passed over.
    const missing = mentioned.filter((id) => !known.has(id));
    const title = titleOf(heading.text);
    return {
      path: file.path,
      id: `${feature}/${key}`,
      title: title.text,
      status: statusOf(boxes),
      statusText: progressOf(boxes),
      slots: slotsOf(boxes),
      line: heading.number,
      heading: { start: heading.start, end: heading.end },
      block: { start: heading.start, end: phase.end < 0 ? file.text.length : phase.end },
      priority: title.priority === null ? null : readPriority(title.priority),
      dependsOn: [...new Set([...waits, ...missing])].map((one) => `${feature}/${one}`),
      batch: feature,
      tasks: itemsOf(boxes),
      files: filesIn(tasks.map(({ words }) => words)),
      aliases: short === null ? [] : [`${short}/${key}`],
      covers: tasks.map(({ id }) => `${feature}/${id}`),
    };
  });
}

/** The story most of a phase's tasks are labelled with, when it is one. */
function storyOf({ tasks }: Phase): string | null {
  const labels = new Set(tasks.flatMap(({ story }) => story ?? []));
  const labelled = tasks.filter(({ story }) => story !== null).length;
  const [only] = labels;
  return only !== undefined && labels.size === 1 && labelled * 2 > tasks.length ? only : null;
}

/** `3` of `## Phase 3: …`, of `## Phase 3：用户故事 1`; `N` of `## Phase N: …`. */
function numberOf({ heading }: Phase): string | null {
  const words = heading.text.replace(/^#+\s*/, "").split(/[:：–—]/)[0] ?? "";
  return /\d+(?:\.\d+)*/.exec(words)?.[0] ?? /\s([A-Z])\s*$/.exec(words)?.[1] ?? null;
}

function titleOf(heading: string): { readonly text: string; readonly priority: string | null } {
  const words = plainText(heading.replace(/^#+\s*/, ""));
  const priority = /[(（][^()（）]*\b(P[0-4])\b[^()（）]*[)）]/i.exec(words);
  const bare = priority === null ? words : words.replace(priority[0], "");
  const text = bare.replace(/^[^:：]{1,30}[:：]\s*/, "").replace(/\s+/g, " ");
  return { text: text.trim() || words, priority: priority?.[1] ?? null };
}

/** Tasks that `(depends on T012, T013)` names. */
function references(tasks: readonly Task[]): readonly string[] {
  return tasks.flatMap(({ words }) =>
    [
      ...words.matchAll(/\((?:depends on|requires|after|blocked by)[:\s]+([^()]{1,200})\)/gi),
    ].flatMap((match) => (match[1] ?? "").match(/\bT\d+[a-z]?\b/g) ?? []),
  );
}
