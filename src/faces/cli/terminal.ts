/** The three standard streams as the faces use them: data on one, messages on the other. */
export interface Terminal {
  /** Data. Ignored once the reader has gone. */
  out(text: string): void;
  /** Messages and progress. */
  err(text: string): void;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly columns: number;
  /** Aborted when stdout's reader has gone (EPIPE): whatever follows forever should end. */
  readonly readerGone: AbortSignal;
  /** From here on nothing is written: the terminal was closed. */
  mute(): void;
}

/** Nobody hears what is written into a closed pipe or a hung-up terminal, and it is no failure. */
const GONE = new Set(["EPIPE", "EIO", "ERR_STREAM_DESTROYED"]);

export function openTerminal(): Terminal {
  const reader = new AbortController();
  let muted = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (!GONE.has(error.code ?? "")) throw error;
    reader.abort();
  });
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    if (!GONE.has(error.code ?? "")) throw error;
  });
  return {
    out: (text) => {
      if (!muted && !reader.signal.aborted) process.stdout.write(text);
    },
    err: (text) => {
      if (!muted) process.stderr.write(text);
    },
    // Asked for late: opening a stream that is never read costs milliseconds.
    get stdinIsTerminal() {
      return process.stdin.isTTY === true;
    },
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true,
    columns: Math.max(40, process.stdout.columns ?? 80),
    readerGone: reader.signal,
    mute: () => {
      muted = true;
    },
  };
}
