import type {
  Amount,
  AttemptId,
  BudgetLimit,
  BudgetScope,
  Cap,
  Reservation,
  Spending,
  StreamKey,
} from "../model/index.ts";

/** Whom an attempt is for: every limit that can hold for it follows from this. */
export interface LedgerAttempt {
  /** Unique for ever, over repositories and journals. */
  readonly id: string;
  readonly repo: string;
  readonly attempt: AttemptId;
  /** The session it was claimed in. */
  readonly run: string;
  readonly target: string;
  readonly stream: StreamKey;
  readonly role: string;
  readonly agent: string;
  /** Whose login or key pays; never the key itself. */
  readonly account: string;
  readonly model: string | null;
  /** When it was claimed: the local day and month it is charged to, however long it takes. */
  readonly atMs: number;
}

/** A limit that holds for an attempt. */
export interface Limit {
  readonly scope: BudgetScope;
  readonly cap: Cap;
}

export interface ReserveRequest {
  readonly attempt: LedgerAttempt;
  readonly limits: readonly Limit[];
  /** What it may spend at most. */
  readonly wanted: Amount;
  /** Less than this is not worth beginning with. */
  readonly least: Amount;
}

export type Grant =
  | { readonly kind: "granted"; readonly reservation: Reservation }
  | {
      readonly kind: "denied";
      readonly limit: BudgetLimit;
      /** Only what others have put aside is in the way: what they do not need comes back. */
      readonly mayComeBack: boolean;
    };

/**
 * What a source says was used. With a `sequence` it is one part of many, counted once however often
 * it is told; without one it is everything so far, of which the most counts.
 */
export interface Charge {
  readonly source: string;
  readonly sequence: string | null;
  readonly spending: Spending;
}

/** How an attempt ended: `charged` is all that was charged, `unknown` may be more. */
export type Final = "charged" | "unknown";

/** An attempt on the books. */
export interface Entry {
  readonly attempt: LedgerAttempt;
  readonly state: "open" | "settled" | "released";
  readonly reserved: Amount;
  readonly spent: Spending;
  /** With a reservation that was charged in full this is more than the sum by kind. */
  readonly spentTokens: number;
}

/** What a scope's counters stand at. */
export interface Use {
  readonly used: Amount;
  readonly reserved: Amount;
  readonly attempts: number;
}

/** Which counters: all of a day, those of a role on a day, … */
export interface Place {
  readonly repo: string;
  readonly run: string;
  readonly day: string;
  readonly month: string;
  readonly id?: string;
  readonly target?: string;
  readonly stream?: string;
  readonly role?: string;
  readonly account?: string;
}
