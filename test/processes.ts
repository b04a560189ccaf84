import { readFileSync, readdirSync } from "node:fs";

/** Whatever runs on this machine now, ours or not. */
export function allPids(): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** A file's bytes as Latin-1, as `/proc` has them; "" for one that is not there or not ours to read. */
export function readOr(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** Kills a process, or with a negative number its group; one that has ended is as good. */
export function killPid(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    return;
  }
}
