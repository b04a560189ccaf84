import type { AgentOutcome, RunExit } from "../model/index.ts";
import { unreachable } from "../model/index.ts";

const SUMMARY_CHARS_MAX = 500;

/** What an exit alone says: zero claims to be done, everything else has failed. */
export function classifyExit(exit: RunExit, tail: string): AgentOutcome {
  switch (exit.kind) {
    case "exited":
      return exit.code === 0
        ? { kind: "claimed-done", summary: lastLine(tail) }
        : failed("exit-code", `it exited with ${exit.code}: ${lastLine(tail)}`);
    case "signalled":
      return failed("crashed", `${exit.signal} ended it: ${lastLine(tail)}`);
    case "deadline":
      return failed("total-timeout", "its deadline cut it off");
    case "not-started":
      return failed("not-started", exit.message);
    case "lost":
      return failed("lost", exit.message);
    default:
      return unreachable(exit);
  }
}

function failed(reason: Extract<AgentOutcome, { kind: "failed" }>["reason"], message: string) {
  return { kind: "failed", reason, message } as const;
}

function lastLine(tail: string): string {
  const line = tail.trimEnd().split("\n").at(-1)?.trim() ?? "";
  return line === "" ? "it said nothing" : line.slice(-SUMMARY_CHARS_MAX);
}
