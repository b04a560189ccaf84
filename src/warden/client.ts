import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type ConfinementKind,
  LIMITS,
  OrchestratorError,
  type RunSpec,
  type RunView,
  slug,
} from "../model/index.ts";
import {
  Companion,
  companionEntry,
  ensureDir,
  explainIo,
  minimalEnv,
  monotonicMs,
  sleep,
} from "../platform/index.ts";
import { PROTOCOL, type Request } from "./messages.ts";
import { hush, say, wordsSaid } from "./speech.ts";
import { type SpoolName, readSpool } from "./spool.ts";

export interface WardenAddress {
  /** Run directories; one warden serves each such directory. */
  readonly runsDir: string;
  /** In a 0700 directory, at most 107 bytes. */
  readonly socketPath: string;
  /**
   * Runs that an earlier process may have asked for and that are not over, as far as the asker's
   * own records go: whether they began cannot be told once the machine was restarted (law I1). Null
   * for one that has no such records, and so must start none of them.
   */
  readonly askedBefore: readonly string[] | null;
  /** How long a warden without clients and runs stays; `LIMITS.wardenIdleMs` when not given. */
  readonly idleExitMs?: number;
  /** Pass over confinements stronger than this; none when not given. */
  readonly confinementAtMost?: ConfinementKind;
}

/** It looks around several times a second: what that leaves behind is cleared away, not let grow. */
const SMALL = ["--max-semi-space-size=1"];

/** How long what is to be forgotten waits for more of its kind. */
const GATHER_MS = 10;

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
  readOutput(
    id: string,
    name: SpoolName,
    fromByte: number,
    maxBytes: number,
    room?: Buffer,
  ): Buffer;
  /** Removes an ended run's directory. Its outcome must be recorded elsewhere by then. */
  forget(id: string): Promise<void>;
  /** Called when no warden can be had any more; requests then fail. */
  onLost(callback: (reason: string) => void): void;
  /** Lets go; the warden and its runs go on. */
  close(): void;
  /** Sends the warden away; its runs go on under their keepers until the next one adopts them. */
  shutdown(): Promise<void>;
}

/** Connects to the warden of `runsDir`, starting one if none lives. */
export async function connectWarden(address: WardenAddress): Promise<Warden> {
  ensureDir(address.runsDir);
  ensureDir(dirname(address.socketPath));
  const client = new WardenClient(address);
  await client.connect();
  return client;
}

class WardenClient implements Warden {
  readonly #runsDir: string;
  readonly #companion: Companion<Request, RunView>;
  readonly #watchers = new Set<(view: RunView) => void>();
  #forgetting: { readonly ids: string[]; readonly left: Promise<readonly RunView[]> } | null = null;
  #forgotMs = Number.NEGATIVE_INFINITY;

  constructor(address: WardenAddress) {
    const { runsDir, socketPath } = address;
    const idleExitMs = String(address.idleExitMs ?? LIMITS.wardenIdleMs);
    this.#runsDir = runsDir;
    this.#companion = new Companion(
      {
        name: "warden",
        socketPath,
        protocol: PROTOCOL,
        cwd: runsDir,
        entry: companionEntry("warden", import.meta.url),
        nodeArgs: SMALL,
        args: [runsDir, socketPath, idleExitMs, address.confinementAtMost ?? "bubblewrap"],
        env: minimalEnv(),
      },
      {
        onNews: (view) => {
          for (const callback of this.#watchers) callback(view);
        },
        onConnected: (say) => {
          const ids = address.askedBefore;
          if (ids !== null) say({ type: "recall", ids });
          for (const callback of this.#watchers) void this.#catchUp(callback);
        },
      },
    );
  }

  connect(): Promise<void> {
    return this.#companion.connect();
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

  readOutput(
    id: string,
    name: SpoolName,
    fromByte: number,
    maxBytes: number,
    room?: Buffer,
  ): Buffer {
    return readSpool(join(this.#dirOf(id), name), fromByte, maxBytes, room);
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
    this.#forgetting ??= this.#gather();
    this.#forgetting.ids.push(id);
    const left = await this.#forgetting.left;
    if (left.every((view) => view.id !== id)) return;
    throw new OrchestratorError("illegal-transition", `Run ${id} has not ended.`);
  }

  /** The first goes at once, and what follows it closely goes together: each message wakes two. */
  #gather(): { ids: string[]; left: Promise<readonly RunView[]> } {
    const ids: string[] = [];
    const send = (): Promise<readonly RunView[]> => {
      this.#forgetting = null;
      this.#forgotMs = monotonicMs();
      return this.#ask({ type: "forget", ids });
    };
    const isFirst = monotonicMs() - this.#forgotMs > GATHER_MS;
    return { ids, left: (isFirst ? Promise.resolve() : sleep(GATHER_MS)).then(send) };
  }

  onLost(callback: (reason: string) => void): void {
    this.#companion.onLost(callback);
  }

  close(): void {
    this.#companion.close();
  }

  shutdown(): Promise<void> {
    return this.#companion.shutdown();
  }

  async #ask(request: Request): Promise<readonly RunView[]> {
    return (await this.#companion.ask(request)) as readonly RunView[];
  }

  #dirOf(id: string): string {
    return join(this.#runsDir, slug(id));
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

  /** What happened while nobody was connected. */
  async #catchUp(callback: (view: RunView) => void): Promise<void> {
    try {
      for (const view of await this.list()) if (this.#watchers.has(callback)) callback(view);
    } catch {
      // Lost again: the next connection catches up.
    }
  }
}
