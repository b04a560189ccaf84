import { OrchestratorError } from "../model/index.ts";

/** The errno name of a failed system call ("ENOENT"), or null. */
export function errnoOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

/**
 * Turns a failed system call into an error a person can act on. `action` completes the sentence
 * "Could not …", for example "write". An `OrchestratorError` passes unchanged.
 */
export function explainIo(error: unknown, action: string, path: string): OrchestratorError {
  if (error instanceof OrchestratorError) return error;
  const message = `Could not ${action} ${path}`;
  const errno = errnoOf(error);
  const more = { cause: error, details: { path, errno } };
  switch (errno) {
    case "ENOSPC":
    case "EDQUOT":
      return new OrchestratorError("disk-full", `${message}: the disk is full (${errno}).`, {
        ...more,
        hint: "Free some space on that file system and try again; nothing was changed.",
      });
    case "EROFS":
      return new OrchestratorError("read-only", `${message}: the file system is read-only.`, {
        ...more,
        hint: "Mount it writable, or work in a copy of the repository on another disk.",
      });
    case "EACCES":
    case "EPERM":
      return new OrchestratorError("read-only", `${message}: permission denied (${errno}).`, {
        ...more,
        hint: `Check who owns it and its mode: ls -ld ${path}`,
      });
    case "ENOENT":
      return new OrchestratorError("io-failed", `${message}: no such file or directory.`, more);
    case "ELOOP":
      return new OrchestratorError(
        "io-failed",
        `${message}: a symbolic link is in the way, and links are not followed here.`,
        { ...more, hint: "Somebody put a link where a plain file belongs; look at it first." },
      );
    case "EMFILE":
    case "ENFILE":
      return new OrchestratorError("io-failed", `${message}: too many open files (${errno}).`, {
        ...more,
        hint: "Raise the limit: ulimit -n 4096",
      });
    default:
      return new OrchestratorError(
        "io-failed",
        `${message}: ${error instanceof Error ? error.message : String(error)}`,
        more,
      );
  }
}
