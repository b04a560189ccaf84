import type { EffectKind } from "../../src/model/index.ts";
import { GIT_PHASES } from "./shim.ts";

/**
 * Where a kill struck: an effect that was promised in the journal and not begun, begun and not
 * ended, or ended with its outcome not yet in the journal; the writing of the journal itself; a git
 * command; or the warden after something happened.
 */
export type Boundary = `${string}: ${string}`;

export const EFFECT_PHASES = ["promised", "begun", "ended"] as const;

const EFFECTS: readonly EffectKind[] = [
  "verify-base",
  "prepare",
  "run-agent",
  "collect",
  "merge",
  "verify",
  "land",
  "move-checkout",
  "release",
  "keep-checkpoint",
];

/** What the id of an effect says of its kind, where it is another word. */
const STEPS: Readonly<Record<string, EffectKind>> = {
  base: "verify-base",
  run: "run-agent",
  checkout: "move-checkout",
  keep: "keep-checkpoint",
  drop: "drop-checkpoint",
};

/** The kind of an effect by the last word of its id: `self:1.1/1/merge/2`. */
export function kindOf(id: string): string {
  const step = id.split("/").findLast((word) => !/^\d+$/.test(word)) ?? "";
  return STEPS[step] ?? step;
}

/** The last word of the ids of a kind's effects. */
export function stepOf(kind: string): string {
  return Object.keys(STEPS).find((step) => STEPS[step] === kind) ?? kind;
}

/** To a kill, what is written and what is synced are the same: a thread syncs, and is not watched. */
const JOURNAL_PHASES = ["inside a commit", "between commit and anchor"] as const;

/** What the warden is killed after, with and without the orchestrator. */
export const WARDEN_EVENTS = [
  "claimed",
  "prepared",
  "agent-started",
  "agent-ended",
  "collected",
] as const;

/**
 * Every boundary a whole search has to reach; it fails when one was not. `writing`: the git commands
 * that can be struck in the middle.
 */
export function expectedBoundaries(
  gitCommands: readonly string[],
  writing: ReadonlySet<string>,
): Boundary[] {
  const names: Boundary[] = [];
  for (const effect of EFFECTS) {
    for (const phase of EFFECT_PHASES) names.push(`${effect}: ${phase}`);
  }
  for (const phase of JOURNAL_PHASES) names.push(`journal: ${phase}`);
  for (const command of new Set(gitCommands)) {
    for (const phase of GIT_PHASES) {
      if (phase !== "during" || writing.has(command)) names.push(gitBoundary(command, phase));
    }
  }
  for (const event of WARDEN_EVENTS) {
    names.push(wardenBoundary(event, false), wardenBoundary(event, true));
  }
  return names;
}

export function gitBoundary(command: string, phase: string): Boundary {
  return `git ${command}: ${phase}`;
}

export function wardenBoundary(event: string, withOrchestrator: boolean): Boundary {
  return `warden${withOrchestrator ? " and orchestrator" : ""}: after ${event}`;
}

/** The group commit is written to the write-ahead log, and then to the anchor. */
export function journalBoundary(syscallLine: string): Boundary | null {
  if (!syscallLine.startsWith("pwrite64(")) return null;
  if (syscallLine.includes("journal.db-wal>")) return "journal: inside a commit";
  return syscallLine.includes("journal.anchor>") ? "journal: between commit and anchor" : null;
}
