import { chmodSync, unlinkSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { dirname } from "node:path";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import { isPrivateDir } from "../environment.ts";
import { errnoOf, explainIo } from "../io-error.ts";

/** The kernel's `sun_path` less its closing zero. */
const SOCKET_PATH_BYTES_MAX = 107;
/** A peer that does not read is cut off rather than remembered without end. */
const UNSENT_BYTES_MAX = 16 * LIMITS.messageBytesMax;
const NEWLINE = 0x0a;

/** Newline-delimited JSON in both directions; every message at most `LIMITS.messageBytesMax`. */
export interface LineChannel {
  /** Drops the message when the channel is closed; throws `bug` on one that is too large. */
  send(message: unknown): void;
  /** What arrived before the first listener is kept for it. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also when the channel is closed already; malformed input closes it. */
  onClose(listener: () => void): void;
  close(): void;
}

export interface LineServer {
  /** Closes every channel and takes the socket away. */
  close(): Promise<void>;
}

/**
 * Listens on a Unix socket in a directory that is ours alone. Throws `already-running` when
 * somebody answers there; a socket whose owner is gone is replaced.
 */
export async function listenLines(
  path: string,
  onChannel: (channel: LineChannel) => void,
): Promise<LineServer> {
  refuseBadPath(path);
  await clearStaleSocket(path);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    onChannel(openChannel(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(explainIo(error, "listen on", path)));
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Connects to a socket in a directory that is ours alone; throws after `timeoutMs`. */
export async function connectLines(path: string, timeoutMs: number): Promise<LineChannel> {
  refuseBadPath(path);
  return openChannel(await connect(path, timeoutMs));
}

function connect(path: string, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new OrchestratorError("timeout", `Nobody answered on ${path} in ${timeoutMs} ms.`));
    }, timeoutMs);
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(explainIo(error, "connect to", path));
    });
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}

function refuseBadPath(path: string): void {
  if (Buffer.byteLength(path) > SOCKET_PATH_BYTES_MAX) {
    throw new OrchestratorError("io-failed", `The socket path is too long for the system: ${path}`);
  }
  if (!isPrivateDir(dirname(path))) {
    throw new OrchestratorError(
      "io-failed",
      `The directory of ${path} is missing or open to other users.`,
      { hint: `It must belong to you and have mode 0700: ls -ld ${dirname(path)}` },
    );
  }
}

async function clearStaleSocket(path: string): Promise<void> {
  try {
    const socket = await connect(path, 1_000);
    socket.destroy();
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    const errno = error.details["errno"];
    if (errno === "ENOENT") return;
    if (errno !== "ECONNREFUSED" && errno !== "ENOTSOCK") throw error;
    removeSocket(path);
    return;
  }
  throw new OrchestratorError("already-running", `Somebody is listening on ${path} already.`);
}

function removeSocket(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw explainIo(error, "remove", path);
  }
}

function openChannel(socket: Socket): LineChannel {
  let onMessage: ((message: unknown) => void) | null = null;
  const closeListeners: (() => void)[] = [];
  const parts: Buffer[] = [];
  let held = 0;
  let closed = false;

  const fail = (): void => {
    socket.destroy();
  };
  const deliver = (line: Buffer): void => {
    if (line.length === 0 || closed) return;
    let message: unknown;
    try {
      message = JSON.parse(line.toString("utf8"));
    } catch {
      fail();
      return;
    }
    onMessage?.(message);
  };
  const take = (chunk: Buffer): void => {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      parts.push(chunk.subarray(from, at));
      const line = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      parts.length = 0;
      held = 0;
      from = at + 1;
      if (line.length > LIMITS.messageBytesMax) return fail();
      deliver(line);
    }
    if (from === chunk.length) return;
    parts.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > LIMITS.messageBytesMax) fail();
  };

  socket.on("error", fail);
  socket.on("close", () => {
    closed = true;
    for (const listener of closeListeners.splice(0)) listener();
  });
  return {
    send(message) {
      if (closed || socket.destroyed) return;
      const text = JSON.stringify(message);
      if (Buffer.byteLength(text) > LIMITS.messageBytesMax) {
        throw new OrchestratorError("bug", `A message of ${text.length} characters is too large.`);
      }
      socket.write(`${text}\n`);
      if (socket.writableLength > UNSENT_BYTES_MAX) fail();
    },
    onMessage(listener) {
      const first = onMessage === null;
      onMessage = listener;
      if (first) socket.on("data", take);
    },
    onClose(listener) {
      if (closed) listener();
      else closeListeners.push(listener);
    },
    close() {
      socket.end();
      socket.destroySoon();
    },
  };
}
