import { OrchestratorError } from "../../../model/index.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import { COMMAND_NAMES, COMMANDS } from "../commands.ts";
import { HELP } from "../help.ts";
import { nearest } from "../../text/words.ts";
import { TOPICS } from "../guides/topics.ts";

export const help: Face = (command, on) => {
  command
    .argument("[command-or-topic]", "what to explain")
    .action(
      on((_, about: string | undefined) => (about === undefined ? helpText() : helpOn(about))),
    );
};

export function helpText(): Answer {
  return { schema: "help", data: { help: HELP, commands: commandList() }, text: HELP.trimEnd() };
}

function commandList(): { readonly name: string; readonly summary: string }[] {
  return COMMANDS.map(({ name, summary }) => ({ name, summary }));
}

async function helpOn(about: string): Promise<Answer> {
  const topic = TOPICS.get(about);
  if (topic !== undefined) return { schema: "help", data: { help: topic }, text: topic.trimEnd() };
  const found = COMMANDS.find((entry) => entry.name === about);
  if (found === undefined) throw unknown(about);
  const { helpOf } = await import("../parser.ts");
  const text = helpOf(found, await found.load());
  return { schema: "help", data: { help: text }, text: text.trimEnd() };
}

function unknown(about: string): OrchestratorError {
  const known = [...COMMAND_NAMES, ...TOPICS.keys()];
  const close = nearest(about, known);
  return new OrchestratorError("usage", `there is no command or topic ${JSON.stringify(about)}`, {
    hint:
      close.length > 0
        ? `Did you mean: ${close.join(", ")}?`
        : `Topics: ${[...TOPICS.keys()].join(", ")}`,
  });
}
