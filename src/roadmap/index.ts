export { byteRange, decodeRoadmap, encodeRoadmap } from "./decode.ts";
export type { Appended, NewWorkStream } from "./editing/append.ts";
export { appendWorkStream } from "./editing/append.ts";
export { appendWorkStreams } from "./editing/append-all.ts";
export type { CycleCut } from "./editing/break-cycles.ts";
export { breakCycles } from "./editing/break-cycles.ts";
export type {
  EditPlace,
  EditRefusal,
  StatusChange,
  StatusOptions,
  StreamEdit,
} from "./editing/edits.ts";
export { applyAdditions, proposeAdditions } from "./editing/additions.ts";
export { applyEdits, findStreams, setStatus } from "./editing/edits.ts";
export type {
  Garden,
  Gardening,
  Health,
  StaleClaim,
  StillBlocked,
  Unblocked,
} from "./editing/garden.ts";
export { checkHealth, garden, gardenEdits } from "./editing/garden.ts";
export type { RebaseConflict, Rebased } from "./editing/rebase.ts";
export { rebaseEdit } from "./editing/rebase.ts";
export { applySplit, proposeSplit } from "./editing/split.ts";
export { textDiff } from "./editing/text-diff.ts";
export type { FactsDiff } from "./facts.ts";
export { describeStreams, diffFacts, markStreams, toFacts } from "./facts.ts";
export { readJson } from "./reading/json-text.ts";
export type { ParseOptions } from "./parse.ts";
export { parseRoadmap } from "./parse.ts";
export type { Requirement, RequirementFault } from "./reading/requirements.ts";
export { parseRequirement, REQUIREMENT_SCHEMA } from "./reading/requirements.ts";
export { toWorkStream } from "./show.ts";
export { lastDueAt } from "./sources/beads-times.ts";
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
export type {
  Confidence,
  Dependency,
  Dialect,
  ParsedStream,
  Roadmap,
  SettableStatus,
  Span,
  StatusForm,
  StatusSlot,
  StreamSpans,
  TextEdit,
  UnknownDependency,
} from "./types.ts";
