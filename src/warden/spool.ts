import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { SpoolState } from "../model/index.ts";
import { statOrNull } from "../platform/index.ts";

export type SpoolName = "stdout" | "stderr";

export interface SpoolLimits {
  readonly stdoutBytesMax: number;
  readonly stderrBytesMax: number;
}

/**
 * Runs write straight into their spool files (O_APPEND): no pump whose death could take output or
 * the run with it, no pipe that a stray daemon could hold open. The price is that a flood is cut
 * after the fact: the first bytes up to the limit stay as they are, then comes this one mark, and
 * everything the run goes on to write behind it is taken away again.
 */
const MARK = Buffer.from(
  "\n[orchestrator] the output went beyond its limit; the rest is dropped\n",
);

/** The spool as it stands: cut to the limit, and what a reader will find. */
export function tendSpool(dir: string, limits: SpoolLimits): SpoolState {
  const stdout = tendFile(join(dir, "stdout"), limits.stdoutBytesMax);
  const stderr = tendFile(join(dir, "stderr"), limits.stderrBytesMax);
  return {
    stdoutBytes: stdout.bytes,
    stderrBytes: stderr.bytes,
    flooded: stdout.flooded || stderr.flooded,
  };
}

function tendFile(path: string, bytesMax: number): { bytes: number; flooded: boolean } {
  const size = sizeOf(path);
  if (size <= bytesMax) return { bytes: size, flooded: false };
  if (size !== bytesMax + MARK.length) cut(path, bytesMax);
  return { bytes: bytesMax + MARK.length, flooded: true };
}

/** The mark goes to a fixed place, so that a writer in between cannot push it about. */
function cut(path: string, bytesMax: number): void {
  const fd = openSync(path, "r+");
  try {
    writeSync(fd, MARK, 0, MARK.length, bytesMax);
    ftruncateSync(fd, bytesMax + MARK.length);
  } finally {
    closeSync(fd);
  }
}

function sizeOf(path: string): number {
  return statOrNull(path)?.size ?? 0;
}

/**
 * Bytes of a spool; empty when there are none there. Never more than `bytesMax`, nor than there is
 * `room`, into which they are read when it is given.
 */
export function readSpool(path: string, from: number, bytesMax: number, room?: Buffer): Buffer {
  if (statOrNull(path)?.kind !== "file") return Buffer.alloc(0);
  const fd = openSync(path, "r");
  try {
    const most = Math.min(bytesMax, room?.length ?? bytesMax);
    const length = Math.max(0, Math.min(most, fstatSync(fd).size - from));
    const buffer = room ?? Buffer.alloc(length);
    let read = 0;
    while (read < length) {
      const count = readSync(fd, buffer, read, length - read, from + read);
      if (count === 0) break;
      read += count;
    }
    return buffer.subarray(0, read);
  } finally {
    closeSync(fd);
  }
}
