import type { ObjectId } from "./ids.ts";

/**
 * What a gate says of a tree. `unavailable` means the gate could not look (a failed look changes
 * nothing): it is retried and never counts against the work.
 */
export type GateVerdict = "passed" | "failed" | "timeout" | "skipped" | "flaky" | "unavailable";

export interface GateResult {
  readonly name: string;
  readonly verdict: GateVerdict;
  readonly durationMs: number;
  readonly exitCode: number | null;
  /** The last part of the output, at most `gateExcerptBytesMax`. */
  readonly excerpt: string;
  /** SHA-256 of the whole output, which the evidence store keeps; null when there is none. */
  readonly outputDigest: string | null;
  /** Why, in one sentence; empty only for `passed`. */
  readonly reason: string;
  /** Tests that passed, where the output's summary could be read. */
  readonly tests?: number;
  /** Percent of lines covered, where the output says it. */
  readonly coverage?: number;
}

/** All gates on one tree. `green` when nothing failed or timed out. */
export interface GateReport {
  readonly tree: ObjectId;
  /** Digest of the definitions that ran: a cached verdict is valid for (tree, digest) alone. */
  readonly gatesDigest: string;
  readonly green: boolean;
  readonly results: readonly GateResult[];
  /** Changes that only a person may let through (protected paths, deleted tests, …). */
  readonly needsPerson: readonly string[];
}

/** A gate as configured. Definitions come from the base commit or the user, never the branch. */
export interface GateDefinition {
  readonly name: string;
  /** A command line for `/bin/sh -c`, or a built-in check. */
  readonly check:
    | { readonly kind: "command"; readonly run: string }
    | { readonly kind: BuiltInGate };
  readonly cwd: string;
  /** Run only when a changed path matches one of these globs; empty means always. */
  readonly onlyPaths: readonly string[];
  readonly timeoutMs: number;
  /** Failing once and then passing within this many extra runs is `flaky`, which counts as green. */
  readonly flakyRetries: number;
  /** `allow` lets the base be red in the tests named in `knownFailures`, and in no others. */
  readonly baseline: "green" | "allow";
  readonly knownFailures: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Reaches the machine's network; a gate has none otherwise. */
  readonly network?: true;
}

export const BUILT_IN_GATES = [
  "roadmap-criteria",
  "git-clean",
  "dev-log",
  "open-checkboxes",
  "protected-paths",
  "non-empty",
] as const;
export type BuiltInGate = (typeof BUILT_IN_GATES)[number];
