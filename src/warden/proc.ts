import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A file of the kernel; null when what it tells of is gone, or belongs to somebody else. */
export function readKernelFile(path: string): string | null {
  try {
    // Of every kernel thread there is an error, and nobody who wants to have it explained.
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** A control group hierarchy that is mounted here. */
export interface Hierarchy {
  readonly version: 1 | 2;
  /** Version 1: what it controls, or `name=…` for one that only groups. */
  readonly controls: readonly string[];
  readonly mountPoint: string;
  /** The directory of the group we are in. */
  readonly dir: string;
}

/** Version 2, of which there is one, comes first. */
export function readHierarchies(): Hierarchy[] {
  const own = new Map(
    linesOf("/proc/self/cgroup").flatMap((line) => {
      const [, names = "", ...path] = line.split(":");
      return names.split(",").map((name) => [name, path.join(":")] as const);
    }),
  );
  const found = linesOf("/proc/self/mountinfo").flatMap((line): Hierarchy[] => {
    const [before = "", after = ""] = line.split(" - ");
    const mountPoint = before.split(" ")[4] ?? "";
    const [type, , options = ""] = after.split(" ");
    if (type !== "cgroup" && type !== "cgroup2") return [];
    const controls = type === "cgroup2" ? [] : options.split(",");
    const path = own.get(controls.find((name) => own.has(name)) ?? "") ?? "/";
    const version = type === "cgroup2" ? 2 : 1;
    return [{ version, controls, mountPoint, dir: resolve(join(mountPoint, path)) }];
  });
  return found.toSorted((a, b) => b.version - a.version);
}

function linesOf(path: string): string[] {
  return (readKernelFile(path) ?? "").split("\n");
}
