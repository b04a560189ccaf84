export type { DetectedProject } from "./detect.ts";
export { detectProject } from "./detect.ts";
export { gatesDigest } from "./digest.ts";
export { runGates } from "./run-gates.ts";
export type { GateCommand, GateRequest, GateRun } from "./types.ts";
