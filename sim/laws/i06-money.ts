import type { AttemptId, BudgetReading, Priority, StreamKey } from "../../src/model/index.ts";
import { amountOf } from "../../src/model/index.ts";
import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";
import type { Simulation } from "../simulation.ts";
import { RESPONSE_TOKENS } from "../world/purse.ts";

const NORMAL: BudgetReading = { level: "normal", limit: null, untilMs: null, why: "" };

/**
 * I6: nothing begins without money put aside for it, nor while the level on record forbids it; who
 * has used up theirs is asked to end at once; what waits for money waits until there is some, and
 * has not failed; and the cap holds, but for the one response that was on its way.
 */
export function money(): Law {
  let reading = NORMAL;
  const allowances = new Map<AttemptId, number>();
  const waiting = new Map<StreamKey, number>();
  const denied = new Set<AttemptId>();
  let over: AttemptId | null = null;

  const law: Law = {
    id: "I6",
    onEvent: heeding(
      [
        "budget-level",
        "session-started",
        "reopened",
        "claimed",
        "prepared",
        "unaffordable",
        "failed",
        "spent",
      ],
      (sim, event) => {
        switch (event.type) {
          case "budget-level":
            reading = event.reading;
            waiting.clear();
            return;
          case "session-started":
            waiting.clear();
            return;
          case "reopened":
            waiting.delete(event.key);
            return;
          case "claimed":
            noteClaim(sim, event.key, event.atMs);
            return;
          case "prepared": {
            const { reservation } = event;
            if (reservation !== undefined) allowances.set(event.attempt, reservation.amount.tokens);
            return;
          }
          case "unaffordable":
            denied.add(event.attempt);
            if (!event.mayComeBack) waiting.set(event.key, event.retryAtMs);
            return;
          case "failed":
            if (denied.has(event.attempt)) breaks(law, `${event.attempt} failed for want of money`);
            return;
          case "spent": {
            const allowance = allowances.get(event.attempt) ?? Number.POSITIVE_INFINITY;
            if (amountOf(event.spending).tokens > allowance) over = event.attempt;
            return;
          }
          default:
        }
      },
    ),
    afterTurn(sim) {
      if (over === null) return;
      const entry = sim.chronicle.ofAttempt(over);
      if (entry?.running === true && entry.stoppingSinceMs === null) {
        breaks(law, `${over} has used up what it may, and goes on`);
      }
      over = null;
    },
    onHappening(sim, happening) {
      if (happening.kind !== "agent-began" || !sim.purse.isLimited) return;
      const { attempt } = happening;
      if (!sim.purse.isGranted(attempt)) breaks(law, `${attempt} begins, and nothing is put aside`);
      const { cap, taken, beyond } = sim.purse.standing;
      if (taken > cap + beyond) breaks(law, `${taken} of ${cap} tokens are taken`);
      const most = sim.machine.alive.size * RESPONSE_TOKENS;
      if (sim.purse.hasDoors && beyond > most + cap) breaks(law, `${beyond} tokens beyond ${cap}`);
    },
  };

  function noteClaim(sim: Simulation, key: StreamKey, atMs: number): void {
    const retryAtMs = waiting.get(key);
    if (retryAtMs !== undefined && atMs < retryAtMs) {
      breaks(law, `${key} begins again before there is money for it`);
    }
    waiting.delete(key);
    const entry = sim.chronicle.of(key);
    if (entry === undefined) return;
    const { level } = reading;
    if (!mayBegin(sim, key, entry.facts.priority)) {
      breaks(law, `${key} (${entry.facts.priority}) begins at the level ${level}`);
    }
    if (level !== "conserving" && level !== "emergency") return;
    const half = Math.max(1, Math.floor(sim.chronicle.limit / 2));
    const taken = [...sim.chronicle.streams.values()].filter(({ holdsSlot }) => holdsSlot).length;
    if (taken >= half) breaks(law, `${key} is the ${taken + 1}th agent while money is saved`);
  }

  function mayBegin(sim: Simulation, key: StreamKey, priority: Priority): boolean {
    switch (reading.level) {
      case "normal":
        return true;
      case "conserving":
        return priority !== "low" || sim.chronicle.named.has(key);
      case "emergency":
        return priority === "critical" || priority === "high";
      case "exhausted":
      case "quiet":
      case "held":
        return false;
    }
  }
  return law;
}
