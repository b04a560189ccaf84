/** How strongly a process can be held on this machine, strongest first. */
export const CONFINEMENTS = ["bubblewrap", "pid-namespace", "cgroup", "process-group"] as const;
export type ConfinementKind = (typeof CONFINEMENTS)[number];

/** What a confined process may see and write. Absolute paths. */
export interface ConfinementProfile {
  /** `auto` takes the best there is, `required` refuses less than all of it, `off` uses none. */
  readonly mode: "auto" | "required" | "off";
  /**
   * `machine` (when absent): the whole disk, read-only. `fenced`: a root of its own with system
   * programs and what this profile names; everything else is absent.
   */
  readonly view?: "machine" | "fenced";
  readonly writable: readonly string[];
  /** Mounted read-only even where a writable path contains them (shared git objects). */
  readonly readOnly: readonly string[];
  /** What lies at `from` appears at `at`, a directory that is there, and cannot be written. */
  readonly mounts?: readonly { readonly from: string; readonly at: string }[];
  /** Replaced by nothing: the state directory, the user's keys. */
  readonly hidden: readonly string[];
  /** The network of the machine, when absent. */
  readonly network?: NetworkProfile;
  readonly ceilings?: Ceilings;
}

/** What a confined process can reach. */
export type NetworkProfile =
  | { readonly kind: "open" }
  | { readonly kind: "none" }
  /** A network of its own, in which 127.0.0.1:`port` leads to the unix socket `socket`. */
  | { readonly kind: "door"; readonly socket: string; readonly port: number };

/** What a whole run may use together; null is no ceiling. Sizes in bytes. */
export interface Ceilings {
  readonly memoryBytes: number | null;
  /** Processors' worth of time, in fractions too. */
  readonly cpus: number | null;
  readonly processes: number | null;
  /** What it may write on the disk; `/tmp` inside a sandbox is memory. */
  readonly diskBytes: number | null;
}

export const NO_CEILINGS: Ceilings = {
  memoryBytes: null,
  cpus: null,
  processes: null,
  diskBytes: null,
};
