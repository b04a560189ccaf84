import type { AttemptRecord, GateResult, State, TargetState } from "../../model/index.ts";
import { keyOf } from "../../model/index.ts";

export interface TestFigures {
  /** Tests on the last landed tree less those on the base, over all targets; null when unknown. */
  readonly testsAdded: number | null;
  /** Percent of lines covered on the last landed tree; null when no gate says it. */
  readonly coverage: number | null;
}

/** What the gates' own summaries say of the trees before and after these attempts. */
export function testFigures(state: State, attempts: readonly AttemptRecord[]): TestFigures {
  let testsAdded: number | null = null;
  let coverage: number | null = null;
  const counted = new Set(attempts.map((one) => one.attempt));
  for (const target of state.targets.values()) {
    const last = target.landed.filter((one) => counted.has(one.attempt)).at(-1);
    if (last === undefined) continue;
    const records = state.streams.get(keyOf(last.attempt))?.attempts ?? [];
    const gates = records.find((one) => one.attempt === last.attempt)?.gates ?? [];
    coverage = gates.findLast((gate) => gate.coverage !== undefined)?.coverage ?? coverage;
    const added = difference(target, gates);
    if (added !== null) testsAdded = (testsAdded ?? 0) + added;
  }
  return { testsAdded, coverage };
}

function difference(target: TargetState, after: readonly GateResult[]): number | null {
  const before = sum(target.base?.report.results ?? []);
  const now = sum(after);
  return before === null || now === null ? null : now - before;
}

function sum(results: readonly GateResult[]): number | null {
  const known = results.flatMap((one) => (one.tests === undefined ? [] : [one.tests]));
  return known.length === 0 ? null : known.reduce((total, count) => total + count, 0);
}
