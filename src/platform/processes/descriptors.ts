import { closeSync } from "node:fs";
import { listDir, readTextIfExists } from "../files/look.ts";

const O_CLOEXEC = 0o2000000;

/**
 * Closes what whoever started this process left open by accident. Node marks its own files so that
 * children do not get them; what is not marked came from outside, and would reach every child of
 * ours: a terminal, somebody's database, a socket. Call it first, and only where nothing is expected.
 */
export function closeInheritedFiles(): void {
  for (const name of listDir("/proc/self/fd")) {
    const fd = Number(name);
    if (fd > 2 && isInherited(fd)) closeQuietly(fd);
  }
}

function isInherited(fd: number): boolean {
  const flags = /^flags:\s+([0-7]+)/m.exec(readOr(`/proc/self/fdinfo/${fd}`, ""))?.[1];
  return flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
}

function readOr(path: string, otherwise: string): string {
  try {
    return readTextIfExists(path) ?? otherwise;
  } catch {
    // The descriptor was that of the listing itself.
    return otherwise;
  }
}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // Closed meanwhile.
  }
}
