import { openLedger, placeInCalendar } from "../../ledger/index.ts";
import type { BudgetConfig, BudgetLimit, BudgetReading, State } from "../../model/index.ts";
import { nowMs } from "../../platform/index.ts";
import { accountsOf, allHands } from "../hands.ts";
import type { Workplace } from "../workplace.ts";
import { ledgerPath, runOf } from "./desk.ts";
import { readBudget, sharedLimits } from "./reading.ts";

/** The money as it stands now, for people to look at. */
export interface BudgetStanding {
  readonly config: BudgetConfig;
  readonly day: string;
  /** What "day" means: `+01:00`. */
  readonly utcOffset: string;
  readonly reading: BudgetReading;
  /** Every limit that counters belong to; an attempt's and a stream's have none of their own. */
  readonly limits: readonly BudgetLimit[];
}

/** Null where nothing is limited. */
export function budgetStanding(place: Workplace, state: State): BudgetStanding | null {
  const config = place.readBudget();
  if (config === null) return null;
  const atMs = nowMs();
  const { day, month, utcOffset } = placeInCalendar(atMs);
  const agent = place.config.agents["default"];
  const team = state.session?.request.team ?? null;
  const accounts = agent === undefined ? [] : accountsOf(allHands(place.config, agent, team));
  const where = { repo: place.repoId, run: runOf(state), day, month };
  const ledger = openLedger(ledgerPath());
  try {
    const shared = sharedLimits(config, ledger, { ...where, accounts }, atMs);
    const own = [
      ...Object.entries(config.roles).map(([role, cap]) =>
        ledger.standing("role", cap, { ...where, role }, atMs),
      ),
      ...Object.entries(config.targets).map(([target, cap]) =>
        ledger.standing("target", cap, { ...where, target }, atMs),
      ),
    ];
    const reading = readBudget(config, ledger, shared, atMs);
    return { config, day, utcOffset, reading, limits: [...shared, ...own] };
  } finally {
    ledger.close();
  }
}

/** A person has looked at a hold and lets the team go on. */
export function allowSpending(): void {
  const ledger = openLedger(ledgerPath());
  try {
    ledger.noteAct("allowed", nowMs());
  } finally {
    ledger.close();
  }
}
