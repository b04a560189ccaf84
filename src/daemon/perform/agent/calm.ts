import { sleep } from "../../../platform/index.ts";

/** How long work that nobody waits for lets work pass that somebody does. */
const PATIENCE_MS_MAX = 500;

/**
 * What somebody waits for goes before what nobody does: while a workspace is made and its agent
 * started, the last one's is not yet cleaned, nor the checkout moved along. Each of these starts
 * several programs, and a machine has few processors. Nothing waits for long, whatever becomes of
 * what it lets pass.
 */
export class Calm {
  readonly #urgent = new Set<string>();
  #wake: (() => void)[] = [];

  /** From now on somebody waits for this attempt. */
  begin(attempt: string): void {
    this.#urgent.add(attempt);
  }

  /** Nobody does any more; of one that nobody waited for it says nothing new. */
  end(attempt: string): void {
    this.#urgent.delete(attempt);
    if (this.#urgent.size > 0) return;
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** Resolves when nobody waits for anything, soon anyway, and at once when aborted. */
  async settled(signal: AbortSignal): Promise<void> {
    // What was decided together with it may be what somebody waits for.
    await sleep(0);
    if (this.#urgent.size === 0) return;
    const over = new AbortController();
    const calm = new Promise<void>((resolve) => this.#wake.push(resolve));
    await Promise.race([calm, sleep(PATIENCE_MS_MAX, AbortSignal.any([over.signal, signal]))]);
    over.abort();
  }
}

/** One for all leaders of the process: the processors are the machine's. */
export const calm = new Calm();
