export type { CalendarPlace } from "./calendar.ts";
export { placeInCalendar, quietUntilMs } from "./calendar.ts";
export { Ledger, PACE_BUCKET_MS, openLedger, placeOf } from "./ledger.ts";
export type {
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
