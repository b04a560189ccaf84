import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Ceilings } from "../../model/index.ts";
import { exec, osName, pathExists } from "../../platform/index.ts";
import { groupOf, makeCgroup, makeProbeGroup, removeCgroup } from "./cgroup.ts";
import { type Hierarchy, readHierarchies, readKernelFile } from "../proc.ts";

/** A directory in which a control group that holds something can be made. */
export interface GroupBase {
  readonly dir: string;
  readonly version: 1 | 2;
}

/** What can be held by the kernel for a whole run; null where groups cannot be had. */
export interface CeilingTools {
  readonly memoryBytes: GroupBase | null;
  readonly processes: GroupBase | null;
  readonly cpus: GroupBase | null;
}

const NO_GROUPS: CeilingTools = { memoryBytes: null, processes: null, cpus: null };

type Held = keyof CeilingTools;

const CONTROLLERS: Readonly<Record<Held, { name: string; v1: string; v2: string }>> = {
  memoryBytes: { name: "memory", v1: "memory.limit_in_bytes", v2: "memory.max" },
  processes: { name: "pids", v1: "pids.max", v2: "pids.max" },
  cpus: { name: "cpu", v1: "cpu.cfs_quota_us", v2: "cpu.max" },
};

const PERIOD_US = 100_000;
const PROBE_MS_MAX = 5_000;

/** Looks where groups can be made and entered, by doing both. */
export async function findCeilingTools(): Promise<CeilingTools> {
  if (osName() !== "linux") return NO_GROUPS;
  const [memoryBytes, processes, cpus] = await Promise.all([
    findBase("memoryBytes"),
    findBase("processes"),
    findBase("cpus"),
  ]);
  return { memoryBytes, processes, cpus };
}

async function findBase(what: Held): Promise<GroupBase | null> {
  for (const base of candidates(what)) if (await holds(base, what)) return base;
  return null;
}

/** Version 2 first; the group we are in before those around it. */
function candidates(what: Held): GroupBase[] {
  const { name } = CONTROLLERS[what];
  return readHierarchies()
    .filter(({ version, controls }) => version === 2 || controls.includes(name))
    .flatMap((one) => around(one).map((dir) => ({ dir, version: one.version })));
}

/** The group we are in, then those around it. */
function around({ mountPoint, dir }: Hierarchy): string[] {
  const dirs = [dir];
  for (let at = dir; at !== mountPoint && at !== "/"; at = dirname(at)) dirs.push(dirname(at));
  return dirs;
}

async function holds({ dir, version }: GroupBase, what: Held): Promise<boolean> {
  const group = makeProbeGroup(dir);
  if (group === null) return false;
  try {
    const file = CONTROLLERS[what][version === 2 ? "v2" : "v1"];
    if (!pathExists(join(group, file))) return false;
    const enter = 'echo 0 >"$1/cgroup.procs"';
    const entered = await exec(["/bin/sh", "-c", enter, "enter", group], {
      cwd: "/",
      env: {},
      timeoutMs: PROBE_MS_MAX,
    });
    return entered.code === 0;
  } finally {
    // Where its one process has not quite gone an empty group is left, which holds nobody.
    removeCgroup(group);
  }
}

/** The groups of a run, made and set; empty where nothing is asked for or nothing can be had. */
export function makeGroups(tools: CeilingTools, ceilings: Ceilings, tag: string): string[] {
  const groups = new Set<string>();
  for (const what of ["memoryBytes", "processes", "cpus"] as const) {
    const found = tools[what];
    const most = ceilings[what];
    if (found === null || most === null) continue;
    const group = groupOf(found.dir, tag);
    makeCgroup(group);
    groups.add(group);
    for (const [file, value] of settings(what, found.version, most)) {
      writeWhereThere(join(group, file), value);
    }
  }
  return [...groups];
}

/** The first must take; what follows it makes it stricter where the kernel can. */
function settings(what: Held, version: 1 | 2, most: number): [string, string][] {
  const value = String(Math.round(most));
  if (what === "processes") return [["pids.max", value]];
  if (what === "memoryBytes") {
    return version === 2
      ? [
          ["memory.max", value],
          ["memory.swap.max", "0"],
          ["memory.oom.group", "1"],
        ]
      : [
          ["memory.limit_in_bytes", value],
          ["memory.memsw.limit_in_bytes", value],
        ];
  }
  const quota = String(Math.max(1_000, Math.round(most * PERIOD_US)));
  return version === 2
    ? [["cpu.max", `${quota} ${PERIOD_US}`]]
    : [
        ["cpu.cfs_period_us", String(PERIOD_US)],
        ["cpu.cfs_quota_us", quota],
      ];
}

function writeWhereThere(path: string, value: string): void {
  if (pathExists(path)) writeFileSync(path, value);
}

/** Whether the kernel ended something of the run for want of memory. Before its groups go. */
export function ranOutOfMemory(tools: CeilingTools, tag: string): boolean {
  const found = tools.memoryBytes;
  if (found === null) return false;
  const file = found.version === 2 ? "memory.events" : "memory.oom_control";
  const text = readKernelFile(join(groupOf(found.dir, tag), file)) ?? "";
  return /^oom_kill [1-9]/m.test(text);
}

export function removeGroups(tools: CeilingTools, tag: string): void {
  for (const found of [tools.memoryBytes, tools.processes, tools.cpus]) {
    if (found !== null) removeCgroup(groupOf(found.dir, tag));
  }
}
