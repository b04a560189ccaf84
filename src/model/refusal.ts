/**
 * What a model's provider means when it refuses: who can mend it, and whether waiting does. The
 * gateway reads it off the answer, the agents' adapters off what a program says of that answer.
 */
export type RefusalCause =
  /** The account has no money left, or none any more: a person has to pay. */
  | "credit"
  /** The login, the key or its rights: a person has to give another. */
  | "login"
  /** It ends by itself. */
  | "limit"
  /** This one request, whoever asks it. */
  | "request";

interface RefusalRow {
  /** Null: whatever the status is, also where none is known. */
  readonly status: readonly number[] | null;
  /** Null: whatever it says. */
  readonly says: RegExp | null;
  readonly cause: RefusalCause;
}

/** The first row that fits counts: the same words mean different things to different providers. */
const ROWS: readonly RefusalRow[] = [
  // Anthropic: a 400, and since 2025 also a 402.
  { status: null, says: /credit balance is too low|\bbilling_error\b/i, cause: "credit" },
  // Gemini says RESOURCE_EXHAUSTED for money, for what a plan lacks, and for a limit of the minute.
  { status: null, says: /prepay(?:ment)? credits? (?:are|is) depleted/i, cause: "credit" },
  {
    status: null,
    says: /quota exceeded for metric[^\n]{0,200}?\blimit: 0\b(?!\.)/i,
    cause: "credit",
  },
  {
    status: null,
    says: /resource[_ ]exhausted|gemini-api\/docs\/rate-limits|google\.rpc\.QuotaFailure/i,
    cause: "limit",
  },
  // A subscription's window, which OpenAI also calls a quota.
  { status: null, says: /\busage_limit_reached\b/i, cause: "limit" },
  // OpenAI: a 429 that no waiting ends.
  {
    status: null,
    says: /\binsufficient_quota\b|exceeded your current quota|\bbilling_(?:not_active|hard_limit_reached)\b|billing hard limit|account is not active, please check your billing/i,
    cause: "credit",
  },
  // OpenRouter, DeepSeek and others that speak as OpenAI does.
  {
    status: null,
    says: /requires more credits, or fewer|openrouter\.ai\/settings\/credits/i,
    cause: "credit",
  },
  { status: [400, 403, 429], says: /insufficient (?:credits?|balance|funds)/i, cause: "credit" },
  { status: [402], says: null, cause: "credit" },
  { status: [403], says: /key limit exceeded/i, cause: "credit" },
  // Google's older APIs refuse a limit with a 403.
  {
    status: [403],
    says: /rate[ _-]?limit|usage[ _-]?limit|limit reached|too many requests|quota/i,
    cause: "limit",
  },
  {
    status: [403],
    says: /\bflagged_input\b|requires moderation|content policy/i,
    cause: "request",
  },
  { status: [400], says: /API_KEY_INVALID|api key (?:not valid|expired)/i, cause: "login" },
  { status: [400, 403], says: /organization has been disabled/i, cause: "login" },
  { status: [400], says: /location is not supported/i, cause: "login" },
  { status: [401, 403], says: null, cause: "login" },
  { status: [429], says: null, cause: "limit" },
];

/** Where in a long answer the words are looked for: what a model wrote is no refusal. */
const LOOK_CHARS_MAX = 4_000;

/**
 * Why a provider refused; null where neither the status nor the words say. `status`: null where a
 * program tells only the words. A 5xx is no refusal, whatever it says.
 */
export function refusalCause(status: number | null, said: string): RefusalCause | null {
  if (status !== null && (status < 400 || status >= 500)) return null;
  const text = said.slice(0, LOOK_CHARS_MAX);
  const row = ROWS.find(
    (one) =>
      (one.status === null || (status !== null && one.status.includes(status))) &&
      (one.says === null || one.says.test(text)),
  );
  return row?.cause ?? null;
}
