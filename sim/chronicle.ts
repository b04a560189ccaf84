import type {
  AttemptId,
  Event,
  EventOf,
  GateReport,
  RunPolicy,
  Selection,
  StreamFacts,
  StreamKey,
} from "../src/model/index.ts";
import { keyOf } from "../src/model/index.ts";

/** What is on record of a stream, told from the events without the engine's help. */
export interface Entry {
  facts: StreamFacts;
  inRoadmap: boolean;
  attempt: AttemptId | null;
  /** The role of whoever is on it, or will be. */
  role: string | null;
  /** The configured agent that was put on it in place of its role's. */
  program: string | null;
  /** Between claim and the end of collection: an agent works or may. */
  holdsSlot: boolean;
  /** Claimed and neither landed nor at another end. */
  active: boolean;
  /** The workspace is ready and the agent's end is not on record. */
  running: boolean;
  stoppingSinceMs: number | null;
  landed: boolean;
  failures: number;
  rejections: number;
  attempts: number;
  notBeforeMs: number;
  agreed: "no" | "agreed" | "forced";
  verified: GateReport | null;
}

/** The simulator's own reading of the journal, for laws that compare it with the world. */
export class Chronicle {
  readonly streams = new Map<StreamKey, Entry>();
  readonly collected = new Set<AttemptId>();
  policy: RunPolicy | null = null;
  limit = 1;
  /** The account of whoever has no other, and those of configured agents that have. */
  #account: string | null = null;
  #accounts: Readonly<Record<string, string>> = {};
  /** Streams that the present session was asked for by name. */
  named: ReadonlySet<StreamKey> = new Set();

  of(key: StreamKey): Entry | undefined {
    return this.streams.get(key);
  }

  /** The stream whose newest attempt this is. */
  ofAttempt(attempt: AttemptId): Entry | undefined {
    const entry = this.streams.get(keyOf(attempt));
    return entry?.attempt === attempt ? entry : undefined;
  }

  note(event: Event): void {
    switch (event.type) {
      case "roadmap-noted":
        for (const facts of event.upserted) this.#noteFacts(facts);
        for (const key of event.removed) this.#patch(key, { inRoadmap: false });
        return;
      case "duty-due":
      case "work-proposed":
        if (event.facts !== null) this.#noteFacts(event.facts);
        return;
      case "session-started":
        this.policy = event.request.policy;
        this.limit = event.request.policy.concurrency;
        this.named = namedIn(event.request.selection);
        return;
      case "limit-set":
        this.limit = event.concurrency;
        return;
      case "claimed":
        this.#patch(event.key, { role: event.agent.role });
        return this.#noteClaim(event.key, event.attempt);
      case "blocked":
      case "skipped":
      case "settled":
      case "duty-done":
        return this.#end(event.key);
      case "account-noted":
        this.#account = event.account;
        this.#accounts = event.programs ?? {};
        return;
      case "recovery-step":
        if (event.program !== null) this.#patch(event.key, { program: event.program });
        return;
      case "reassigned":
        return this.#noteReassigned(event);
      case "reopened":
        this.#patch(event.key, { failures: 0, rejections: 0, attempts: 0, notBeforeMs: 0 });
        return this.#end(event.key);
      default:
        if ("attempt" in event) this.#noteStep(event, keyOf(event.attempt));
    }
  }

  #noteFacts(facts: StreamFacts): void {
    const known = this.streams.get(facts.key);
    if (known !== undefined) {
      known.facts = facts;
      known.inRoadmap = true;
      return;
    }
    this.streams.set(facts.key, {
      facts,
      inRoadmap: true,
      attempt: null,
      role: null,
      program: null,
      holdsSlot: false,
      active: false,
      running: false,
      stoppingSinceMs: null,
      landed: false,
      failures: 0,
      rejections: 0,
      attempts: 0,
      notBeforeMs: 0,
      agreed: "no",
      verified: null,
    });
  }

  #noteClaim(key: StreamKey, attempt: AttemptId): void {
    const entry = this.streams.get(key);
    if (entry === undefined) return;
    entry.attempt = attempt;
    entry.attempts += 1;
    entry.holdsSlot = true;
    entry.active = true;
    entry.running = false;
    entry.stoppingSinceMs = null;
    entry.agreed = "no";
    entry.verified = null;
  }

  /** Another program, or whoever works with another account, has nothing to wait for. */
  #noteReassigned({ key, program, agent }: EventOf<"reassigned">): void {
    const entry = this.streams.get(key);
    if (entry === undefined) return;
    const before = this.#accountOf(entry);
    entry.program = program ?? entry.program;
    entry.role = agent?.role ?? entry.role;
    if (program !== null || this.#accountOf(entry) !== before) entry.notBeforeMs = 0;
  }

  #accountOf({ role, program }: Entry): string | null {
    const routed = this.policy?.routing?.find(({ id }) => id === role)?.agent;
    return this.#accounts[program ?? routed ?? ""] ?? this.#account;
  }

  #noteStep(event: Extract<Event, { readonly attempt: AttemptId }>, key: StreamKey): void {
    const entry = this.streams.get(key);
    if (event.type === "collected") this.collected.add(event.attempt);
    if (entry === undefined) return;
    switch (event.type) {
      case "prepared":
        entry.running = true;
        return;
      case "agent-stopping":
        entry.stoppingSinceMs = event.atMs;
        return;
      case "agent-ended":
        entry.running = false;
        return;
      case "collected":
        entry.holdsSlot = false;
        return;
      case "verified":
        entry.verified = event.report;
        return;
      case "person-needed":
        entry.active = false;
        return;
      case "person-agreed":
        entry.active = true;
        entry.agreed = event.forced ? "forced" : "agreed";
        return;
      case "landed":
        entry.landed = true;
        return end(entry);
      case "failed":
        if (event.counts) entry.failures += 1;
        if (event.reason === "limited") entry.attempts -= 1;
        entry.notBeforeMs = event.retryAtMs;
        return end(entry);
      case "rejected":
        entry.rejections += 1;
        entry.notBeforeMs = event.retryAtMs;
        return end(entry);
      case "continued":
        entry.notBeforeMs = event.retryAtMs;
        return end(entry);
      case "unaffordable":
        // It never was: nothing was prepared.
        entry.attempts -= 1;
        return end(entry);
      case "parked":
      case "stopped":
      case "unverified":
        return end(entry);
      default:
    }
  }

  #end(key: StreamKey): void {
    const entry = this.streams.get(key);
    if (entry !== undefined) end(entry);
  }

  #patch(key: StreamKey, change: Partial<Entry>): void {
    const entry = this.streams.get(key);
    if (entry !== undefined) Object.assign(entry, change);
  }
}

/** Nobody is on it any more. */
function end(entry: Entry): void {
  entry.holdsSlot = false;
  entry.active = false;
  entry.running = false;
  entry.stoppingSinceMs = null;
}

function namedIn(selection: Selection): ReadonlySet<StreamKey> {
  return new Set(selection.kind === "streams" ? selection.keys : []);
}
