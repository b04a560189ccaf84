import { join } from "node:path";
import { type ConfinementKind, CONFINEMENTS, OrchestratorError } from "../model/index.ts";
import { acquireLock, closeInheritedFiles, ensureDir } from "../platform/index.ts";
import { serveWarden } from "./server.ts";

/**
 * The warden's own program: `warden <runs dir> <socket> <idle exit ms> <strongest confinement>`.
 * Started by a client, in a session of its own; ends when nobody needs it. Exit 9 when another
 * warden has the runs directory.
 */
async function main(args: readonly string[]): Promise<number> {
  const [runsDir, socketPath, idleExit, atMost] = args;
  if (runsDir === undefined || socketPath === undefined || !isConfinement(atMost)) {
    process.stderr.write("usage: warden RUNS_DIR SOCKET IDLE_EXIT_MS CONFINEMENT\n");
    return 2;
  }
  ensureDir(runsDir);
  // The kernel frees it on death, however it comes: exactly one warden a runs directory (I1).
  const lock = acquireLock(join(runsDir, "warden.lock"), { waitMs: 0, note: "warden" });
  if ("heldBy" in lock) return 9;
  await serveWarden({ runsDir, socketPath, idleExitMs: Number(idleExit), atMost });
  lock.release();
  return 0;
}

function isConfinement(text: string | undefined): text is ConfinementKind {
  return CONFINEMENTS.some((kind) => kind === text);
}

// Whatever the shell of the person who started us had open is nothing for an agent.
closeInheritedFiles();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof OrchestratorError ? error.message : String(error);
  process.stderr.write(`warden: ${message}\n`);
  process.exitCode = 70;
}
process.exit();
