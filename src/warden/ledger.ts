import { closeSync, fdatasync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { explainIo, readTextIfExists, writeDurable } from "../platform/index.ts";

/**
 * Which runs were ever started, made durable before they start. Run directories survive any kill,
 * but not a power cut; the ledger then still says that a run was begun, so that it is reported
 * lost and not begun again (law I1). One sync serves all starts that wait for it.
 *
 * Lines: `+ <slug>` and, once forgotten, `- <slug>`. Rewritten without the pairs when opened. What
 * follows the last line is empty lines: a file that does not grow is synced in a third of the time.
 */
export class Ledger {
  readonly #path: string;
  readonly #started: Set<string>;
  #fd: number;
  /** Where the next line goes, and how far the file reaches. */
  #end: number;
  #size: number;
  #waiting: { readonly line: string; readonly settle: (error: unknown) => void }[] = [];
  #syncing = false;

  constructor(runsDir: string) {
    this.#path = join(runsDir, "ledger");
    this.#started = startedIn(readTextIfExists(this.#path) ?? "");
    const lines = [...this.#started].map((slug) => `+ ${slug}\n`).join("");
    this.#end = Buffer.byteLength(lines);
    this.#size = this.#end + ROOM.length;
    writeDurable(this.#path, lines + ROOM, { mode: 0o600 });
    this.#fd = openSync(this.#path, "r+");
  }

  has(slug: string): boolean {
    return this.#started.has(slug);
  }

  /** Resolves when it is on the disk. */
  start(slug: string): Promise<void> {
    this.#started.add(slug);
    return new Promise((resolve, reject) => {
      const settle = (error: unknown): void => {
        if (error === null) return resolve();
        this.#started.delete(slug);
        reject(explainIo(error, "append to", this.#path));
      };
      this.#waiting.push({ line: `+ ${slug}\n`, settle });
      this.#sync();
    });
  }

  /** Not synced: a forgotten run that comes back after a power cut is only lost once more. */
  forget(slug: string): void {
    if (!this.#started.delete(slug)) return;
    try {
      this.#write(`- ${slug}\n`);
    } catch (error) {
      throw explainIo(error, "append to", this.#path);
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** One write each, at a place of its own: a line is there whole or not at all. */
  #write(lines: string): void {
    const bytes = Buffer.from(lines);
    if (this.#end + bytes.length > this.#size) {
      writeSync(this.#fd, ROOM, this.#end);
      this.#size = this.#end + ROOM.length;
    }
    writeSync(this.#fd, bytes, 0, bytes.length, this.#end);
    this.#end += bytes.length;
  }

  #sync(): void {
    if (this.#syncing || this.#waiting.length === 0) return;
    const batch = this.#waiting;
    this.#waiting = [];
    const settle = (error: unknown): void => {
      this.#syncing = false;
      for (const one of batch) one.settle(error);
      this.#sync();
    };
    this.#syncing = true;
    try {
      this.#write(batch.map((one) => one.line).join(""));
    } catch (error) {
      settle(error);
      return;
    }
    fdatasync(this.#fd, settle);
  }
}

/** A disk block is the smallest that is ever written. */
const ROOM = "\n".repeat(4096);

function startedIn(text: string): Set<string> {
  const started = new Set<string>();
  for (const line of text.split("\n")) {
    if (line.startsWith("+ ")) started.add(line.slice(2));
    if (line.startsWith("- ")) started.delete(line.slice(2));
  }
  return started;
}
