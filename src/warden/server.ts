import type { ConfinementKind, RunView } from "../model/index.ts";
import { OrchestratorError, compareText } from "../model/index.ts";
import { serveCompanion } from "../platform/index.ts";
import { LIST_VIEWS_MAX, PROTOCOL, type Request } from "./messages.ts";
import { WardenCore } from "./warden.ts";

/** Serves runs on a socket until nobody needs it: no client, no live run, for `idleExitMs`. */
export async function serveWarden(options: {
  readonly runsDir: string;
  readonly socketPath: string;
  readonly idleExitMs: number;
  readonly atMost: ConfinementKind;
}): Promise<void> {
  const { runsDir, socketPath, idleExitMs, atMost } = options;
  await serveCompanion<Request, RunView>(
    { socketPath, protocol: PROTOCOL, idleExitMs },
    async (tell) => {
      const core = new WardenCore({ runsDir, atMost, onView: tell });
      await core.adopt();
      return {
        answer: (request) => answer(core, request),
        isIdle: () => core.liveCount === 0,
        newsOnArrival: () => [],
        close: () => core.close(),
      };
    },
  );
}

async function answer(core: WardenCore, request: Request): Promise<readonly RunView[]> {
  switch (request.type) {
    case "recall":
      core.recall(request.ids);
      return [];
    case "ensure":
      return [await core.ensure(request.spec)];
    case "stop":
      await core.stop(request.id, request.graceMs, request.now);
      return [];
    case "list":
      return pageOf(core.list(), request.after);
    case "forget":
      return await core.forget(request.ids);
    default:
      throw new OrchestratorError("bug", "The warden does not know this request.");
  }
}

/** Views in the order of their ids, after the one that the last page ended with. */
function pageOf(views: readonly RunView[], after: string | null): RunView[] {
  return views
    .toSorted((a, b) => compareText(a.id, b.id))
    .filter((view) => after === null || view.id > after)
    .slice(0, LIST_VIEWS_MAX);
}
