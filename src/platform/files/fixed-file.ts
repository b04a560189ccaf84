import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { explainIo } from "../io-error.ts";

/** A small file that is written in place, for records that must never be torn or moved. */
export interface FixedFile {
  /** Up to `length` bytes; fewer at the end of the file. */
  read(offset: number, length: number): Buffer;
  write(offset: number, data: Uint8Array): void;
  /** Returns when what was written is on the disk. */
  sync(): void;
  /** The same, and the process goes on meanwhile. */
  syncSoon(): Promise<void>;
  close(): void;
}

/** Opens an existing file, or with `create` a new one (0600); a link in the way is refused. */
export function openFixedFile(
  path: string,
  { mode, create }: { readonly mode: "read" | "write"; readonly create: boolean },
): FixedFile {
  const attempt = <T>(action: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw explainIo(error, action, path);
    }
  };
  const flags =
    (mode === "read" ? constants.O_RDONLY : constants.O_RDWR) |
    (create ? constants.O_CREAT : 0) |
    (constants.O_NOFOLLOW ?? 0);
  const fd = attempt("open", () => openSync(path, flags, 0o600));
  return {
    read: (offset, length) =>
      attempt("read", () => {
        const bytes = Buffer.alloc(length);
        return bytes.subarray(0, readSync(fd, bytes, 0, length, offset));
      }),
    write: (offset, data) =>
      attempt("write", () => {
        let done = 0;
        while (done < data.length) {
          done += writeSync(fd, data, done, data.length - done, offset + done);
        }
      }),
    sync: () => attempt("sync", () => fdatasyncSync(fd)),
    syncSoon: () =>
      new Promise((resolve, reject) => {
        fdatasync(fd, (error) => {
          if (error === null) resolve();
          else reject(explainIo(error, "sync", path));
        });
      }),
    close: () => closeSync(fd),
  };
}
