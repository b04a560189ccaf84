import type { Amount, BudgetLimit, BudgetScope, Cap, Spending } from "../model/index.ts";
import { NOTHING, newTokens } from "../model/index.ts";
import type { Database, SqlRow } from "../platform/index.ts";
import { openTableFile } from "../platform/index.ts";
import { placeInCalendar } from "./calendar.ts";
import { entryOf, insertAttempt, rowOf } from "./rows.ts";
import { LEDGER_FILE } from "./schema.ts";
import { nameOf, renewalOf, useOf } from "./scopes.ts";
import type {
  Charge,
  Entry,
  Final,
  Grant,
  LedgerAttempt,
  Limit,
  Place,
  ReserveRequest,
  Use,
} from "./types.ts";

/** How long one bucket of the spending pace is. */
export const PACE_BUCKET_MS = 5 * 60_000;
const PACE_KEPT_MS = 8 * 24 * 60 * 60_000;

/** Opens the user's books at `path`; closes with {@link Ledger.close}. */
export function openLedger(path: string): Ledger {
  return new Ledger(openTableFile(path, LEDGER_FILE));
}

/**
 * The user's books: one file for all repositories, because a limit of a day holds over them. Each
 * call is one transaction and may be repeated: what was said once is counted once, and counters
 * never fall (law I6: spent and put aside together never exceed a limit by anything granted here;
 * what an agent used beyond its reservation is a fact, is booked, and grants nothing to anybody).
 */
export class Ledger {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Puts money aside for an attempt before it begins, or says which limit leaves none. */
  reserve(request: ReserveRequest): Grant {
    return this.#database.transaction(() => {
      const known = rowOf(this.#database, request.attempt.id);
      if (known !== null && known["state"] !== "released") {
        return granted(request, reservedOf(known), null);
      }
      const limits = request.limits.map((limit) => this.#standing(request.attempt, limit));
      const grant = decide(request, limits);
      if (grant.kind === "granted") {
        insertAttempt(this.#database, request.attempt, grant.reservation.amount);
      }
      return grant;
    });
  }

  /** Books what was used so far. Works for an attempt without a reservation too. */
  charge(attempt: LedgerAttempt, charges: readonly Charge[], atMs: number): Entry {
    return this.#database.transaction(() => this.#charge(attempt, charges, atMs));
  }

  /**
   * The attempt is over: what it did not use is free again. `unknown`: an agent that did not say
   * what it used is charged with all that was put aside for it.
   */
  settle(attempt: LedgerAttempt, charges: readonly Charge[], final: Final, atMs: number): Entry {
    return this.#database.transaction(() => {
      const { spent, spentTokens, reserved } = this.#charge(attempt, charges, atMs);
      const whole = final === "unknown";
      const microUsd = whole ? Math.max(spent.microUsd, reserved.microUsd) : spent.microUsd;
      const tokens = whole ? Math.max(spentTokens, reserved.tokens) : spentTokens;
      const beyond = microUsd > spent.microUsd || tokens > spentTokens;
      this.#database
        .prepare(
          `UPDATE attempts SET state = 'settled', held_micro = 0, held_tokens = 0,
           spent_micro = ?, spent_tokens = ?, basis = ? WHERE id = ? AND state <> 'settled'`,
        )
        .run(microUsd, tokens, beyond ? "reservation" : spent.basis, attempt.id);
      this.#pace(atMs, microUsd - spent.microUsd, tokens - spentTokens);
      return this.#entry(attempt.id);
    });
  }

  /** Gives back what was put aside for an attempt that never began; anything charged stays. */
  release(id: string): void {
    this.#database.transaction(() => {
      this.#database
        .prepare(
          `UPDATE attempts SET
             state = CASE WHEN spent_micro + spent_tokens = 0 THEN 'released' ELSE 'settled' END,
             held_micro = 0, held_tokens = 0
           WHERE id = ? AND state = 'open'`,
        )
        .run(id);
    });
  }

  entry(id: string): Entry | null {
    const row = rowOf(this.#database, id);
    return row === null ? null : entryOf(row);
  }

  /** Attempts of a repository that are neither settled nor released. */
  open(repo: string): readonly Entry[] {
    return this.#database
      .prepare("SELECT * FROM attempts WHERE repo = ? AND state = 'open' ORDER BY at_ms, id")
      .all(repo)
      .map(entryOf);
  }

  use(scope: BudgetScope, place: Place): Use {
    return useOf(this.#database, scope, place);
  }

  /** A limit with what its counters stand at. */
  standing(scope: BudgetScope, cap: Cap, place: Place, atMs: number): BudgetLimit {
    const { used, reserved } = this.use(scope, place);
    const untilMs = renewalOf(scope, placeInCalendar(atMs));
    return { scope, name: nameOf(scope, place), cap, used, reserved, untilMs };
  }

  /** What was spent in each bucket of {@link PACE_BUCKET_MS} that began since; oldest first. */
  pace(sinceMs: number): readonly { readonly atMs: number; readonly spent: Amount }[] {
    return this.#database
      .prepare("SELECT bucket, micro, tokens FROM pace WHERE bucket >= ? ORDER BY bucket")
      .all(Math.floor(sinceMs / PACE_BUCKET_MS))
      .map((row) => ({
        atMs: Number(row["bucket"]) * PACE_BUCKET_MS,
        spent: { microUsd: Number(row["micro"]), tokens: Number(row["tokens"]) },
      }));
  }

  /** Notes that a person did something about the budget, and when last. */
  noteAct(name: string, atMs: number): void {
    this.#database.transaction(() => {
      this.#database
        .prepare(
          `INSERT INTO acts (name, at_ms) VALUES (?, ?)
           ON CONFLICT (name) DO UPDATE SET at_ms = MAX(at_ms, excluded.at_ms)`,
        )
        .run(name, atMs);
    });
  }

  lastAct(name: string): number | null {
    const row = this.#database.prepare("SELECT at_ms FROM acts WHERE name = ?").get(name);
    return row === null ? null : Number(row["at_ms"]);
  }

  close(): void {
    this.#database.close();
  }

  #standing(attempt: LedgerAttempt, { scope, cap }: Limit): BudgetLimit {
    return this.standing(scope, cap, placeOf(attempt), attempt.atMs);
  }

  #charge(attempt: LedgerAttempt, charges: readonly Charge[], atMs: number): Entry {
    const before = rowOf(this.#database, attempt.id);
    if (before === null || before["state"] === "released") {
      insertAttempt(this.#database, attempt, NOTHING);
    }
    for (const charge of charges) this.#book(attempt.id, charge);
    const was = this.#entry(attempt.id);
    const spent = charges.length === 0 ? was.spent : this.#spentOf(attempt.id, was.spent);
    const spentTokens = Math.max(was.spentTokens, newTokens(spent.tokens));
    const open = was.state === "open";
    this.#database
      .prepare(
        `UPDATE attempts SET spent_micro = ?, spent_tokens = ?, input = ?, cache_read = ?,
         cache_write = ?, output = ?, model = ?, basis = ?, held_micro = ?, held_tokens = ?
         WHERE id = ?`,
      )
      .run(
        spent.microUsd,
        spentTokens,
        spent.tokens.input,
        spent.tokens.cacheRead,
        spent.tokens.cacheWrite,
        spent.tokens.output,
        spent.model,
        spent.basis,
        open ? Math.max(0, was.reserved.microUsd - spent.microUsd) : 0,
        open ? Math.max(0, was.reserved.tokens - spentTokens) : 0,
        attempt.id,
      );
    this.#pace(atMs, spent.microUsd - was.spent.microUsd, spentTokens - was.spentTokens);
    return this.#entry(attempt.id);
  }

  #book(id: string, { source, sequence, spending }: Charge): void {
    const { microUsd, tokens, model, basis } = spending;
    // A part is booked once. A total only grows: an older word said later changes nothing.
    const again =
      sequence === null
        ? `DO UPDATE SET micro = MAX(micro, excluded.micro), input = MAX(input, excluded.input),
           cache_read = MAX(cache_read, excluded.cache_read),
           cache_write = MAX(cache_write, excluded.cache_write),
           output = MAX(output, excluded.output), model = COALESCE(excluded.model, model),
           basis = excluded.basis`
        : "DO NOTHING";
    this.#database
      .prepare(
        `INSERT INTO charges
         (id, source, sequence, micro, input, cache_read, cache_write, output, model, basis)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id, source, sequence) ${again}`,
      )
      .run(
        id,
        source,
        sequence === null ? "" : `#${sequence}`,
        whole(microUsd),
        whole(tokens.input),
        whole(tokens.cacheRead),
        whole(tokens.cacheWrite),
        whole(tokens.output),
        model,
        basis,
      );
  }

  /** Sources see the same requests: of each kind the most that one of them counted. */
  #spentOf(id: string, before: Spending): Spending {
    const rows = this.#database
      .prepare(
        `SELECT source, SUM(micro) AS micro, SUM(input) AS input, SUM(cache_read) AS cache_read,
         SUM(cache_write) AS cache_write, SUM(output) AS output, MAX(model) AS model,
         MIN(basis) AS basis FROM charges WHERE id = ? GROUP BY source ORDER BY source`,
      )
      .all(id);
    let dearest: SqlRow | null = null;
    for (const row of rows) {
      if (Number(row["micro"]) >= Number(dearest?.["micro"] ?? 0)) dearest = row;
    }
    const most = (name: string, least: number): number =>
      rows.reduce((max, row) => Math.max(max, Number(row[name])), least);
    const kept = Number(dearest?.["micro"] ?? -1) < before.microUsd;
    return {
      microUsd: most("micro", before.microUsd),
      tokens: {
        input: most("input", before.tokens.input),
        cacheRead: most("cache_read", before.tokens.cacheRead),
        cacheWrite: most("cache_write", before.tokens.cacheWrite),
        output: most("output", before.tokens.output),
      },
      model: (dearest?.["model"] as string | null | undefined) ?? before.model,
      basis: kept ? before.basis : (dearest?.["basis"] as Spending["basis"]),
    };
  }

  #pace(atMs: number, microUsd: number, tokens: number): void {
    if (microUsd <= 0 && tokens <= 0) return;
    const bucket = Math.floor(atMs / PACE_BUCKET_MS);
    this.#database
      .prepare(
        `INSERT INTO pace (bucket, micro, tokens) VALUES (?, ?, ?) ON CONFLICT (bucket)
         DO UPDATE SET micro = micro + excluded.micro, tokens = tokens + excluded.tokens`,
      )
      .run(bucket, Math.max(0, microUsd), Math.max(0, tokens));
    this.#database
      .prepare("DELETE FROM pace WHERE bucket < ?")
      .run(bucket - Math.ceil(PACE_KEPT_MS / PACE_BUCKET_MS));
  }

  #entry(id: string): Entry {
    return entryOf(rowOf(this.#database, id) ?? {});
  }
}

/** Where an attempt is booked. */
export function placeOf(attempt: LedgerAttempt): Place {
  const { id, repo, run, target, stream, role, account } = attempt;
  const { day, month } = placeInCalendar(attempt.atMs);
  return { id, repo, run, target, stream, role, account, day, month };
}

function reservedOf(row: SqlRow): Amount {
  return { microUsd: Number(row["reserved_micro"]), tokens: Number(row["reserved_tokens"]) };
}

const DIMENSIONS = ["microUsd", "tokens"] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** As much as every limit leaves, up to what is wanted; or the limit that leaves too little. */
function decide(request: ReserveRequest, limits: readonly BudgetLimit[]): Grant {
  const amount = { microUsd: 0, tokens: 0 };
  let short: BudgetLimit | null = null;
  for (const dimension of DIMENSIONS) {
    const tightest = tightestOf(limits, dimension);
    if (tightest === null) continue;
    const wanted = request.wanted[dimension];
    const left = leftOf(tightest, dimension);
    // Nothing at all begins nothing.
    const least = Math.max(1, Math.min(wanted, request.least[dimension]));
    if (left < least) {
      const { cap, used } = tightest;
      const mayComeBack = (cap[dimension] ?? 0) - used[dimension] >= least;
      return { kind: "denied", limit: tightest, mayComeBack };
    }
    amount[dimension] = Math.min(wanted, left);
    if (left < wanted) short = tightest;
  }
  return granted(request, amount, short);
}

function tightestOf(limits: readonly BudgetLimit[], dimension: Dimension): BudgetLimit | null {
  let tightest: BudgetLimit | null = null;
  for (const limit of limits) {
    if (limit.cap[dimension] === null) continue;
    if (tightest === null || leftOf(limit, dimension) < leftOf(tightest, dimension)) {
      tightest = limit;
    }
  }
  return tightest;
}

function leftOf({ cap, used, reserved }: BudgetLimit, dimension: Dimension): number {
  return (cap[dimension] ?? 0) - used[dimension] - reserved[dimension];
}

function granted(request: ReserveRequest, amount: Amount, short: BudgetLimit | null): Grant {
  const limits = (dimension: Dimension): boolean =>
    request.limits.some(({ cap }) => cap[dimension] !== null);
  const limited = { microUsd: limits("microUsd"), tokens: limits("tokens") };
  return { kind: "granted", reservation: { amount, limited, short } };
}

/** Counters are whole and never negative, whatever an agent's program prints. */
function whole(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.min(Math.round(value), 2 ** 50) : 0;
}
