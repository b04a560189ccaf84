import type { State, StreamFacts, StreamKey } from "../../src/model/index.ts";

/** A roadmap as the person has it, and what is due to the person in it. */
export class RoadmapFile {
  readonly target: string;
  readonly streams = new Map<StreamKey, StreamFacts>();
  /** Streams whose status a person wrote last. */
  readonly touched = new Set<StreamKey>();
  revision = 0;

  constructor(target: string, streams: readonly StreamFacts[]) {
    this.target = target;
    for (const facts of streams) this.streams.set(facts.key, facts);
  }

  write(key: StreamKey, change: Partial<StreamFacts>): void {
    const facts = this.streams.get(key);
    if (facts === undefined) return;
    const status = change.status ?? facts.status;
    const workable = status === "not_started" || status === "in_progress" || status === "partial";
    this.streams.set(key, { ...facts, ...change, workable });
    this.revision += 1;
  }

  add(facts: StreamFacts): void {
    this.streams.set(facts.key, facts);
    this.revision += 1;
  }

  remove(key: StreamKey): void {
    if (this.streams.delete(key)) this.revision += 1;
  }

  get digest(): string {
    return `${this.target}-${this.revision}`;
  }

  /** How it differs from what a state knows. */
  differences(state: State): {
    readonly digest: string;
    readonly upserted: readonly StreamFacts[];
    readonly removed: readonly StreamKey[];
  } {
    const upserted: StreamFacts[] = [];
    for (const facts of this.streams.values()) {
      const known = state.streams.get(facts.key);
      if (known === undefined || !known.inRoadmap || !isSame(known.facts, facts)) {
        upserted.push(facts);
      }
    }
    const removed: StreamKey[] = [];
    for (const { facts, inRoadmap } of state.streams.values()) {
      if (inRoadmap && facts.target === this.target && !this.streams.has(facts.key)) {
        removed.push(facts.key);
      }
    }
    return { digest: this.digest, upserted, removed };
  }
}

function isSame(a: StreamFacts, b: StreamFacts): boolean {
  return (
    a === b ||
    (a.status === b.status &&
      a.priority === b.priority &&
      a.assignee === b.assignee &&
      a.dependsOn.join() === b.dependsOn.join() &&
      a.files.join() === b.files.join())
  );
}
