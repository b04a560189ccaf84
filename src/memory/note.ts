import { LIMITS, OrchestratorError } from "../model/index.ts";
import { redactText } from "../platform/index.ts";
import { readKind } from "./kinds.ts";
import type { MemoryKind, MemoryTier, Origin, Saying } from "./types.ts";

/** A note as somebody gives it. */
export interface Note {
  readonly content: string;
  readonly kind: MemoryKind;
  /** Whose journal it goes into; null: the whole team's. */
  readonly agent: string | null;
  readonly about?: string | null;
  readonly tags?: readonly string[];
  readonly pinned?: MemoryTier | null;
}

/**
 * A note as it is kept: plain text of a bounded length, without what looks like a credential.
 * @throws OrchestratorError `usage` where nothing or too much is said
 */
export function sayingOf(note: Note, origin: Origin): Saying {
  const content = plainText(note.content);
  if (content === "")
    throw new OrchestratorError("usage", "there is nothing to remember in it", {
      hint: 'Say it in words: orchestrator memory add "…"',
    });
  if (content.length > LIMITS.memoryNoteCharsMax) {
    throw new OrchestratorError(
      "usage",
      `${content.length} characters are too many for a note: ${LIMITS.memoryNoteCharsMax} at most`,
      {
        hint: "Say the one thing that later work should know; add several notes for several things.",
      },
    );
  }
  return kept(note, content, origin);
}

/** The same for what an agent or a file says: nobody is there who could shorten it. */
export function cutSaying(note: Note, origin: Origin, summary = false): Saying | null {
  const content = cut(plainText(note.content), LIMITS.memoryNoteCharsMax);
  return content === "" ? null : { ...kept(note, content, origin), summary };
}

/** What an agent noted over the team's tools. `kind`: in its own words. */
export function agentSaying(
  said: { readonly text: string; readonly kind: string | null; readonly about?: string },
  origin: Origin,
): Saying | null {
  const { kind, tags } = readKind(said.kind);
  const note = { content: said.text, kind, tags, agent: origin.who, about: said.about ?? null };
  return cutSaying(note, origin);
}

function kept(note: Note, content: string, origin: Origin): Saying {
  const about = cut(oneLine(note.about ?? ""), LIMITS.memoryAboutCharsMax);
  const tags = (note.tags ?? []).map((tag) => cut(oneLine(tag), LIMITS.rememberedKindCharsMax));
  return {
    kind: "said",
    agent: note.agent === null ? null : plainName(note.agent),
    note: note.kind,
    content,
    about: about === "" ? null : about,
    tags: [...new Set(tags.filter((tag) => tag !== ""))].slice(0, LIMITS.memoryTagsMax),
    summary: false,
    pinned: note.pinned ?? null,
    ...origin,
    who: plainName(origin.who),
    session: origin.session === null ? null : plainName(origin.session),
  };
}

/** What nobody sees and a model may read; the two joiners are letters' own business. */
const HIDDEN = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;

/** Control characters and secrets are in no prompt and on no screen because of a note. */
function plainText(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").replace(HIDDEN, "");
  return redactText(lines).trim();
}

/** Names are shown everywhere: one short line of plain text. */
export function plainName(text: string): string {
  return cut(oneLine(text), LIMITS.memoryNameCharsMax);
}

function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, " ");
}

/** A character of two code units is not halved. */
function cut(text: string, charsMax: number): string {
  return text.length <= charsMax ? text : text.slice(0, charsMax).replace(/[\ud800-\udbff]$/, "");
}
