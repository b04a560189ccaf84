import { join } from "node:path";
import { OrchestratorError, slug } from "../model/index.ts";
import {
  ensureDir,
  listDir,
  monotonicMs,
  readTextIfExists,
  removeFile,
  removeTree,
  sha256,
  writeDurable,
} from "../platform/index.ts";
import { Accounts } from "./exchange/accounts.ts";
import { Attempt, type KeptAttempt, refuseUnpriced } from "./attempt.ts";
import { AttemptDoor } from "./door.ts";
import type { Exchanges } from "./exchange/exchange.ts";
import type {
  Allowance,
  AttemptSpec,
  Door,
  Keys,
  Limited,
  Patience,
  Spent,
  News,
  ToolCall,
} from "./messages.ts";
import { Lines } from "./egress/upstream.ts";
import { attemptDir } from "./metering/usage-file.ts";

const KEPT = "attempt.json";

interface Opened {
  readonly attempt: Attempt;
  readonly door: AttemptDoor;
  readonly socketPath: string;
  port: number | null;
}

export interface CoreOptions {
  /** Records of the attempts; one gateway serves each such directory. */
  readonly stateDir: string;
  /** A 0700 directory with a short path: each door is a directory in it. */
  readonly socketDir: string;
  readonly patience: Patience;
  readonly tell: (told: News) => void;
}

/** The doors of all attempts. What must outlive this process is on disk; keys are not. */
export class GatewayCore {
  readonly #options: CoreOptions;
  readonly #opened = new Map<string, Opened>();
  readonly #accounts: Accounts;
  readonly #exchanges: Exchanges;
  readonly #questions = new Map<string, (answer: string | null) => void>();
  /** What is done to the door of one attempt is done one after another. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: CoreOptions) {
    const { patience, tell } = options;
    this.#options = options;
    this.#accounts = new Accounts(patience);
    this.#exchanges = {
      accounts: this.#accounts,
      lines: new Lines(),
      patience,
      onUsage: (usage) => tell({ type: "usage", usage }),
      onStopped: (stopped) => tell({ type: "stopped", stopped }),
      onLimited: (limited) => tell({ type: "limited", limited }),
    };
  }

  /** Opens the doors that an earlier gateway left open: its agents are still running. */
  async adopt(): Promise<void> {
    const base = join(this.#options.stateDir, "attempts");
    for (const name of listDir(base)) {
      const dir = join(base, name);
      const kept = readKept(dir);
      if (kept === null) continue;
      try {
        await this.#openDoor(dir, kept);
      } catch (error) {
        process.stderr.write(`the door of ${kept.spec.attempt} stays shut: ${String(error)}\n`);
      }
    }
  }

  get limits(): readonly Limited[] {
    return this.#accounts.limits;
  }

  /** Attempts whose door is open; the time since the last of them was used. */
  get openCount(): number {
    return this.#opened.size;
  }

  get unusedMs(): number {
    const last = [...this.#opened.values()].map(({ attempt }) => attempt.lastUsedMs);
    return last.length === 0 ? Number.POSITIVE_INFINITY : monotonicMs() - Math.max(...last);
  }

  list(): readonly string[] {
    return [...this.#opened.keys()];
  }

  keys(keys: Keys): void {
    this.#accounts.take(keys);
  }

  /** Opens an attempt's door, or changes what an open one lets through. */
  open(spec: AttemptSpec): Promise<Door> {
    return this.#inTurn(spec.attempt, () => this.#open(spec));
  }

  allow(attempt: string, allowance: Allowance | null): Spent {
    const opened = this.#find(attempt);
    opened.attempt.allow(allowance);
    this.#keep(opened);
    return opened.attempt.spent;
  }

  /** Shuts the door; resolves when all that came of it is on the disk, until it is forgotten. */
  close(attempt: string): Promise<void> {
    return this.#inTurn(attempt, () => this.#close(attempt));
  }

  /** Closes it and removes its records. */
  forget(attempt: string): Promise<void> {
    return this.#inTurn(attempt, async () => {
      await this.#close(attempt);
      await removeTree(attemptDir(this.#options.stateDir, attempt));
    });
  }

  /** False when nobody waits for it any more: the answer is then the agent's next message. */
  answer(attempt: string, call: string, text: string): boolean {
    const waiting = this.#questions.get(`${attempt}\n${call}`);
    waiting?.(text);
    return waiting !== undefined;
  }

  /** Leaves everything on disk as it is; the next gateway opens the doors again. */
  async stop(): Promise<void> {
    const opened = [...this.#opened.values()];
    for (const { door } of opened) door.close({ forGood: false });
    await Promise.allSettled(opened.map(({ attempt }) => attempt.close()));
    this.#exchanges.lines.close();
  }

  async #close(attempt: string): Promise<void> {
    const opened = this.#opened.get(attempt);
    removeFile(join(attemptDir(this.#options.stateDir, attempt), KEPT));
    if (opened === undefined) return;
    this.#opened.delete(attempt);
    opened.door.close({ forGood: true });
    await opened.attempt.close();
  }

  async #inTurn<T>(attempt: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(attempt) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(work);
    this.#turns.set(attempt, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(attempt) === turn) this.#turns.delete(attempt);
    }
  }

  async #open(spec: AttemptSpec): Promise<Door> {
    const { token, ...rest } = spec;
    refuseUnpriced(spec.allowance, spec);
    const dir = attemptDir(this.#options.stateDir, spec.attempt);
    const open = this.#opened.get(spec.attempt);
    const kept = open === undefined ? readKept(dir) : null;
    const tokenHash = token === null ? (open?.attempt.tokenHash ?? kept?.tokenHash) : sha256(token);
    if (tokenHash === undefined || token === "") {
      throw new OrchestratorError("not-found", `${spec.attempt} has no token to be opened with.`);
    }
    if (open === undefined) {
      const opened = await this.#openDoor(dir, {
        spec: rest,
        tokenHash,
        port: kept?.port ?? null,
      });
      return doorOf(opened);
    }
    open.attempt.spec = rest;
    open.attempt.tokenHash = tokenHash;
    open.attempt.allow(rest.allowance);
    if (rest.port) open.port ??= await open.door.listenOnPort(null);
    this.#keep(open);
    return doorOf(open);
  }

  async #openDoor(dir: string, kept: KeptAttempt): Promise<Opened> {
    ensureDir(dir);
    const attempt = new Attempt(dir, kept);
    const door = new AttemptDoor(attempt, this.#exchanges, (call, isQuestion) =>
      this.#toolCalled(call, isQuestion),
    );
    const name = slug(kept.spec.attempt).slice(-16);
    const socketPath = join(this.#options.socketDir, `g-${name}`, "s");
    try {
      await door.listenOnSocket(socketPath);
      const port = kept.spec.port ? await door.listenOnPort(kept.port) : null;
      const opened = { attempt, door, socketPath, port };
      this.#keep(opened);
      this.#opened.set(kept.spec.attempt, opened);
      return opened;
    } catch (error) {
      door.close({ forGood: false });
      await attempt.close();
      throw error;
    }
  }

  #keep({ attempt, port }: Opened): void {
    const { spec, tokenHash } = attempt;
    const path = join(attemptDir(this.#options.stateDir, spec.attempt), KEPT);
    const kept: KeptAttempt = { spec, tokenHash, port };
    writeDurable(path, `${JSON.stringify(kept)}\n`, { mode: 0o600 });
  }

  #find(attempt: string): Opened {
    const opened = this.#opened.get(attempt);
    if (opened !== undefined) return opened;
    throw new OrchestratorError("not-found", `${attempt} has no door.`);
  }

  #toolCalled(call: ToolCall, isQuestion: boolean): Promise<string | null> {
    const key = `${call.attempt}\n${call.id}`;
    const waitMs = this.#options.patience.questionWaitMs;
    const answer = !isQuestion
      ? Promise.resolve(null)
      : new Promise<string | null>((resolve) => {
          const settle = (text: string | null): void => {
            clearTimeout(timer);
            this.#questions.delete(key);
            resolve(text);
          };
          const timer = setTimeout(() => settle(null), waitMs);
          this.#questions.set(key, settle);
        });
    this.#options.tell({ type: "toolCall", toolCall: call });
    return answer;
  }
}

function doorOf({ attempt, socketPath, port }: Opened): Door {
  const url = port === null ? null : `http://127.0.0.1:${port}`;
  return { socketPath, port, url, spent: attempt.spent };
}

/** Null when the attempt is closed, or its file is not ours to understand. */
function readKept(dir: string): KeptAttempt | null {
  try {
    const kept = JSON.parse(readTextIfExists(join(dir, KEPT)) ?? "null") as KeptAttempt | null;
    if (typeof kept?.tokenHash !== "string" || typeof kept.spec?.attempt !== "string") return null;
    // One of before attempts had accounts: whoever leads says at once which are its.
    return { ...kept, spec: { ...kept.spec, accounts: kept.spec.accounts ?? {} } };
  } catch {
    return null;
  }
}
