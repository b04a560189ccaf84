import { LIMITS, OrchestratorError } from "../model/index.ts";
import { type LineChannel, listenLines, pathExists } from "../platform/index.ts";
import { GatewayCore } from "./core.ts";
import type { Patience, Request, Told } from "./messages.ts";

const IDLE_LOOK_MS = 1_000;

/** Serves until nobody needs it: no leader connected and no door open or in use, for a while. */
export async function serveGateway(options: {
  readonly stateDir: string;
  readonly socketDir: string;
  readonly controlPath: string;
  readonly idleExitMs: number;
  readonly version: string;
  readonly patience: Patience;
}): Promise<void> {
  const channels = new Set<LineChannel>();
  const core = new GatewayCore({
    stateDir: options.stateDir,
    socketDir: options.socketDir,
    patience: options.patience,
    tell: (told) => {
      for (const channel of channels) channel.send(told);
    },
  });
  await core.adopt();
  let leave: () => void = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const server = await listenLines(options.controlPath, (channel) => {
    channel.onClose(() => channels.delete(channel));
    channel.onMessage((message) => {
      if (!isRequest(message)) return channel.close();
      answer(core, options.version, message, leave).then(
        (told) => {
          channel.send(told);
          if (message.type !== "hello" || channels.has(channel)) return;
          channels.add(channel);
          for (const limited of core.limits)
            channel.send({ type: "limited", limited } satisfies Told);
        },
        (error: unknown) => channel.send(refusal(message.n, error)),
      );
    });
  });
  // A gateway whose records were removed under it has nobody left to serve.
  const isIdle = (): boolean =>
    channels.size === 0 &&
    (core.openCount === 0 ||
      core.unusedMs > LIMITS.gatewayUnusedMs ||
      !pathExists(options.stateDir));
  const idle = watchIdle(options.idleExitMs, isIdle, leave);
  await left;
  clearInterval(idle);
  await server.close();
  await core.stop();
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
  core: GatewayCore,
  version: string,
  request: Request,
  leave: () => void,
): Promise<Told> {
  const { n } = request;
  switch (request.type) {
    case "hello":
      return { type: "welcome", n, version };
    case "open":
      return { type: "done", n, value: await core.open(request.spec) };
    case "allow":
      return { type: "done", n, value: core.allow(request.attempt, request.allowance) };
    case "close":
      await core.close(request.attempt);
      return { type: "done", n, value: null };
    case "forget":
      await core.forget(request.attempt);
      return { type: "done", n, value: null };
    case "keys":
      core.keys(request.keys);
      return { type: "done", n, value: null };
    case "list":
      return { type: "done", n, value: core.list() };
    case "answer":
      return { type: "done", n, value: core.answer(request.attempt, request.call, request.text) };
    case "leave":
      setImmediate(leave);
      return { type: "done", n, value: null };
    default:
      throw new OrchestratorError("bug", "The gateway does not know this request.");
  }
}

function isRequest(message: unknown): message is Request {
  if (typeof message !== "object" || message === null) return false;
  return "type" in message && "n" in message && typeof message.n === "number";
}

function refusal(n: number, error: unknown): Told {
  const code = error instanceof OrchestratorError ? error.code : "bug";
  const message = error instanceof Error ? error.message : String(error);
  return { type: "refusal", n, code, message };
}
