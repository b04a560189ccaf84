import { join } from "node:path";
import { accountOf, spendingOf } from "../../agents/index.ts";
import type { Charge, LedgerAttempt, Limit, Ledger } from "../../ledger/index.ts";
import { openLedger, placeInCalendar, placeOf } from "../../ledger/index.ts";
import type {
  AgentConfig,
  AgentReport,
  AttemptId,
  AttemptRecord,
  BudgetConfig,
  BudgetLimit,
  BudgetReading,
  Outcome,
  Reservation,
  Spending,
  State,
  Usage,
} from "../../model/index.ts";
import { amountOf, keyOf, targetOf } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import { stateHome } from "../../platform/index.ts";
import { messageOf } from "../message-of.ts";
import { readBudget, sharedLimits } from "./reading.ts";

/** The one file of a user: a limit of a day holds over all repositories. */
export function ledgerPath(): string {
  return join(stateHome(), "ledger.db");
}

export interface BudgetDeskOptions {
  readonly repo: string;
  /** Of everybody who may be given work. */
  readonly accounts: (state: State) => readonly string[];
  /** Who worked on an attempt: it may be another one than the session's. */
  readonly agentOfAttempt: (state: State, attempt: AttemptId) => AgentConfig;
  /** The limits as they are written now: a raise holds at once. */
  readonly readConfig: () => BudgetConfig | null;
  readonly log: Log;
}

/** An attempt costs at least this share of what it may, or it is not worth beginning. */
const LEAST_SHARE = 4;

type Unaffordable = Extract<Outcome, { readonly kind: "unaffordable" }>;

/**
 * Between the loop and the user's books. Without limits nothing is put aside and nothing waits for
 * it: what was spent is booked when it is known, for whoever sets a limit later.
 */
export class BudgetDesk {
  readonly #options: BudgetDeskOptions;
  #ledger: Ledger | null = null;
  /** What the limits left when last looked at, and which they were. */
  #left: Left | null = null;

  constructor(options: BudgetDeskOptions) {
    this.#options = options;
  }

  get config(): BudgetConfig | null {
    return this.#options.readConfig();
  }

  /** Puts money aside for an attempt; null where nothing is limited. */
  reserve(state: State, attempt: AttemptId): Reservation | Unaffordable | null {
    const { config } = this;
    const about = this.#attempt(state, attempt);
    if (config === null || config.perAttempt === null || about === null) return null;
    const { microUsd, tokens } = config.perAttempt;
    const wanted = { microUsd: microUsd ?? 0, tokens: tokens ?? 0 };
    const grant = this.#books().reserve({
      attempt: about,
      limits: limitsOf(config, about),
      wanted,
      least: {
        microUsd: Math.ceil(wanted.microUsd / LEAST_SHARE),
        tokens: Math.ceil(wanted.tokens / LEAST_SHARE),
      },
    });
    if (grant.kind === "granted") return grant.reservation;
    return { kind: "unaffordable", limit: grant.limit, mayComeBack: grant.mayComeBack };
  }

  /** Gives back what was put aside for an attempt whose agent never ran. */
  release(state: State, attempt: AttemptId): void {
    const about = this.#attempt(state, attempt);
    if (about !== null && this.config !== null) this.#books().release(about.id);
  }

  /** Books what an attempt has used so far, as its stream says it. */
  spend(state: State, attempt: AttemptId, usage: Usage, atMs: number): Spending | null {
    const about = this.#attempt(state, attempt);
    if (about === null) return null;
    const charge = this.#charge(usage, this.#options.agentOfAttempt(state, attempt));
    return this.#books().charge(about, [charge], atMs).spent;
  }

  /** Books parts that the gateway counted, each once. */
  charge(
    state: State,
    attempt: AttemptId,
    parts: readonly Charge[],
    atMs: number,
  ): Spending | null {
    const about = this.#attempt(state, attempt);
    return about === null ? null : this.#books().charge(about, parts, atMs).spent;
  }

  /**
   * Books the end of an attempt and says what it cost. An agent that said nothing, or was cut off,
   * is charged with all that was put aside for it, unless the gateway counted: that is exact.
   */
  settle(state: State, attempt: AttemptId, report: AgentReport, end: End): Spending | null {
    const about = this.#attempt(state, attempt);
    const isLimited = this.config !== null;
    const isUsed = report.usage !== null || (end.counted ?? []).length > 0;
    if (about === null || (!isLimited && !isUsed)) return null;
    const agent = this.#options.agentOfAttempt(state, attempt);
    try {
      return this.#settle(about, agent, report, end);
    } catch (error) {
      if (isLimited) throw error;
      // Nothing depends on it: the work goes on, and the books lack a line.
      this.#options.log.warn("not booked", { attempt, error: messageOf(error) });
      return report.usage === null ? null : spendingOf(report.usage, agent);
    }
  }

  #settle(
    about: LedgerAttempt,
    agent: AgentConfig,
    { exit, usage }: AgentReport,
    { atMs, counted }: End,
  ): Spending | null {
    const books = this.#books();
    if (exit.kind === "not-started") {
      books.release(about.id);
      return null;
    }
    const isKnown = counted !== null || (usage !== null && exit.kind === "exited");
    const charges = counted ?? (usage === null ? [] : [this.#charge(usage, agent)]);
    const entry = books.settle(about, charges, isKnown ? "charged" : "unknown", atMs);
    const { microUsd, tokens } = amountOf(entry.spent);
    const isNothing = usage === null && microUsd === 0 && tokens === 0 && entry.spentTokens === 0;
    return isNothing ? null : entry.spent;
  }

  /** How things stand, if that is news: another level, or more room than when last looked at. */
  look(state: State, atMs: number): BudgetReading | null {
    const { config } = this;
    if (config === null) {
      this.#left = null;
      return state.budget === null || state.budget.level === "normal" ? null : UNLIMITED;
    }
    const books = this.#books();
    const limits = sharedLimits(config, books, this.#place(state, atMs), atMs);
    const reading = readBudget(config, books, limits, atMs);
    const before = this.#left;
    this.#left = { config: JSON.stringify(config), limits };
    const isNews = state.budget?.level !== reading.level || hasMoreRoom(before, this.#left);
    return isNews ? reading : null;
  }

  /**
   * Closes what a leader that died left open: an attempt that ended, or that no journal knows any
   * more, holds nobody up. Live ones are left alone.
   */
  reconcile(state: State, atMs: number): void {
    if (this.config === null) return;
    const books = this.#books();
    for (const { attempt } of books.open(this.#options.repo)) {
      const record = this.#recordOf(state, attempt);
      if (record !== null && record.outcome === "active") continue;
      if (record !== null && record.startedAtMs === null) books.release(attempt.id);
      else books.settle(attempt, [], record?.cost === undefined ? "unknown" : "charged", atMs);
    }
  }

  close(): void {
    this.#ledger?.close();
    this.#ledger = null;
  }

  #books(): Ledger {
    this.#ledger ??= openLedger(ledgerPath());
    return this.#ledger;
  }

  #charge(usage: Usage, agent: AgentConfig): Charge {
    return { source: "stream", sequence: null, spending: spendingOf(usage, agent) };
  }

  #attempt(state: State, attempt: AttemptId): LedgerAttempt | null {
    const stream = state.streams.get(keyOf(attempt));
    const record = stream?.attempts.findLast((each) => each.attempt === attempt);
    if (stream === undefined || record === undefined) return null;
    const { repo } = this.#options;
    const agent = this.#options.agentOfAttempt(state, attempt);
    return {
      id: this.#idOf(record),
      repo,
      attempt,
      run: runOf(state),
      target: stream.facts.target,
      stream: stream.facts.key,
      role: record.agent.role,
      agent: record.agent.id,
      account: accountOf(agent),
      model: agent.model,
      atMs: record.claimedAtMs,
    };
  }

  #recordOf(state: State, { id, attempt }: LedgerAttempt): AttemptRecord | null {
    const records = state.streams.get(keyOf(attempt))?.attempts ?? [];
    return records.find((record) => this.#idOf(record) === id) ?? null;
  }

  /** A journal that was begun anew gives the same attempts again: when makes them others. */
  #idOf({ attempt, claimedAtMs }: AttemptRecord): string {
    return `${this.#options.repo}/${attempt}@${claimedAtMs}`;
  }

  #place(state: State, atMs: number) {
    const { repo } = this.#options;
    const accounts = this.#options.accounts(state);
    const { day, month } = placeInCalendar(atMs);
    return { repo, accounts, day, month, run: runOf(state) };
  }
}

interface Left {
  readonly config: string;
  readonly limits: readonly BudgetLimit[];
}

/** A limit was raised, or something that was put aside came back. */
function hasMoreRoom(before: Left | null, now: Left): boolean {
  if (before === null) return false;
  if (before.config !== now.config) return true;
  return now.limits.some((limit) => {
    const was = before.limits.find(({ name }) => name === limit.name);
    return (
      was !== undefined &&
      (takenBy(limit, "microUsd") < takenBy(was, "microUsd") ||
        takenBy(limit, "tokens") < takenBy(was, "tokens"))
    );
  });
}

function takenBy({ used, reserved }: BudgetLimit, name: "microUsd" | "tokens"): number {
  return used[name] + reserved[name];
}

interface End {
  readonly atMs: number;
  /** What the gateway counted in all; null without one. */
  readonly counted: readonly Charge[] | null;
}

const UNLIMITED: BudgetReading = {
  level: "normal",
  limit: null,
  untilMs: null,
  why: "nothing is limited",
};

export function runOf({ session }: State): string {
  return session === null ? "" : `${session.id}@${session.startedAtMs}`;
}

function limitsOf(config: BudgetConfig, about: LedgerAttempt): readonly Limit[] {
  const { role, target } = placeOf(about);
  const limits = [
    { scope: "attempt", cap: config.perAttempt },
    { scope: "stream", cap: config.perStream },
    { scope: "run", cap: config.perRun },
    { scope: "role", cap: config.roles[role ?? ""] ?? null },
    { scope: "target", cap: config.targets[target ?? targetOf(about.stream)] ?? null },
    { scope: "repository", cap: config.perRepository },
    { scope: "account", cap: config.perAccount },
    { scope: "day", cap: config.perDay },
    { scope: "month", cap: config.perMonth },
  ] as const;
  return limits.flatMap(({ scope, cap }) => (cap === null ? [] : [{ scope, cap }]));
}
