import { Argument } from "commander";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import { COMMAND_NAMES, COMMANDS } from "../commands.ts";
import { describeCommands, SCRIPTS } from "../completion-scripts.ts";
import type { Shell } from "../completion-scripts.ts";
import { buildCommand } from "../parser.ts";

const HOW: Readonly<Record<Shell, string>> = {
  bash: "orchestrator completion bash > ~/.local/share/bash-completion/completions/orchestrator",
  zsh: 'orchestrator completion zsh > "${fpath[1]}/_orchestrator"',
  fish: "orchestrator completion fish > ~/.config/fish/completions/orchestrator.fish",
};

export const completion: Face = (command, on) => {
  command
    .addArgument(new Argument("<shell>", "your shell").choices(["bash", "zsh", "fish"]))
    .action(on((context, shell: Shell) => script(shell, context.terminal.stdoutIsTerminal)));
};

async function script(shell: Shell, onScreen: boolean): Promise<Answer> {
  const loaded = await Promise.all(
    COMMANDS.map(async (entry) =>
      buildCommand(entry, await entry.load(), () => () => Promise.resolve(), []),
    ),
  );
  const text = SCRIPTS[shell](describeCommands(COMMAND_NAMES, COMMANDS, loaded));
  return {
    schema: "completion",
    data: { shell, script: text },
    text: text.trimEnd(),
    next: onScreen ? [HOW[shell]] : [],
  };
}
