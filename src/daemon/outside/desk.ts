import type { TargetConfig } from "../../model/index.ts";
import { isFileSource, LIMITS } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import { messageOf } from "../message-of.ts";
import { lookOutside, tellLanded } from "./look.ts";

/**
 * Looks at sources outside the repositories now and then while a session lasts, and tells them what
 * landed. A failed look changes nothing: the last one stays, and the next one tells.
 */
export class OutsideDesk {
  readonly #targets: readonly TargetConfig[];
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout | null;
  #busy: Promise<void> = Promise.resolve();
  #isLooking = false;

  constructor(targets: readonly TargetConfig[], log: Log, pollMs: number = LIMITS.sourcePollMs) {
    this.#targets = targets.filter((target) => !isFileSource(target.source.kind));
    this.#log = log;
    this.#timer =
      this.#targets.length === 0 ? null : setInterval(() => this.#look(), pollMs).unref();
  }

  /** A look that takes longer than a turn is not queued behind: whoever closes waits for all there are. */
  #look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#queue(lookOutside);
    void this.#busy.then(() => {
      this.#isLooking = false;
    });
  }

  /** Ends when every landing was told, or could not be for now. */
  close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#queue(tellLanded);
    return this.#busy;
  }

  #queue(act: (target: TargetConfig) => Promise<void>): void {
    for (const target of this.#targets) {
      this.#busy = this.#busy.then(() =>
        act(target).catch((error: unknown) => {
          this.#log.warn("a source was not reached", { error: messageOf(error) });
        }),
      );
    }
  }
}
