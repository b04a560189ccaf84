import { EXIT, type ExitCode } from "../../../model/index.ts";
import type { Terminal } from "./terminal.ts";

/** What a run hears from outside: the first signal ends it gracefully, the second at once. */
export interface Interruptions {
  readonly stop: AbortSignal;
  readonly hurry: AbortSignal;
  /** 130 or 143 once something asked for the end. */
  readonly exit: () => ExitCode | null;
  close(): void;
}

/**
 * INT and TERM stop the agents gracefully and say what a second one does. HUP means the terminal
 * has gone: the run goes on without it, and nothing is lost overnight (decision 26).
 */
export function hearInterruptions(terminal: Terminal): Interruptions {
  const stop = new AbortController();
  const hurry = new AbortController();
  let exit: ExitCode | null = null;
  const end = (code: ExitCode, again: string) => () => {
    exit ??= code;
    if (stop.signal.aborted) {
      if (!hurry.signal.aborted) terminal.err("\n>>> Killing what still runs; its work is kept.\n");
      hurry.abort();
      return;
    }
    terminal.err(`\n>>> Stopping all running agents... ${again}\n`);
    stop.abort();
  };
  const heard: readonly (readonly [NodeJS.Signals, () => void])[] = [
    ["SIGINT", end(EXIT.interrupted, "(Ctrl-C again kills them)")],
    ["SIGTERM", end(EXIT.terminated, "(a second signal kills them)")],
    ["SIGHUP", () => terminal.mute()],
  ];
  for (const [signal, act] of heard) process.on(signal, act);
  return {
    stop: stop.signal,
    hurry: hurry.signal,
    exit: () => exit,
    close: () => {
      for (const [signal, act] of heard) process.off(signal, act);
    },
  };
}
