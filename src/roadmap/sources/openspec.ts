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
import { readFlatYaml } from "./front-matter.ts";
import type { FoundStream, SourceFile, SourceReader, SourceReading } from "./reader.ts";
import { complain, complainOfConflict, together, unread } from "./reader.ts";
import { type TextLine, textLines } from "../reading/text-lines.ts";
import { filesIn } from "../reading/facets.ts";

/**
 * OpenSpec's `openspec/changes/<change>/tasks.md`. A work stream is a numbered group of tasks; the
 * groups of a change come one after another, changes only where `.openspec.yaml` says `dependsOn`.
 */
export const openspec: SourceReader = {
  kind: "openspec",
  recognise: (files) => {
    const tasks = files.filter(isTaskList);
    if (tasks.length === 0) return 0;
    if (tasks.some(({ path }) => /(?:^|\/)changes\/[^/]+\/tasks\.md$/.test(path))) return 0.95;
    return tasks.some(({ text }) => /^## \d+\.[\s\S]*?^- \[.\] \d+\.\d+/m.test(text)) ? 0.5 : 0.1;
  },
  read: (files) => {
    const { streams, diagnostics } = together(files.filter(isTaskList).map(readFile));
    return { streams: streams.map((one) => withChanges(one, streams, files)), diagnostics };
  },
  write: (request) => writeBoxes(request, null),
};

interface Group {
  readonly heading: TextLine | null;
  readonly boxes: Box[];
  end: number;
}

function readFile(file: SourceFile): SourceReading {
  const conflict = complainOfConflict(file);
  if (conflict !== null) return unread(conflict);
  const change = changeOf(file.path);
  const groups: Group[] = [{ heading: null, boxes: [], end: -1 }];
  for (const line of textLines(file.text)) {
    const open = groups.at(-1);
    if (/^##\s/.test(line.text)) {
      if (open !== undefined) open.end = line.start;
      groups.push({ heading: line, boxes: [], end: -1 });
      continue;
    }
    const box = readBox(line);
    if (box !== null) open?.boxes.push(box);
  }
  const filled = groups.filter(({ boxes }) => boxes.length > 0);
  const diagnostics =
    filled.length > 0 ? [] : [complain(file.path, 0, "no task like “- [ ] 1.1 …”", "warning")];
  const ids = filled.map((group, index) => idOf(change, group, index));
  const streams = filled.map((group, index) =>
    streamOf(file, change, group, ids[index] ?? change, ids[index - 1] ?? null),
  );
  return { streams, diagnostics };
}

function changeOf(path: string): string {
  return path.split("/").at(-2) ?? "";
}

function idOf(change: string, { heading }: Group, index: number): string {
  if (heading === null) return change;
  const number = /^##\s+(\d+)\b/.exec(heading.text)?.[1];
  return `${change}/${number ?? index + 1}`;
}

function streamOf(
  file: SourceFile,
  change: string,
  { heading, boxes, end }: Group,
  id: string,
  previous: string | null,
): FoundStream {
  const first = heading ?? boxes[0]?.line ?? { text: "", start: 0, end: 0, number: 1 };
  const words = heading === null ? change : plainText(heading.text.replace(/^##\s+/, ""));
  const tasks = boxes.map((box) => box.words);
  return {
    path: file.path,
    id,
    title: words.replace(/^\d+[.)]?\s+/, "") || change,
    status: statusOf(boxes),
    statusText: progressOf(boxes),
    slots: slotsOf(boxes),
    line: first.number,
    heading: { start: first.start, end: first.end },
    block: { start: first.start, end: end < 0 ? file.text.length : end },
    batch: change,
    dependsOn: previous === null ? [] : [previous],
    tasks: itemsOf(boxes),
    files: filesIn(tasks),
    covers: tasks.flatMap((text) => {
      const number = /^(\d+(?:\.\d+)+)\b/.exec(text)?.[1];
      return number === undefined ? [] : [`${change}/${number}`];
    }),
  };
}

/** The first group of a change waits for every group of the changes that it depends on. */
function withChanges(
  stream: FoundStream,
  all: readonly FoundStream[],
  files: readonly SourceFile[],
): FoundStream {
  const isFirst = all.find(({ path }) => path === stream.path) === stream;
  const folder = stream.path.slice(0, -"tasks.md".length);
  const settings = files.find(({ path }) => path === `${folder}.openspec.yaml`);
  if (!isFirst || settings === undefined) return stream;
  const changes = readFlatYaml(settings.text).get("dependsOn")?.values ?? [];
  // A change that is gone was archived: it is done. One that is here counts with all its groups.
  const waits = all.filter(({ path }) => changes.includes(changeOf(path))).map(({ id }) => id);
  const touches = readFlatYaml(settings.text).get("touches")?.values ?? [];
  return {
    ...stream,
    dependsOn: [...(stream.dependsOn ?? []), ...waits],
    files: [...new Set([...(stream.files ?? []), ...touches.filter((one) => one.includes("/"))])],
  };
}
