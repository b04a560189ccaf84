import type { ExitCode } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { productVersion } from "../../platform/index.ts";
import { nearest } from "../text/words.ts";
import type { Answer } from "./answer.ts";
import { answer } from "./answering.ts";
import { COMMAND_NAMES, COMMANDS } from "./commands.ts";
import type { Context } from "./context.ts";
import type { SplitArguments } from "./globals.ts";
import type { Environment } from "./terminal/style.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** Carries out one command line; see {@link answer}. */
export function runCommandLine(
  split: SplitArguments,
  terminal: Terminal,
  env: Environment,
): Promise<ExitCode> {
  const meant = withoutAlias(split);
  return answer({ split: meant, terminal, env }, schemaName(meant.rest), (context) =>
    answerTo(meant, context),
  );
}

/** The name under which others know the standing team's commands. */
function withoutAlias(split: SplitArguments): SplitArguments {
  const [name, ...words] = split.rest;
  return name === "team-daemon" ? { ...split, rest: ["team", ...words] } : split;
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
  if (name === undefined && split.globals.help) {
    const { helpText } = await import("./commands/help.ts");
    return helpText();
  }
  if (name === undefined) {
    const { overview } = await import("./commands/overview.ts");
    return overview(context);
  }
  const found = COMMANDS.find((command) => command.name === name);
  if (found === undefined) throw unknownCommand(split.rest);
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
