import type { ConfinementKind, RunView } from "../model/index.ts";
import { OrchestratorError } from "../model/index.ts";
import { type LineChannel, listenLines } from "../platform/index.ts";
import { LIST_VIEWS_MAX, type Request, type Told, wardenVersion } from "./messages.ts";
import { WardenCore } from "./warden.ts";

const IDLE_LOOK_MS = 1_000;

/** Serves runs on a socket until nobody needs it: no client, no live run, for `idleExitMs`. */
export async function serveWarden(options: {
  readonly runsDir: string;
  readonly socketPath: string;
  readonly idleExitMs: number;
  readonly atMost: ConfinementKind;
  readonly version: string;
}): Promise<void> {
  const channels = new Set<LineChannel>();
  const tell = (view: RunView): void => {
    for (const channel of channels) channel.send({ type: "view", view } satisfies Told);
  };
  const core = new WardenCore({ runsDir: options.runsDir, atMost: options.atMost, onView: tell });
  await core.adopt();
  let leave: () => void = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const version = wardenVersion(options.version);
  const server = await listenLines(options.socketPath, (channel) => {
    channels.add(channel);
    channel.onClose(() => channels.delete(channel));
    channel.onMessage((message) => {
      if (!isRequest(message)) return channel.close();
      const request = message;
      answer(core, version, request, leave).then(
        (told) => channel.send(told),
        (error) => channel.send(refusal(request.n, error)),
      );
    });
  });
  const idle = watchIdle(
    options.idleExitMs,
    () => channels.size === 0 && core.liveCount === 0,
    leave,
  );
  await left;
  clearInterval(idle);
  await server.close();
  core.close();
}

function watchIdle(idleExitMs: number, isIdle: () => boolean, leave: () => void): NodeJS.Timeout {
  let idleMs = 0;
  const everyMs = Math.min(IDLE_LOOK_MS, idleExitMs);
  return setInterval(() => {
    idleMs = isIdle() ? idleMs + everyMs : 0;
    if (idleMs >= idleExitMs) leave();
  }, everyMs);
}

async function answer(
  core: WardenCore,
  version: string,
  request: Request,
  leave: () => void,
): Promise<Told> {
  const { n } = request;
  switch (request.type) {
    case "hello":
      return { type: "welcome", n, version };
    case "ensure":
      return { type: "answer", n, views: [await core.ensure(request.spec)] };
    case "stop":
      await core.stop(request.id, request.graceMs, request.now);
      return { type: "answer", n, views: [] };
    case "list":
      return { type: "answer", n, views: pageOf(core.list(), request.after) };
    case "forget":
      await core.forget(request.id);
      return { type: "answer", n, views: [] };
    case "leave":
      setImmediate(leave);
      return { type: "answer", n, views: [] };
    default:
      throw new OrchestratorError("bug", "The warden does not know this request.");
  }
}

function isRequest(message: unknown): message is Request {
  if (typeof message !== "object" || message === null) return false;
  return "type" in message && "n" in message && typeof message.n === "number";
}

/** Views in the order of their ids, after the one that the last page ended with. */
function pageOf(views: readonly RunView[], after: string | null): RunView[] {
  return views
    .toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .filter((view) => after === null || view.id > after)
    .slice(0, LIST_VIEWS_MAX);
}

function refusal(n: number, error: unknown): Told {
  const known = error instanceof OrchestratorError;
  return {
    type: "refusal",
    n,
    code: known ? error.code : "bug",
    message: error instanceof Error ? error.message : String(error),
    hint: known ? (error.hint ?? null) : null,
  };
}
