import { basename } from "node:path";
import { noticesView } from "../../journal/index.ts";
import { quietUntilMs } from "../../ledger/index.ts";
import type { Notice, NoticeChannel, NoticeConfig, State } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import { monotonicMs, nowMs, pathExists, removeFile } from "../../platform/index.ts";
import { messageOf } from "../message-of.ts";
import type { Workplace } from "../workplace.ts";
import type { ChannelBook, NoticeBook } from "./book.ts";
import { heardPath, keepNoticeBook, NOTHING_DUE, readNoticeBook } from "./book.ts";
import type { ShowNotice, Told } from "./channels.ts";
import { channelsOf, isMomentary, learnKeys, tell } from "./channels.ts";

export interface NoticeParts {
  readonly workplace: Workplace;
  readonly config: NoticeConfig;
  readonly log: Log;
  readonly state: () => State;
  /** Null where the orchestrator has no terminal. */
  readonly show: ShowNotice | null;
}

/** How often one way of telling was tried in vain, and when it may be tried again. */
interface Patience {
  readonly tries: number;
  readonly notBeforeMs: number;
}

const PATIENT: Patience = { tries: 0, notBeforeMs: 0 };

/**
 * Tells the person what they should know, in every way that they set, once: what is to be told is
 * on disk before it is told, so that a kill neither loses nor repeats it. What no longer holds when
 * its turn comes (it was answered, the hours were quiet) is not told any more.
 */
export class NoticeDesk {
  readonly #parts: NoticeParts;
  readonly #channels: readonly NoticeChannel[];
  readonly #patience = new Map<NoticeChannel, Patience>();
  readonly #telling = new Map<NoticeChannel, Promise<void>>();
  #book: NoticeBook;
  #standing: readonly Notice[] = [];
  #unseen = true;
  #said: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;
  readonly #enough = new AbortController();

  constructor(parts: NoticeParts) {
    this.#parts = parts;
    learnKeys(parts.config);
    this.#channels = channelsOf(parts.config, parts.show);
    this.#book = this.#opened(readNoticeBook(parts.workplace));
    this.#wakeIn(LIMITS.noticeGatherMs);
  }

  /** Something happened. */
  heed(): void {
    this.#unseen = true;
    if (this.#telling.size === 0) this.#wakeIn(LIMITS.noticeGatherMs);
  }

  /**
   * Tells what there still is, each in one try, as long as a person is willing to wait; what is not
   * heard is the next process's to tell.
   */
  async close(hurry: AbortSignal | undefined): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const enough = () => this.#enough.abort();
    const timer = setTimeout(enough, LIMITS.noticeEndMs);
    hurry?.addEventListener("abort", enough, { once: true });
    if (hurry?.aborted === true) enough();
    await Promise.all(this.#telling.values());
    this.#look();
    if (this.#quietUntil() === null) {
      await Promise.all(this.#channels.map((channel) => this.#tellAll(channel)));
    }
    clearTimeout(timer);
    hurry?.removeEventListener("abort", enough);
  }

  /** A way that is not set any more has nothing to tell; a sound that was begun was heard. */
  #opened(kept: NoticeBook | null): NoticeBook {
    const channels = this.#channels.map((channel) => {
      const was = kept?.channels[channel] ?? NOTHING_DUE;
      // The program that a dead process started may still be at it.
      if (channel === "command") return [channel, was] as const;
      const due = isMomentary(channel) ? was.due.filter((id) => !was.begun.includes(id)) : was.due;
      return [channel, { ...was, due, begun: [] }] as const;
    });
    // Whoever sets this up need not hear of a run that is long over.
    const old = noticesView(this.#parts.state()).filter(({ kind }) => kind === "finished");
    const known = kept?.known ?? old.map(({ id }) => id);
    return { known, channels: Object.fromEntries(channels) };
  }

  #wakeIn(ms: number): void {
    if (this.#timer !== null || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#turn();
    }, ms).unref();
  }

  #turn(): void {
    this.#look();
    const quietUntil = this.#quietUntil();
    const waits: number[] = [];
    for (const channel of this.#channels) {
      if (this.#telling.has(channel) || this.#dueOf(channel).due.length === 0) continue;
      const doubtMs = this.#inDoubt(channel);
      const { notBeforeMs } = this.#patience.get(channel) ?? PATIENT;
      const left = Math.max(notBeforeMs - monotonicMs(), doubtMs);
      if (quietUntil !== null) waits.push(Math.max(quietUntil - nowMs(), 1));
      else if (left > 0) waits.push(left);
      else this.#begin(channel);
    }
    // In parts: a clock may be set, and a timer holds no more than some weeks.
    if (waits.length > 0) this.#wakeIn(Math.min(...waits, WAIT_MS_MAX));
  }

  #begin(channel: NoticeChannel): void {
    const done = this.#tellNext(channel).then(
      () => undefined,
      (error: unknown) => this.#say(messageOf(error)),
    );
    this.#telling.set(channel, done);
    void done.then(() => {
      this.#telling.delete(channel);
      this.#wakeIn(LIMITS.noticeGatherMs);
    });
  }

  /** What holds now; what was not there before is to be told. */
  #look(): void {
    if (!this.#unseen) return;
    this.#unseen = false;
    const { config, state } = this.#parts;
    this.#standing = noticesView(state()).filter(({ kind }) => config.on.includes(kind));
    const standing = new Set(this.#standing.map(({ id }) => id));
    const before = new Set(this.#book.known);
    const fresh = [...standing].filter((id) => !before.has(id));
    const over = this.#book.known.filter((id) => MAY_COME_AGAIN.has(id) && !standing.has(id));
    if (fresh.length === 0 && over.length === 0) return;
    const known = [...this.#book.known.filter((id) => !over.includes(id)), ...fresh];
    const channels = this.#channels.map((channel) => {
      const was = this.#dueOf(channel);
      return [channel, { ...was, due: [...was.due, ...fresh] }] as const;
    });
    this.#keep({ known, channels: Object.fromEntries(channels) });
  }

  async #tellAll(channel: NoticeChannel): Promise<void> {
    if (this.#inDoubt(channel) > 0) return;
    while (!this.#enough.signal.aborted && (await this.#tellNext(channel)));
  }

  /**
   * How long to wait before it is known whether what a killed process began was heard. The program
   * says so by itself, or has come to its end by then.
   */
  #inDoubt(channel: NoticeChannel): number {
    const { due, begun, begunAtMs } = this.#dueOf(channel);
    if (begun.length === 0) return 0;
    if (pathExists(heardPath(this.#parts.workplace))) {
      this.#note(channel, { due: due.filter((id) => !begun.includes(id)), begun: [] });
      return 0;
    }
    const sinceMs = nowMs() - begunAtMs;
    // A clock that was set back says nothing.
    if (sinceMs >= 0 && sinceMs < LIMITS.noticeTellMs + DOUBT_MS) return DOUBT_MS;
    this.#note(channel, { begun: [] });
    return 0;
  }

  /** True when there may be more to tell at once. */
  async #tellNext(channel: NoticeChannel): Promise<boolean> {
    const { config, workplace, state } = this.#parts;
    const { due } = this.#dueOf(channel);
    const notices = this.#standing.filter(({ id }) => due.includes(id));
    const ids = notices.map(({ id }) => id);
    const batch = notices.slice(0, LIMITS.noticesPerMessageMax);
    const begun = batch.map(({ id }) => id);
    if (channel === "command") removeFile(heardPath(workplace));
    this.#note(channel, { due: ids, begun, begunAtMs: nowMs() });
    if (batch.length === 0) return false;
    const place = {
      repoId: workplace.repoId,
      name: basename(workplace.root),
      root: workplace.root,
      session: state().session?.id ?? null,
    };
    const means = {
      config,
      show: this.#parts.show,
      heardPath: heardPath(workplace),
      signal: this.#enough.signal,
    };
    return this.#heard(channel, begun, await tell(channel, batch, place, means));
  }

  #heard(channel: NoticeChannel, begun: readonly string[], told: Told): boolean {
    const { tries } = this.#patience.get(channel) ?? PATIENT;
    const left = this.#dueOf(channel).due.filter((id) => !begun.includes(id));
    switch (told.kind) {
      case "heard":
        this.#patience.delete(channel);
        this.#note(channel, { due: left, begun: [], trouble: null });
        return left.length > 0;
      case "later":
        this.#say(`${channel}: ${told.why}`);
        if (tries + 1 < LIMITS.noticeTriesMax) {
          const notBeforeMs = monotonicMs() + LIMITS.noticeRetryMs * 4 ** tries;
          this.#patience.set(channel, { tries: tries + 1, notBeforeMs });
          this.#note(channel, { begun: [], trouble: told.why });
          return false;
        }
        this.#giveUp(channel, left, told.why);
        return false;
      case "refused":
        this.#say(`${channel}: ${told.why}`);
        this.#giveUp(channel, left, told.why);
        return false;
    }
  }

  #giveUp(channel: NoticeChannel, left: readonly string[], trouble: string): void {
    this.#patience.delete(channel);
    this.#note(channel, { due: left, begun: [], trouble });
  }

  #dueOf(channel: NoticeChannel): ChannelBook {
    return this.#book.channels[channel] ?? NOTHING_DUE;
  }

  #note(channel: NoticeChannel, change: Partial<ChannelBook>): void {
    const now = { ...this.#dueOf(channel), ...change };
    this.#keep({ ...this.#book, channels: { ...this.#book.channels, [channel]: now } });
  }

  #keep(book: NoticeBook): void {
    this.#book = book;
    const trouble = keepNoticeBook(this.#parts.workplace, book);
    if (trouble !== null) this.#say(trouble);
  }

  #quietUntil(): number | null {
    const { quiet } = this.#parts.config;
    return quiet === null ? null : quietUntilMs(nowMs(), quiet);
  }

  /** Once, until it is something else: a receiver that is away all night is one line. */
  #say(what: string): void {
    if (what !== this.#said) this.#parts.log.warn("a notice was not heard", { what });
    this.#said = what;
  }
}

const WAIT_MS_MAX = 60_000;
const DOUBT_MS = 500;

/** The only notice without a number of its own: when it is over, the next one is another. */
const MAY_COME_AGAIN: ReadonlySet<string> = new Set(["budget/held"]);
