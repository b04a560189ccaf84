import { basename, dirname, join } from "node:path";
import { copyMemory, readMemory, restoreMemory } from "../../memory/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import {
  createExclusive,
  ensureDir,
  listDir,
  moveFile,
  pathExists,
  readIfExists,
  statOrNull,
  syncDir,
} from "../../platform/index.ts";
import { memoryPath } from "../memory/place.ts";
import { learningPath, type Workplace } from "../workplace.ts";

/** What people wrote beside the journal, in no git: roles, definitions of agents, their templates. */
const FOLDERS = ["team", "agents", "agents/archived", "agent-kinds"] as const;

export interface Copied {
  /** Below the backup's folder. */
  readonly files: readonly string[];
  /** What could not be copied, and why: the journal's own copy is worth having all the same. */
  readonly warnings: readonly string[];
}

/** Copies what the journal does not hold and nobody could make again. */
export function copyBeside(workplace: Workplace, dir: string): Copied {
  const files: string[] = [];
  const warnings: string[] = [];
  const attempt = (name: string, copy: () => boolean): void => {
    try {
      if (copy()) files.push(name);
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
      warnings.push(`${name} is not in it: ${error.message}`);
    }
  };
  const [memory, learning] = [memoryPath(workplace), learningPath(workplace)];
  attempt(basename(memory), () => copyMemory(memory, into(dir, memory)) !== null);
  attempt(basename(learning), () => copyText(learning, into(dir, learning)));
  for (const name of writtenFiles(workplace.journalDir)) {
    attempt(name, () => copyText(join(workplace.journalDir, name), join(dir, name)));
  }
  return { files, warnings };
}

/** Where the copy of a file that is alone of its kind lies. */
function into(dir: string, path: string): string {
  return join(dir, basename(path));
}

function writtenFiles(root: string): readonly string[] {
  return FOLDERS.flatMap((folder) =>
    listDir(join(root, folder))
      .map((name) => `${folder}/${name}`)
      .filter((name) => {
        const found = statOrNull(join(root, name));
        return found?.kind === "file" && found.size <= LIMITS.configBytesMax;
      }),
  );
}

/** False where there is nothing, or something is there already: that is newer. */
function copyText(from: string, to: string): boolean {
  const bytes = readIfExists(from);
  if (bytes === null) return false;
  ensureDir(dirname(to), 0o700);
  return createExclusive(to, bytes, { mode: 0o600 });
}

/**
 * Puts back from a backup what is missing here. What is there stays: it is newer. A memory that
 * cannot be read is moved aside for it.
 */
export function putBackBeside(workplace: Workplace, dir: string, aside: string): readonly string[] {
  const put = writtenFiles(dir).filter((name) =>
    copyText(join(dir, name), join(workplace.journalDir, name)),
  );
  const [memory, learning] = [memoryPath(workplace), learningPath(workplace)];
  if (copyText(into(dir, learning), learning)) put.push(basename(learning));
  if (putBackMemory(memory, into(dir, memory), aside)) put.push(basename(memory));
  return put;
}

function putBackMemory(path: string, copy: string, aside: string): boolean {
  if (!pathExists(copy)) return false;
  if (pathExists(path)) {
    if (isReadable(path)) return false;
    for (const suffix of ["", "-wal", "-shm"]) {
      if (pathExists(path + suffix)) moveFile(path + suffix, into(aside, path + suffix));
    }
    syncDir(aside);
  }
  return restoreMemory(copy, path);
}

function isReadable(path: string): boolean {
  try {
    readMemory(path);
    return true;
  } catch (error) {
    if (error instanceof OrchestratorError) return false;
    throw error;
  }
}
