import type { Note, Origin } from "./index.ts";
import { sayingOf } from "./index.ts";
import type { Saying } from "./types.ts";

export const NOW_MS = Date.UTC(2026, 10, 21, 12);
export const DAY_MS = 24 * 60 * 60_000;

/** Something that Aria noted in an attempt, unless it is said otherwise. */
export function said(
  content: string,
  note: Partial<Note> = {},
  origin: Partial<Origin> = {},
): Saying {
  return sayingOf(
    { content, kind: "insight", agent: "Aria", ...note },
    {
      by: "agent",
      who: "Aria",
      attempt: "self:1.1/1",
      target: "self",
      session: null,
      atMs: NOW_MS,
      ...origin,
    },
  );
}
