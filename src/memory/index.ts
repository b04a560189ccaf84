export { distil } from "./distil.ts";
export { entryId, foldMemory } from "./fold.ts";
export { formatForContext, formatForPrompt } from "./format.ts";
export { readKind } from "./kinds.ts";
export type { Note } from "./note.ts";
export { agentSaying, cutSaying, plainName, sayingOf } from "./note.ts";
export type { OriginJournal } from "./origin.ts";
export { originJournal, readOriginJournal } from "./origin.ts";
export type { JournalPlace, Kept, Keyed } from "./store.ts";
export {
  attemptKey,
  copyMemory,
  MemoryStore,
  newKey,
  openMemory,
  readMemory,
  restoreMemory,
} from "./store.ts";
export type {
  MemoryEntry,
  MemoryKind,
  MemoryRecord,
  MemoryTier,
  Origin,
  RevokedScope,
  Saying,
} from "./types.ts";
export { MEMORY_KINDS, MEMORY_TIERS } from "./types.ts";
