import { join } from "node:path";
import type { NoticeChannel } from "../../model/index.ts";
import { isRecord, LIMITS, NOTICE_CHANNELS, OrchestratorError } from "../../model/index.ts";
import { readJsonOrNull, removeFile, writeDurable } from "../../platform/index.ts";
import type { Workplace } from "../workplace.ts";

/** What one way of telling still has to tell. */
export interface ChannelBook {
  /** Ids of notices, in order. */
  readonly due: readonly string[];
  /** Of those, what is being told: after a kill nobody knows whether it was. */
  readonly begun: readonly string[];
  readonly begunAtMs: number;
  /** Why what was told last was not heard; null where it was. */
  readonly trouble: string | null;
}

/** Which notices were seen, and which are still to be told where. */
export interface NoticeBook {
  /** Ids that are told, or to be told, newest last. */
  readonly known: readonly string[];
  readonly channels: Readonly<Partial<Record<NoticeChannel, ChannelBook>>>;
}

export const NOTHING_DUE: ChannelBook = {
  due: [],
  begun: [],
  begunAtMs: 0,
  trouble: null,
};

function bookPath({ stateDir }: Pick<Workplace, "stateDir">): string {
  return join(stateDir, "notices.json");
}

/** Left by the person's program where it did well, also when nobody waited for it any more. */
export function heardPath({ stateDir }: Pick<Workplace, "stateDir">): string {
  return join(stateDir, "notices.heard");
}

/** Null where there is none, or none that can be read. */
export function readNoticeBook(workplace: Pick<Workplace, "stateDir">): NoticeBook | null {
  const data = readJsonOrNull(bookPath(workplace));
  if (!isRecord(data) || !isRecord(data["channels"])) return null;
  const found = data["channels"];
  const channels = NOTICE_CHANNELS.flatMap((name) => {
    const one = found[name];
    if (!isRecord(one)) return [];
    const book: ChannelBook = {
      due: idsIn(one["due"]),
      begun: idsIn(one["begun"]),
      begunAtMs: typeof one["begunAtMs"] === "number" ? one["begunAtMs"] : 0,
      trouble: typeof one["trouble"] === "string" ? one["trouble"] : null,
    };
    return [[name, book] as const];
  });
  return { known: idsIn(data["known"]), channels: Object.fromEntries(channels) };
}

function idsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((id) => typeof id === "string") : [];
}

/** The reason where it could not be kept: the work goes on, and a restart may tell it again. */
export function keepNoticeBook(
  workplace: Pick<Workplace, "stateDir">,
  book: NoticeBook,
): string | null {
  try {
    const known = book.known.slice(-LIMITS.noticesKnownMax);
    writeDurable(bookPath(workplace), JSON.stringify({ ...book, known }), { mode: 0o600 });
    return null;
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    return error.message;
  }
}

/** What happens while nobody wants to be told is nobody's to hear later. */
export function forgetNotices(workplace: Workplace): void {
  removeFile(bookPath(workplace));
  removeFile(heardPath(workplace));
}

/** Of each way, why what was told last was not heard. */
export function noticeTroubles(
  workplace: Workplace,
): readonly { readonly channel: NoticeChannel; readonly why: string }[] {
  const { channels = {} } = readNoticeBook(workplace) ?? {};
  return NOTICE_CHANNELS.flatMap((channel) => {
    const why = channels[channel]?.trouble ?? null;
    return why === null ? [] : [{ channel, why }];
  });
}
