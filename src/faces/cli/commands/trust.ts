import { OrchestratorError } from "../../../model/index.ts";
import { commandsOf, isTrusted, recordTrust, revokeTrust } from "../../../platform/index.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { askYesNo } from "../terminal/prompt.ts";
import { showCommands } from "../running/trusting.ts";

export const trust: Face = (command, on) => {
  command
    .option("--revoke", "take trust back")
    .action(on((context, options: { revoke?: boolean }) => decideTrust(context, options)));
};

async function decideTrust(context: Context, { revoke }: { revoke?: boolean }): Promise<Answer> {
  const place = workplaceOf(context);
  const { root, config } = place;
  const commands = commandsOf(config);
  const data = { root, digest: config.trustDigest, commands };
  if (revoke === true) {
    const revoked = revokeTrust(root);
    const text = revoked ? "Trust was taken back." : "There was no trust to take back.";
    return { schema: "trust", data: { ...data, trusted: false, changed: revoked }, text };
  }
  if (isTrusted(root, config.trustDigest)) {
    const text = `Already trusted:\n${showCommands(commands)}`;
    return { schema: "trust", data: { ...data, trusted: true, changed: false }, text };
  }
  const shown = commands.length === 0 ? "    (no commands)" : showCommands(commands);
  if (!context.globals.yes && commands.length > 0) {
    await askPerson(context, shown, { commands, digest: config.trustDigest });
  }
  recordTrust(root, config.trustDigest);
  return {
    schema: "trust",
    data: { ...data, trusted: true, changed: true },
    text: `Trusted, until this text changes:\n${shown}`,
    next: ["orchestrator run --dry-run", "orchestrator run"],
  };
}

async function askPerson(
  context: Context,
  shown: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (!context.interactive) {
    throw new OrchestratorError(
      "not-trusted",
      `this repository's configuration would run:\n${shown}`,
      { hint: "Nobody could be asked. To trust exactly these: orchestrator trust --yes", details },
    );
  }
  context.terminal.err(`This repository's configuration would run:\n${shown}\n`);
  if (await askYesNo("Trust exactly these commands here?")) return;
  throw new OrchestratorError("denied", "nothing was trusted", { hint: "You answered no." });
}
