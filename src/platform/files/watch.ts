import { watch } from "node:fs";
import { basename, dirname } from "node:path";

/**
 * Calls `onHint` whenever `path` may have changed, and every `pollMs` in any case: the system's
 * notices get lost, so they only make it quicker. Keeps no process alive. Returns what ends it.
 */
export function watchPath(path: string, pollMs: number, onHint: () => void): () => void {
  const timer = setInterval(onHint, pollMs);
  timer.unref();
  const stopListening = listenFor(path, onHint);
  return () => {
    clearInterval(timer);
    stopListening();
  };
}

/** On the directory, because an editor's save replaces the file itself. */
function listenFor(path: string, onHint: () => void): () => void {
  try {
    const name = basename(path);
    const watcher = watch(dirname(path), { persistent: false }, (_event, changed) => {
      if (changed === null || changed === name) onHint();
    });
    watcher.on("error", () => watcher.close());
    return () => watcher.close();
  } catch {
    // No directory or no watches left: the poll is enough.
    return () => undefined;
  }
}
