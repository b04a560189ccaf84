import { join } from "node:path";
import { MODELS, adapterFor } from "../../agents/index.ts";
import type {
  Door,
  Gateway,
  Price,
  ProviderKey,
  Stopped,
  ToolCall,
  UsageRecord,
} from "../../gateway/index.ts";
import { connectGateway, readMailbox, readUsage } from "../../gateway/index.ts";
import type { Charge } from "../../ledger/index.ts";
import type {
  AgentConfig,
  AttemptId,
  CostBasis,
  ModelProvider,
  Reservation,
} from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import {
  ensurePrivateDir,
  learnSecret,
  monotonicMs,
  randomId,
  runtimeDir,
} from "../../platform/index.ts";
import type { Workplace } from "../workplace.ts";
import { keysOf, nameOfKey } from "./keys.ts";

/** Where an agent asks its models, and what it says to be let in. */
export interface OpenDoor {
  readonly url: string;
  readonly token: string;
  readonly socket: string;
  readonly port: number;
  /** Its models are behind it; otherwise only the team's tools, and it asks its models itself. */
  readonly hasModels: boolean;
  readonly providers: readonly ModelProvider[];
}

/** What an attempt is let in to. */
export interface DoorWish {
  readonly agent: AgentConfig;
  readonly reservation: Reservation | null;
  /** Its agent holds a token already. */
  readonly isRunning: boolean;
  /** What the tool `context` answers. */
  readonly context: string;
}

/** Why an agent cannot go on, which not every program takes for an end (opencode does not). */
export type Halt = Pick<Stopped, "message" | "provider" | "resetAtMs"> & {
  readonly why: Exclude<Stopped["why"], "allowance">;
};

const TOKEN_BYTES = 24;
/** It goes over the gateway's control socket, of whose messages it is a part. */
const CONTEXT_CHARS_MAX = 128 * 1024;

/** Prices by the beginning of a model's name, as the gateway reckons with them. */
const PRICES: readonly Price[] = MODELS.flatMap(({ id, price, long }) => {
  // Of a model with two prices the dearer: the gateway must not let more pass than is booked.
  const dearer = long?.price ?? price;
  if (dearer === null) return [];
  const { input, output, cacheRead = input, cacheWrite = input } = dearer;
  return [{ model: id, input, output, cacheRead, cacheWrite }];
});

/**
 * The doors of this leader's attempts. The gateway outlives it, and counts on; whoever leads next
 * reads what was counted from the attempts' files, where every record is before it is told.
 */
export class Doors {
  readonly #workplace: Workplace;
  /** By their names: of several agents each may have a key of its own, of one provider too. */
  readonly #keys = new Map<string, ProviderKey>();
  readonly #stopped = new Set<AttemptId>();
  readonly #halts = new Map<AttemptId, Halt>();
  readonly #ears = new Map<AttemptId, () => void>();
  #gateway: Promise<Gateway> | null = null;

  constructor(workplace: Workplace) {
    this.#workplace = workplace;
  }

  /** Takes note of an agent's keys, which the gateway holds for it; true when some are new. */
  know(agent: AgentConfig): boolean {
    let isNew = false;
    for (const key of Object.values(keysOf(agent) ?? {})) {
      const name = nameOfKey(key);
      if (this.#keys.has(name)) continue;
      if (key.apiKey !== "") learnSecret(key.apiKey);
      this.#keys.set(name, key);
      isNew = true;
    }
    return isNew;
  }

  /** The agent asks its models through it, and it counts; false: it only has the team's tools. */
  hasModelsOf(agent: AgentConfig): boolean {
    return keysOf(agent) !== null;
  }

  /** There is something behind it for that agent: its models, or the team's tools. */
  isFor(agent: AgentConfig): boolean {
    return this.hasModelsOf(agent) || adapterFor(agent).capabilities.mcp;
  }

  /** Starts the gateway ahead of the first door: it comes up while a workspace is prepared. */
  warmUp(): void {
    this.#connected().catch(() => undefined);
  }

  /** Opens the door of an attempt; for one whose agent runs already it keeps the agent's token. */
  async open(attempt: AttemptId, wish: DoorWish): Promise<OpenDoor | null> {
    const gateway = await this.#connected();
    if (this.know(wish.agent)) await gateway.keys(Object.fromEntries(this.#keys));
    const keys = Object.entries(keysOf(wish.agent) ?? {});
    const hasModels = keys.length > 0;
    const token = wish.isRunning ? null : randomId(TOKEN_BYTES);
    const door: Door = await gateway.open({
      attempt,
      token,
      allowance: allowanceOf(wish.reservation),
      prices: PRICES,
      accounts: Object.fromEntries(keys.map(([name, key]) => [name, nameOfKey(key)])),
      egress: { hosts: hasModels ? this.#workplace.config.fence.egress : [], privateHosts: [] },
      tools: { context: wish.context.slice(0, CONTEXT_CHARS_MAX) },
      port: true,
    });
    const { url, socketPath: socket, port } = door;
    if (url === null || port === null) return null;
    const providers = keys.map(([name]) => name as ModelProvider);
    return { url, token: token ?? "", socket, port, hasModels, providers };
  }

  /**
   * What an attempt's agent says over its tools, from its first word whoever reads: each look gives
   * what is new to the reader. The file has it before anybody is told (law I9).
   */
  calls(attempt: AttemptId): () => readonly ToolCall[] {
    let fromByte = 0;
    return () => {
      const { calls, nextByte } = readMailbox(this.#stateDir, attempt, fromByte);
      fromByte = nextByte;
      return calls;
    };
  }

  /** Calls back when an attempt's agent has said something; gives back how to stop it. */
  onCall(attempt: AttemptId, callback: () => void): () => void {
    this.#ears.set(attempt, callback);
    return () => this.#ears.delete(attempt);
  }

  /** False when its agent waits no longer for the answer to that call. */
  async answer(attempt: AttemptId, call: string, text: string): Promise<boolean> {
    return (await this.#connected()).answer(attempt, call, text);
  }

  /** Why its models answer an attempt no more, other than for its allowance; null while they do. */
  haltOf(attempt: AttemptId): Halt | null {
    return this.#halts.get(attempt) ?? null;
  }

  /** Everything counted for an attempt so far, each request once. */
  charges(attempt: AttemptId): readonly Charge[] {
    return readUsage(this.#stateDir, attempt, 0).records.map(chargeOf);
  }

  /** A look at what is new, at most every `LIMITS.spendingLookMs`; null when nothing is. */
  watch(attempt: AttemptId): () => { charges: readonly Charge[]; stopped: boolean } | null {
    let fromByte = 0;
    let nextMs = 0;
    let told = false;
    return () => {
      const stopped = this.#stopped.has(attempt);
      if (monotonicMs() < nextMs && stopped === told) return null;
      nextMs = monotonicMs() + LIMITS.spendingLookMs;
      const { records, nextByte } = readUsage(this.#stateDir, attempt, fromByte);
      fromByte = nextByte;
      if (records.length === 0 && stopped === told) return null;
      told = stopped;
      return { charges: records.map(chargeOf), stopped };
    };
  }

  /** Cuts what is still on its way, and books it. */
  async close(attempt: AttemptId): Promise<readonly Charge[]> {
    await (await this.#connected()).close(attempt);
    return this.charges(attempt);
  }

  /** Nothing of an attempt is asked for any more. */
  async forget(attempt: AttemptId): Promise<void> {
    this.#halts.delete(attempt);
    this.#stopped.delete(attempt);
    await (await this.#connected()).forget(attempt);
  }

  /** Lets go; the gateway and its doors stay. */
  end(): void {
    this.#gateway?.then(
      (gateway) => gateway.end(),
      () => undefined,
    );
  }

  /** Nobody works any more. */
  async shutdown(): Promise<void> {
    await (await this.#gateway)?.shutdown();
  }

  get #stateDir(): string {
    return join(this.#workplace.stateDir, "gateway");
  }

  #connected(): Promise<Gateway> {
    // A failed look: whoever asks next tries again.
    this.#gateway ??= this.#connect().catch((error: unknown) => {
      this.#gateway = null;
      throw error;
    });
    return this.#gateway;
  }

  async #connect(): Promise<Gateway> {
    ensurePrivateDir(this.#stateDir);
    const socketDir = runtimeDir(this.#workplace.repoId);
    const gateway = await connectGateway({ stateDir: this.#stateDir, socketDir });
    gateway.onStopped(({ attempt, why, message, provider, resetAtMs }) => {
      if (why === "allowance") this.#stopped.add(attempt);
      else this.#halts.set(attempt, { why, message, provider, resetAtMs });
    });
    gateway.onToolCall(({ attempt }) => this.#ears.get(attempt)?.());
    gateway.onLost(() => {
      this.#gateway = null;
    });
    await gateway.keys(Object.fromEntries(this.#keys));
    return gateway;
  }
}

function allowanceOf(reservation: Reservation | null) {
  if (reservation === null) return null;
  const { amount, limited } = reservation;
  if (!limited.microUsd && !limited.tokens) return null;
  return {
    tokens: limited.tokens ? amount.tokens : null,
    microDollars: limited.microUsd ? amount.microUsd : null,
  };
}

function chargeOf(record: UsageRecord): Charge {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, model } = record;
  const isPriced = PRICES.some((price) => model?.startsWith(price.model) === true);
  const basis: CostBasis = isPriced ? "table" : "dearest";
  return {
    source: "gateway",
    sequence: record.requestId,
    spending: {
      microUsd: record.microDollars ?? 0,
      tokens: {
        input: Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens),
        cacheRead: cacheReadTokens,
        cacheWrite: cacheWriteTokens,
        output: outputTokens,
      },
      model,
      basis,
    },
  };
}
