import type { AttemptRecord, State, StreamKey, StreamState } from "../../model/index.ts";
import { displayKey, generationOf, streamOf, targetOf, unreachable } from "../../model/index.ts";
import { nowMs } from "../../platform/index.ts";

/** Where an agent stands with its work stream. */
export const AgentState = {
  /** Nothing was started: `dryRun`. */
  PLANNED: "planned",
  /** Waits for its turn, its workspace or its next attempt. */
  PENDING: "pending",
  RUNNING: "running",
  /** Done by its own word: merged, checked by the gates, about to land. */
  VERIFYING: "verifying",
  /** Landed, or settled as complete by a person. */
  COMPLETED: "completed",
  /** Done, with verification switched off: landed nowhere. */
  UNVERIFIED: "unverified",
  /** Green, and a person has to agree. */
  NEEDS_PERSON: "needs_person",
  FAILED: "failed",
  STOPPED: "stopped",
} as const;
export type AgentState = (typeof AgentState)[keyof typeof AgentState];

/** What an agent's handle looks at: the newest state there is, and a wait for the next. */
export interface Outlook {
  state(): State;
  /** Resolves when something may have changed. */
  change(): Promise<void>;
}

const ACTIVE: ReadonlySet<AgentState> = new Set([AgentState.RUNNING, AgentState.VERIFYING]);

export interface AgentProcessOptions {
  readonly outlook: Outlook;
  /** How things stood before anything was asked for: an attempt that is under way is adopted. */
  readonly before: State;
  readonly planned?: boolean;
}

/**
 * An agent on a work stream, from its first attempt to the landing or the end of its chances:
 * retries belong to it. Every property tells how things stand when it is read.
 */
export class AgentProcess {
  readonly key: StreamKey;
  readonly #outlook: Outlook;
  readonly #planned: boolean;
  /** Attempts before this one are somebody else's story. */
  readonly #since: number;
  /** Output that is still being handed to `onOutput`. */
  #delivered: Promise<void> = Promise.resolve();

  constructor(key: StreamKey, options: AgentProcessOptions) {
    this.key = key;
    this.#outlook = options.outlook;
    this.#planned = options.planned === true;
    const stream = options.before.streams.get(key);
    const adopted = stream !== undefined && isAtWork(stream);
    this.#since = (stream?.generation ?? 0) + (adopted ? 0 : 1);
  }

  /** `1.2` at home, `target:1.2` elsewhere. */
  get workStream(): string {
    return displayKey(this.key);
  }

  get workStreamId(): string {
    return streamOf(this.key);
  }

  get targetId(): string {
    return targetOf(this.key);
  }

  /** Empty until an agent took the work stream. */
  get agentId(): string {
    return this.#newest()?.agent.id ?? "";
  }

  /** The agent's personal name; empty until one took the work stream. */
  get name(): string {
    return this.#newest()?.agent.name ?? "";
  }

  get state(): AgentState {
    if (this.#planned) return AgentState.PLANNED;
    const stream = this.#stream();
    return stream === undefined ? AgentState.PENDING : stateOf(stream);
  }

  /** It works, is verified, or will get its turn as long as the session goes on. */
  get isRunning(): boolean {
    const { state } = this;
    if (ACTIVE.has(state)) return true;
    if (state !== AgentState.PENDING) return false;
    const { session } = this.#outlook.state();
    const open = session?.state === "planning" || session?.state === "executing";
    return open && session.keys.includes(this.key);
  }

  get startedAt(): Date | null {
    const first = this.#attempts()[0];
    return first === undefined ? null : new Date(first.startedAtMs ?? first.claimedAtMs);
  }

  get finishedAt(): Date | null {
    const finishedAtMs = this.#newest()?.finishedAtMs ?? null;
    return this.isRunning || finishedAtMs === null ? null : new Date(finishedAtMs);
  }

  /** Since its first attempt began, in seconds with one decimal. */
  get durationSeconds(): number {
    const { startedAt, finishedAt } = this;
    if (startedAt === null) return 0;
    const ms = (finishedAt?.getTime() ?? nowMs()) - startedAt.getTime();
    return Math.max(0, Math.round(ms / 100) / 10);
  }

  get attempts(): number {
    return this.#attempts().length;
  }

  /** The landed commit. */
  get commit(): string | null {
    const stage = this.#stream()?.stage;
    return stage?.kind === "completed" ? stage.commit : null;
  }

  /** Why it stands where it stands, where there is a reason; of its last attempt otherwise. */
  get errorMessage(): string | null {
    if (this.state === AgentState.COMPLETED) return null;
    const stage = this.#stream()?.stage;
    if (stage !== undefined && "reason" in stage) return stage.reason;
    if (stage?.kind === "needs-person") return stage.why.join("; ");
    if (stage?.kind === "parked") return stage.asking.map(({ text }) => text).join("; ");
    return this.#newest()?.reason ?? null;
  }

  /** The gates' answers to its newest attempt. */
  get gates(): AttemptRecord["gates"] {
    return this.#newest()?.gates ?? [];
  }

  /** Resolves when it has come to its end and all its output was handed over. */
  async wait(): Promise<this> {
    while (this.isRunning) await this.#outlook.change();
    await this.#delivered;
    return this;
  }

  /** Its attempts, oldest first: what `onOutput` reads the output of. */
  attemptIds(): readonly string[] {
    return this.#attempts().map((record) => record.attempt);
  }

  /** `wait` holds on until `delivery` has ended. */
  deliver(delivery: Promise<void>): void {
    const before = this.#delivered;
    this.#delivered = before.then(() => delivery);
  }

  #stream(): StreamState | undefined {
    return this.#outlook.state().streams.get(this.key);
  }

  #attempts(): readonly AttemptRecord[] {
    if (this.#planned) return [];
    const all = this.#stream()?.attempts ?? [];
    return all.filter((record) => generationOf(record.attempt) >= this.#since);
  }

  #newest(): AttemptRecord | undefined {
    return this.#attempts().at(-1);
  }
}

function isAtWork(stream: StreamState): boolean {
  return stream.stage.kind === "preparing" || ACTIVE.has(stateOf(stream));
}

function stateOf({ stage }: StreamState): AgentState {
  switch (stage.kind) {
    case "waiting":
    case "preparing":
      return AgentState.PENDING;
    case "running":
    case "collecting":
      return AgentState.RUNNING;
    case "queued":
    case "merging":
    case "verifying":
    case "verifying-alone":
    case "landing":
      return AgentState.VERIFYING;
    case "completed":
      return AgentState.COMPLETED;
    case "unverified":
      return AgentState.UNVERIFIED;
    case "needs-person":
    case "parked":
      return AgentState.NEEDS_PERSON;
    case "blocked":
      return AgentState.FAILED;
    case "skipped":
    case "stopped":
      return AgentState.STOPPED;
    case "settled":
      return stage.status === "complete" ? AgentState.COMPLETED : AgentState.STOPPED;
    default:
      return unreachable(stage);
  }
}
