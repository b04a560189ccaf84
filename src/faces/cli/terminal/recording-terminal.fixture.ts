import type { Terminal } from "./terminal.ts";

/** A terminal that is none: what a program at the other end of two pipes would read. */
export interface RecordingTerminal extends Terminal {
  readonly stdout: () => string;
  readonly stderr: () => string;
}

export function recordingTerminal(): RecordingTerminal {
  const out: string[] = [];
  const err: string[] = [];
  return {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    columns: 80,
    readerGone: new AbortController().signal,
    written: true,
    mute: () => undefined,
    stdout: () => out.join(""),
    stderr: () => err.join(""),
  };
}
