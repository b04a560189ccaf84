import type { AgentOutcome, AgentReport, AttemptId } from "../../../model/index.ts";
import { LIMITS } from "../../../model/index.ts";
import { monotonicMs } from "../../../platform/index.ts";
import { keyVariable } from "../../gateway/keys.ts";
import type { PerformContext } from "../context.ts";

/**
 * Ends an agent whose models answer it no more: some programs see that by themselves, others ask
 * again for minutes without a word. What it did is kept, and its conversation goes on later.
 */
export function haltWatch(context: PerformContext, attempt: AttemptId): () => void {
  let sinceMs: number | null = null;
  let isAsked = false;
  return () => {
    if (isAsked || (context.doors?.haltOf(attempt) ?? null) === null) return;
    sinceMs ??= monotonicMs();
    if (monotonicMs() - sinceMs < LIMITS.haltPatienceMs) return;
    isAsked = true;
    const { stopGraceMs: graceMs } = context.config.timeouts;
    context.warden.stop(attempt, { graceMs, now: false }).catch(() => {
      isAsked = false;
    });
  };
}

/**
 * The gateway knows why its models refused it, and until when: that counts more than what the
 * program makes of it. One that is done for all that is done.
 */
export function halted(
  context: PerformContext,
  attempt: AttemptId,
  report: AgentReport,
): AgentReport {
  const halt = context.doors?.haltOf(attempt) ?? null;
  const { outcome } = report;
  if (halt === null || outcome.kind === "claimed-done") return report;
  const { why, message, provider, resetAtMs } = halt;
  if (why === "limit") {
    const untilMs = resetAtMs ?? context.now() + LIMITS.usageLimitMs;
    return { ...report, outcome: { kind: "limited", untilMs, message } };
  }
  // What the program advises is a login of its own: it does not know that the key is another one.
  const variable = keyVariable(context.agent, provider);
  const place = variable === null ? "" : ` in ${variable}`;
  const refused: AgentOutcome =
    why === "credit"
      ? { kind: "credit-needed", message: `pay, or give it another key${place}. ${message}` }
      : { kind: "login-needed", message: `${message} Give it another one${place}` };
  return { ...report, outcome: refused };
}
