import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { connectLines, type LineChannel, listenLines, type LineServer } from "../index.ts";

let dir: string;
let path: string;
const open: { close(): unknown }[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orch-sock-"));
  path = join(dir, "s");
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
  rmSync(dir, { recursive: true, force: true });
});

async function listen(onChannel: (channel: LineChannel) => void): Promise<LineServer> {
  const server = await listenLines(path, onChannel);
  open.push(server);
  return server;
}

async function connect(): Promise<LineChannel> {
  const channel = await connectLines(path, 2_000);
  open.push(channel);
  return channel;
}

function nextMessage(channel: LineChannel): Promise<unknown> {
  return new Promise((resolve) => channel.onMessage(resolve));
}

function closed(channel: LineChannel): Promise<void> {
  return new Promise((resolve) => channel.onClose(resolve));
}

test("messages go both ways, whole and in order, whatever their bytes", async () => {
  await listen((channel) => channel.onMessage((message) => channel.send({ echo: message })));
  const channel = await connect();
  const sent = [1, "two\nlines", { three: "drei – 三" }, null, "x".repeat(900_000)];
  const got: unknown[] = [];
  const all = new Promise<void>((resolve) =>
    channel.onMessage((message) => {
      if (got.push(message) === sent.length) resolve();
    }),
  );
  for (const message of sent) channel.send(message);
  await all;
  expect(got).toEqual(sent.map((echo) => ({ echo })));
});

test("messages that arrive before anybody listens are kept", async () => {
  await listen((channel) => {
    channel.send("first");
    channel.send("second");
  });
  const channel = await connect();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await nextMessage(channel)).toBe("first");
});

test("a message in many pieces is one message", async () => {
  const received = new Promise<unknown>((resolve) => {
    void listen((channel) => channel.onMessage(resolve));
  });
  await new Promise((resolve) => setImmediate(resolve));
  const raw = createConnection(path);
  const bytes = Buffer.from(`${JSON.stringify({ text: "zwölf" })}\n`);
  for (const byte of bytes) raw.write(Buffer.from([byte]));
  expect(await received).toEqual({ text: "zwölf" });
  raw.destroy();
});

test("a message without JSON or without an end closes its channel and no other", async () => {
  const channels: LineChannel[] = [];
  const got: unknown[] = [];
  await listen((channel) => {
    channels.push(channel);
    channel.onMessage((message) => {
      got.push(message);
      channel.send("ok");
    });
  });
  for (const bytes of [Buffer.from("{oops\n"), Buffer.alloc(LIMITS.messageBytesMax + 2, "a")]) {
    const raw = createConnection(path);
    raw.on("error", () => {});
    const ended = new Promise((resolve) => raw.on("close", resolve));
    raw.write(bytes);
    await ended;
  }
  const good = await connect();
  good.send("fine");
  expect(await nextMessage(good)).toBe("ok");
  expect(got).toEqual(["fine"]);
});

test("a message that is too large is refused where it is sent", async () => {
  await listen(() => {});
  const channel = await connect();
  expect(() => channel.send("x".repeat(LIMITS.messageBytesMax + 1))).toThrow("too large");
});

test("both ends learn of a close, also when they ask late", async () => {
  const serverSide = new Promise<LineChannel>((resolve) => {
    void listen((channel) => {
      channel.onMessage(() => {});
      resolve(channel);
    });
  });
  await new Promise((resolve) => setImmediate(resolve));
  const channel = await connect();
  channel.onMessage(() => {});
  const other = await serverSide;
  channel.close();
  await closed(other);
  await closed(channel);
  await closed(channel);
  channel.send("into the void");
});

test("an end is noticed by one that never asked for messages", async () => {
  const server = await listen(() => {});
  const channel = await connect();
  const gone = closed(channel);
  await server.close();
  await gone;
});

test("closing the server closes its channels and takes the socket away", async () => {
  const server = await listen((channel) => channel.onMessage(() => {}));
  const channel = await connect();
  channel.onMessage(() => {});
  await server.close();
  await closed(channel);
  expect(existsSync(path)).toBe(false);
  await expect(connectLines(path, 1_000)).rejects.toMatchObject({ code: "io-failed" });
});

test("a second listener is refused while the first lives", async () => {
  await listen(() => {});
  await expect(listenLines(path, () => {})).rejects.toMatchObject({ code: "already-running" });
  expect(statSync(path).mode & 0o077).toBe(0);
});

test("a socket whose owner was killed is replaced", async () => {
  const dead = createServer();
  await new Promise<void>((resolve) => dead.listen(join(dir, "dead"), resolve));
  // A hard link outlives the close, as the file of a killed process does.
  const { linkSync } = await import("node:fs");
  linkSync(join(dir, "dead"), path);
  await new Promise((resolve) => dead.close(resolve));
  expect(existsSync(path)).toBe(true);
  await listen((channel) => channel.send("alive"));
  expect(await nextMessage(await connect())).toBe("alive");
});

test("a directory that others can open is refused, to listen and to connect", async () => {
  mkdirSync(join(dir, "shared"));
  chmodSync(join(dir, "shared"), 0o755);
  const shared = join(dir, "shared", "s");
  await expect(listenLines(shared, () => {})).rejects.toMatchObject({ code: "io-failed" });
  await expect(connectLines(shared, 1_000)).rejects.toMatchObject({ code: "io-failed" });
});

test("a path beyond the system's limit is refused by name", async () => {
  const long = join(dir, "x".repeat(120));
  await expect(listenLines(long, () => {})).rejects.toThrow("too long");
});
