import type { AttemptId, TargetId } from "../model/index.ts";

/** What a note is, in the order in which journals are written out. */
export const MEMORY_KINDS = [
  "insight",
  "context",
  "relationship",
  "preference",
  "uncertainty",
  "meaningful",
  "reflection",
] as const;
export type MemoryKind = (typeof MEMORY_KINDS)[number];

/** How firmly something is known, the firmest first; compost is what was given up. */
export const MEMORY_TIERS = ["core", "long", "medium", "recent", "compost"] as const;
export type MemoryTier = (typeof MEMORY_TIERS)[number];

/** Who said it: a person, an agent, or a file that came from elsewhere. */
export type Speaker = "person" | "agent" | "import";

/** How far a note can be relied on, the furthest first. `landed`: by an attempt whose work landed. */
export const TRUSTS = ["person", "landed", "agent", "imported"] as const;
export type Trust = (typeof TRUSTS)[number];

/** Who says it, and where. */
export interface Origin {
  readonly by: Speaker;
  readonly who: string;
  readonly attempt: AttemptId | null;
  /** Null: it holds in every repository. */
  readonly target: TargetId | null;
  readonly session: string | null;
  readonly atMs: number;
}

/** Something that was said once, by somebody, somewhere. Records are only ever added. */
export interface Saying extends Origin {
  readonly kind: "said";
  /** Whose journal it is in; null: the whole team's. */
  readonly agent: string | null;
  readonly note: MemoryKind;
  readonly content: string;
  /** The agent, file or topic it is about. */
  readonly about: string | null;
  readonly tags: readonly string[];
  /** A distillation that came from elsewhere, in words of its own. */
  readonly summary: boolean;
  /** A person's word on how firm it is. */
  readonly pinned: MemoryTier | null;
}

/** All that one entry, one attempt or one speaker said before is not to be heeded any more. */
export type RevokedScope = "entry" | "attempt" | "speaker";

export interface Revocation {
  readonly kind: "revoked";
  readonly scope: RevokedScope;
  readonly name: string;
  readonly by: string;
  readonly reason: string;
  readonly atMs: number;
}

export type MemoryRecord = Saying | Revocation;

/** Where an entry has its content from. */
export interface Source extends Origin {
  readonly landed: boolean;
}

/** What is remembered: one content, however often and by whomever it was said. */
export interface MemoryEntry {
  /** `m-` and 12 hexadecimal digits that follow from whose it is, its kind, subject and content. */
  readonly id: string;
  readonly agent: string | null;
  readonly kind: MemoryKind;
  readonly tier: MemoryTier;
  readonly content: string;
  readonly about: string | null;
  readonly tags: readonly string[];
  readonly fromMistake: boolean;
  readonly summary: boolean;
  readonly trust: Trust;
  /** How much its sources weigh together. */
  readonly strength: number;
  /** SHA-256 of the content. */
  readonly hash: string;
  /** The oldest first; those that were taken back are not among them, unless all were. */
  readonly sources: readonly Source[];
  readonly createdAtMs: number;
  readonly saidAtMs: number;
  readonly revoked: { readonly by: string; readonly reason: string; readonly atMs: number } | null;
}
