import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type ConfinementKind,
  type ErrorCode,
  LIMITS,
  OrchestratorError,
  type RunSpec,
  type RunView,
  slug,
} from "../model/index.ts";
import {
  type LineChannel,
  connectLines,
  ensureDir,
  explainIo,
  minimalEnv,
  monotonicMs,
  productVersion,
  sleep,
  spawnDetached,
} from "../platform/index.ts";
import { type Request, type Told, wardenVersion } from "./messages.ts";
import { hush, say, wordsSaid } from "./speech.ts";
import { type SpoolName, readSpool } from "./spool.ts";

export interface WardenAddress {
  /** Run directories; one warden serves each such directory. */
  readonly runsDir: string;
  /** In a 0700 directory, at most 107 bytes. */
  readonly socketPath: string;
  /** The warden's program; {@link wardenEntry} when not given. */
  readonly entry?: string;
  /** How long a warden without clients and runs stays; ten minutes when not given. */
  readonly idleExitMs?: number;
  /** Pass over confinements stronger than this; none when not given. */
  readonly confinementAtMost?: ConfinementKind;
}

/** The orchestrator's hold on the warden. Both may die; runs go on, and are found again. */
export interface Warden {
  /**
   * Starts the run or adopts it as its directory says it is: an id starts at most once until it is
   * forgotten (law I1). Resolves once it has started or ended. Throws `sandbox-unavailable`.
   */
  ensure(spec: RunSpec): Promise<RunView>;
  /**
   * Calls back with a view whenever it changed (at most every 250 ms a run) and at its end; never
   * before the code that awaited `ensure` has gone on. The result stops it.
   */
  watch(callback: (view: RunView) => void): () => void;
  /** Asks, waits `graceMs`, kills (`now`: kills). Resolves when no process is left. */
  stop(id: string, options: { readonly graceMs: number; readonly now: boolean }): Promise<void>;
  list(): Promise<RunView[]>;
  /**
   * Says something to a run that listens: `text` is put on its stdin, once for each `word`, however
   * often it is said. False when it does not hear: it has ended, or does not listen.
   */
  say(id: string, word: string, text: string): Promise<boolean>;
  /** The words that were put on its stdin. */
  wordsSaid(id: string): string[];
  /** Nothing follows: the stdin of a run that listens comes to its end. */
  hush(id: string): void;
  /** Bytes of the spool as they are on disk; empty when the run is unknown. */
  readOutput(id: string, name: SpoolName, fromByte: number, maxBytes: number): Buffer;
  /** Removes an ended run's directory. Its outcome must be recorded elsewhere by then. */
  forget(id: string): Promise<void>;
  /** Called when no warden can be had any more; requests then fail. */
  onLost(callback: (reason: string) => void): void;
  /** Lets go; the warden and its runs go on. */
  close(): void;
  /** Sends the warden away; its runs go on under their keepers until the next one adopts them. */
  shutdown(): Promise<void>;
}

const CONNECT_MS_MAX = 2_000;
const START_MS_MAX = 60_000;
const RETRY_MS = 20;

/** Where the warden's program lies: beside this file in the sources, in dist/ when built. */
export function wardenEntry(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [
    join(here, "main.ts"),
    join(here, "warden.js"),
    join(here, "..", "warden.js"),
  ];
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) {
    throw new OrchestratorError("bug", `The warden's program is missing beside ${here}.`);
  }
  return found;
}

/** Connects to the warden of `runsDir`, starting one if none lives. */
export async function connectWarden(address: WardenAddress): Promise<Warden> {
  ensureDir(address.runsDir);
  ensureDir(dirname(address.socketPath));
  const client = new WardenClient(address);
  await client.open();
  return client;
}

interface Pending {
  readonly request: Request;
  readonly resolve: (views: readonly RunView[]) => void;
  readonly reject: (error: unknown) => void;
}

type Asked = Request extends infer One ? (One extends Request ? Omit<One, "n"> : never) : never;

class WardenClient implements Warden {
  readonly #address: WardenAddress;
  readonly #watchers = new Set<(view: RunView) => void>();
  readonly #pending = new Map<number, Pending>();
  readonly #lostListeners: ((reason: string) => void)[] = [];
  #channel: LineChannel | null = null;
  #opening: Promise<void> | null = null;
  #closed = false;
  #lost: string | null = null;
  #n = 0;

  constructor(address: WardenAddress) {
    this.#address = address;
  }

  async open(): Promise<void> {
    this.#opening ??= this.#reach().finally(() => {
      this.#opening = null;
    });
    await this.#opening;
  }

  async ensure(spec: RunSpec): Promise<RunView> {
    const { stdin, ...rest } = spec;
    if (stdin !== "") this.#writeStdin(spec.id, stdin);
    const [view] = await this.#ask({
      type: "ensure",
      spec: { ...rest, hasStdin: stdin !== "" },
    });
    if (view === undefined) throw new OrchestratorError("bug", "The warden answered nothing.");
    return view;
  }

  watch(callback: (view: RunView) => void): () => void {
    this.#watchers.add(callback);
    return () => this.#watchers.delete(callback);
  }

  async stop(id: string, options: { graceMs: number; now: boolean }): Promise<void> {
    await this.#ask({ type: "stop", id, graceMs: options.graceMs, now: options.now });
  }

  async list(): Promise<RunView[]> {
    const all: RunView[] = [];
    for (;;) {
      const page = await this.#ask({ type: "list", after: all.at(-1)?.id ?? null });
      if (page.length === 0) return all;
      all.push(...page);
    }
  }

  readOutput(id: string, name: SpoolName, fromByte: number, maxBytes: number): Buffer {
    return readSpool(join(this.#dirOf(id), name), fromByte, maxBytes);
  }

  async say(id: string, word: string, text: string): Promise<boolean> {
    return say(this.#dirOf(id), word, text);
  }

  wordsSaid(id: string): string[] {
    return wordsSaid(this.#dirOf(id));
  }

  hush(id: string): void {
    hush(this.#dirOf(id));
  }

  async forget(id: string): Promise<void> {
    await this.#ask({ type: "forget", id });
  }

  onLost(callback: (reason: string) => void): void {
    this.#lostListeners.push(callback);
  }

  close(): void {
    this.#closed = true;
    this.#channel?.close();
    this.#failAll("The connection to the warden was closed.");
  }

  async shutdown(): Promise<void> {
    await this.#ask({ type: "leave" });
    this.close();
  }

  #dirOf(id: string): string {
    return join(this.#address.runsDir, slug(id));
  }

  /** The directory alone claims nothing; the same id always has the same stdin. */
  #writeStdin(id: string, stdin: string): void {
    const dir = this.#dirOf(id);
    const path = join(dir, "stdin");
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      // Whoever reads an older one goes on reading that.
      writeFileSync(`${path}.new`, stdin, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    } catch (error) {
      throw explainIo(error, "write", path);
    }
  }

  #ask(asked: Asked): Promise<readonly RunView[]> {
    if (this.#closed || this.#lost !== null) {
      const message = this.#lost ?? "The connection to the warden was closed.";
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

  /** Every request may be sent again: the warden takes each for what is already so. */
  async #reach(): Promise<void> {
    const untilMs = monotonicMs() + START_MS_MAX;
    let startedMs = Number.NEGATIVE_INFINITY;
    let reason = "";
    while (!this.#closed && monotonicMs() < untilMs) {
      try {
        const channel = await connectLines(this.#address.socketPath, CONNECT_MS_MAX);
        if (await this.#greet(channel)) {
          this.#adopt(channel);
          return;
        }
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
        if (monotonicMs() - startedMs > CONNECT_MS_MAX) {
          startedMs = monotonicMs();
          startWarden(this.#address);
        }
      }
      await sleep(RETRY_MS);
    }
    throw new OrchestratorError("io-failed", `The warden cannot be reached: ${reason}`, {
      hint: `Its messages are in ${join(this.#address.runsDir, "warden.log")}`,
    });
  }

  /** False after sending away a warden of another version; the next try starts ours. */
  #greet(channel: LineChannel): Promise<boolean> {
    const version = wardenVersion(productVersion());
    return new Promise((resolve, reject) => {
      channel.onClose(() => reject(new Error("the warden hung up")));
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
    for (const { request } of this.#pending.values()) channel.send(request);
    for (const callback of this.#watchers) void this.#catchUp(callback);
  }

  /** What happened while nobody was connected. */
  async #catchUp(callback: (view: RunView) => void): Promise<void> {
    try {
      for (const view of await this.list()) if (this.#watchers.has(callback)) callback(view);
    } catch {
      // Lost again: the next connection catches up.
    }
  }

  #dropped(channel: LineChannel): void {
    if (this.#channel !== channel) return;
    this.#channel = null;
    if (this.#closed) return;
    this.open().catch((error: unknown) => {
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
    if (told.type === "welcome") return;
    if (told.type === "view") {
      // After whoever waits for an answer that came before it has had time to listen.
      setImmediate(() => {
        for (const callback of this.#watchers) callback(told.view);
      });
      return;
    }
    const pending = this.#pending.get(told.n);
    if (pending === undefined) return;
    this.#pending.delete(told.n);
    if (told.type === "answer") return pending.resolve(told.views);
    const more = told.hint === null ? {} : { hint: told.hint };
    pending.reject(new OrchestratorError(told.code as ErrorCode, told.message, more));
  }
}

/** Starts a warden that outlives us; of several started at once the lock lets one stay. */
function startWarden(address: WardenAddress): void {
  const entry = address.entry ?? wardenEntry();
  // From source the loader that runs us runs it as well.
  const loader = entry.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : [];
  spawnDetached(
    [
      process.execPath,
      ...loader,
      entry,
      address.runsDir,
      address.socketPath,
      String(address.idleExitMs ?? LIMITS.wardenIdleMs),
      address.confinementAtMost ?? "bubblewrap",
    ],
    {
      cwd: address.runsDir,
      env: minimalEnv(),
      stdio: [
        "ignore",
        { append: join(address.runsDir, "warden.log") },
        { append: join(address.runsDir, "warden.log") },
      ],
    },
  );
}
