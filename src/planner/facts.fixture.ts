import type { StreamFacts } from "../model/index.ts";
import { factsOf } from "../model/state.fixture.ts";

/** `{a: [], b: ["a"]}` as a roadmap: `b` depends on `a`, in this order. */
export function roadmapOf(
  dependencies: Readonly<Record<string, readonly string[]>>,
  more: Readonly<Record<string, Partial<StreamFacts>>> = {},
): readonly StreamFacts[] {
  return Object.entries(dependencies).map(([id, on], order) =>
    factsOf(id, { dependsOn: on.map((one) => `self:${one}`), order, ...more[id] }),
  );
}
