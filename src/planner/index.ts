export type { FileOverlap } from "./overlap.ts";
export { fileOverlap } from "./overlap.ts";
