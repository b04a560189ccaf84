import type { ExitCode } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { productVersion } from "../../platform/index.ts";
import { nearest } from "../text/words.ts";
import type { Answer } from "./answer.ts";
import { asFailure, deliver, failureAnswer } from "./answer.ts";
import { COMMAND_NAMES, COMMANDS } from "./commands.ts";
import type { Context } from "./context.ts";
import { openContext } from "./context.ts";
import { recordCrash } from "./crash.ts";
import type { SplitArguments } from "./globals.ts";
import type { Environment } from "./style.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Carries out one command line. Whatever happens, with `--json` exactly one envelope is printed
 * and the answer is an exit code of the table; nothing escapes.
 */
export async function runCommandLine(
  split: SplitArguments,
  terminal: Terminal,
  env: Environment,
): Promise<ExitCode> {
  const context = openContext(split.globals, terminal, env);
  const schema = schemaName(split.rest);
  try {
    return deliver(context, await answerTo(split, context));
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

/** Usage errors are answered under the name of the command that was meant. */
function schemaName(rest: readonly string[]): string {
  const name = rest[0] ?? "overview";
  return COMMAND_NAMES.includes(name) ? name : "usage";
}

async function answerTo(split: SplitArguments, context: Context): Promise<Answer> {
  if (split.problem !== null) throw new OrchestratorError("usage", split.problem);
  if (split.globals.version) return versionAnswer();
  const [name] = split.rest;
  if (name === undefined) {
    const { overview } = await import("./commands/overview.ts");
    return overview(context);
  }
  const found = COMMANDS.find((command) => command.name === name);
  if (found === undefined) throw unknownCommand(split.rest);
  if (found.bare !== undefined && split.rest.length === 1 && !split.globals.help) {
    return (await found.bare())(context);
  }
  const { parse } = await import("./parser.ts");
  return parse(found, await found.load(), split, context);
}

function versionAnswer(): Answer {
  const version = productVersion();
  return { schema: "version", data: { version }, text: version };
}

function unknownCommand(rest: readonly string[]): OrchestratorError {
  const [name = ""] = rest;
  if (name.startsWith("-")) {
    return new OrchestratorError("usage", `unknown option ${name}`, {
      hint: "See: orchestrator --help",
    });
  }
  const close = nearest(name, COMMAND_NAMES);
  const sentence = rest.filter((word) => !word.startsWith("-")).join(" ");
  const hint =
    close.length > 0
      ? `Did you mean: ${close.map((each) => `orchestrator ${each}`).join(", ")}?`
      : `To say what you want in words: orchestrator goal ${quoted(sentence)}`;
  return new OrchestratorError("usage", `there is no command ${quoted(name)}`, {
    hint: `${hint}\nSee: orchestrator --help`,
    details: { suggestions: close },
  });
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
