import { type StreamFacts, streamKey, targetOf } from "../model/index.ts";

/** Facts for tests: `id` with everything else as a roadmap without any fields would have it. */
export function factsOf(id: string, more: Partial<StreamFacts> = {}): StreamFacts {
  const key = more.key ?? streamKey("self", id);
  return {
    key,
    target: targetOf(key),
    id,
    title: `Stream ${id}`,
    status: "not_started",
    workable: true,
    priority: "medium",
    bootstrap: false,
    effort: null,
    dependsOn: [],
    defect: null,
    files: [],
    batch: null,
    assignee: null,
    deadline: null,
    order: 0,
    ...more,
  };
}

/** `{a: [], b: ["a"]}` as a roadmap: `b` depends on `a`, in this order. */
export function roadmapOf(
  dependencies: Readonly<Record<string, readonly string[]>>,
  more: Readonly<Record<string, Partial<StreamFacts>>> = {},
): readonly StreamFacts[] {
  return Object.entries(dependencies).map(([id, on], order) =>
    factsOf(id, { dependsOn: on.map((one) => `self:${one}`), order, ...more[id] }),
  );
}
