import { fstatSync, writeSync } from "node:fs";
import { errnoOf } from "./io-error.ts";

/**
 * Standard output (1) and error (2) without Node's streams, which cost a tenth of the time to the
 * first answer. Both wait for a slow reader just as those streams do.
 */
type StandardFd = 1 | 2;

/** Whether a terminal may be there; a pipe and a file are none. */
export function isDevice(fd: 0 | StandardFd): boolean {
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    return false;
  }
}

/**
 * Writes it all; what is left when somebody made the pipe non-blocking and it is full, else null.
 * Throws `EPIPE` when the reader has gone.
 */
export function writeStandard(fd: StandardFd, text: string): Uint8Array | null {
  const bytes = Buffer.from(text, "utf8");
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (errnoOf(error) !== "EAGAIN") throw error;
      return bytes.subarray(at);
    }
  }
  return null;
}
