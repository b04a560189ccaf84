import type { Adapter } from "../../../agents/index.ts";
import type { AgentReport, AttemptId, Reservation, Spending } from "../../../model/index.ts";
import { amountOf } from "../../../model/index.ts";
import { monotonicMs } from "../../../platform/index.ts";
import { usageWatch } from "./usage-watch.ts";
import { ownUsage } from "./own-usage.ts";
import type { Doors, OpenDoor } from "../../gateway/doors.ts";
import { messageOf } from "../../message-of.ts";
import type { PerformContext } from "../context.ts";
import { runningStage } from "../context.ts";

/** While money is saved the cheaper model works, where the user has named one. */
export function savingContext(context: PerformContext): PerformContext {
  const level = context.state().budget?.level;
  const model = context.budget.config?.conserveModel ?? null;
  if (model === null || (level !== "conserving" && level !== "emergency")) return context;
  return { ...context, agent: { ...context.agent, model } };
}

/** An attempt's door, with what was put aside for it; null without a gateway. */
export async function openDoor(
  context: PerformContext,
  attempt: AttemptId,
  brief: () => string,
): Promise<OpenDoor | null> {
  if (context.doors === null) return null;
  const runs = await context.warden.list();
  const known = runs.find(({ id }) => id === attempt);
  // Of one that has ended nothing is asked but its counts.
  if (known?.state === "exited") return null;
  try {
    return await context.doors.open(attempt, {
      agent: context.agent,
      reservation: reservationOf(context, attempt),
      isRunning: known !== undefined,
      context: brief(),
    });
  } catch (error) {
    // Without its models it cannot work; without the team's tools it can.
    if (metersOf(context) !== null) throw error;
    context.log.warn("an agent works without the team's tools", {
      attempt,
      error: messageOf(error),
    });
    return null;
  }
}

/** Those that count: agents ask their models through them. */
function metersOf({ doors, agent }: PerformContext): Doors | null {
  return doors?.hasModelsOf(agent) === true ? doors : null;
}

/** The way to the hosts that the user lets agents reach, besides their models. */
export function wayOut(
  door: OpenDoor | null,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  if (door === null || door.token === "") return {};
  if (!door.hasModels) return besideProxy(own);
  const proxy = `http://agent:${door.token}@127.0.0.1:${door.port}`;
  const here = "127.0.0.1,localhost";
  return {
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    http_proxy: proxy,
    https_proxy: proxy,
    NO_PROXY: here,
    no_proxy: here,
  };
}

/** Where the user's proxy leads out, it does not lead to the team's tools, which are near. */
function besideProxy(own: Readonly<Record<string, string>>): Record<string, string> {
  const near = (name: string): string =>
    [own[name], "127.0.0.1", "localhost"].filter(Boolean).join(",");
  const isProxied = ["HTTP_PROXY", "http_proxy"].some((name) => (own[name] ?? "") !== "");
  return isProxied ? { NO_PROXY: near("NO_PROXY"), no_proxy: near("no_proxy") } : {};
}

/**
 * Books what a running agent has used, and tells the loop, which ends it at its allowance. The
 * gateway's count is exact; without it the agent's stream is read along, and without limits nobody
 * reads: what it cost is booked when it has ended.
 */
export function spendingWatch(
  context: PerformContext,
  attempt: AttemptId,
  adapter: Adapter,
): () => void {
  const meters = metersOf(context);
  const look =
    meters === null ? streamLook(context, attempt, adapter) : doorLook(context, attempt, meters);
  return () => {
    try {
      const seen = look();
      if (seen === null) return;
      const { spending, stopped } = seen;
      context.submit({ type: "spent", atMs: context.now(), attempt, spending, stopped });
      context.lookAtBudget();
    } catch (error) {
      // It is said again at the next look, and in full at the end.
      context.log.warn("spending not booked", { attempt, error: messageOf(error) });
    }
  };
}

type Look = () => { readonly spending: Spending; readonly stopped: boolean } | null;

function streamLook(context: PerformContext, attempt: AttemptId, adapter: Adapter): Look {
  if (context.budget.config === null) return () => null;
  const look = usageWatch(
    adapter,
    (...where) => context.warden.readOutput(attempt, "stdout", ...where),
    monotonicMs,
  );
  return () => {
    const usage = ownUsage(context.state(), attempt, look());
    if (usage === null) return null;
    const spending = context.budget.spend(context.state(), attempt, usage, context.now());
    return spending === null ? null : { spending, stopped: false };
  };
}

function doorLook(context: PerformContext, attempt: AttemptId, doors: Doors): Look {
  const look = doors.watch(attempt);
  return () => {
    const seen = look();
    if (seen === null) return null;
    const { charges, stopped } = seen;
    const spending = context.budget.charge(context.state(), attempt, charges, context.now());
    return spending === null ? null : { spending, stopped };
  };
}

/** The end of an attempt is on the books before it is in the journal: a repeated end adds nothing. */
export async function settled(
  context: PerformContext,
  attempt: AttemptId,
  report: AgentReport,
): Promise<AgentReport> {
  const charges = (await context.doors?.close(attempt)) ?? null;
  const counted = metersOf(context) === null ? null : charges;
  const atMs = context.now();
  const cost = context.budget.settle(context.state(), attempt, report, { atMs, counted });
  if (cost === null) return report;
  noteCapped(context, attempt, report, cost);
  context.lookAtBudget();
  return { ...report, cost };
}

/** Its door was shut, and it ended for that before anybody could ask it to: said before its end. */
function noteCapped(
  context: PerformContext,
  attempt: AttemptId,
  { outcome }: AgentReport,
  spending: Spending,
): void {
  const reservation = reservationOf(context, attempt);
  if (metersOf(context) === null || reservation === null) return;
  if (outcome.kind === "claimed-done") return;
  const { amount, limited } = reservation;
  const spent = amountOf(spending);
  const isShut =
    (limited.microUsd && spent.microUsd >= amount.microUsd) ||
    (limited.tokens && spent.tokens >= amount.tokens);
  if (!isShut) return;
  context.submit({ type: "spent", atMs: context.now(), attempt, spending, stopped: true });
}

function reservationOf(context: PerformContext, attempt: AttemptId): Reservation | null {
  return runningStage(context, attempt)?.reservation ?? null;
}
