import { closeSync, constants, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { LIMITS, OrchestratorError } from "../model/index.ts";
import { listDir, monotonicMs, pathExists, sleep, writeDurable } from "../platform/index.ts";

const LOOK_MS = 20;
/** What becomes a file name, and a line that the mouth reads. */
const WORD = /^[0-9A-Za-z][0-9A-Za-z-]{0,80}$/;
const END_WORD = ".";

/**
 * Lays the text beside the run and names it to the run's mouth; resolves with whether it was taken.
 * What a writer that was killed had only laid is said when it is said again.
 */
export async function say(dir: string, word: string, text: string): Promise<boolean> {
  if (!WORD.test(word)) throw new OrchestratorError("bug", `${word} is no name of a word`);
  const said = join(dir, `said-${word}`);
  if (pathExists(said)) return true;
  if (!pathExists(join(dir, "ear"))) return false;
  writeDurable(join(dir, `say-${word}`), text, { mode: 0o600 });
  if (!tellEar(dir, word)) return false;
  const untilMs = monotonicMs() + LIMITS.tellMsMax;
  while (monotonicMs() < untilMs) {
    if (pathExists(said)) return true;
    await sleep(LOOK_MS);
  }
  return pathExists(said);
}

export function wordsSaid(dir: string): string[] {
  return listDir(dir)
    .filter((name) => name.startsWith("said-"))
    .map((name) => name.slice("said-".length));
}

export function hush(dir: string): void {
  tellEar(dir, END_WORD);
}

/** False when nobody listens: then opening says so at once, and nothing waits. */
function tellEar(dir: string, word: string): boolean {
  let ear: number;
  try {
    ear = openSync(join(dir, "ear"), constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    // Shorter than what a pipe takes as one, so words of several writers never mix.
    writeSync(ear, `${word}\n`);
    return true;
  } catch {
    return false;
  } finally {
    closeSync(ear);
  }
}
