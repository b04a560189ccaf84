import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { GateDefinition, RunExit } from "../model/index.ts";
import { exec, minimalEnv, sha256 } from "../platform/index.ts";
import type { GateCommand, GateRequest, GateRun } from "./types.ts";

/** A folder with these files, gone after `remove`. */
export function makeTree(files: Readonly<Record<string, string>>): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), "gates-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function gateOf(run: string, more: Partial<GateDefinition> = {}): GateDefinition {
  return {
    name: "tests",
    check: { kind: "command", run },
    cwd: ".",
    onlyPaths: [],
    timeoutMs: 30_000,
    flakyRetries: 0,
    baseline: "green",
    knownFailures: [],
    env: {},
    ...more,
  };
}

/** Runs commands for real, bounded to `bytesMax` of each stream; remembers what it was asked. */
export function makeRunner(bytesMax = 1024 * 1024): {
  readonly run: GateRequest["run"];
  readonly asked: GateCommand[];
} {
  const asked: GateCommand[] = [];
  const run = async (command: GateCommand): Promise<GateRun> => {
    asked.push(command);
    const { argv, cwd, env, timeoutMs } = command;
    const ended = await exec(argv, {
      cwd,
      env: { ...minimalEnv(), ...env },
      timeoutMs,
      stdoutBytesMax: bytesMax,
    });
    const { stdout, stderr, truncated } = ended;
    return { exit: exitOf(ended), stdout, stderr, flooded: truncated };
  };
  return { run, asked };
}

function exitOf(ended: Awaited<ReturnType<typeof exec>>): RunExit {
  if (ended.timedOut) return { kind: "deadline" };
  if (ended.code !== null) return { kind: "exited", code: ended.code };
  return { kind: "signalled", signal: ended.signal ?? "?" };
}

/** Keeps evidence in memory, by digest. */
export function makeEvidence(): {
  readonly keep: GateRequest["keep"];
  readonly kept: Map<string, Uint8Array>;
} {
  const kept = new Map<string, Uint8Array>();
  const keep = (bytes: Uint8Array): string => {
    const digest = sha256(bytes);
    kept.set(digest, bytes);
    return digest;
  };
  return { keep, kept };
}
