import { OrchestratorError } from "../../model/index.ts";
import { type CompanionTold, companionVersion } from "./companion.ts";
import { type LineChannel, listenLines } from "../net/sockets.ts";

/** What a companion does while it is served; see {@link serveCompanion}. */
export interface Hosted<Ask, News> {
  /** The value of an answer; what it throws is the refusal. */
  readonly answer: (ask: Ask) => Promise<unknown>;
  /** Nothing of its own needs it to stay. */
  readonly isIdle: () => boolean;
  /** What everybody hears who comes. */
  readonly newsOnArrival: () => readonly News[];
  readonly close: () => Promise<void> | void;
}

const IDLE_LOOK_MS = 1_000;

/**
 * A companion's own half: answers on its socket until it is sent away, or nobody is connected and
 * it is idle, for `idleExitMs`. `open` gets what tells news to everybody who is connected.
 */
export async function serveCompanion<Ask, News>(
  options: {
    readonly socketPath: string;
    readonly protocol: number;
    readonly idleExitMs: number;
  },
  open: (tell: (news: News) => void) => Promise<Hosted<Ask, News>>,
): Promise<void> {
  const channels = new Set<LineChannel>();
  const hosted = await open((news) => {
    for (const channel of channels) send(channel, { type: "news", news });
  });
  const version = companionVersion(options.protocol);
  let leave: () => void = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const server = await listenLines(options.socketPath, (channel) => {
    channel.onClose(() => channels.delete(channel));
    channel.onMessage((message) => {
      if (!isRequest(message)) return channel.close();
      const { n } = message;
      if (message.type === "hello") {
        send(channel, { type: "welcome", n, version });
        if (channels.has(channel)) return;
        channels.add(channel);
        for (const news of hosted.newsOnArrival()) send(channel, { type: "news", news });
        return;
      }
      if (message.type === "leave") {
        send(channel, { type: "answer", n, value: null });
        setImmediate(leave);
        return;
      }
      hosted.answer(message as Ask).then(
        (value) => send(channel, { type: "answer", n, value: value ?? null }),
        (error: unknown) => send(channel, refusal(n, error)),
      );
    });
  });
  const idle = watchIdle(options.idleExitMs, () => channels.size === 0 && hosted.isIdle(), leave);
  await left;
  clearInterval(idle);
  await server.close();
  await hosted.close();
}

function send<News>(channel: LineChannel, told: CompanionTold<News>): void {
  channel.send(told);
}

function watchIdle(idleExitMs: number, isIdle: () => boolean, leave: () => void): NodeJS.Timeout {
  let idleMs = 0;
  const everyMs = Math.min(IDLE_LOOK_MS, idleExitMs);
  return setInterval(() => {
    idleMs = isIdle() ? idleMs + everyMs : 0;
    if (idleMs >= idleExitMs) leave();
  }, everyMs);
}

function isRequest(message: unknown): message is { readonly type: unknown; readonly n: number } {
  if (typeof message !== "object" || message === null) return false;
  return "type" in message && "n" in message && typeof message.n === "number";
}

function refusal(n: number, error: unknown): CompanionTold<never> {
  const known = error instanceof OrchestratorError;
  return {
    type: "refusal",
    n,
    code: known ? error.code : "bug",
    message: error instanceof Error ? error.message : String(error),
    hint: known ? (error.hint ?? null) : null,
  };
}
