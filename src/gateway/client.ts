import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ErrorCode, OrchestratorError } from "../model/index.ts";
import {
  type LineChannel,
  connectLines,
  ensureDir,
  environment,
  minimalEnv,
  monotonicMs,
  productVersion,
  sleep,
  spawnDetached,
} from "../platform/index.ts";
import {
  type Allowance,
  type AttemptSpec,
  type Door,
  type Keys,
  type Limited,
  type Patience,
  type Request,
  type Spent,
  type Stopped,
  type Told,
  type ToolCall,
  type UsageRecord,
  gatewayVersion,
} from "./messages.ts";
import { PROXY_VARIABLES } from "./users-proxy.ts";

export interface GatewayAddress {
  /** Records of all attempts; one gateway serves each such directory. */
  readonly stateDir: string;
  /** A 0700 directory of at most 80 bytes: `runtimeDir(repoId)`. */
  readonly socketDir: string;
  /** The gateway's program; {@link gatewayEntry} when not given. */
  readonly entry?: string;
  /** How long a gateway that nobody needs stays; ten minutes when not given. */
  readonly idleExitMs?: number;
  /** Waits other than the limits say. */
  readonly patience?: Partial<Patience>;
}

/**
 * A leader's hold on the gateway. Both may die: doors stay open without a leader, and a gateway
 * that died is started again and opens the same doors; requests of agents on their way are then
 * cut and charged. How to use it:
 *
 * 1. `connectGateway`, then `keys` once, and again whenever they change: a restarted gateway gets
 *    them from this client. A leader that lives has to be connected for doors to work after that.
 * 2. Before an agent starts: `open` with a fresh random token and its allowance; the door's `url`
 *    (or `socketPath`) and the token go into the launch context. For an attempt that is adopted:
 *    `open` with `token: null`, which keeps the token that its agent holds.
 * 3. `readUsage` from the last byte that was booked, then `onUsage`: a record that is told is in
 *    the file already, so whoever restarts reads the file on. Records are told at least once;
 *    `(attempt, requestId)` names each. The same holds for `readMailbox` and `onToolCall`.
 * 4. `allow` when the reservation grows or shrinks; `onStopped` tells why an agent cannot go on.
 * 5. After the agent ended: `close`, which cuts what is still on its way (its record follows on
 *    disk at once), then `readUsage` a last time, settle, and `forget`.
 */
export interface Gateway {
  /** Opens an attempt's door, or changes an open one. Repeating it changes nothing. */
  open(spec: AttemptSpec): Promise<Door>;
  /** Sets the whole attempt's allowance; what waits for room goes on. Gives back what is spent. */
  allow(attempt: string, allowance: Allowance | null): Promise<Spent>;
  close(attempt: string): Promise<void>;
  /** Closes it and removes its records. */
  forget(attempt: string): Promise<void>;
  /** All keys there are; providers left out have none. */
  keys(keys: Keys): Promise<void>;
  /** Attempts whose door is open. */
  list(): Promise<readonly string[]>;
  /** False when the agent no longer waits: the answer must then be its next message. */
  answer(attempt: string, call: string, text: string): Promise<boolean>;
  /** Each gives back how to stop it. */
  onUsage(callback: (usage: UsageRecord) => void): () => void;
  onStopped(callback: (stopped: Stopped) => void): () => void;
  /** Also told again after each connection, while it lasts. */
  onLimited(callback: (limited: Limited) => void): () => void;
  onToolCall(callback: (call: ToolCall) => void): () => void;
  /** Called when no gateway can be had any more; requests then fail. */
  onLost(callback: (reason: string) => void): void;
  /** Lets go; the gateway and its doors stay. */
  end(): void;
  /** Sends the gateway away; the next one opens its doors again. */
  shutdown(): Promise<void>;
}

const IDLE_EXIT_MS = 10 * 60_000;
const CONNECT_MS_MAX = 2_000;
const START_MS_MAX = 60_000;
const RETRY_MS = 20;

/** How programs get out of a network that only lets a proxy do so, and whom they trust. */
const NETWORK_VARIABLES = [
  ...PROXY_VARIABLES,
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
] as const;

/** Where the gateway's program lies: beside this file in the sources, in dist/ when built. */
export function gatewayEntry(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = ["main.ts", "gateway.js", "../gateway.js"].map((name) => join(here, name));
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new OrchestratorError("bug", `The gateway's program is missing beside ${here}.`);
}

/** Connects to the gateway of `stateDir`, starting one if none lives. */
export async function connectGateway(address: GatewayAddress): Promise<Gateway> {
  ensureDir(address.stateDir);
  ensureDir(address.socketDir);
  const client = new GatewayClient(address);
  await client.connect();
  return client;
}

interface Pending {
  readonly request: Request;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Asked = Request extends infer One ? (One extends Request ? Omit<One, "n"> : never) : never;

class GatewayClient implements Gateway {
  readonly #address: GatewayAddress;
  readonly #pending = new Map<number, Pending>();
  readonly #usage = new Set<(usage: UsageRecord) => void>();
  readonly #stopped = new Set<(stopped: Stopped) => void>();
  readonly #limited = new Set<(limited: Limited) => void>();
  readonly #toolCalls = new Set<(call: ToolCall) => void>();
  readonly #lostListeners: ((reason: string) => void)[] = [];
  #keys: Keys | null = null;
  #channel: LineChannel | null = null;
  #connecting: Promise<void> | null = null;
  #closed = false;
  #lost: string | null = null;
  #n = 0;

  constructor(address: GatewayAddress) {
    this.#address = address;
  }

  async connect(): Promise<void> {
    this.#connecting ??= this.#reach().finally(() => {
      this.#connecting = null;
    });
    await this.#connecting;
  }

  async open(spec: AttemptSpec): Promise<Door> {
    return (await this.#ask({ type: "open", spec })) as Door;
  }

  async allow(attempt: string, allowance: Allowance | null): Promise<Spent> {
    return (await this.#ask({ type: "allow", attempt, allowance })) as Spent;
  }

  async close(attempt: string): Promise<void> {
    await this.#ask({ type: "close", attempt });
  }

  async forget(attempt: string): Promise<void> {
    await this.#ask({ type: "forget", attempt });
  }

  async keys(keys: Keys): Promise<void> {
    this.#keys = keys;
    await this.#ask({ type: "keys", keys });
  }

  async list(): Promise<readonly string[]> {
    return (await this.#ask({ type: "list" })) as readonly string[];
  }

  async answer(attempt: string, call: string, text: string): Promise<boolean> {
    return (await this.#ask({ type: "answer", attempt, call, text })) === true;
  }

  onUsage(callback: (usage: UsageRecord) => void): () => void {
    return listen(this.#usage, callback);
  }

  onStopped(callback: (stopped: Stopped) => void): () => void {
    return listen(this.#stopped, callback);
  }

  onLimited(callback: (limited: Limited) => void): () => void {
    return listen(this.#limited, callback);
  }

  onToolCall(callback: (call: ToolCall) => void): () => void {
    return listen(this.#toolCalls, callback);
  }

  onLost(callback: (reason: string) => void): void {
    this.#lostListeners.push(callback);
  }

  end(): void {
    this.#closed = true;
    this.#channel?.close();
    this.#failAll("The connection to the gateway was closed.");
  }

  async shutdown(): Promise<void> {
    await this.#ask({ type: "leave" });
    this.end();
  }

  #ask(asked: Asked): Promise<unknown> {
    if (this.#closed || this.#lost !== null) {
      const message = this.#lost ?? "The connection to the gateway was closed.";
      return Promise.reject(new OrchestratorError("io-failed", message));
    }
    const request = { ...asked, n: ++this.#n } as Request;
    return new Promise((resolve, reject) => {
      this.#pending.set(request.n, { request, resolve, reject });
      try {
        this.#channel?.send(request);
      } catch (error) {
        this.#pending.delete(request.n);
        reject(error);
      }
    });
  }

  /** Every request may be sent again: the gateway takes each for what is already so. */
  async #reach(): Promise<void> {
    const untilMs = monotonicMs() + START_MS_MAX;
    let startedMs = Number.NEGATIVE_INFINITY;
    let reason = "";
    while (!this.#closed && monotonicMs() < untilMs) {
      try {
        const path = join(this.#address.socketDir, "gateway.sock");
        const channel = await connectLines(path, CONNECT_MS_MAX);
        if (await this.#greet(channel)) {
          this.#adopt(channel);
          return;
        }
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
        if (monotonicMs() - startedMs > CONNECT_MS_MAX) {
          startedMs = monotonicMs();
          startGateway(this.#address);
        }
      }
      await sleep(RETRY_MS);
    }
    throw new OrchestratorError("io-failed", `The gateway cannot be reached: ${reason}`, {
      hint: `Its messages are in ${join(this.#address.stateDir, "gateway.log")}`,
    });
  }

  /** False after sending away a gateway of another version; the next try starts ours. */
  #greet(channel: LineChannel): Promise<boolean> {
    const version = gatewayVersion(productVersion());
    return new Promise((resolve, reject) => {
      channel.onClose(() => reject(new Error("the gateway hung up")));
      channel.onMessage((message) => {
        const told = message as Told;
        if (told.type !== "welcome") return;
        if (told.version === version) return resolve(true);
        channel.send({ type: "leave", n: 1 } satisfies Request);
        channel.onClose(() => resolve(false));
      });
      channel.send({ type: "hello", n: 0, version } satisfies Request);
    });
  }

  #adopt(channel: LineChannel): void {
    this.#channel = channel;
    channel.onMessage((message) => this.#hear(message as Told));
    channel.onClose(() => this.#dropped(channel));
    // First of all: agents of a gateway that was restarted are waiting for them.
    if (this.#keys !== null)
      channel.send({ type: "keys", n: 0, keys: this.#keys } satisfies Request);
    for (const { request } of this.#pending.values()) channel.send(request);
  }

  #dropped(channel: LineChannel): void {
    if (this.#channel !== channel) return;
    this.#channel = null;
    if (this.#closed) return;
    this.connect().catch((error: unknown) => {
      this.#lost = error instanceof Error ? error.message : String(error);
      this.#failAll(this.#lost);
      for (const listener of this.#lostListeners) listener(this.#lost);
    });
  }

  #failAll(message: string): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const one of pending) one.reject(new OrchestratorError("io-failed", message));
  }

  #hear(told: Told): void {
    switch (told.type) {
      case "usage":
        return tell(this.#usage, told.usage);
      case "stopped":
        return tell(this.#stopped, told.stopped);
      case "limited":
        return tell(this.#limited, told.limited);
      case "toolCall":
        return tell(this.#toolCalls, told.toolCall);
      case "welcome":
        return;
      case "done":
      case "refusal": {
        const pending = this.#pending.get(told.n);
        this.#pending.delete(told.n);
        if (told.type === "done") return pending?.resolve(told.value);
        return pending?.reject(new OrchestratorError(told.code as ErrorCode, told.message));
      }
      default:
        return;
    }
  }
}

function listen<T>(listeners: Set<(one: T) => void>, callback: (one: T) => void): () => void {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

/** After whoever waits for an answer that came before it has had time to listen. */
function tell<T>(listeners: Set<(one: T) => void>, one: T): void {
  setImmediate(() => {
    for (const callback of listeners) callback(one);
  });
}

/** Starts a gateway that outlives us; of several started at once the lock lets one stay. */
function startGateway(address: GatewayAddress): void {
  const entry = address.entry ?? gatewayEntry();
  // From source the loader that runs us runs it as well.
  const loader = entry.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : [];
  const log = { append: join(address.stateDir, "gateway.log") };
  spawnDetached(
    [
      process.execPath,
      ...loader,
      entry,
      address.stateDir,
      address.socketDir,
      String(address.idleExitMs ?? IDLE_EXIT_MS),
      JSON.stringify(address.patience ?? {}),
    ],
    { cwd: address.stateDir, env: gatewayEnvironment(), stdio: ["ignore", log, log] },
  );
}

function gatewayEnvironment(): Record<string, string> {
  const mine = environment();
  const more = NETWORK_VARIABLES.flatMap((name) => {
    const value = mine[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...minimalEnv(), ...Object.fromEntries(more) };
}
