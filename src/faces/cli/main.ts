import { HELP } from "./help.ts";
import type { SplitArguments } from "./globals.ts";
import { splitGlobals } from "./globals.ts";
import { openTerminal } from "./terminal/terminal.ts";

/**
 * The entry of the binary. What needs no work is answered here without loading anything more: the
 * first byte of `--help` should cost little more than starting Node.
 */
async function main(argv: readonly string[]): Promise<void> {
  const split = splitGlobals(argv);
  const terminal = openTerminal();
  const alone = split.rest.length === 0 && split.problem === null;
  const helpWanted = split.globals.help || (split.rest.length === 1 && split.rest[0] === "help");
  if (helpWanted && (alone || split.rest[0] === "help") && !split.globals.json) {
    terminal.out(HELP);
    return;
  }
  if (isStatusLine(split)) {
    const { runStatusLine } = await import("./status-line.ts");
    process.exitCode = await runStatusLine({ split, terminal, env: process.env });
    // Taking everything down piece by piece is work for nobody.
    if (terminal.written) process.exit();
    return;
  }
  const { runCommandLine } = await import("./command-line.ts");
  process.exitCode = await runCommandLine(split, terminal, process.env);
}

/** Nothing but `status`, or nothing at all; global options may stand beside it. */
function isStatusLine({ rest, globals, problem }: SplitArguments): boolean {
  if (problem !== null || globals.help || globals.version || rest.length > 1) return false;
  return rest.length === 0 || rest[0] === "status";
}

void main(process.argv.slice(2));
