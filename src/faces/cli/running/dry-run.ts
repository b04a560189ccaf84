import type { Workplace } from "../../../daemon/index.ts";
import { readState } from "../../../daemon/index.ts";
import type { DecisionReason, Plan, State, StreamFacts, StreamKey } from "../../../model/index.ts";
import { displayKey } from "../../../model/index.ts";
import type { PlanRequest } from "../../../planner/index.ts";
import { forecastPlan, planWork } from "../../../planner/index.ts";
import type { Learned } from "../../learning/learned.ts";
import { attemptsMaxOf, durationsOf, learnedFrom } from "../../learning/learned.ts";
import { safeText } from "../../text/safe.ts";
import { count, duration, keyLabel } from "../../text/words.ts";
import { alignRows } from "../../text/width.ts";
import type { Answer } from "../answer.ts";
import type { Context } from "../context.ts";
import type { Wish } from "./request.ts";
import type { Desk } from "../roadmap/streams.ts";
import { openDesk } from "../roadmap/streams.ts";

/** What is finished although the roadmap may not say so. */
export function doneIn(state: State): ReadonlySet<StreamKey> {
  const done = new Set<StreamKey>();
  for (const [key, { stage }] of state.streams) if (stage.kind === "completed") done.add(key);
  return done;
}

interface MadePlan {
  readonly plan: Plan;
  readonly facts: readonly StreamFacts[];
  readonly request: PlanRequest;
  readonly learned: Learned;
}

/** The plan for a wish as things stand: nothing is started, nothing is written. */
export function planFor(
  context: Context,
  place: Workplace,
  wish: Pick<Wish, "selection" | "concurrency">,
  { read }: Desk = openDesk(context, place),
): MadePlan {
  const { state } = readState(place);
  const learned = learnedFrom(state);
  const attemptsMax = attemptsMaxOf(place.config);
  const concurrency = wish.concurrency ?? place.config.concurrency;
  const request: PlanRequest = {
    facts: read.facts,
    done: doneIn(state),
    selection: wish.selection,
    concurrency,
    overlapMax: place.config.overlapMax,
    durations: durationsOf(learned, read.facts, attemptsMax),
    attempts: learned.experience.attempts,
    nowMs: Date.now(),
  };
  const plan = planWork(request);
  return {
    plan: withForecast(plan, request, learned, attemptsMax),
    facts: read.facts,
    request,
    learned,
  };
}

/** With nothing known every stream is drawn anew: so many futures say as much as more would. */
const COLD_PLAYED_MAX = 40_000;

/** As many futures of a plan wherever its end is told, so that it is told alike. */
export function futuresOf(
  { experience }: Learned,
  { schedule }: Plan,
): { readonly futures?: number } {
  if (experience.attempts > 0) return {};
  return { futures: Math.floor(COLD_PLAYED_MAX / Math.max(1, schedule.length)) };
}

/** The end by the plan's futures; how much lands is said once there is any history of it. */
function withForecast(
  plan: Plan,
  { facts, concurrency, overlapMax }: PlanRequest,
  learned: Learned,
  attemptsMax: number,
): Plan {
  if (plan.schedule.length === 0) return plan;
  const { experience } = learned;
  const limits = { agents: concurrency, attemptsMax, overlapMax, ...futuresOf(learned, plan) };
  const { finish, ...played } = forecastPlan(plan, facts, experience, limits);
  const successProbability = experience.attempts === 0 ? null : played.successProbability;
  return { ...plan, forecast: { ...plan.forecast, finish, successProbability } };
}

/** The streams a wish is for. */
export function keysOfWish(context: Context, place: Workplace, wish: Wish): readonly StreamKey[] {
  if (wish.selection.kind === "streams") return wish.selection.keys;
  return planFor(context, place, wish).plan.schedule.map((run) => run.id);
}

export function showPlan(context: Context, place: Workplace, wish: Wish): Answer {
  const { plan, facts } = planFor(context, place, wish);
  const titles = new Map(facts.map((each) => [each.key, each.title]));
  const rows = plan.schedule.map((run) => [
    `  ${keyLabel(run.id)}`,
    `agent ${run.agent}`,
    `starts after ${duration(run.start * 1000)}`,
    safeText(titles.get(run.id) ?? ""),
  ]);
  const head =
    rows.length === 0
      ? "Nothing would be started."
      : `Would carry out ${count(rows.length, "work stream")}, ${wish.mode}:`;
  return {
    schema: "run-dry",
    data: { ...publishPlan(plan), mode: wish.mode, dryRun: true },
    text: [head, ...alignRows(rows)].join("\n"),
    warnings: place.config.warnings,
  };
}

/** The contract's shape of a plan: ids as people write them, agents counted from 1. */
export function publishPlan(plan: Plan): Record<string, unknown> {
  return {
    levels: plan.levels.map((level) => level.map(displayKey)),
    criticalPath: plan.criticalPath.map(displayKey),
    edges: plan.edges.map(({ from, to, kind, reason }) => ({
      from: displayKey(from),
      to: displayKey(to),
      kind,
      reason,
    })),
    schedule: plan.schedule.map((run) => ({
      id: displayKey(run.id),
      agent: run.agent,
      start: run.start,
      finish: run.finish,
    })),
    forecast: plan.forecast,
    lowerBound: plan.lowerBound,
    decisions: plan.decisions.map(({ key, decision, reasons }) => ({
      id: displayKey(key),
      decision,
      reasons: reasons.map(publishReason),
    })),
  };
}

function publishReason(reason: DecisionReason): DecisionReason {
  switch (reason.kind) {
    case "dependency":
      return { ...reason, on: reason.on.map(displayKey) };
    case "overlap":
      return { ...reason, with: displayKey(reason.with) };
    case "priority":
      return { ...reason, behind: displayKey(reason.behind) };
    default:
      return reason;
  }
}
