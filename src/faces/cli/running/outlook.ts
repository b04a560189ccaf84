import type { Workplace } from "../../../daemon/index.ts";
import { budgetStanding, readState } from "../../../daemon/index.ts";
import type { Plan, StreamFacts, StreamKey } from "../../../model/index.ts";
import { displayKey } from "../../../model/index.ts";
import type { Interval, PlanRequest } from "../../../planner/index.ts";
import { forecastPlan, planWork, slackOf } from "../../../planner/index.ts";
import type { Learned } from "../../learning/learned.ts";
import { attemptsMaxOf } from "../../learning/learned.ts";
import { safeText } from "../../text/safe.ts";
import { duration, keyLabel, list, percent } from "../../text/words.ts";
import { alignRows } from "../../text/width.ts";
import { futuresOf } from "./dry-run.ts";

/** What a plan rests on, and what would change it. Times are seconds. */
export interface PlanOutlook {
  /** The same work with other teams, the smallest first. */
  readonly teams: readonly {
    readonly agents: number;
    readonly finish: Interval;
    readonly tokens: Interval | null;
    readonly utilisation: number;
  }[];
  /** What the end waits for most often: a share of the futures. */
  readonly bottlenecks: readonly { readonly key: StreamKey; readonly share: number }[];
  readonly limitedBy: "chain" | "agents";
  readonly slack: readonly { readonly key: StreamKey; readonly seconds: number }[];
  /** Attempts that it was learned from; 0: efforts alone. */
  readonly attempts: number;
  /** The limit of tokens that may end before the work does; null where none will. */
  readonly budget: {
    readonly limit: string;
    readonly tokensLeft: number;
    /** At least nine futures in ten need more than is left. */
    readonly surely: boolean;
  } | null;
}

const BOTTLENECKS = 3;

/** The plan with 1, 2, … agents, played through; `request` is the one the plan was made of. */
export function outlookOf(
  place: Workplace,
  learned: Learned,
  made: { readonly plan: Plan; readonly request: PlanRequest },
): PlanOutlook {
  const { plan, request } = made;
  const { concurrency, facts, overlapMax } = request;
  const attemptsMax = attemptsMaxOf(place.config);
  const play = (one: Plan, agents: number) =>
    forecastPlan(one, facts, learned.experience, {
      agents,
      attemptsMax,
      overlapMax,
      ...futuresOf(learned, one),
    });
  const own = play(plan, concurrency);
  const sizes = [...new Set([1, 2, concurrency, 2 * concurrency])].sort((a, b) => a - b);
  const teams = sizes.map((agents) => {
    const played =
      agents === concurrency ? own : play(planWork({ ...request, concurrency: agents }), agents);
    const { finish, tokens, utilisation } = played;
    return { agents, finish, tokens, utilisation };
  });
  const shares = own.keys.map((key, i) => ({ key, share: own.critical[i] ?? 0 }));
  const work = plan.schedule.reduce((sum, { start, finish }) => sum + finish - start, 0);
  const chain = chainSeconds(plan);
  return {
    teams,
    bottlenecks: [...shares].sort((a, b) => b.share - a.share).slice(0, BOTTLENECKS),
    limitedBy: chain >= work / concurrency ? "chain" : "agents",
    slack: [...slackOf(plan)].map(([key, seconds]) => ({ key, seconds })),
    attempts: learned.experience.attempts,
    budget: budgetEnd(place, own.tokens),
  };
}

/** The limit of all work with the least left, where the plan takes more than that. */
function budgetEnd(place: Workplace, tokens: Interval | null): PlanOutlook["budget"] {
  if (tokens === null) return null;
  const limits = budgetStanding(place, readState(place).state)?.limits ?? [];
  const [least] = limits
    .flatMap(({ scope, name, cap, used, reserved }) => {
      // A role's or a target's own limit holds back its own work alone.
      if (cap.tokens === null || scope === "role" || scope === "target") return [];
      const tokensLeft = Math.max(0, cap.tokens - used.tokens - reserved.tokens);
      return [{ limit: name, tokensLeft }];
    })
    .sort((a, b) => a.tokensLeft - b.tokensLeft);
  if (least === undefined || tokens.p90 <= least.tokensLeft) return null;
  return { ...least, surely: tokens.p10 > least.tokensLeft };
}

function chainSeconds({ criticalPath, schedule }: Plan): number {
  const chain = new Set(criticalPath);
  return schedule
    .filter((run) => chain.has(run.id))
    .reduce((sum, { start, finish }) => sum + finish - start, 0);
}

export function publishOutlook(outlook: PlanOutlook): Record<string, unknown> {
  return {
    ...outlook,
    bottlenecks: outlook.bottlenecks.map(({ key, share }) => ({ id: displayKey(key), share })),
    slack: outlook.slack.map(({ key, seconds }) => ({ id: displayKey(key), seconds })),
  };
}

function budgetText({ limit, tokensLeft, surely }: NonNullable<PlanOutlook["budget"]>): string {
  const left = tokensLeft.toLocaleString("en");
  return `The budget ${surely ? "ends" : "may end"} first: ${left} tokens are left of ${safeText(limit)} (orchestrator budget).`;
}

export function outlookText(outlook: PlanOutlook, facts: readonly StreamFacts[]): string {
  if (outlook.slack.length === 0) return "";
  const time = (seconds: number): string => duration(seconds * 1_000);
  const rows = outlook.teams.map(({ agents, finish, tokens, utilisation }) => [
    `  ${agents === 1 ? "1 agent" : `${agents} agents`}`,
    `${time(finish.p50)} (${time(finish.p10)} to ${time(finish.p90)})`,
    `${percent(utilisation)} at work`,
    tokens === null ? "" : `${tokens.p50.toLocaleString("en")} tokens`,
  ]);
  const known = new Set(facts.map(({ key }) => key));
  const tight = outlook.slack.filter(({ key, seconds }) => seconds === 0 && known.has(key));
  const why =
    outlook.limitedBy === "chain"
      ? "its longest chain: more agents would not help much"
      : "the number of agents: more would help";
  return [
    "With other teams:",
    ...alignRows(rows),
    `The end waits most for  ${outlook.bottlenecks
      .map(({ key, share }) => `${keyLabel(key)} (${percent(share)})`)
      .join(", ")}`,
    `No slack  ${list(tight.map(({ key }) => keyLabel(key)))}`,
    `The plan is limited by ${why}.`,
    ...(outlook.budget === null ? [] : [budgetText(outlook.budget)]),
    outlook.attempts === 0
      ? "Nothing has been learned here yet: times are efforts, and wide."
      : `Learned from ${outlook.attempts} attempts: orchestrator learn calibration`,
  ].join("\n");
}
