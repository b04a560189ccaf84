import type { Notice } from "../../model/index.ts";
import { isoTime, LIMITS } from "../../model/index.ts";
import { redactText } from "../../platform/index.ts";

/** What a person's program reads, and what is posted to their receiver. */
export interface NoticeMessage {
  readonly schema: "orchestrator/notices@1";
  /** All of it in a few lines; several chats show a field of this name. */
  readonly text: string;
  readonly repository: { readonly id: string; readonly name: string; readonly path: string };
  readonly session: string | null;
  readonly notices: readonly TellableNotice[];
}

interface TellableNotice {
  /** Never given twice in one repository: who is told again can know it. */
  readonly id: string;
  readonly kind: Notice["kind"];
  readonly at: string | null;
  readonly title: string;
  readonly text: string;
  readonly workStream: string | null;
  readonly commands: readonly string[];
}

export interface NoticePlace {
  readonly repoId: string;
  readonly name: string;
  readonly root: string;
  readonly session: string | null;
}

/** Titles come from roadmaps and texts from agents: secrets are masked, controls left out (I14). */
export function composeMessage(notices: readonly Notice[], place: NoticePlace): NoticeMessage {
  const tellable = notices.map(({ atMs, ...notice }) => ({
    ...notice,
    at: isoTime(atMs),
    title: plainText(notice.title).replaceAll("\n", " "),
    text: plainText(notice.text),
  }));
  return {
    schema: "orchestrator/notices@1",
    text: `${place.name}: ${linesOf(tellable)}`,
    repository: { id: place.repoId, name: place.name, path: place.root },
    session: place.session,
    notices: tellable,
  };
}

const LINES_MAX = 5;

/** A line each, the first few of many. */
function linesOf(notices: readonly Pick<Notice, "title" | "commands">[]): string {
  const shown = notices.slice(0, notices.length > LINES_MAX ? LINES_MAX - 1 : LINES_MAX);
  const lines = shown.map(({ title, commands: [first] }) =>
    first === undefined ? title : `${title} (${first})`,
  );
  const more = notices.length - shown.length;
  return [...lines, ...(more === 0 ? [] : [`and ${more} more`])].join("\n");
}

/** Everything but what can be seen, line breaks and tabs. */
// oxlint-disable-next-line no-control-regex -- control characters are what is being removed
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function plainText(text: string): string {
  const clean = redactText(text).replaceAll("\r\n", "\n").replace(CONTROLS, "");
  const isLong = clean.length > LIMITS.noticeTextCharsMax;
  const cut = isLong ? `${clean.slice(0, LIMITS.noticeTextCharsMax - 1)}…` : clean;
  // Halves of characters become marks of their own.
  return Buffer.from(cut).toString("utf8");
}
