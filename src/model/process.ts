import type { ConfinementKind, ConfinementProfile } from "./confinement.ts";

/**
 * Who a process is. A pid alone is never an identity: it is reused (law I7).
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Field 22 of /proc/<pid>/stat, clock ticks since boot; elsewhere what `ps -o lstart` says. */
  readonly startTime: string;
  /** /proc/sys/kernel/random/boot_id, or the boot time. */
  readonly bootId: string;
}

/** Something to run under the warden: an agent, a gate or a setup command. */
export interface RunSpec {
  /** Unique for ever; a run directory is created for it exclusively, so it never starts twice. */
  readonly id: string;
  readonly kind: "agent" | "gate" | "setup";
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Given on stdin from a file, then (unless it listens) end of file; never on argv. */
  readonly stdin: string;
  /** Its stdin stays open after that: it can be spoken to until it is told that nothing follows. */
  readonly listens?: boolean;
  readonly confinement: ConfinementProfile;
  /** The deadline that holds even when warden and orchestrator are dead. */
  readonly deadlineMs: number;
  readonly stdoutBytesMax: number;
  readonly stderrBytesMax: number;
}

/** How a run ended, read from its exit record. */
export type RunExit =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signalled"; readonly signal: string }
  /** The deadline of the run itself cut it off. */
  | { readonly kind: "deadline" }
  /** It could not be started: no such command, no permission. */
  | { readonly kind: "not-started"; readonly message: string }
  /** Gone without an exit record (power cut, kill -9 of its keeper). */
  | { readonly kind: "lost"; readonly message: string };

export interface SpoolState {
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  /** Output went beyond the limit: the spool holds the first part and a mark. */
  readonly flooded: boolean;
}

/** A run as the warden sees it. `uncertain`: not seen this time, and not known to be dead. */
export interface RunView {
  readonly id: string;
  readonly state: "starting" | "running" | "uncertain" | "exited";
  readonly process: ProcessIdentity | null;
  readonly confinement: ConfinementKind | null;
  /** What a fence around it holds it to, in words for people; absent without one. */
  readonly held?: string;
  readonly startedAtMs: number;
  readonly spool: SpoolState;
  /** CPU time of the whole tree in milliseconds, where it can be read. */
  readonly cpuMs: number | null;
  readonly exit: RunExit | null;
}
