export { countTests, coverageOf } from "./counts.ts";
export type { TestCounts } from "./counts.ts";
export { gatesDigest } from "./digest.ts";
export { runGates } from "./run-gates.ts";
export type { GateCommand, GateRequest, GateRun } from "./types.ts";
