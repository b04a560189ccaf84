import { listDir, osName } from "../platform/index.ts";
import { readKernelFile } from "./proc.ts";

/** A process as one look at /proc found it. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly startTime: string;
  readonly zombie: boolean;
  /** Its own time and that of children it has waited for. */
  readonly cpuMs: number;
}

const TICK_MS = 10;

/** All processes that could be read, in one pass; empty where there is no /proc. */
export function readProcesses(): Map<number, ProcessRow> {
  const rows = new Map<number, ProcessRow>();
  for (const pid of pids()) {
    const row = parseStat(pid, readKernelFile(`/proc/${pid}/stat`));
    if (row !== null) rows.set(pid, row);
  }
  return rows;
}

function parseStat(pid: number, text: string | null): ProcessRow | null {
  if (text === null) return null;
  const end = text.lastIndexOf(")");
  const fields = text.slice(end + 2).split(" ");
  const startTime = fields[19];
  if (startTime === undefined) return null;
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return {
    pid,
    parent: Number(fields[1]),
    name: text.slice(text.indexOf("(") + 1, end),
    startTime,
    zombie: fields[0] === "Z" || fields[0] === "X",
    cpuMs: ticks * TICK_MS,
  };
}

/** A process and its descendants, parents first. */
export function descendants(rows: ReadonlyMap<number, ProcessRow>, root: number): ProcessRow[] {
  const children = new Map<number, ProcessRow[]>();
  for (const row of rows.values()) {
    const siblings = children.get(row.parent);
    if (siblings === undefined) children.set(row.parent, [row]);
    else siblings.push(row);
  }
  const first = rows.get(root);
  const found = first === undefined ? [] : [first];
  for (const row of found) found.push(...(children.get(row.pid) ?? []));
  return found;
}

/**
 * Processes by the `ORCHESTRATOR_RUN` they were started with. The first process of a sandbox
 * always has it, whatever its children do to theirs.
 */
export function findTagged(tags: ReadonlySet<string>): Map<string, number[]> {
  const found = new Map<string, number[]>();
  if (tags.size === 0) return found;
  for (const pid of pids()) {
    const tag = tagOf(pid);
    if (tag === null || !tags.has(tag)) continue;
    found.set(tag, [...(found.get(tag) ?? []), pid]);
  }
  return found;
}

const RUN_TAG = "ORCHESTRATOR_RUN";

function tagOf(pid: number): string | null {
  const text = readKernelFile(`/proc/${pid}/environ`);
  if (text === null) return null;
  const at = text.startsWith(`${RUN_TAG}=`) ? 0 : text.indexOf(`\0${RUN_TAG}=`) + 1;
  if (at === 0 && !text.startsWith(`${RUN_TAG}=`)) return null;
  const from = at + RUN_TAG.length + 1;
  const end = text.indexOf("\0", from);
  return text.slice(from, end === -1 ? undefined : end);
}

function pids(): number[] {
  if (osName() !== "linux") return [];
  return listDir("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number);
}
