import type { Diagnostic, StreamId, StreamStatus, WorkStream } from "../model/index.ts";

/** Half-open, in UTF-16 code units of the text as decoded (a BOM counts as one). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface TextEdit {
  readonly span: Span;
  readonly replacement: string;
}

/**
 * The family a roadmap is written in. It decides what a heading icon means and what new text looks
 * like; reading accepts every family's shapes in every file.
 */
export const DIALECTS = [
  /** `### Phase 1.2: t` with `- **Status:** ✅ Complete`. */
  "phase",
  /** `#### Work Stream C1: t`. */
  "work-stream",
  /** `#### WP-2.7: t`, `BUG-001`. */
  "work-package",
  /** `### REQ-042: t`, heading icons, one-liners. */
  "requirement",
  /** `### 🔴 **PRIORITY 3: t**`, `## US-021 - t`: there a coloured circle is a priority. */
  "priority",
  /** Headings without an id, told apart by their Status field. */
  "generic",
  "json",
  /** `- [ ] t` in a file where nothing else is work, and rows of `| ID | Task | Status |`. */
  "list",
  "table",
  /** Formats of other tools, read in place; their reader says what is written. */
  "spec-kit",
  "kiro",
  "taskmaster",
  "backlog-md",
  "openspec",
  "beads",
  "github",
] as const;
export type Dialect = (typeof DIALECTS)[number];

/**
 * Where a status is written. `trailing` is `✅ COMPLETE` after a heading's title, `box` the sign in a
 * tick box that counts towards it.
 */
export type StatusForm = "field" | "icon" | "trailing" | "label" | "json" | "box";

/** A status somebody can set. */
export type SettableStatus = Exclude<StreamStatus, "unknown">;

export interface StatusSlot {
  readonly form: StatusForm;
  readonly span: Span;
  readonly text: string;
  readonly status: StreamStatus;
}

/** How sure the reader is that the words mean this work stream. */
export type Confidence = "stated" | "title" | "prose";

export interface Dependency {
  readonly id: StreamId;
  /** As written, marks and remarks included. */
  readonly written: string;
  readonly confidence: Confidence;
  /** Said of the whole batch: it counts, and `dependsOn` does not list it. */
  readonly inherited: boolean;
}

/** Words in a dependency field that name nothing here. */
export interface UnknownDependency {
  readonly written: string;
  /** It has the shape of an id (an error), not of prose (a warning). */
  readonly idLike: boolean;
  /** It is here, and the work stream that names it is in it. */
  readonly around?: true;
}

export interface StreamSpans {
  /** The heading or one-liner without its line ending; in JSON the whole object. */
  readonly heading: Span;
  /** From the heading to the next heading of the same or a higher level. */
  readonly block: Span;
  readonly id: Span | null;
  /** The status value of the first slot; null when none is written. */
  readonly status: Span | null;
  /** Where a status goes when none is written. */
  readonly insertion: number;
  /** The value of the assignee field, if there is such a field. */
  readonly assignee: Span | null;
}

/** A work stream with what editing it takes. */
export interface ParsedStream extends WorkStream {
  readonly spans: StreamSpans;
  /** The primary place of the status first. */
  readonly slots: readonly StatusSlot[];
  /** Other ids the heading gives it (`PRIORITY 12: US-047 - t`). */
  readonly aliases: readonly StreamId[];
  readonly dependencies: readonly Dependency[];
  readonly unknownDependencies: readonly UnknownDependency[];
  readonly bootstrap: boolean;
  /** The word after a star in its heading, in lower case: `bootstrap`, `priority`. */
  readonly tag?: string;
  /** What stands behind an arrow on its line of an index: `NEW` of `- ⚪ REQ-1: t (S) ← NEW`. */
  readonly remark?: string;
  readonly deadline: string | null;
  /** It looks at what others did, and may end without a change. */
  readonly isCheck?: true;
  /** The status permits work once the dependencies are complete. */
  readonly workable: boolean;
  /** Gardening would unblock it now. */
  readonly unblockable: boolean;
  /** Marked blocked with words of its own after it: only a person knows when that ends. */
  readonly reason: string | null;
  /** Why it can never start as written; null when it can. */
  readonly defect: string | null;
}

export interface Roadmap {
  readonly file: string;
  readonly dialect: Dialect;
  readonly workStreams: readonly ParsedStream[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a reader found, before it is judged. */
export interface Reading {
  readonly streams: readonly RawStream[];
  readonly groups: readonly Group[];
  /** What it could not read or could not write; of no work at all, why there is none. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A dependency as found, before anything is known of the other work streams. */
export interface DependencyText {
  readonly text: string;
  /**
   * A remark and what a batch hands down are only searched for ids; a field must name work; an
   * exact text is one id and nothing else.
   */
  readonly kind: "field" | "remark" | "inherited" | "exact";
}

/** A work stream as a reader found it, before it is judged against the others. */
export interface RawStream
  extends Omit<
    ParsedStream,
    | "available"
    | "blockedBy"
    | "dependsOn"
    | "dependencies"
    | "unknownDependencies"
    | "workable"
    | "unblockable"
    | "defect"
  > {
  readonly dependencyTexts: readonly DependencyText[];
  /** Places in the list of groups, outermost first. */
  readonly groups: readonly number[];
  /** Ids a range in its heading stands for (`REQ-275-278`, `US-073 through US-077`). */
  readonly covers: readonly StreamId[];
  /** What its heading says before the number: `PHASE`, `WORK STREAM`, `REQ`; often nothing. */
  readonly namespace: string;
}

/** A heading above work streams: a batch, stage, level or any other chapter. */
export interface Group {
  /** `BATCH-2` for `## Batch 2 (…)`; null when it has no such name. */
  readonly key: string | null;
  readonly label: string;
  readonly complete: boolean;
  readonly dependencyTexts: readonly DependencyText[];
}
