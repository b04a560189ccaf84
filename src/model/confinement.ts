/** How strongly a process can be held on this machine, strongest first. */
export const CONFINEMENTS = ["bubblewrap", "pid-namespace", "cgroup", "process-group"] as const;
export type ConfinementKind = (typeof CONFINEMENTS)[number];

/** What a confined process may see and write. Absolute paths. */
export interface ConfinementProfile {
  /** `auto` takes the best there is, `required` refuses less than bubblewrap, `off` uses none. */
  readonly mode: "auto" | "required" | "off";
  readonly writable: readonly string[];
  /** Mounted read-only even where a writable path contains them (shared git objects). */
  readonly readOnly: readonly string[];
  /** What lies at `from` appears at `at`, a directory that is there, and cannot be written. */
  readonly mounts?: readonly { readonly from: string; readonly at: string }[];
  /** Replaced by nothing: the state directory, the user's keys. */
  readonly hidden: readonly string[];
}
