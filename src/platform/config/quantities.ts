const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const DURATION_MS_MAX = 30 * 86_400_000;

/** Milliseconds of `30m`, `1.5h`, `1h30m`, `1800` (seconds); null when it is none, or ≤ 0. */
export function parseDuration(text: string | number): number | null {
  if (typeof text === "number") return bounded(text * 1000);
  const plain = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(plain)) return bounded(Number(plain) * 1000);
  if (!/^(\d+(\.\d+)?\s*(ms|s|m|h|d)\s*)+$/.test(plain)) return null;
  let total = 0;
  for (const [, amount, unit] of plain.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)/g)) {
    total += Number(amount) * (UNIT_MS[unit ?? ""] ?? Number.NaN);
  }
  return bounded(total);
}

function bounded(ms: number): number | null {
  const whole = Math.round(ms);
  return Number.isFinite(whole) && whole > 0 && whole <= DURATION_MS_MAX ? whole : null;
}

const UNIT_BYTES: Readonly<Record<string, number>> = {
  "": 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

/**
 * Bytes of `8GB`, `1.5 GiB`, `512MB` (powers of 1024 all), `75%` of `whole`, or a number of bytes;
 * null when it is none of these, or under a mebibyte.
 */
export function parseSize(text: string | number, whole: number): number | null {
  // Not with the flag `i`: such an expression loads tables of all of Unicode's letters.
  const found = /^\s*(\d+(?:\.\d+)?)\s*(%|[kmgtKMGT]?[iI]?[bB]?)\s*$/.exec(String(text));
  if (found === null) return null;
  const unit = (found[2] ?? "").toLowerCase();
  const value =
    Number(found[1]) *
    (unit === "%"
      ? whole / 100
      : (UNIT_BYTES[unit[0] === "i" || unit[0] === "b" ? "" : (unit[0] ?? "")] ?? Number.NaN));
  const bytes = Math.floor(value);
  return Number.isSafeInteger(bytes) && bytes >= 1024 ** 2 ? bytes : null;
}

/** 0…1 of `20%` or `0.2`; null when it is none. */
export function parseShare(text: string | number): number | null {
  if (typeof text === "number") return text >= 0 && text <= 1 ? text : null;
  const found = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text);
  if (found === null) return null;
  const value = Number(found[1]) / (found[2] === "%" ? 100 : 1);
  return value <= 1 ? value : null;
}
