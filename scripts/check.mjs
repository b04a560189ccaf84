// `npm run check`: everything that can be said without running the slow tests, under a minute.
// Two steps run at a time; each prints its time, and its output only when it fails.
import { runStep, seconds, tool } from "./steps.mjs";

const FAST_TESTS = ["test/tidy", "src/model", "src/roadmap", "src/planner", "src/engine"];

const STEPS = [
  ["fast tests", [tool("vitest"), "run", "--reporter=dot", ...FAST_TESTS]],
  ["types", [tool("tsc"), "--noEmit", "-p", "tsconfig.json"]],
  ["types of the pure rooms", [tool("tsc"), "--noEmit", "-p", "tsconfig.pure.json"]],
  ["lint", [tool("oxlint"), "--type-aware", "--deny-warnings"]],
  ["schemas", [process.execPath, "scripts/schemas.mjs", "--check"]],
  ["format", [tool("biome"), "format", "."]],
  ["unused code", [tool("knip"), "--no-progress"]],
];
const SIDE_BY_SIDE = 2;

const startedAt = performance.now();
const waiting = [...STEPS];
const failed = [];

async function work() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const [name, argv] = step;
    const result = await runStep(name, argv);
    process.stdout.write(`${result.ok ? "ok  " : "FAIL"}  ${name}  ${seconds(result.ms)}\n`);
    if (!result.ok) {
      failed.push(name);
      process.stdout.write(`$ ${argv.join(" ")}\n${result.output.trimEnd()}\n\n`);
    }
  }
}

await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
const total = seconds(performance.now() - startedAt);
if (failed.length === 0) {
  process.stdout.write(`check passed in ${total}\n`);
} else {
  process.stdout.write(`check failed in ${total}: ${failed.join(", ")}\n`);
  process.exitCode = 1;
}
