import type { SchedulingProblem } from "../../src/planner/index.ts";

/** Standard Task Graph: the count, then for each task its number, length and predecessors. */
export function parseStg(text: string, processors: number): SchedulingProblem {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "")
    .map((line) => line.split(/\s+/).map(Number));
  const tasks = rows.slice(1);
  const number = new Map(tasks.map((row, i) => [row[0], i]));
  const before = tasks.map((row) =>
    row.slice(3, 3 + (row[2] ?? 0)).map((task) => {
      const found = number.get(task);
      if (found === undefined) throw new Error(`task ${row[0]} waits for ${task}: no such task`);
      return found;
    }),
  );
  return {
    durations: tasks.map((row) => row[1] ?? Number.NaN),
    before,
    capacities: [processors],
    demands: tasks.map((row) => [(row[1] ?? 0) > 0 ? 1 : 0]),
  };
}
