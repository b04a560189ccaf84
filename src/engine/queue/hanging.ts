import type { StreamFacts } from "../../model/index.ts";

/** Nothing that the order hangs on has changed: a status that was written changes nothing. */
export function hangsAlike(a: StreamFacts | undefined, b: StreamFacts | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return (
    a.effort === b.effort &&
    a.target === b.target &&
    isSameList(a.dependsOn, b.dependsOn) &&
    isSameList(a.files, b.files)
  );
}

export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}
