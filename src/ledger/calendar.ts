/** The local day and month of a moment, and when they end. Local time is the user's (TZ). */
export interface CalendarPlace {
  /** `2026-11-21` */
  readonly day: string;
  /** `2026-11` */
  readonly month: string;
  readonly dayEndsMs: number;
  readonly monthEndsMs: number;
  /** Minutes since local midnight. */
  readonly minute: number;
  /** `+01:00`: what "local" means, for people who read it elsewhere. */
  readonly utcOffset: string;
}

export function placeInCalendar(atMs: number): CalendarPlace {
  const at = new Date(atMs);
  const [year, month, date] = [at.getFullYear(), at.getMonth(), at.getDate()];
  const ym = `${String(year).padStart(4, "0")}-${two(month + 1)}`;
  return {
    day: `${ym}-${two(date)}`,
    month: ym,
    // The next local midnight, however many hours the day has.
    dayEndsMs: new Date(year, month, date + 1).getTime(),
    monthEndsMs: new Date(year, month + 1, 1).getTime(),
    minute: at.getHours() * 60 + at.getMinutes(),
    utcOffset: offsetOf(at),
  };
}

function offsetOf(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const sign = minutes < 0 ? "-" : "+";
  const whole = Math.abs(minutes);
  return `${sign}${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
}

/** When the quiet hours that hold at `atMs` end; null outside of them. */
export function quietUntilMs(
  atMs: number,
  hours: { readonly fromMinute: number; readonly toMinute: number },
): number | null {
  const { fromMinute, toMinute } = hours;
  const { minute } = placeInCalendar(atMs);
  const overnight = fromMinute > toMinute;
  const within = overnight
    ? minute >= fromMinute || minute < toMinute
    : minute >= fromMinute && minute < toMinute;
  if (!within) return null;
  const at = new Date(atMs);
  const tomorrow = overnight && minute >= fromMinute ? 1 : 0;
  return new Date(
    at.getFullYear(),
    at.getMonth(),
    at.getDate() + tomorrow,
    Math.floor(toMinute / 60),
    toMinute % 60,
  ).getTime();
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
