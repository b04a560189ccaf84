import { join, resolve } from "node:path";
import { OrchestratorError } from "../model/index.ts";
import { nowMs } from "./clock.ts";
import { lookAtFile } from "./config/reading/look.ts";
import { configHome } from "./environment.ts";
import { readTextIfExists, realPath } from "./files/look.ts";
import { ensureDir, writeDurable } from "./files/write.ts";
import { acquireLock } from "./sqlite/lock.ts";

/**
 * Trust in what a repository asks to run, kept in the user's settings: repository path → the
 * digest of the exact text trusted. A repository that moves, or whose text changes, asks again.
 */
interface TrustRecord {
  readonly digest: string;
  readonly trustedAtMs: number;
}

interface TrustFile {
  readonly version: 1;
  readonly repositories: Readonly<Record<string, TrustRecord>>;
}

const LOCK_WAIT_MS = 5_000;

function trustPath(): string {
  return join(configHome(), "trust.json");
}

/** Links are resolved: trust belongs to a place, not to one of the names that lead there. */
function placeOf(root: string): string {
  return realPath(resolve(root));
}

/** @throws OrchestratorError `unsafe-config` when others could have written the record */
export function isTrusted(root: string, digest: string): boolean {
  const record = readTrust().repositories;
  const place = placeOf(root);
  return Object.hasOwn(record, place) && record[place]?.digest === digest;
}

/** Records trust in exactly this text at this place; replaces what was trusted there before. */
export function recordTrust(root: string, digest: string): void {
  const place = placeOf(root);
  changeTrust((repositories) => ({
    ...repositories,
    [place]: { digest, trustedAtMs: nowMs() },
  }));
}

/** Takes trust back; false when there was none. */
export function revokeTrust(root: string): boolean {
  const place = placeOf(root);
  let found = false;
  changeTrust((repositories) => {
    found = Object.hasOwn(repositories, place);
    return Object.fromEntries(Object.entries(repositories).filter(([each]) => each !== place));
  });
  return found;
}

function changeTrust(change: (repositories: TrustFile["repositories"]) => object): void {
  ensureDir(configHome());
  const lock = acquireLock(`${trustPath()}.lock`, { waitMs: LOCK_WAIT_MS, note: "trust" });
  if (!("release" in lock)) {
    throw new OrchestratorError("io-failed", `${trustPath()} is being changed by another process`, {
      hint: "Try again in a moment.",
    });
  }
  try {
    const repositories = change(readTrust().repositories);
    const file = { version: 1, repositories };
    writeDurable(trustPath(), `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  } finally {
    lock.release();
  }
}

function readTrust(): TrustFile {
  const path = trustPath();
  const look = lookAtFile(path);
  if (look === null) return { version: 1, repositories: {} };
  if (look.foreign || look.writableByOthers) {
    throw new OrchestratorError("unsafe-config", `${path} could have been written by others`, {
      hint: `Look at it, then: chmod go-w '${look.writablePath}'`,
      details: { path: look.writablePath },
    });
  }
  const file = parseTrust(readTextIfExists(path) ?? "");
  if (file !== null) return file;
  throw new OrchestratorError("bad-config", `${path} cannot be read as trust records`, {
    hint: "Move it away and trust your repositories again: orchestrator trust",
  });
}

function parseTrust(text: string): TrustFile | null {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data !== "object" || data === null || !("repositories" in data)) return null;
    const { repositories } = data;
    if (typeof repositories !== "object" || repositories === null) return null;
    return { version: 1, repositories: repositories as TrustFile["repositories"] };
  } catch {
    return null;
  }
}
