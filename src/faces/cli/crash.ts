import { join } from "node:path";
import { ensureDir, nowMs, productVersion, stateHome, writeDurable } from "../../platform/index.ts";

/** Keeps what a bug left behind; returns where, or null when even that cannot be written. */
export function recordCrash(thrown: unknown, words: readonly string[]): string | null {
  const dir = join(stateHome(), "crashes");
  const path = join(dir, `${new Date(nowMs()).toISOString().replace(/[:.]/g, "-")}.log`);
  try {
    ensureDir(dir);
    writeDurable(path, describeCrash(thrown, words));
    return path;
  } catch {
    return null;
  }
}

function describeCrash(thrown: unknown, words: readonly string[]): string {
  return [
    `orchestrator ${productVersion()} on Node ${process.version}`,
    `command: ${words[0] ?? "(none)"}`,
    ...stacks(thrown),
    "",
  ].join("\n");
}

function stacks(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [String(thrown)];
  const own = thrown.stack ?? thrown.message;
  return thrown.cause === undefined ? [own] : [own, "caused by:", ...stacks(thrown.cause)];
}
