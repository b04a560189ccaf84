import type { Cap, QuietHours } from "../../../model/index.ts";
import type { CapSetting } from "../settings.ts";

const SCALE: Readonly<Record<string, number>> = { "": 1, k: 1_000, m: 1_000_000 };
const USD_MAX = 1_000_000;
const TOKENS_MAX = 1_000_000_000_000;

/** `$20`, `20$`, `1.5 usd`, `300k tokens`, `2M`, `$20, 1M tokens`; null when it is none of these. */
export function parseCap(setting: CapSetting): Cap | null {
  if (typeof setting !== "string") return capOf(setting.usd ?? null, setting.tokens ?? null);
  let usd: number | null = null;
  let tokens: number | null = null;
  const parts = setting
    .replace(/(\d),(?=\d{3}(?!\d))/g, "$1")
    .split(/,|\band\b/)
    .map((part) => part.trim().toLowerCase());
  for (const part of parts) {
    const money =
      /^\$\s*(\d+(?:\.\d+)?)$/.exec(part) ?? /^(\d+(?:\.\d+)?)\s*(?:\$|usd)$/.exec(part);
    const count = /^(\d+(?:\.\d+)?)\s*(?:([km])(?:\s*tokens?)?|tokens?)$/.exec(part);
    if (money !== null && usd === null) usd = Number(money[1]);
    else if (count !== null && tokens === null) {
      tokens = Number(count[1]) * (SCALE[count[2] ?? ""] ?? 1);
    } else return null;
  }
  return capOf(usd, tokens);
}

function capOf(usd: number | null, tokens: number | null): Cap | null {
  if (usd === null && tokens === null) return null;
  if (!isWithin(usd, USD_MAX) || !isWithin(tokens, TOKENS_MAX)) return null;
  return {
    microUsd: usd === null ? null : Math.round(usd * 1_000_000),
    tokens: tokens === null ? null : Math.round(tokens),
  };
}

function isWithin(value: number | null, max: number): boolean {
  return value === null || (Number.isFinite(value) && value >= 0 && value <= max);
}

/** The opposite of {@link parseCap}. */
export function capSetting({ microUsd, tokens }: Cap): CapSetting {
  return {
    ...(microUsd === null ? {} : { usd: microUsd / 1_000_000 }),
    ...(tokens === null ? {} : { tokens }),
  };
}

/** Of two limits the smaller, in money and in tokens. */
export function smallerCap(a: Cap | null, b: Cap | null): Cap | null {
  if (a === null || b === null) return a ?? b;
  return { microUsd: least(a.microUsd, b.microUsd), tokens: least(a.tokens, b.tokens) };
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** `22:00-07:00`, also `22-7`; null when it is none. */
export function parseQuietHours(text: string): QuietHours | null {
  const found = /^\s*(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?\s*$/.exec(text);
  if (found === null) return null;
  const fromMinute = minuteOf(found[1], found[2]);
  const toMinute = minuteOf(found[3], found[4]);
  if (fromMinute === null || toMinute === null || fromMinute === toMinute) return null;
  return { fromMinute, toMinute };
}

function minuteOf(hours = "", minutes = "0"): number | null {
  const [hour, minute] = [Number(hours), Number(minutes)];
  return hour <= 24 && minute <= 59 ? (hour * 60 + minute) % 1_440 : null;
}
