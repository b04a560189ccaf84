import { join } from "node:path";
import { unreachable } from "../model/index.ts";
import {
  Companion,
  companionEntry,
  ensureDir,
  environment,
  minimalEnv,
} from "../platform/index.ts";
import {
  type Allowance,
  type AttemptSpec,
  type Door,
  type Keys,
  type Limited,
  type News,
  PROTOCOL,
  type Patience,
  type Request,
  type Spent,
  type Stopped,
  type ToolCall,
  type UsageRecord,
} from "./messages.ts";
import { PROXY_VARIABLES } from "./egress/users-proxy.ts";

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
  /** All keys there are; those left out are forgotten. */
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

/** How programs get out of a network that only lets a proxy do so, and whom they trust. */
const NETWORK_VARIABLES = [
  ...PROXY_VARIABLES,
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
] as const;

/** Where the gateway's program lies. */
export function gatewayEntry(): string {
  return companionEntry("gateway", import.meta.url);
}

/** Connects to the gateway of `stateDir`, starting one if none lives. */
export async function connectGateway(address: GatewayAddress): Promise<Gateway> {
  ensureDir(address.stateDir);
  ensureDir(address.socketDir);
  const client = new GatewayClient(address);
  await client.connect();
  return client;
}

class GatewayClient implements Gateway {
  readonly #companion: Companion<Request, News>;
  readonly #usage = new Set<(usage: UsageRecord) => void>();
  readonly #stopped = new Set<(stopped: Stopped) => void>();
  readonly #limited = new Set<(limited: Limited) => void>();
  readonly #toolCalls = new Set<(call: ToolCall) => void>();
  #keys: Keys | null = null;

  constructor(address: GatewayAddress) {
    const { stateDir, socketDir } = address;
    const idleExitMs = String(address.idleExitMs ?? IDLE_EXIT_MS);
    this.#companion = new Companion(
      {
        name: "gateway",
        socketPath: join(socketDir, "gateway.sock"),
        protocol: PROTOCOL,
        cwd: stateDir,
        entry: address.entry ?? gatewayEntry(),
        args: [stateDir, socketDir, idleExitMs, JSON.stringify(address.patience ?? {})],
        env: gatewayEnvironment(),
      },
      {
        onNews: (news) => this.#hear(news),
        // First of all: agents of a gateway that was restarted are waiting for them.
        onConnected: (say) => {
          if (this.#keys !== null) say({ type: "keys", keys: this.#keys });
        },
      },
    );
  }

  connect(): Promise<void> {
    return this.#companion.connect();
  }

  async open(spec: AttemptSpec): Promise<Door> {
    return (await this.#companion.ask({ type: "open", spec })) as Door;
  }

  async allow(attempt: string, allowance: Allowance | null): Promise<Spent> {
    return (await this.#companion.ask({ type: "allow", attempt, allowance })) as Spent;
  }

  async close(attempt: string): Promise<void> {
    await this.#companion.ask({ type: "close", attempt });
  }

  async forget(attempt: string): Promise<void> {
    await this.#companion.ask({ type: "forget", attempt });
  }

  async keys(keys: Keys): Promise<void> {
    this.#keys = keys;
    await this.#companion.ask({ type: "keys", keys });
  }

  async list(): Promise<readonly string[]> {
    return (await this.#companion.ask({ type: "list" })) as readonly string[];
  }

  async answer(attempt: string, call: string, text: string): Promise<boolean> {
    return (await this.#companion.ask({ type: "answer", attempt, call, text })) === true;
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
    this.#companion.onLost(callback);
  }

  end(): void {
    this.#companion.close();
  }

  shutdown(): Promise<void> {
    return this.#companion.shutdown();
  }

  #hear(news: News): void {
    switch (news.type) {
      case "usage":
        return tell(this.#usage, news.usage);
      case "stopped":
        return tell(this.#stopped, news.stopped);
      case "limited":
        return tell(this.#limited, news.limited);
      case "toolCall":
        return tell(this.#toolCalls, news.toolCall);
      default:
        return unreachable(news);
    }
  }
}

function listen<T>(listeners: Set<(one: T) => void>, callback: (one: T) => void): () => void {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

function tell<T>(listeners: Set<(one: T) => void>, one: T): void {
  for (const callback of listeners) callback(one);
}

function gatewayEnvironment(): Record<string, string> {
  const mine = environment();
  const more = NETWORK_VARIABLES.flatMap((name) => {
    const value = mine[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...minimalEnv(), ...Object.fromEntries(more) };
}
