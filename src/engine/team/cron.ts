/** A cron line as sets of numbers; `null`: every value. */
interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly days: ReadonlySet<number> | null;
  readonly weekdays: ReadonlySet<number> | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The rarest line that ever comes, 29 February on a certain day of the week, comes in 40 years. */
const DAYS_MAX = 40 * 366;

/**
 * The first time after `afterMs` that a cron line names, in epoch milliseconds, in UTC; null for a
 * line that is none or that never comes (31 February). Where both kinds of day are named either
 * will do, as cron has it.
 */
export function nextCronMs(line: string, afterMs: number): number | null {
  const cron = parseCron(line);
  if (cron === null) return null;
  const startMs = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
  let dayMs = Math.floor(startMs / DAY_MS) * DAY_MS;
  for (let days = 0; days < DAYS_MAX; days++, dayMs += DAY_MS) {
    if (!isDay(cron, dayMs)) continue;
    const found = firstOf(cron, dayMs, startMs);
    if (found !== null) return found;
  }
  return null;
}

function isDay({ months, days, weekdays }: Cron, dayMs: number): boolean {
  const date = new Date(dayMs);
  if (!months.has(date.getUTCMonth() + 1)) return false;
  const isDate = days?.has(date.getUTCDate()) ?? false;
  const isWeekday = weekdays?.has(date.getUTCDay()) ?? false;
  if (days === null && weekdays === null) return true;
  return isDate || isWeekday;
}

function firstOf({ hours, minutes }: Cron, dayMs: number, startMs: number): number | null {
  for (let hour = 0; hour < 24; hour++) {
    if (!hours.has(hour)) continue;
    for (let minute = 0; minute < 60; minute++) {
      const atMs = dayMs + (hour * 60 + minute) * MINUTE_MS;
      if (minutes.has(minute) && atMs >= startMs) return atMs;
    }
  }
  return null;
}

function parseCron(line: string): Cron | null {
  const [minute, hour, day, month, weekday, ...more] = line.trim().split(/\s+/);
  if (weekday === undefined || more.length > 0) return null;
  const minutes = parseField(minute ?? "", 0, 59);
  const hours = parseField(hour ?? "", 0, 23);
  const days = parseField(day ?? "", 1, 31);
  const months = parseField(month ?? "", 1, 12);
  const weekdays = parseField(weekday, 0, 7);
  if (minutes === null || hours === null || days === null) return null;
  if (months === null || weekdays === null) return null;
  return {
    minutes,
    hours,
    months,
    days: day === "*" ? null : days,
    // 7 is Sunday too.
    weekdays: weekday === "*" ? null : new Set([...weekdays].map((one) => one % 7)),
  };
}

/** `*`, `5`, `1-5`, a list of those, each with a step: `0-30/10`. */
function parseField(text: string, min: number, max: number): ReadonlySet<number> | null {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const found = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (found === null) return null;
    const [, first, last, every] = found;
    const step = every === undefined ? 1 : Number(every);
    const from = first === undefined ? min : Number(first);
    const alone = first !== undefined && last === undefined && every === undefined;
    const to = last !== undefined ? Number(last) : alone ? from : max;
    if (step < 1 || from < min || to > max || from > to) return null;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}
