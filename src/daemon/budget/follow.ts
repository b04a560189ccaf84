import { LIMITS } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import type { Loop } from "../loop.ts";
import { messageOf } from "../message-of.ts";
import type { BudgetDesk } from "./desk.ts";

export interface BudgetWatch {
  /** Tells the loop how things stand, if that is news. */
  look(): Promise<void>;
  close(): void;
}

/**
 * Looks at the money from time to time: another day has begun, quiet hours are over, another
 * repository has spent, a person has raised a limit.
 */
export function followBudget(desk: BudgetDesk, loop: Loop, log: Log): BudgetWatch {
  const look = async (): Promise<void> => {
    try {
      const reading = desk.look(loop.state, loop.now);
      if (reading === null) return;
      await loop.submit({ type: "budget-observed", atMs: loop.now, reading });
    } catch (error) {
      // Books that cannot be read now change nothing; no attempt begins without them either.
      log.warn("the budget could not be looked at", { error: messageOf(error) });
    }
  };
  const closeOpen = (): void => {
    // The books outlive this process: they follow what is durable (law I2).
    if (!loop.recorded) return;
    try {
      desk.reconcile(loop.state, loop.now);
    } catch (error) {
      log.warn("open attempts not booked", { error: messageOf(error) });
    }
  };
  const timer = setInterval(() => {
    closeOpen();
    void look();
  }, LIMITS.budgetLookMs);
  timer.unref();
  closeOpen();
  return { look, close: () => clearInterval(timer) };
}
