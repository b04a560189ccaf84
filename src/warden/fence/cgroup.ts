import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathExists, processId, randomId } from "../../platform/index.ts";
import { readHierarchies, readKernelFile } from "../proc.ts";

/** Hierarchies of version 1 that only group processes, the least intrusive first. */
const GROUPING = ["freezer", "pids", "name=systemd"] as const;

/**
 * A directory in which control groups can be made, tried by making one; null when there is none.
 * Version 2 is preferred: it kills a whole group in one write.
 */
export function findCgroupBase(): string | null {
  return cgroupCandidates().find(canMakeGroup) ?? null;
}

function cgroupCandidates(): string[] {
  const all = readHierarchies();
  const unified = all.filter(({ version }) => version === 2);
  const grouping = GROUPING.flatMap((name) => all.find((one) => one.controls.includes(name)) ?? []);
  return [...unified, ...grouping].map(({ dir }) => dir);
}

function canMakeGroup(base: string): boolean {
  const path = makeProbeGroup(base);
  if (path === null) return false;
  const isGroup = pathExists(join(path, "cgroup.procs"));
  removeCgroup(path);
  return isGroup;
}

/** An empty group to try things with; null where none can be made. */
export function makeProbeGroup(base: string): string | null {
  const path = join(base, `orchestrator-probe-${processId()}-${randomId(4)}`);
  try {
    mkdirSync(path);
    return path;
  } catch {
    return null;
  }
}

/** The group of the run with that tag. */
export function groupOf(base: string, tag: string): string {
  return join(base, `orchestrator-${tag}`);
}

/** Makes the group of a run; one that is there already is the same run's. */
export function makeCgroup(path: string): void {
  mkdirSync(path, { recursive: true });
}

export function cgroupMembers(path: string): number[] {
  const text = readKernelFile(join(path, "cgroup.procs")) ?? "";
  return text.split("\n").filter(Boolean).map(Number);
}

/** Kills every member at once where the kernel can; `cgroupMembers` are killed one by one else. */
export function killCgroup(path: string): void {
  const kill = join(path, "cgroup.kill");
  if (pathExists(kill)) writeFileSync(kill, "1");
}

/** Only an empty group can be removed; a full one stays for the next look. */
export function removeCgroup(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return !pathExists(path);
  }
}
