import { LIMITS } from "../../model/index.ts";
import { statOrNull } from "./look.ts";
import { moveFile } from "./write.ts";

/** Before a log is appended to: one that is longer than it may be becomes the one earlier part. */
export function setAsideWhenLong(file: string): void {
  const found = statOrNull(file);
  if (found?.kind === "file" && found.size > LIMITS.logBytesMax) moveFile(file, `${file}.1`);
}
