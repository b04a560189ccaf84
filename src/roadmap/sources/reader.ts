import type {
  ChecklistItem,
  Diagnostic,
  Effort,
  FileSource,
  Priority,
  StreamId,
  StreamStatus,
} from "../../model/index.ts";
import { shift, shorten } from "../prose.ts";
import { lineNumbers } from "../reading/line-numbers.ts";
import type { RawStream, SettableStatus, Span, StatusSlot, TextEdit } from "../types.ts";

/** One file of a source, as decoded. */
export interface SourceFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/**
 * What it takes to read one format in place and to write a status back into it. Spans are those of
 * the file a work stream is in. A reader throws nothing: what it cannot read is a diagnostic.
 */
export interface SourceReader {
  readonly kind: Exclude<FileSource, "markdown"> | "github";
  /** How sure, from 0 to 1, that these files are of this format. */
  recognise(files: readonly SourceFile[]): number;
  /** `at`, an ISO date-time, is now, for formats that put work off to a time. */
  read(files: readonly SourceFile[], at?: string): SourceReading;
  /**
   * The narrowest edits of the stream's file that give it the status; null when the format has no
   * word for it. `at` is an ISO date-time, for formats that date what is closed.
   */
  write(request: StatusWrite): readonly TextEdit[] | null;
}

export interface StatusWrite {
  readonly files: readonly SourceFile[];
  readonly file: SourceFile;
  readonly slots: readonly StatusSlot[];
  /** The whole entry. */
  readonly block: Span;
  /** Where a status goes when none is written. */
  readonly insertion: number;
  readonly status: SettableStatus;
  readonly at: string | null;
}

export interface SourceReading {
  readonly streams: readonly FoundStream[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A work stream as a reader found it; what is left out has the usual value. */
export interface FoundStream {
  readonly path: string;
  readonly id: StreamId;
  readonly title: string;
  readonly status: StreamStatus;
  readonly statusText: string;
  /** The places that say the status, those to change first in front. */
  readonly slots: readonly StatusSlot[];
  /** 1-based, in its file. */
  readonly line: number;
  readonly heading: Span;
  readonly block: Span;
  readonly insertion?: number;
  readonly priority?: Priority | null;
  readonly effort?: Effort | null;
  /** Ids, exactly as other work streams have them. */
  readonly dependsOn?: readonly string[];
  readonly assignee?: string | null;
  readonly batch?: string | null;
  readonly tasks?: readonly ChecklistItem[];
  readonly acceptance?: readonly ChecklistItem[];
  readonly files?: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
  readonly aliases?: readonly StreamId[];
  /** Ids of parts of it: to depend on a part is to depend on it. */
  readonly covers?: readonly StreamId[];
  readonly bootstrap?: boolean;
  readonly deadline?: string | null;
  readonly isCheck?: boolean;
  /** Why it is blocked, when only a person knows when that ends. */
  readonly reason?: string | null;
}

/** The same with every span moved to where its file begins in the volume. */
export function toRaw(found: FoundStream, offset: number): RawStream {
  const slots = found.slots.map((slot) => ({ ...slot, span: shift(slot.span, offset) }));
  const insertion = found.insertion ?? -1;
  return {
    id: found.id,
    title: shorten(found.title),
    status: found.status,
    statusText: found.statusText,
    priority: found.priority ?? "medium",
    effort: found.effort ?? null,
    assignee: found.assignee ?? null,
    batch: found.batch ?? null,
    line: found.line,
    tasks: found.tasks ?? [],
    files: found.files ?? [],
    acceptance: found.acceptance ?? [],
    fields: found.fields ?? {},
    spans: {
      heading: shift(found.heading, offset),
      block: shift(found.block, offset),
      id: null,
      status: slots[0]?.span ?? null,
      insertion: insertion < 0 ? -1 : insertion + offset,
      assignee: null,
    },
    slots,
    aliases: found.aliases ?? [],
    covers: found.covers ?? [],
    namespace: "",
    bootstrap: found.bootstrap ?? false,
    deadline: found.deadline ?? null,
    ...(found.isCheck === true ? { isCheck: true as const } : {}),
    reason: found.reason ?? null,
    dependencyTexts: (found.dependsOn ?? []).map((text) => ({ text, kind: "exact" as const })),
    groups: [],
  };
}

export function complain(
  path: string,
  line: number,
  message: string,
  severity: Diagnostic["severity"] = "error",
): Diagnostic {
  return { severity, code: "unreadable-source", line, file: path, message, ids: [] };
}

/** A file in which git left a conflict is two halves of two files: nothing in it is read. */
export function complainOfConflict({ path, text }: SourceFile): Diagnostic | null {
  const found = /^(?:<{7}|>{7}) /m.exec(text);
  if (found === null) return null;
  return complain(path, lineNumbers(text)(found.index), "it holds an unresolved merge conflict");
}

/** What is read of a file in which no work can be read. */
export function unread(...diagnostics: readonly Diagnostic[]): SourceReading {
  return { streams: [], diagnostics };
}

/** What was read of several files as one reading. */
export function together(readings: readonly SourceReading[]): SourceReading {
  return {
    streams: readings.flatMap(({ streams }) => streams),
    diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
  };
}
