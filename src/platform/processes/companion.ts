import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ErrorCode, OrchestratorError } from "../../model/index.ts";
import { monotonicMs, sleep } from "../clock.ts";
import { spawnDetached } from "./exec.ts";
import { type LineChannel, connectLines } from "../net/sockets.ts";
import { productVersion } from "../version.ts";

/**
 * A process of ours beside this one, which outlives it (the warden, the gateway): how it is called,
 * found and started. {@link serveCompanion} is its own half.
 */
export interface CompanionAddress {
  /** As its program and people call it: `warden`. */
  readonly name: string;
  readonly socketPath: string;
  /** Raised when the meaning of its messages or files changes. */
  readonly protocol: number;
  /** Where it works, and where its messages go: `<name>.log`. */
  readonly cwd: string;
  readonly entry: string;
  /** Options of Node's own. */
  readonly nodeArgs?: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A request without its number; every one may be asked again and changes nothing then. */
export interface CompanionAsk {
  readonly type: string;
}

/** What a companion sends: the answer to a request, or news of its own. */
export type CompanionTold<News> =
  | { readonly type: "welcome"; readonly n: number; readonly version: string }
  | { readonly type: "answer"; readonly n: number; readonly value: unknown }
  | {
      readonly type: "refusal";
      readonly n: number;
      readonly code: string;
      readonly message: string;
      readonly hint: string | null;
    }
  | { readonly type: "news"; readonly news: News };

interface Pending {
  readonly request: object;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const CONNECT_MS_MAX = 2_000;
const START_MS_MAX = 60_000;
const RETRY_MS = 5;

/** `main.ts` beside the module in the sources, `<name>.js` in or above its folder when built. */
export function companionEntry(name: string, moduleUrl: string): string {
  const here = dirname(fileURLToPath(moduleUrl));
  const candidates = ["main.ts", `${name}.js`, `../${name}.js`].map((file) => join(here, file));
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new OrchestratorError("bug", `The ${name}'s program is missing beside ${here}.`);
}

/** Both halves compare it: another one's files and messages are not read. */
export function companionVersion(protocol: number): string {
  return `${productVersion()}/${protocol}`;
}

/**
 * This process's hold on a companion. Either may die: one that is not there is started, one that
 * was lost is reached again, and what nobody has answered is asked again.
 */
export class Companion<Ask extends CompanionAsk, News> {
  readonly #address: CompanionAddress;
  readonly #onNews: (news: News) => void;
  readonly #onConnected: (say: (ask: Ask) => void) => void;
  readonly #pending = new Map<number, Pending>();
  readonly #lostListeners: ((reason: string) => void)[] = [];
  #channel: LineChannel | null = null;
  #connecting: Promise<void> | null = null;
  #closed = false;
  #lost: string | null = null;
  #n = 0;

  /**
   * `onNews` is called after whoever waits for an answer that came before it has had time to go
   * on. `onConnected` may say things before anything that waits is asked (again).
   */
  constructor(
    address: CompanionAddress,
    hears: {
      readonly onNews: (news: News) => void;
      readonly onConnected: (say: (ask: Ask) => void) => void;
    },
  ) {
    this.#address = address;
    this.#onNews = hears.onNews;
    this.#onConnected = hears.onConnected;
  }

  async connect(): Promise<void> {
    this.#connecting ??= this.#reach().finally(() => {
      this.#connecting = null;
    });
    await this.#connecting;
  }

  ask(ask: Ask): Promise<unknown> {
    if (this.#closed || this.#lost !== null) {
      return Promise.reject(new OrchestratorError("io-failed", this.#lost ?? this.#closedText));
    }
    const n = ++this.#n;
    const request = { ...ask, n };
    return new Promise((resolve, reject) => {
      this.#pending.set(n, { request, resolve, reject });
      try {
        this.#channel?.send(request);
      } catch (error) {
        this.#pending.delete(n);
        reject(error);
      }
    });
  }

  /** Called when no companion can be had any more; requests then fail. */
  onLost(callback: (reason: string) => void): void {
    this.#lostListeners.push(callback);
  }

  /** Lets go; the companion stays. */
  close(): void {
    this.#closed = true;
    this.#channel?.close();
    this.#failAll(this.#closedText);
  }

  /** Sends it away. */
  async shutdown(): Promise<void> {
    await this.ask({ type: "leave" } as Ask);
    this.close();
  }

  get #closedText(): string {
    return `The connection to the ${this.#address.name} was closed.`;
  }

  async #reach(): Promise<void> {
    const { name, socketPath, cwd } = this.#address;
    const untilMs = monotonicMs() + START_MS_MAX;
    let startedMs = Number.NEGATIVE_INFINITY;
    let reason = "";
    while (!this.#closed && monotonicMs() < untilMs) {
      try {
        const channel = await connectLines(socketPath, CONNECT_MS_MAX);
        if (await this.#greet(channel)) {
          this.#adopt(channel);
          return;
        }
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
        if (monotonicMs() - startedMs > CONNECT_MS_MAX) {
          startedMs = monotonicMs();
          start(this.#address);
        }
      }
      await sleep(RETRY_MS);
    }
    throw new OrchestratorError("io-failed", `The ${name} cannot be reached: ${reason}`, {
      hint: `Its messages are in ${join(cwd, `${name}.log`)}`,
    });
  }

  /** False after sending away one of another version; the next try starts ours. */
  #greet(channel: LineChannel): Promise<boolean> {
    const version = companionVersion(this.#address.protocol);
    return new Promise((resolve, reject) => {
      channel.onClose(() => reject(new Error(`the ${this.#address.name} hung up`)));
      channel.onMessage((message) => {
        const told = message as CompanionTold<News>;
        if (told.type !== "welcome") return;
        if (told.version === version) return resolve(true);
        channel.send({ type: "leave", n: 1 });
        channel.onClose(() => resolve(false));
      });
      channel.send({ type: "hello", n: 0, version });
    });
  }

  #adopt(channel: LineChannel): void {
    this.#channel = channel;
    channel.onMessage((message) => this.#hear(message as CompanionTold<News>));
    channel.onClose(() => this.#dropped(channel));
    const waiting = [...this.#pending.values()];
    this.#onConnected((ask) => channel.send({ ...ask, n: 0 }));
    for (const { request } of waiting) channel.send(request);
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

  #hear(told: CompanionTold<News>): void {
    if (told.type === "welcome") return;
    if (told.type === "news") {
      setImmediate(() => this.#onNews(told.news));
      return;
    }
    const pending = this.#pending.get(told.n);
    this.#pending.delete(told.n);
    if (told.type === "answer") return pending?.resolve(told.value);
    const more = told.hint === null ? {} : { hint: told.hint };
    pending?.reject(new OrchestratorError(told.code as ErrorCode, told.message, more));
  }
}

/** Starts one that outlives us; of several started at once its lock lets one stay. */
function start({ name, cwd, entry, nodeArgs = [], args, env }: CompanionAddress): void {
  // From source the loader that runs us runs it as well.
  const loader = entry.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : [];
  const log = { append: join(cwd, `${name}.log`) };
  spawnDetached([process.execPath, ...nodeArgs, ...loader, entry, ...args], {
    cwd,
    env,
    stdio: ["ignore", log, log],
  });
}
