import { closeSync, constants, fdatasync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { OrchestratorError } from "../../model/index.ts";
import { explainIo } from "../io-error.ts";

/** A file of lines that only grows, held open: what `append` was given outlives this process. */
export interface AppendFile {
  /** Bytes in the file: where the next line begins. */
  readonly size: number;
  /** Adds a line; `line` holds no line end. When it returns, a kill no longer loses it. */
  append(line: string): void;
  /** Resolves when every line appended so far is on the disk; one sync serves all who wait. */
  synced(): Promise<void>;
  close(): void;
}

/** Opens a file for appending, made (0600) when missing; a torn last line is ended first. */
export function openAppendFile(path: string): AppendFile {
  const flags =
    constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);
  try {
    const fd = openSync(path, flags, 0o600);
    const { size } = fstatSync(fd);
    const last = Buffer.alloc(1);
    if (size > 0) readSync(fd, last, 0, 1, size - 1);
    const file = new OpenAppendFile(fd, path, size);
    if (size > 0 && last[0] !== 0x0a) file.append("");
    return file;
  } catch (error) {
    throw explainIo(error, "open", path);
  }
}

class OpenAppendFile implements AppendFile {
  readonly #fd: number;
  readonly #path: string;
  #size: number;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #isClosed = false;

  constructor(fd: number, path: string, size: number) {
    this.#fd = fd;
    this.#path = path;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  append(line: string): void {
    if (this.#isClosed) throw new OrchestratorError("bug", `${this.#path} is closed.`);
    const bytes = Buffer.from(`${line}\n`);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(this.#fd, bytes, done, bytes.length - done);
    } catch (error) {
      if (done > 0) this.#endTorn();
      throw explainIo(error, "append to", this.#path);
    } finally {
      this.#size = fstatSync(this.#fd).size;
    }
  }

  synced(): Promise<void> {
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#running = this.#next ?? Promise.resolve();
        this.#next = null;
        return this.#sync();
      });
    return this.#next;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // A sync that is on its way still needs the descriptor.
    void this.#running
      .catch(() => undefined)
      .then(() => this.#next)
      .catch(() => undefined)
      .then(() => closeSync(this.#fd));
  }

  #endTorn(): void {
    try {
      writeSync(this.#fd, "\n");
    } catch {
      // The disk is full: the reader takes the torn line and the next for one that says nothing.
    }
  }

  #sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.#fd, (error) => {
        if (error === null) resolve();
        else reject(explainIo(error, "sync", this.#path));
      });
    });
  }
}
