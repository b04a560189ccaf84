import type {
  Amount,
  BudgetReading,
  Cap,
  DecisionReason,
  EffectOf,
  Outcome,
  Reservation,
  Spending,
  State,
  StreamFacts,
  StreamState,
} from "../../model/index.ts";
import { LIMITS, amountOf, describeCap, describeLimit, newTokens } from "../../model/index.ts";
import { describeShort } from "../evolve/short.ts";
import { teamSize } from "../queue/size.ts";
import type { StageOf } from "../stages.ts";
import { currentStream, isStage } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

/** How many may work side by side: as many as go well, and half as many while money is saved. */
export function slotLimit(state: State): number {
  const level = state.budget?.level;
  const saves = level === "conserving" || level === "emergency";
  const most = teamSize(state);
  return saves ? Math.max(1, Math.floor(most / 2)) : most;
}

/** Why there is no money for a stream now; null when there may be. */
export function budgetObstacle(
  state: State,
  stream: StreamState,
  atMs: number,
): DecisionReason | null {
  const { stage, facts } = stream;
  if (stage.kind === "waiting" && stage.short !== undefined && isShort(stage, atMs)) {
    return describeShort(stage.short.limit);
  }
  const { budget } = state;
  if (budget === null || !holdsBack(state, budget, facts)) return null;
  const { level, untilMs, why } = budget;
  return { kind: "budget", level, untilMs, why };
}

function holdsBack(state: State, { level }: BudgetReading, facts: StreamFacts): boolean {
  switch (level) {
    case "normal":
      return false;
    case "conserving":
      return (facts.priority === "low" || isDocumentation(facts)) && !isNamed(state, facts);
    case "emergency":
      return facts.priority !== "critical" && facts.priority !== "high";
    case "exhausted":
    case "quiet":
    case "held":
      return true;
  }
}

/** A person who asks for just this stream has weighed it. */
function isNamed({ session }: State, { key }: StreamFacts): boolean {
  const selection = session?.request.selection;
  return selection?.kind === "streams" && selection.keys.includes(key);
}

const DOCUMENT = /\.(md|mdx|rst|adoc|txt)$|(^|\/)docs?\//i;

/** All that it says it changes is documentation. */
function isDocumentation({ files }: StreamFacts): boolean {
  return files.length > 0 && files.every((path) => DOCUMENT.test(path));
}

/** It ran into a limit that still holds: its time has not come, and nobody has raised it. */
function isShort({ short, notBeforeMs }: StageOf<"waiting">, atMs: number): boolean {
  if (short === undefined) return false;
  return notBeforeMs > atMs || (short.limit.untilMs === null && !short.mayComeBack);
}

/** Nothing of the session can start before a person or another day brings money. */
export function isOutOfMoney(turn: Turn): boolean {
  const { state, work, atMs } = turn;
  if (work.ready.size === 0 || state.budget?.level === "quiet") return false;
  for (const key of work.ready) {
    const stream = state.streams.get(key);
    if (stream === undefined) continue;
    const { stage } = stream;
    const comesBack = stage.kind === "waiting" && stage.short?.mayComeBack === true;
    if (comesBack || budgetObstacle(state, stream, atMs) === null) return false;
  }
  return true;
}

export const RAISE = "Raise it: orchestrator budget set";

/** What a session ends with when there is no money: the limit, and the person's way out. */
export function describeLackOfMoney(turn: Turn): string {
  const { state, work } = turn;
  for (const key of work.ready) {
    const stream = state.streams.get(key);
    const stage = stream?.stage;
    if (stage?.kind !== "waiting" || stage.short === undefined) continue;
    const { limit } = stage.short;
    return `the budget leaves nothing to start with: ${describeLimit(limit)}. ${RAISE} ${limit.scope} AMOUNT`;
  }
  const { budget } = state;
  if (budget?.level === "held") return `${budget.why}. Let it go on: orchestrator budget allow`;
  const scope = budget?.limit?.scope ?? "day";
  return `the budget leaves nothing to start with: ${budget?.why ?? ""}. ${RAISE} ${scope} AMOUNT`;
}

export function noteBudget(turn: Turn, reading: BudgetReading): void {
  const { budget } = turn.state;
  const same =
    budget?.level === reading.level &&
    budget.untilMs === reading.untilMs &&
    budget.limit?.scope === reading.limit?.scope &&
    budget.limit?.name === reading.limit?.name &&
    capText(budget) === capText(reading);
  const normal = budget === null && reading.level === "normal";
  if ((same || normal) && !someAreShort(turn)) return;
  emit(turn, { type: "budget-level", from: budget?.level ?? "normal", reading });
}

function capText({ limit }: BudgetReading): string {
  return limit === null ? "" : describeCap(limit.cap);
}

function someAreShort({ work, state }: Turn): boolean {
  for (const key of work.ready) {
    const stage = state.streams.get(key)?.stage;
    if (stage?.kind === "waiting" && stage.short !== undefined) return true;
  }
  return false;
}

/** What a level was said to last until is over: whoever looks next may say otherwise. */
export function heedBudget(turn: Turn): void {
  const untilMs = turn.state.budget?.untilMs ?? null;
  if (untilMs === null || untilMs > turn.atMs) return;
  const why = "its time is over";
  emit(turn, {
    type: "budget-level",
    from: turn.state.budget?.level ?? "normal",
    reading: { level: "normal", limit: null, untilMs: null, why },
  });
}

/** No money was put aside: the attempt never was, and the stream waits for it (not a failure). */
export function noteUnaffordable(
  turn: Turn,
  effect: EffectOf<"prepare">,
  outcome: Extract<Outcome, { readonly kind: "unaffordable" }>,
): void {
  const { attempt, key } = effect;
  const { limit, mayComeBack } = outcome;
  const dueMs = mayComeBack ? turn.atMs + LIMITS.budgetLookMs : (limit.untilMs ?? 0);
  emit(turn, { type: "unaffordable", attempt, key, limit, mayComeBack, retryAtMs: dueMs });
  if (limit.scope !== "stream" || mayComeBack) return;
  // The breaker on retries: so much for one stream, and nothing landed.
  const reason = `it has spent what it may without landing: ${describeLimit(limit)}. ${RAISE} stream AMOUNT`;
  emit(turn, { type: "blocked", key, reason, cause: "budget" });
}

/** What a running attempt has spent; beyond its allowance it is asked to end. */
export function noteSpent(turn: Turn, attempt: string, spending: Spending, stopped: boolean): void {
  const stage = currentStream(turn.state, attempt)?.stage;
  if (stage === undefined || !isStage(stage, "running")) return;
  if (isMore(spending, stage.spent ?? null)) emit(turn, { type: "spent", attempt, spending });
  const over = stage.reservation !== undefined && isUsedUp(stage.reservation, amountOf(spending));
  if ((over || stopped) && stage.stopping === null) {
    emit(turn, { type: "agent-stopping", attempt, cause: "budget", now: false });
  }
}

function isMore(now: Spending, before: Spending | null): boolean {
  if (before === null) return true;
  return now.microUsd > before.microUsd || newTokens(now.tokens) > newTokens(before.tokens);
}

function isUsedUp({ amount, limited }: Reservation, spent: Amount): boolean {
  return (
    (limited.microUsd && spent.microUsd > amount.microUsd) ||
    (limited.tokens && spent.tokens > amount.tokens)
  );
}

/** What was put aside, as a limit of what is limited at all. */
export function capOf({ amount, limited }: Reservation): Cap {
  return {
    microUsd: limited.microUsd ? amount.microUsd : null,
    tokens: limited.tokens ? amount.tokens : null,
  };
}
