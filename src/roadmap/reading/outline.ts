import { mayBeField, readField } from "./fields.ts";
import { type Heading, readHeading, readUnnamed, startsWithMark } from "./headings.ts";
import { readGroup, takeGroupField, type Writable } from "./groups.ts";
import type { Line, Lines } from "./lines.ts";
import { hasTick } from "./marks.ts";
import type { Dialect, Group } from "../types.ts";

/** A heading or one-liner accepted as a work stream, with the lines that are its own. */
export interface Section {
  readonly heading: Heading;
  readonly line: Line;
  readonly oneLiner: boolean;
  /** Its own lines as runs in the table of lines: first, and one behind the last, of each run. */
  readonly runs: readonly number[];
  /** Lines before this one come before its first own heading. */
  readonly headEnd: number;
  /** Where its block ends: at the next heading of the same or a higher level. */
  readonly end: number;
  readonly groups: readonly number[];
}

export interface Outline {
  readonly sections: readonly Section[];
  readonly groups: readonly Group[];
}

/** A heading's place in the table of lines, and the work it names, if any. */
export interface HeadingLine {
  readonly index: number;
  readonly heading: Heading | null;
}

interface Node {
  readonly index: number;
  readonly level: number;
  heading: Heading | null;
  /** Index of the first line of the next heading of the same or a higher level. */
  end: number;
  stream: boolean;
}

/** Decides which headings are work streams and hands every line to the innermost of them. */
export function outline(
  text: string,
  lines: Lines,
  dialect: Dialect,
  headings: readonly HeadingLine[],
): Outline {
  const nodes = headingNodes(lines, headings);
  acceptStrong(text, lines, nodes);
  acceptWeak(text, lines, nodes, true, null);
  acceptSiblings(text, lines, nodes);
  if (!nodes.some(({ stream }) => stream)) acceptUnstated(text, lines, nodes);
  if (!nodes.some(({ stream }) => stream)) acceptUnnamed(text, lines, nodes, dialect);
  return distribute(text, lines, nodes, dialect);
}

function headingNodes(lines: Lines, headings: readonly HeadingLine[]): readonly Node[] {
  const open: Node[] = [];
  return headings.map(({ index, heading }) => {
    const level = lines.levelAt(index);
    while ((open.at(-1)?.level ?? 0) >= level) {
      const closed = open.pop();
      if (closed !== undefined) closed.end = index;
    }
    const node: Node = { index, level, heading, end: lines.length, stream: false };
    open.push(node);
    return node;
  });
}

/**
 * A heading below another work stream's is a chapter of it, unless it counts in the same series or
 * has a status of its own.
 */
function acceptStrong(text: string, lines: Lines, nodes: readonly Node[]): void {
  const open: Node[] = [];
  for (const node of nodes) {
    while ((open.at(-1)?.level ?? 0) >= node.level) open.pop();
    const { heading, index } = node;
    if (heading === null || !heading.strong) continue;
    const parent = open.at(-1)?.heading;
    const series = parent === undefined || parent?.namespace === heading.namespace;
    const stated = heading.known && (showsStatus(heading) || isTicked(heading));
    if (!series && !stated && !hasOwn(text, lines, index, true)) continue;
    if (!heading.known && !hasOwn(text, lines, index, false)) continue;
    node.stream = true;
    open.push(node);
  }
}

/**
 * A weak heading (`Phase 1: t`, `Task 3`) is a work stream when it has a status and no parts, and
 * when the roadmap's work is not counted in another series: there it is a chapter.
 */
function acceptWeak(
  text: string,
  lines: Lines,
  nodes: readonly Node[],
  stated: boolean,
  kinds: ReadonlySet<string> | null,
): void {
  const series = new Set<string>();
  for (const node of nodes) if (node.stream) series.add(node.heading?.namespace ?? "");
  const inside: Node[] = [];
  const within = new Set<Node>();
  for (const node of nodes) {
    while ((inside.at(-1)?.level ?? 0) >= node.level) inside.pop();
    if (inside.length > 0) within.add(node);
    if (node.stream) inside.push(node);
  }
  let nextStream = Number.POSITIVE_INFINITY;
  for (const node of nodes.toReversed()) {
    const { heading, index } = node;
    const weak = heading !== null && !node.stream && !heading.strong;
    const alike =
      kinds?.has(kindOf(node)) ?? (series.size === 0 || series.has(heading?.namespace || "PHASE"));
    if (weak && alike && !within.has(node) && nextStream >= node.end) {
      // `Phase 3.2 Title`, its colon forgotten: any field tells it from a sentence about the phase.
      const dotted = series.size > 0 && /^\d+\.\d/.test(heading.id);
      const marked = stated && showsStatus(heading);
      node.stream = marked || hasOwn(text, lines, index, stated && !dotted);
    }
    if (node.stream) nextStream = index;
  }
}

/** What counts alike: one word, on one level. */
function kindOf({ heading, level }: Node): string {
  return `${level} ${heading?.namespace ?? ""}`;
}

/** `Task 2` beside a `Task 1` with a status is work as well, if it has any field. */
function acceptSiblings(text: string, lines: Lines, nodes: readonly Node[]): void {
  const before = new Set(nodes.filter(({ stream }) => stream));
  const weak = [...before].filter(({ heading }) => !heading?.strong);
  if (weak.length === 0) return;
  acceptWeak(text, lines, nodes, false, new Set(weak.map(kindOf)));
  dropRecounted(nodes, before);
}

/** What is counted anew in every chapter has no ids: nothing of it is kept but what was `sure`. */
function dropRecounted(nodes: readonly Node[], sure: ReadonlySet<Node>): void {
  const found = nodes.filter(({ stream }) => stream);
  const ids = new Set(found.map(({ heading }) => heading?.id));
  if (ids.size === found.length) return;
  for (const node of found) node.stream = sure.has(node);
}

/**
 * `## [/] Task 2: t`, `### 1.4 Search ✅ DONE`. A circle in front may as well be a colour, and a phase
 * that is over is a chapter like the others.
 */
function showsStatus({ marks, namespace }: Heading): boolean {
  return marks.some(({ form, text }) =>
    form === "icon" ? text.startsWith("[") : namespace !== "PHASE",
  );
}

/** `### ✅ PRIORITY 6: t`: no colour, as a circle may be one, and no chapter of the work above it. */
function isTicked({ marks, namespace }: Heading): boolean {
  return namespace !== "PHASE" && marks.some(({ text }) => hasTick(text));
}

/** `Task 1: t` with a dependency, an effort or files below it, where nothing says a status at all. */
function acceptUnstated(text: string, lines: Lines, nodes: readonly Node[]): void {
  acceptWeak(text, lines, nodes, false, null);
  dropRecounted(nodes, new Set());
}

/** Only in a file where nothing has an id: a heading with a readable status is work. */
function acceptUnnamed(text: string, lines: Lines, nodes: readonly Node[], dialect: Dialect): void {
  for (const node of nodes) {
    const { index } = node;
    if (node.level < 2 || !hasOwn(text, lines, index, true)) continue;
    node.heading = readUnnamed(text, lines.bodyAt(index), lines.endAt(index), dialect);
    node.stream = node.heading !== null;
  }
}

/** Does the part before the next heading hold a status (or any field that a work stream has)? */
function hasOwn(text: string, lines: Lines, at: number, status: boolean): boolean {
  for (let i = at + 1; i < lines.length; i++) {
    if (lines.isHeading(i)) return false;
    if (lines.indentAt(i) > 1 || !mayBeField(text, lines.bodyAt(i), lines.endAt(i))) continue;
    const key = readField(text, lines.at(i), true)?.key;
    if (key === "status" || (!status && key !== null && key !== undefined)) return true;
  }
  return false;
}

interface Walk {
  readonly sections: Writable<Section>[];
  readonly groups: Writable<Group>[];
  readonly open: { readonly level: number; readonly section: OwnSection }[];
  readonly chapters: { readonly level: number; readonly group: number }[];
  /** The chapter whose heading was the last one seen. */
  fresh: Writable<Group> | null;
}

type OwnSection = Writable<Section> & { runs: number[] };

/** One line more; lines come in their order, and nearly always one after the other. */
export function own(runs: number[], index: number): void {
  if (runs.at(-1) === index) runs[runs.length - 1] = index + 1;
  else runs.push(index, index + 1);
}

function distribute(text: string, lines: Lines, nodes: readonly Node[], dialect: Dialect): Outline {
  const walk: Walk = { sections: [], groups: [], open: [], chapters: [], fresh: null };
  let seen = 0;
  for (let index = 0; index < lines.length; index++) {
    const node = nodes[seen];
    const owner = walk.open.at(-1)?.section;
    if (node?.index === index) {
      enterHeading(text, lines, node, dialect, walk);
      seen += 1;
    } else if (owner !== undefined) own(owner.runs, index);
    else readLoose(text, lines.at(index), dialect, walk);
  }
  const { sections, groups } = walk;
  return { sections, groups };
}

/** A line outside every work stream: a batch's field, or a one-liner. */
function readLoose(text: string, line: Line, dialect: Dialect, walk: Walk): void {
  if (walk.fresh !== null) takeGroupField(text, line, walk.fresh);
  const heading = oneLiner(text, line, dialect);
  if (heading === null) return;
  const groups = walk.chapters.map(({ group }) => group);
  walk.sections.push({
    heading,
    line,
    oneLiner: true,
    runs: [],
    headEnd: 0,
    end: line.end,
    groups,
  });
}

function enterHeading(text: string, lines: Lines, node: Node, dialect: Dialect, walk: Walk): void {
  const { index, level, heading } = node;
  const { open, chapters } = walk;
  while ((open.at(-1)?.level ?? 0) >= level) open.pop();
  while ((chapters.at(-1)?.level ?? 0) >= level) chapters.pop();
  walk.fresh = null;
  if (node.stream && heading !== null) {
    const end = node.end < lines.length ? lines.at(node.end).start : text.length;
    const groups = chapters.map(({ group }) => group);
    const section = {
      heading,
      line: lines.at(index),
      oneLiner: false,
      runs: [],
      headEnd: Number.POSITIVE_INFINITY,
      end,
      groups,
    };
    walk.sections.push(section);
    open.push({ level, section });
    return;
  }
  const owner = open.at(-1)?.section;
  if (owner !== undefined) {
    owner.headEnd = Math.min(owner.headEnd, index);
    own(owner.runs, index);
  } else if (level >= 2) {
    walk.fresh = readGroup(text, lines.at(index), dialect);
    walk.groups.push(walk.fresh);
    chapters.push({ level, group: walk.groups.length - 1 });
  }
}

/** `⚪ REQ-228: t (Agent: X, S, blocked by REQ-231)`, with or without a bullet. */
function oneLiner(text: string, line: Line, dialect: Dialect): Heading | null {
  if (line.kind !== "item" && line.kind !== "text") return null;
  if (!startsWithMark(text, line.body)) return null;
  // Its sign is its status whatever the dialect: there is no other place for one.
  const family = dialect === "priority" ? "generic" : dialect;
  const heading = readHeading(text, line.body, line.end, family);
  return heading?.strong && heading.known && /\d/.test(heading.id) ? heading : null;
}
