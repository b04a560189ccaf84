import type { QuietHours } from "./budget.ts";

/** What a person is told of when they are not looking. */
export const NOTICE_KINDS = [
  /** Something waits for their word: it is in the inbox. */
  "question",
  /** A work stream stands still, or an account wants a login. */
  "blocked",
  /** A role of the team crashed more often than it may. */
  "critical",
  /** Most of a limit is spent, all of it, or spending rose far above its pace. */
  "budget",
  /** A run came to its end. */
  "finished",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Something that a person should know, as long as it is so. */
export interface Notice {
  /** Never given twice in one journal, but `budget/held`: that may come again when it is over. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly atMs: number;
  /** One line. */
  readonly title: string;
  readonly text: string;
  /** As people know it; null where it is about no single work stream. */
  readonly workStream: string | null;
  /** Command lines that settle it or show more, the likeliest first. */
  readonly commands: readonly string[];
}

export const NOTICE_CHANNELS = ["terminal", "desktop", "command", "webhook"] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];

/** How a terminal is told: its bell, or one of the two sequences that show a line of text. */
export const TERMINAL_NOTICES = ["bell", "osc9", "osc777"] as const;
export type TerminalNotice = (typeof TERMINAL_NOTICES)[number];

/** How the person of this machine wants to be told; nothing of it comes from a repository. */
export interface NoticeConfig {
  readonly on: readonly NoticeKind[];
  readonly terminal: TerminalNotice | null;
  readonly desktop: boolean;
  /** A program and its arguments; what is told comes on its stdin. */
  readonly command: readonly [string, ...string[]] | null;
  readonly webhook: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  } | null;
  /** Nothing is told in these hours; what still holds at their end is told then. */
  readonly quiet: QuietHours | null;
}
