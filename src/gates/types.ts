import type { GateDefinition, ObjectId, RunExit, WorkStream } from "../model/index.ts";

/** A gate's command as it has to be run: confined, with this environment added and no other. */
export interface GateCommand {
  readonly name: string;
  /** Counts from 1; more than 1 when a failure is looked at again. */
  readonly run: number;
  readonly argv: readonly [string, ...string[]];
  /** Absolute, with links resolved, within the tree. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly network: boolean;
}

export interface GateRun {
  readonly exit: RunExit;
  /** The first part, bounded by the runner. */
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** There was more output than the runner keeps. */
  readonly flooded: boolean;
}

/** What is judged, and what doing so takes. */
export interface GateRequest {
  readonly definitions: readonly GateDefinition[];
  readonly tree: ObjectId;
  /** Absolute path of a checkout of exactly that tree. */
  readonly path: string;
  /** Paths that differ from the branch; null when the branch itself is judged. */
  readonly changedFiles: readonly string[] | null;
  readonly stream: WorkStream | null;
  /** Runs a command to its end; what it throws ends the judging: nobody has looked. */
  readonly run: (command: GateCommand) => Promise<GateRun>;
  /** Keeps an output whole and answers with its SHA-256. */
  readonly keep: (bytes: Uint8Array) => string;
  /** Where a person must agree to changes; globs from the root. */
  readonly protectedPaths?: readonly string[];
  /** What the agent left uncommitted and policy did not commit for it. */
  readonly uncommitted?: readonly string[];
  /** Folder for dev-log entries. */
  readonly devlog?: string | null;
  /** The roadmap's path: it is the orchestrator's own to write, so it is nobody's change. */
  readonly roadmap?: string;
  /** After the first gate that fails the others are skipped. */
  readonly stopEarly?: boolean;
}
