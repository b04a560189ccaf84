import type { SchedulingProblem } from "../../src/planner/index.ts";

/**
 * Standard Task Graph: the count, then for each task its number, length and predecessors. The count
 * is without the two dummies, as published, or with them.
 */
export function parseStg(text: string, processors: number): SchedulingProblem {
  const [head, ...tasks] = text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "")
    .map((line) => line.split(/\s+/).map(Number));
  const count = head?.[0];
  if (head?.length !== 1 || count === undefined) {
    throw new Error("it does not begin with how many tasks there are");
  }
  if (tasks.length !== count && tasks.length !== count + 2) {
    throw new Error(`it says ${count} tasks and has ${tasks.length}, dummies included`);
  }
  const number = new Map(tasks.map((row, i) => [row[0], i]));
  if (number.size < tasks.length) throw new Error("two tasks have the same number");
  const before = tasks.map(([task, , waits = Number.NaN, ...list]) => {
    if (list.length !== waits)
      throw new Error(`task ${task} waits for ${list.length}, of ${waits}`);
    return list.map((other) => {
      const found = number.get(other);
      if (found === undefined) throw new Error(`task ${task} waits for ${other}: no such task`);
      return found;
    });
  });
  return {
    durations: tasks.map((row) => row[1] ?? Number.NaN),
    before,
    capacities: [processors],
    demands: tasks.map((row) => [(row[1] ?? 0) > 0 ? 1 : 0]),
  };
}
