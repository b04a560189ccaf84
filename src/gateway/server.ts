import { LIMITS, OrchestratorError } from "../model/index.ts";
import { pathExists, serveCompanion } from "../platform/index.ts";
import { GatewayCore } from "./core.ts";
import { type News, PROTOCOL, type Patience, type Request } from "./messages.ts";

/** Serves until nobody needs it: no leader connected and no door open or in use, for a while. */
export async function serveGateway(options: {
  readonly stateDir: string;
  readonly socketDir: string;
  readonly controlPath: string;
  readonly idleExitMs: number;
  readonly patience: Patience;
}): Promise<void> {
  const { stateDir, socketDir, controlPath, idleExitMs, patience } = options;
  await serveCompanion<Request, News>(
    { socketPath: controlPath, protocol: PROTOCOL, idleExitMs },
    async (tell) => {
      const core = new GatewayCore({ stateDir, socketDir, patience, tell });
      await core.adopt();
      return {
        answer: (request) => answer(core, request),
        // A gateway whose records were removed under it has nobody left to serve.
        isIdle: () =>
          core.openCount === 0 || core.unusedMs > LIMITS.gatewayUnusedMs || !pathExists(stateDir),
        newsOnArrival: () => core.limits.map((limited) => ({ type: "limited", limited })),
        close: () => core.stop(),
      };
    },
  );
}

async function answer(core: GatewayCore, request: Request): Promise<unknown> {
  switch (request.type) {
    case "open":
      return await core.open(request.spec);
    case "allow":
      return core.allow(request.attempt, request.allowance);
    case "close":
      return await core.close(request.attempt);
    case "forget":
      return await core.forget(request.attempt);
    case "keys":
      return core.keys(request.keys);
    case "list":
      return core.list();
    case "answer":
      return core.answer(request.attempt, request.call, request.text);
    default:
      throw new OrchestratorError("bug", "The gateway does not know this request.");
  }
}
