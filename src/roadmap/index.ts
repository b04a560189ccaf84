export type { Appended, NewWorkStream } from "./append.ts";
export { appendWorkStream } from "./append.ts";
export { byteRange, decodeRoadmap, encodeRoadmap } from "./decode.ts";
export type {
  EditPlace,
  EditRefusal,
  StatusChange,
  StatusOptions,
  StreamEdit,
  TextEdit,
} from "./edits.ts";
export { applyEdits, findStreams, setStatus } from "./edits.ts";
export type { FactsDiff } from "./facts.ts";
export { describeStreams, diffFacts, toFacts } from "./facts.ts";
export type { Garden, Gardening, Health, StaleClaim, StillBlocked, Unblocked } from "./garden.ts";
export { checkHealth, garden, gardenEdits } from "./garden.ts";
export type { ParseOptions } from "./parse.ts";
export { parseRoadmap } from "./parse.ts";
export type { RebaseConflict, Rebased } from "./rebase.ts";
export { rebaseEdit } from "./rebase.ts";
export type { Requirement, RequirementFault } from "./requirements.ts";
export { parseRequirement, REQUIREMENT_SCHEMA } from "./requirements.ts";
export { toWorkStream } from "./show.ts";
export type { FileEdit } from "./sources/file-edits.ts";
export { fileEdits } from "./sources/file-edits.ts";
export type {
  FoundStream,
  SourceFile,
  SourceReader,
  SourceReading,
  StatusWrite,
} from "./sources/reader.ts";
export { recogniseSource } from "./sources/readers.ts";
export type { PlacedFile, Volume } from "./sources/volume.ts";
export { packVolume, unpackVolume } from "./sources/volume.ts";
export { applySplit, proposeSplit } from "./split.ts";
export type { SettableStatus } from "./style.ts";
export { textDiff } from "./text-diff.ts";
export type {
  Confidence,
  Dependency,
  Dialect,
  ParsedStream,
  Roadmap,
  Span,
  StatusForm,
  StatusSlot,
  StreamSpans,
  UnknownDependency,
} from "./types.ts";
