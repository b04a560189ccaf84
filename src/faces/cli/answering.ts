import type { ExitCode } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import type { Answer } from "./answer.ts";
import { asFailure, deliver, failureAnswer } from "./answer.ts";
import type { Context } from "./context.ts";
import { openContext } from "./context.ts";
import { recordCrash } from "./crash.ts";
import type { SplitArguments } from "./globals.ts";
import type { Environment } from "./terminal/style.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** A command line in its surroundings. */
export interface CommandLine {
  readonly split: SplitArguments;
  readonly terminal: Terminal;
  readonly env: Environment;
}

/**
 * Delivers what `answerTo` comes to. Whatever happens, with `--json` exactly one envelope is
 * printed and the answer is an exit code of the table; nothing escapes. `schema` names the
 * envelope of a failure.
 */
export async function answer(
  { split, terminal, env }: CommandLine,
  schema: string,
  answerTo: (context: Context) => Answer | Promise<Answer>,
): Promise<ExitCode> {
  const context = openContext(split.globals, terminal, env);
  try {
    return deliver(context, await answerTo(context));
  } catch (thrown) {
    const error = asFailure(thrown);
    if (error.code !== "bug") return deliver(context, failureAnswer(schema, error));
    const log = recordCrash(thrown, split.rest);
    const told = new OrchestratorError("bug", error.message, {
      hint: log === null ? "The crash log could not be written." : `The crash log is ${log}`,
      details: log === null ? {} : { log },
    });
    if (context.globals.debug && thrown instanceof Error) terminal.err(`${thrown.stack}\n`);
    return deliver(context, failureAnswer(schema, told));
  }
}
