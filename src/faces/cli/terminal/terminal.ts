import { EXIT } from "../../../model/index.ts";
import { isDevice, writeStandard } from "../../../platform/index.ts";

/** The three standard streams as the faces use them: data on one, messages on the other. */
export interface Terminal {
  /** Data. Ignored once the reader has gone, or the disk it goes to is full. */
  out(text: string): void;
  /** Messages and progress. */
  err(text: string): void;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly columns: number;
  /** Aborted when stdout's reader has gone (EPIPE): whatever follows forever should end. */
  readonly readerGone: AbortSignal;
  /** All that was written has left the process. */
  readonly written: boolean;
  /** From here on nothing is written: the terminal was closed. */
  mute(): void;
}

/** Nobody hears what is written into a closed pipe or a hung-up terminal, and it is no failure. */
const GONE = new Set(["EPIPE", "EIO", "ERR_STREAM_DESTROYED"]);

export function openTerminal(): Terminal {
  let reader: AbortController | null = null;
  let gone = false;
  let muted = false;
  const err = openWriter(2, () => undefined);
  const out = openWriter(1, (lost) => {
    gone = true;
    reader?.abort();
    if (lost === null) return;
    err.write(`orchestrator: standard output takes no more: ${lost.message}\n`);
    process.once("exit", failAtLast);
  });
  return {
    out: (text) => {
      if (!muted && !gone) out.write(text);
    },
    err: (text) => {
      if (!muted) err.write(text);
    },
    // Asked for late: opening a stream costs milliseconds.
    get stdinIsTerminal() {
      return isDevice(0) && process.stdin.isTTY === true;
    },
    get stdoutIsTerminal() {
      return isDevice(1) && process.stdout.isTTY === true;
    },
    get stderrIsTerminal() {
      return isDevice(2) && process.stderr.isTTY === true;
    },
    get columns() {
      return Math.max(40, isDevice(1) ? (process.stdout.columns ?? 80) : 80);
    },
    get readerGone() {
      reader ??= new AbortController();
      if (gone) reader.abort();
      return reader.signal;
    },
    get written() {
      return !out.streamed && !err.streamed;
    },
    mute: () => {
      muted = true;
    },
  };
}

/** Work that went well and could not be told is no success: whoever reads the file must know. */
function failAtLast(): void {
  if ((process.exitCode ?? EXIT.success) === EXIT.success) process.exitCode = EXIT.precondition;
}

interface Writer {
  readonly write: (text: string) => void;
  readonly streamed: boolean;
}

/**
 * Writes past Node's stream into a pipe or a file, and through it everywhere else. A run outlives
 * a log on a full disk: what cannot be written is given up, once, and nothing is thrown.
 */
function openWriter(fd: 1 | 2, onGone: (lost: Error | null) => void): Writer {
  let stream: NodeJS.WriteStream | null = null;
  let over = false;
  const failed = (error: unknown): void => {
    const closed = GONE.has((error as NodeJS.ErrnoException).code ?? "");
    if (over) return;
    over = true;
    onGone(closed ? null : (error as Error));
  };
  const open = (): NodeJS.WriteStream => {
    const opened = fd === 1 ? process.stdout : process.stderr;
    opened.on("error", failed);
    return opened;
  };
  const write = (text: string): void => {
    if (over) return;
    try {
      if (stream === null && isDevice(fd)) stream = open();
      if (stream !== null) {
        stream.write(text);
        return;
      }
      const left = writeStandard(fd, text);
      if (left === null) return;
      stream = open();
      stream.write(left);
    } catch (error) {
      failed(error);
    }
  };
  return {
    write,
    get streamed() {
      return stream !== null;
    },
  };
}
