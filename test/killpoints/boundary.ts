import type { EffectKind } from "../../src/model/index.ts";

/**
 * Where a kill struck: an effect that was promised in the journal and not begun, begun and not
 * ended, or ended with its outcome not yet in the journal; or the writing of the journal itself.
 */
export interface Boundary {
  readonly effect: EffectKind | "journal" | "git" | "warden";
  readonly phase: string;
}

export const PHASES = ["promised", "begun", "ended"] as const;

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
];

export function describeBoundary(boundary: Boundary): string {
  return `${boundary.effect}: ${boundary.phase}`;
}

/** Every boundary a whole search has to reach; it fails when one was not. */
export function expectedBoundaries(): string[] {
  const names: string[] = [];
  for (const effect of EFFECTS) for (const phase of PHASES) names.push(`${effect}: ${phase}`);
  for (const phase of ["before the commit", "between commit and anchor", "after the anchor"]) {
    names.push(`journal: ${phase}`);
  }
  for (const phase of ["before", "during", "after"]) names.push(`git: ${phase}`);
  for (const event of ["claimed", "prepared", "agent-started", "agent-ended", "collected"]) {
    names.push(`warden: after ${event}`);
  }
  return names;
}
