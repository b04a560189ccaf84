export { nextWakeMs } from "./clocks.ts";
export { decide, step } from "./decide.ts";
export { knownEffect, pendingEffects } from "./effects.ts";
export { evolve } from "./evolve.ts";
export { initialState } from "./initial-state.ts";
export type { RecordedTurn, Replay } from "./replay.ts";
export { replay } from "./replay.ts";
