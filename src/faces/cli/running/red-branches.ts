import type { State } from "../../../model/index.ts";
import { redactText } from "../../../platform/index.ts";
import { safeBlock, safeText } from "../../text/safe.ts";

/** A branch whose own gates are red: nobody's work is to blame for that. */
export interface RedBranch {
  readonly target: string;
  readonly head: string;
  readonly gates: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly reason: string;
    readonly excerpt: string;
  }[];
}

export function redBranches(state: State): readonly RedBranch[] {
  return [...state.targets.values()].flatMap(({ id, base }) => {
    if (base === null || base.report.green) return [];
    const gates = base.report.results
      .filter(({ verdict }) => verdict !== "passed" && verdict !== "skipped" && verdict !== "flaky")
      .map(({ name, verdict, reason, excerpt }) => ({
        name,
        verdict,
        reason,
        excerpt: redactText(excerpt),
      }));
    return gates.length === 0 ? [] : [{ target: id, head: base.head, gates }];
  });
}

export function redBranchText({ target, head, gates }: RedBranch): string {
  return [
    `=== The branch of ${safeText(target)} itself, at ${head.slice(0, 12)}`,
    ...gates.map(
      ({ name, verdict, reason, excerpt }) =>
        `--- gate ${safeText(name)} ${verdict}${reason === "" ? "" : `: ${safeText(reason)}`}\n` +
        safeBlock(excerpt).trimEnd(),
    ),
  ].join("\n");
}

/** The line of the first red gate's output that mostly says why: setup's first, a gate's last. */
export function tellingLine(state: State): string | null {
  const [gate] = redBranches(state).flatMap(({ gates }) => gates);
  const lines = gate?.excerpt.split("\n").filter((one) => one.trim() !== "") ?? [];
  const line = gate?.name === "setup" ? lines[0] : lines.at(-1);
  return line === undefined ? null : safeText(line.trim()).slice(0, 300);
}
