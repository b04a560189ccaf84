import { join } from "node:path";
import { OrchestratorError } from "../model/index.ts";
import { acquireLock, ensureDir } from "../platform/index.ts";
import type { Patience } from "./messages.ts";
import { PATIENCE } from "./exchange/patience.ts";
import { serveGateway } from "./server.ts";

/**
 * The gateway's own program: `gateway STATE_DIR SOCKET_DIR IDLE_EXIT_MS PATIENCE`, the last as
 * JSON. Started by a leader, in a session of its own; ends when nobody needs it. Exit 9 when
 * another gateway has the state directory.
 */
async function main(args: readonly string[]): Promise<number> {
  const [stateDir, socketDir, idleExit, patience] = args;
  if (stateDir === undefined || socketDir === undefined || patience === undefined) {
    process.stderr.write("usage: gateway STATE_DIR SOCKET_DIR IDLE_EXIT_MS PATIENCE\n");
    return 2;
  }
  ensureDir(stateDir);
  const lock = acquireLock(join(stateDir, "gateway.lock"), { waitMs: 0, note: "gateway" });
  if ("heldBy" in lock) return 9;
  await serveGateway({
    stateDir,
    socketDir,
    controlPath: join(socketDir, "gateway.sock"),
    idleExitMs: Number(idleExit),
    patience: { ...PATIENCE, ...(JSON.parse(patience) as Partial<Patience>) },
  });
  lock.release();
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof OrchestratorError ? error.message : String(error);
  process.stderr.write(`gateway: ${message}\n`);
  process.exitCode = 70;
}
process.exit();
