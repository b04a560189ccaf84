export type { ReadOptions, Turn } from "./journal.ts";
export type { Journal } from "./journal.ts";
export { openJournal } from "./open.ts";
export type { JournalRecord, RecordKind } from "./record.ts";
export type { Snapshot } from "./snapshot.ts";
export { decodeState, encodeState } from "./state-code.ts";
