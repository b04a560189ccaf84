import { Command, CommanderError } from "commander";
import { OrchestratorError } from "../../model/index.ts";
import type { Answer } from "./answer.ts";
import type { Act, CommandEntry, Face, On } from "./commands.ts";
import type { Context } from "./context.ts";
import type { SplitArguments } from "./globals.ts";
import { guideText } from "./guides/guides.ts";

const GLOBAL_NOTE = `Every command takes: --json --ndjson --cwd DIR --config FILE --target ID -y/--yes --no-input
                     --no-color -q/--quiet -d/--debug --accessible`;

const HELP_COLUMNS = 96;

/** Reads one command's own arguments and carries it out; usage errors are thrown as such. */
export async function parse(
  entry: CommandEntry,
  face: Face,
  split: SplitArguments,
  context: Context,
): Promise<Answer> {
  let answer: Answer | null = null;
  const on: On =
    <A extends readonly unknown[]>(act: Act<A>) =>
    async (...args: unknown[]) => {
      // The parser hands over what the face declared, in that order, and the command itself last.
      answer = await act(context, ...(args.slice(0, -1) as unknown as A));
    };
  const printed: string[] = [];
  const program = buildCommand(entry, face, on, printed);
  const words = split.rest.slice(1);
  try {
    await program.parseAsync(split.globals.help ? [...words, "--help"] : words, { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.code === "commander.help") throw missingWord(program, entry.name);
    if (thrown.exitCode !== 0) throw usageError(thrown, entry.name);
    return { schema: "help", data: { help: printed.join("") }, text: printed.join("").trimEnd() };
  }
  if (answer !== null) return answer;
  throw missingWord(program, entry.name);
}

/** The help of one command, as `--help` prints it. */
export function helpOf(entry: CommandEntry, face: Face): string {
  const ignore: On = () => () => Promise.resolve();
  return buildCommand(entry, face, ignore, []).helpInformation() + endOf(entry.name);
}

/** The command tree of one command, printing into `printed` instead of a stream. */
export function buildCommand(entry: CommandEntry, face: Face, on: On, printed: string[]): Command {
  const program = new Command(entry.name).description(entry.summary);
  face(program, on);
  prepare(program, printed);
  program.addHelpText("after", endOf(entry.name));
  program.name(`orchestrator ${entry.name}`);
  return program;
}

function endOf(name: string): string {
  return guideText(name) + GLOBAL_NOTE;
}

function prepare(command: Command, printed: string[]): void {
  command.exitOverride();
  command.showSuggestionAfterError(true);
  command.allowExcessArguments(false);
  command.configureOutput({
    getOutHelpWidth: () => HELP_COLUMNS,
    writeOut: (text) => void printed.push(text),
    // Usage errors are told once, by whoever catches them.
    writeErr: (text) => void printed.push(text),
  });
  for (const sub of command.commands) prepare(sub, printed);
}

function missingWord(program: Command, name: string): OrchestratorError {
  const words = program.commands.map((sub) => sub.name()).join(", ");
  return new OrchestratorError("usage", `orchestrator ${name} needs one of: ${words}`, {
    hint: `See: orchestrator help ${name}`,
  });
}

function usageError(error: CommanderError, name: string): OrchestratorError {
  const [first = "", ...more] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = more.join(" ").replace(/^\(|\)$/g, "");
  const hint = `See: orchestrator help ${name}`;
  return new OrchestratorError("usage", first, {
    hint: suggestion === "" ? hint : `${suggestion}\n${hint}`,
  });
}
