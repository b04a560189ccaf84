import type { AgentFailure, FailureCause, Reset } from "../lines/agent-line.ts";
import { refusalCause } from "../../model/index.ts";
import { cut } from "../lines/fields.ts";

const MESSAGE_CHARS_MAX = 500;
/** Where in a long message a phrase is looked for: a model's prose is not an error message. */
const LOOK_CHARS_MAX = 4_000;

/** Phrases of the programs, most particular first; what providers say is in the model's table. */
const PHRASES: readonly (readonly [FailureCause, RegExp])[] = [
  // Our own gateway's words.
  ["cap", /allowance of this attempt is spent/i],
  [
    "prompt-too-long",
    /prompt is too long|context[ _-]?(?:length|window|overflow)|exceeds? the (?:model's )?context|maximum context|input is too long|too many (?:input )?tokens|token count.{0,40}exceeds/i,
  ],
  [
    "limit",
    /usage[ _-]limit|rate[ _-]?limit|limit reached|(?:hit|reached) your .{0,30}limit|out of (?:extra )?usage|too many requests|quota|exhausted your capacity/i,
  ],
  [
    "login",
    /not logged in|please (?:run )?\/?log ?in|log ?in again|invalid (?:x-)?api[ -]?key|incorrect api key|api key (?:not (?:found|valid)|is (?:missing|invalid|not set))|missing (?:api|bearer)|oauth (?:token|account).{0,40}(?:expired|revoked|invalid)|token (?:has )?(?:expired|been revoked)|authentication[ _](?:error|failed|required)|unauthenticated|unauthorized|set an auth method|needs? to (?:log in|authenticate)|auth_required/i,
  ],
  [
    "session",
    /no conversation found|no rollout found|session not found|already in use|invalid session|no (?:such|previous) session/i,
  ],
  [
    "provider",
    /overloaded|internal server error|server-side issue|service (?:is )?(?:temporarily )?unavailable|bad gateway|high demand|server_?error|api_?error\b/i,
  ],
  [
    "network",
    /econn(?:refused|reset)|enotfound|eai_again|etimedout|epipe|socket hang up|connection (?:failed|refused|reset|dropped|error|closed)|stream (?:disconnected|closed|ended)|error sending request|fetch failed|timed? ?out|waiting for network|network error|premature close/i,
  ],
];

/**
 * What a failure is, by its HTTP status where one is known, and by its words: providers give a 400,
 * 403 and 429 for credit, limits, logins and prompts that are too long.
 */
export function readFailure(
  message: string,
  { status = null, reset = null }: { status?: number | null; reset?: Reset | null } = {},
): AgentFailure {
  const text = message.slice(0, LOOK_CHARS_MAX);
  const cause = causeOf(status ?? statusIn(text), text);
  return {
    cause,
    message: cut(oneLine(text), MESSAGE_CHARS_MAX),
    reset: cause === "limit" ? (reset ?? resetIn(text)) : null,
  };
}

/** Retries repeat their reason word for word; what a text means does not change. */
const worded = new Map<string, FailureCause | null>();
const WORDED_MAX = 64;

function causeInWords(text: string): FailureCause | null {
  const known = worded.get(text);
  if (known !== undefined) return known;
  const found = PHRASES.find(([, phrase]) => phrase.test(text))?.[0] ?? null;
  if (worded.size >= WORDED_MAX) worded.clear();
  worded.set(text, found);
  return found;
}

function causeOf(status: number | null, text: string): FailureCause {
  if (status === 408) return "network";
  if (status === 413) return "prompt-too-long";
  if (status !== null && status >= 500) return "provider";
  const words = causeInWords(text);
  if (words !== null && OWN_WORDS.has(words) && status !== 401 && status !== 429) return words;
  const refused = refusalCause(status, text);
  if (refused !== null) return refused;
  if (status === null || status < 400) return words ?? "unknown";
  return words !== null && SAID_BY_WORDS.has(words) ? words : "request";
}

/** What a 400 or 403 is given for besides, whoever else's words are in it. */
const OWN_WORDS: ReadonlySet<FailureCause> = new Set(["cap", "prompt-too-long"]);

/** What providers, and our gateway, also give a 400 for. */
const SAID_BY_WORDS: ReadonlySet<FailureCause> = new Set(["limit", "login"]);

/** An HTTP status where the text names one as such: any other three digits are only a number. */
function statusIn(text: string): number | null {
  const found =
    /(?:status(?: ?code)?[": ]{1,4}|\bHTTP[/ ][\d.]* ?|"code": ?|API Error: ?(?:Error: ?)?|rejected \(|\(status )([1-5]\d\d)\b/i.exec(
      text,
    );
  return found?.[1] === undefined ? null : Number(found[1]);
}

const UNIT_MS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
};

/** When a limit ends, as the text says it: an epoch, a date, a wait, or a time of day. */
function resetIn(text: string): Reset | null {
  return epochIn(text) ?? dateIn(text) ?? waitIn(text) ?? clockIn(text);
}

/** Seconds and milliseconds since 1970 cannot be mistaken for each other before the year 5138. */
export function epochMs(value: number): number {
  return value < 100_000_000_000 ? value * 1_000 : value;
}

function epochIn(text: string): Reset | null {
  const found =
    /\|(\d{10,13})\b/.exec(text) ?? /resets?_?at["']?\s*[:=]\s*"?(\d{10,13})\b/i.exec(text);
  return found?.[1] === undefined ? null : { kind: "at", atMs: epochMs(Number(found[1])) };
}

/** `2026-11-20T10:00:00Z`, or `Jul 5th, 2026 8:19 PM`, which has no zone: the machine's own. */
function dateIn(text: string): Reset | null {
  const iso = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)/.exec(text)?.[0];
  const worded =
    /(?:at|on|resets?) ([A-Z][a-z]{2,8} \d{1,2})(?:st|nd|rd|th)?,? (\d{4}),? (\d{1,2}:\d\d ?(?:[AP]M)?)/i.exec(
      text,
    );
  const date = iso ?? (worded === null ? undefined : `${worded[1]}, ${worded[2]} ${worded[3]}`);
  if (date === undefined) return null;
  const atMs = Date.parse(date);
  return Number.isNaN(atMs) ? null : { kind: "at", atMs };
}

/** `try again in 2 days 17 hours 14 minutes`, `reset after 3h12m50s`, `"retryDelay":"59s"`. */
function waitIn(text: string): Reset | null {
  const told =
    /(?:\bin|after|retry[-_ ]?(?:after|delay)|resets_in_seconds)["']?\s*[:=]?\s*["']?(\d+(?:\.\d+)?\s*[a-z]*(?:[\s,]+(?:and\s+)?\d+(?:\.\d+)?\s*[a-z]+|\d+(?:\.\d+)?[a-z]+){0,3})/i;
  const said = told.exec(text)?.[1];
  if (said === undefined) return null;
  let afterMs = 0;
  let units = 0;
  for (const [, amount = "", unit = ""] of said.matchAll(/(\d+(?:\.\d+)?)\s*(d|h|m|s)[a-z]*/gi)) {
    afterMs += Number(amount) * (UNIT_MS[unit.toLowerCase()] ?? 0);
    units += 1;
  }
  const bare = /^\d+(?:\.\d+)?/.exec(said)?.[0];
  if (
    units === 0 &&
    bare !== undefined &&
    /retry|resets_in_seconds/i.test(told.exec(text)?.[0] ?? "")
  )
    afterMs = Number(bare) * 1_000;
  return afterMs > 0 ? { kind: "in", afterMs: Math.ceil(afterMs) } : null;
}

/** `resets 5pm (America/Los_Angeles)`, `reset at 15:30`, `try again at 3:42 PM`. */
function clockIn(text: string): Reset | null {
  const found =
    /(?:resets?|again|available)(?: at)?:? (\d{1,2})(?::(\d\d))? ?([ap])?\.?m?\.?(?= |$|[^\w:])(?: ?\(([A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)*)\))?/i.exec(
      text,
    );
  if (found === null) return null;
  const [, hours = "", minutes = "0", half, zone] = found;
  const twelve = half?.toLowerCase();
  const raw = Number(hours);
  const hour = twelve === undefined ? raw : (raw % 12) + (twelve === "p" ? 12 : 0);
  const minute = Number(minutes);
  if (hour > 23 || minute > 59) return null;
  return { kind: "clock", hour, minute, zone: zone ?? null };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
