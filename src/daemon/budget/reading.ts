import { PACE_BUCKET_MS, quietUntilMs } from "../../ledger/index.ts";
import type { Ledger, Place } from "../../ledger/index.ts";
import type {
  Amount,
  BudgetConfig,
  BudgetLimit,
  BudgetReading,
  BudgetScope,
  Cap,
} from "../../model/index.ts";
import { describeLimit, describeMoney } from "../../model/index.ts";

/**
 * Limits that are everybody's, and one for each of the accounts: a role's or a stream's own keeps
 * only that one waiting.
 */
export function sharedLimits(
  config: BudgetConfig,
  ledger: Ledger,
  { accounts, ...place }: Omit<Place, "account"> & { readonly accounts: readonly string[] },
  atMs: number,
): readonly BudgetLimit[] {
  const caps: readonly (readonly [BudgetScope, Cap | null])[] = [
    ["run", config.perRun],
    ["day", config.perDay],
    ["repository", config.perRepository],
    ["account", config.perAccount],
    ["month", config.perMonth],
  ];
  return caps.flatMap(([scope, cap]) => {
    if (cap === null) return [];
    const places =
      scope === "account" ? accounts.map((account) => ({ ...place, account })) : [place];
    return places.map((where) => ledger.standing(scope, cap, where, atMs));
  });
}

/** What stands between everybody and their work: of several accounts the one with the most room. */
function inCommon(limits: readonly BudgetLimit[]): readonly BudgetLimit[] {
  const accounts = limits.filter(({ scope }) => scope === "account");
  const roomiest = accounts.reduce<BudgetLimit | null>(
    (least, limit) => (least === null || shareOf(limit) < shareOf(least) ? limit : least),
    null,
  );
  return limits.filter((limit) => limit.scope !== "account" || limit === roomiest);
}

/** How things stand with the money. Spent counts here; what is put aside may come back. */
export function readBudget(
  config: BudgetConfig,
  ledger: Ledger,
  limits: readonly BudgetLimit[],
  atMs: number,
): BudgetReading {
  const held = holdOf(config, ledger, atMs);
  if (held !== null) return held;
  const tightest = inCommon(limits).reduce<BudgetLimit | null>(
    (most, limit) => (most === null || shareOf(limit) > shareOf(most) ? limit : most),
    null,
  );
  const share = tightest === null ? 0 : shareOf(tightest);
  const because = (level: BudgetReading["level"]): BudgetReading => ({
    level,
    limit: tightest,
    untilMs: level === "normal" ? null : (tightest?.untilMs ?? null),
    why: tightest === null ? "nothing is limited" : describeLimit(tightest),
  });
  if (share >= 1) return because("exhausted");
  const quietUntil = config.quietHours === null ? null : quietUntilMs(atMs, config.quietHours);
  if (quietUntil !== null) {
    const until = new Date(quietUntil).toISOString();
    const why = `quiet hours: nothing new starts before ${until}`;
    return { level: "quiet", limit: null, untilMs: quietUntil, why };
  }
  if (share >= config.emergencyAt) return because("emergency");
  return because(share >= config.conserveAt ? "conserving" : "normal");
}

/** Of a limit in money and in tokens the share that is nearer its end; a limit of 0 is used up. */
function shareOf({ cap, used }: BudgetLimit): number {
  const share = (max: number | null, spent: number) =>
    max === null ? 0 : max === 0 ? 1 : spent / max;
  return Math.max(share(cap.microUsd, used.microUsd), share(cap.tokens, used.tokens));
}

const SPIKE_BUCKETS = 3;
const USUAL_BUCKETS_MIN = 6;
const USUAL_MS = 24 * 60 * 60_000;
/** After a person has looked, this long nobody asks them again. */
const ALLOWED_MS = 60 * 60_000;
/** Below this a spike is no money worth a person's time. */
const SPIKE_MICRO_USD_MIN = 1_000_000;
const SPIKE_TOKENS_MIN = 200_000;

/** Held until a person has looked: the user's money went many times faster than it usually does. */
function holdOf(config: BudgetConfig, ledger: Ledger, atMs: number): BudgetReading | null {
  const heldAtMs = ledger.lastAct("held");
  const allowedAtMs = ledger.lastAct("allowed");
  const isHeld = heldAtMs !== null && heldAtMs > (allowedAtMs ?? 0);
  if (!isHeld) {
    if (allowedAtMs !== null && atMs - allowedAtMs < ALLOWED_MS) return null;
    if (!isSpike(config, ledger, atMs)) return null;
    ledger.noteAct("held", atMs);
  }
  const spent = sum(ledger.pace((heldAtMs ?? atMs) - SPIKE_BUCKETS * PACE_BUCKET_MS));
  const what = spent.microUsd > 0 ? describeMoney(spent.microUsd) : `${spent.tokens} tokens`;
  const why = `spending rose far above its usual pace (${what} in a few minutes)`;
  return { level: "held", limit: null, untilMs: null, why };
}

function isSpike({ spikeFactor }: BudgetConfig, ledger: Ledger, atMs: number): boolean {
  if (spikeFactor === 0) return false;
  const pace = ledger.pace(atMs - USUAL_MS);
  const fromMs = (Math.floor(atMs / PACE_BUCKET_MS) - SPIKE_BUCKETS + 1) * PACE_BUCKET_MS;
  const now = sum(pace.filter((bucket) => bucket.atMs >= fromMs));
  const before = pace.filter((bucket) => bucket.atMs < fromMs);
  if (before.length < USUAL_BUCKETS_MIN) return false;
  const usual = sum(before);
  const isFar = (name: keyof Amount, least: number) =>
    now[name] >= least && now[name] > (usual[name] / before.length) * SPIKE_BUCKETS * spikeFactor;
  return isFar("microUsd", SPIKE_MICRO_USD_MIN) || isFar("tokens", SPIKE_TOKENS_MIN);
}

function sum(pace: ReturnType<Ledger["pace"]>): Amount {
  return pace.reduce<Amount>(
    (total, { spent }) => ({
      microUsd: total.microUsd + spent.microUsd,
      tokens: total.tokens + spent.tokens,
    }),
    { microUsd: 0, tokens: 0 },
  );
}
