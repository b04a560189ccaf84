import type { Workplace } from "../../../daemon/index.ts";
import { OrchestratorError } from "../../../model/index.ts";
import { commandsOf, isTrusted } from "../../../platform/index.ts";
import { safeBlock } from "../../text/safe.ts";

/**
 * A repository's own configuration may name commands; they run only after the user trusted exactly
 * that text (docs/configuration.md). Otherwise they are shown and nothing runs.
 */
export function requireTrust(place: Workplace, onceOnly: boolean): void {
  const commands = commandsOf(place.config);
  if (onceOnly || commands.length === 0 || isTrusted(place.root, place.config.trustDigest)) return;
  throw new OrchestratorError(
    "not-trusted",
    `this repository's configuration would run commands you have not trusted:\n${showCommands(commands)}`,
    {
      hint: "Allow exactly these: orchestrator trust. For this run alone: --trust",
      details: { commands, digest: place.config.trustDigest },
    },
  );
}

export function showCommands(commands: readonly string[]): string {
  return commands
    .map((command) => `    ${safeBlock(command).replaceAll("\n", "\n      ")}`)
    .join("\n");
}
