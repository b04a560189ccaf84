import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Graph } from "../graph.ts";

/** `graph-naive GRAPH.json CONCURRENCY`: what anybody would write first; remembers nothing. */
const graph = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Graph;
const concurrency = Number(process.argv[3] ?? "4");
const unmet = graph.map((on) => on.length);
const dependents = graph.map((): number[] => []);
for (const [task, on] of graph.entries()) for (const one of on) dependents[one]?.push(task);
const ready = graph.flatMap((on, task) => (on.length === 0 ? [task] : []));
let running = 0;

function start(): void {
  while (running < concurrency) {
    const task = ready.shift();
    if (task === undefined) return;
    running += 1;
    spawn("/bin/true", { stdio: "ignore" }).on("exit", (code) => {
      if (code !== 0) throw new Error(`task ${task} failed`);
      running -= 1;
      for (const next of dependents[task] ?? []) {
        const left = (unmet[next] ?? 0) - 1;
        unmet[next] = left;
        if (left === 0) ready.push(next);
      }
      start();
    });
  }
}
start();
