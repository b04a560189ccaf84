import { readFileSync } from "node:fs";

/** A file's bytes as Latin-1; "" for one that is not there or not ours to read. */
export function readOr(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
