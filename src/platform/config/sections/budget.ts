import type { BudgetConfig, Cap } from "../../../model/index.ts";
import { describeCap } from "../../../model/index.ts";
import { capSetting, parseCap, parseQuietHours, smallerCap } from "./caps.ts";
import { parseShare } from "../quantities.ts";
import type { BudgetSettings, CapSetting } from "../settings.ts";

const CONSERVE_AT = 0.8;
const EMERGENCY_AT = 0.95;
const SPIKE_FACTOR = 5;
/** Attempts' worth of money that a stream may cost where nobody says what it may. */
const RETRY_LOOP = 3;
/** What one attempt may cost where nobody says so: this, or a quarter of the smallest limit. */
const ATTEMPT: Cap = { microUsd: 5_000_000, tokens: 1_000_000 };

type CapKey = "per_attempt" | "per_stream" | "per_run" | "per_repository";
const SHARED_KEYS: readonly CapKey[] = ["per_attempt", "per_stream", "per_run", "per_repository"];
/** Other repositories spend under these too: one of them has no say in it. */
const OWN_KEYS = ["per_month", "per_account"] as const;

/**
 * "Only the user widens": of two limits the smaller holds, in money and in tokens, and the stricter
 * share. A day's limit that a repository sets is one for itself, not for the user's other work.
 */
export function narrowBudget(
  repository: BudgetSettings | undefined,
  user: BudgetSettings | undefined,
  warnings: string[],
): BudgetSettings | undefined {
  if (repository === undefined) return user;
  const asked: BudgetSettings = {
    ...repository,
    ...definedCap("per_repository", smallerOf(repository.per_repository, repository.per_day)),
  };
  const own = user ?? {};
  for (const key of OWN_KEYS) {
    if (asked[key] !== undefined) warnings.push(`budget.${key}: only your own settings can set it`);
  }
  const caps = SHARED_KEYS.map((key) => {
    const smaller = smallerOf(asked[key], own[key]);
    warnOfWidening(`budget.${key}`, asked[key], own[key], warnings);
    return definedCap(key, smaller);
  });
  const shares = (["conserve_at", "emergency_at", "spike", "retry_loop"] as const).map((key) => {
    const values = [asked[key], own[key]].filter((value) => value !== undefined);
    const strictest = values.sort((a, b) => strictness(a) - strictness(b))[0];
    return strictest === undefined ? {} : { [key]: strictest };
  });
  return {
    ...asked,
    ...own,
    ...Object.assign({}, ...caps, ...shares),
    roles: smallerEach(asked.roles, own.roles),
    targets: smallerEach(asked.targets, own.targets),
    per_day: own.per_day,
    per_month: own.per_month,
    per_account: own.per_account,
  };
}

/** 0 is "never" for a factor, the laxest there is; else the smaller is the stricter. */
function strictness(value: string | number): number {
  const amount = typeof value === "number" ? value : (parseShare(value) ?? 1);
  return amount === 0 ? Number.POSITIVE_INFINITY : amount;
}

function warnOfWidening(
  key: string,
  asked: CapSetting | undefined,
  own: CapSetting | undefined,
  warnings: string[],
): void {
  const [wanted, held] = [capOf(asked), capOf(own)];
  if (wanted === null || held === null) return;
  const wider = (["microUsd", "tokens"] as const).some(
    (name) => wanted[name] !== null && held[name] !== null && wanted[name] > held[name],
  );
  if (!wider) return;
  warnings.push(
    `${key}: ${describeCap(wanted)} asked for by the repository is held to your own ${describeCap(held)}`,
  );
}

function smallerOf(...settings: readonly (CapSetting | undefined)[]): Cap | null {
  return settings.map(capOf).reduce(smallerCap, null);
}

function capOf(setting: CapSetting | undefined): Cap | null {
  return setting === undefined ? null : parseCap(setting);
}

function definedCap(key: string, cap: Cap | null): object {
  return cap === null ? {} : { [key]: capSetting(cap) };
}

type Caps = Readonly<Record<string, CapSetting>>;

function smallerEach(asked: Caps = {}, own: Caps = {}): Caps {
  const names = new Set([...Object.keys(asked), ...Object.keys(own)]);
  return Object.assign(
    {},
    ...[...names].map((name) => definedCap(name, smallerOf(asked[name], own[name]))),
  ) as Caps;
}

/** Everything filled in; null where nothing is limited and nothing is quiet. */
export function resolveBudget(settings: BudgetSettings | undefined): BudgetConfig | null {
  if (settings === undefined) return null;
  const limits = {
    perRun: capOf(settings.per_run),
    perDay: capOf(settings.per_day),
    perMonth: capOf(settings.per_month),
    perAccount: capOf(settings.per_account),
    perRepository: capOf(settings.per_repository),
    roles: resolveEach(settings.roles),
    targets: resolveEach(settings.targets),
  };
  const stream = capOf(settings.per_stream);
  const { roles, targets, ...plain } = limits;
  const caps = [
    ...Object.values(plain),
    ...Object.values(roles),
    ...Object.values(targets),
    stream,
  ];
  const perAttempt = attemptCap(capOf(settings.per_attempt), caps);
  const quietHours = quietHoursOf(settings);
  if (perAttempt === null && quietHours === null) return null;
  return {
    ...limits,
    perAttempt,
    perStream: stream ?? times(perAttempt, settings.retry_loop ?? RETRY_LOOP),
    conserveAt: parseShare(settings.conserve_at ?? CONSERVE_AT) ?? CONSERVE_AT,
    emergencyAt: parseShare(settings.emergency_at ?? EMERGENCY_AT) ?? EMERGENCY_AT,
    quietHours,
    conserveModel: settings.conserve_model ?? null,
    spikeFactor: settings.spike ?? SPIKE_FACTOR,
  };
}

function quietHoursOf({ quiet_hours }: BudgetSettings): BudgetConfig["quietHours"] {
  return typeof quiet_hours === "string" ? parseQuietHours(quiet_hours) : null;
}

function resolveEach(caps: Caps = {}): Readonly<Record<string, Cap>> {
  const known = Object.entries(caps).flatMap(([name, setting]) => {
    const cap = parseCap(setting);
    return cap === null ? [] : [[name, cap] as const];
  });
  return Object.fromEntries(known);
}

/** What an attempt may spend, in every dimension that is limited at all. */
function attemptCap(own: Cap | null, caps: readonly (Cap | null)[]): Cap | null {
  const smallest = caps.reduce(smallerCap, null);
  if (smallest === null) return own;
  const share = (name: "microUsd" | "tokens"): number | null => {
    const least = smallest[name];
    if (least === null) return null;
    return Math.min(ATTEMPT[name] ?? 0, Math.ceil(least / 4));
  };
  return {
    microUsd: own?.microUsd ?? share("microUsd"),
    tokens: own?.tokens ?? share("tokens"),
  };
}

function times(cap: Cap | null, factor: number): Cap | null {
  if (cap === null || factor === 0) return null;
  const whole = (value: number | null): number | null =>
    value === null ? null : Math.round(value * factor);
  return { microUsd: whole(cap.microUsd), tokens: whole(cap.tokens) };
}

/** The limits, with what the roles of a standing team may spend: the smaller of two holds. */
export function withRoleBudgets(
  config: BudgetConfig | null,
  caps: Readonly<Record<string, Cap>>,
): BudgetConfig | null {
  if (Object.keys(caps).length === 0) return config;
  const roles = Object.fromEntries(
    Object.entries(caps).map(([role, cap]) => [role, capSetting(cap)]),
  );
  if (config === null) return resolveBudget({ roles });
  const smaller = Object.entries(caps).flatMap(([role, cap]) => {
    const least = smallerCap(config.roles[role] ?? null, cap);
    return least === null ? [] : [[role, least] as const];
  });
  return {
    ...config,
    roles: { ...config.roles, ...Object.fromEntries(smaller) },
    perAttempt: attemptCap(config.perAttempt, Object.values(caps)),
  };
}
