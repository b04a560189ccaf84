import { Option } from "commander";
import type { Workplace } from "../../../daemon/index.ts";
import type { Plan, Selection } from "../../../model/index.ts";
import { buildGraph, describeReason, renderGraph } from "../../../planner/index.ts";
import { LIMITS, OrchestratorError } from "../../../model/index.ts";
import { safeBlock, safeText } from "../../text/safe.ts";
import { count, duration, keyLabel, list, percent } from "../../text/words.ts";
import { alignRows } from "../../text/width.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { planFor, publishPlan } from "../running/dry-run.ts";
import { readGoal } from "../goals/goal-reading.ts";
import type { PlanOutlook } from "../running/outlook.ts";
import { outlookOf, outlookText, publishOutlook } from "../running/outlook.ts";
import type { Desk } from "../roadmap/streams.ts";
import { emptinessOf, findKeys, openDesk } from "../roadmap/streams.ts";
import { parsePlanAgents } from "../options/quantity.ts";
import { requireWords } from "../../text/goal-words.ts";

const FORMATS = ["text", "mermaid", "dot", "json"] as const;
type Format = (typeof FORMATS)[number];

interface PlanOptions {
  readonly goal?: string;
  readonly concurrency?: number;
  readonly explain?: boolean;
}

export const plan: Face = (command, on) => {
  command
    .argument("[ids...]", "plan for these work streams; without any, for all that is left")
    .option("--goal <text>", "plan for what this sentence means")
    .option(
      "-n, --concurrency <number>",
      "agents at a time, up to 1000 to ask about (default: configured, 3)",
      parsePlanAgents,
    )
    .option("--explain", "what limits it, what has slack, and what other teams would take")
    .action(
      on((context, ids: readonly string[], options: PlanOptions) =>
        showPlan(context, ids, options),
      ),
    );
};

export const graph: Face = (command, on) => {
  command
    .addOption(new Option("--format <format>", "how to draw it").choices(FORMATS).default("text"))
    .action(on((context, options: { format: Format }) => showGraph(context, options.format)));
};

function showPlan(context: Context, ids: readonly string[], options: PlanOptions): Answer {
  const place = workplaceOf(context);
  const desk = openDesk(context, place);
  const selection = selectionFor(place, desk, ids, options);
  const concurrency = options.concurrency ?? place.config.concurrency;
  const planned = planFor(context, place, { selection, concurrency }, desk);
  const { learned, request } = planned;
  const outlook =
    options.explain === true ? outlookOf(place, learned, { plan: planned.plan, request }) : null;
  const made = outlook === null ? planned.plan : endingAs(planned.plan, outlook, concurrency);
  return {
    schema: "plan",
    data: {
      ...publishPlan(made),
      ...(outlook === null ? {} : { outlook: publishOutlook(outlook) }),
    },
    text: [
      planText(made, concurrency),
      ...(outlook === null ? [] : [outlookText(outlook, planned.facts)]),
    ]
      .filter((part) => part !== "")
      .join("\n"),
    warnings: [...place.config.warnings, ...emptinessOf(desk.read), ...beyondRuns(concurrency)],
    next: made.schedule.length === 0 ? [] : ["orchestrator run --dry-run", "orchestrator batch"],
  };
}

function beyondRuns(agents: number): readonly string[] {
  const most = LIMITS.concurrencyMax;
  return agents > most
    ? [`a run has at most ${most} agents at a time; this plan is for ${agents}`]
    : [];
}

const STARTING: ReadonlySet<string> = new Set(["run_single", "run_parallel", "run_batch"]);

/** One end, told twice: the futures of the team that is planned for. */
function endingAs(made: Plan, { teams }: PlanOutlook, agents: number): Plan {
  const finish = teams.find((team) => team.agents === agents)?.finish;
  if (finish === undefined || made.schedule.length === 0) return made;
  return { ...made, forecast: { ...made.forecast, finish } };
}

function selectionFor(
  place: Workplace,
  desk: Desk,
  ids: readonly string[],
  options: PlanOptions,
): Selection {
  if (options.goal !== undefined) {
    requireWords(options.goal);
    const found = readGoal(place, desk, options.goal);
    const keys = found.matched.map(({ key }) => key);
    // What would start nothing has no plan: "stop 1.2" names work and asks for none.
    if (!STARTING.has(found.goalType) || (keys.length === 0 && found.goalType !== "run_batch")) {
      const told = found.goalType === "suggest" ? found.reason : found.action;
      throw new OrchestratorError("no-match", "this goal asks for no work that could be planned", {
        hint: told,
      });
    }
    return keys.length === 0 ? { kind: "all" } : { kind: "streams", keys };
  }
  const { target, read } = desk;
  if (ids.length === 0) return { kind: "all" };
  return { kind: "streams", keys: findKeys(read.facts, ids, target.id) };
}

function planText(made: Plan, concurrency: number): string {
  const out = leftOut(made);
  if (made.schedule.length === 0) {
    return out.length === 0
      ? "Nothing is left to plan."
      : ["Nothing can start.", ...out].join("\n");
  }
  const { p10, p50, p90 } = made.forecast.finish;
  const levels = made.levels.map((level, at) => [
    `  Level ${at + 1}`,
    level.map((key) => keyLabel(key)).join(", "),
  ]);
  const serialised = made.edges.filter((edge) => edge.kind === "overlap");
  return [
    `${count(made.schedule.length, "work stream")} with ${count(concurrency, "agent")} at a time`,
    ...alignRows(levels),
    `Critical path  ${made.criticalPath.map(keyLabel).join(" → ")}`,
    ...serialised.map(
      (edge) =>
        `One after the other  ${keyLabel(edge.from)}, ${keyLabel(edge.to)}: ${safeText(edge.reason)}`,
    ),
    ...out,
    `Finish in ${time(p50)} (between ${time(p10)} and ${time(p90)}, confidence ${percent(made.forecast.confidence)}); by these estimates not under ${time(made.lowerBound)}`,
    ...(made.forecast.successProbability === null
      ? []
      : [`Everything lands with ${percent(made.forecast.successProbability)}`]),
  ].join("\n");
}

/** What is open and not in the schedule, with the reason: it is no part of the times that are told. */
function leftOut({ schedule, decisions }: Plan): readonly string[] {
  const planned = new Set(schedule.map(({ id }) => id));
  const byReason = new Map<string, string[]>();
  for (const { key, reasons } of decisions) {
    const [first] = reasons;
    if (first === undefined || first.kind === "not-selected" || planned.has(key)) continue;
    if (first.kind === "status" && first.status === "cancelled") continue;
    const why = describeReason(first);
    const known = byReason.get(why);
    if (known === undefined) byReason.set(why, [keyLabel(key)]);
    else known.push(keyLabel(key));
  }
  return [...byReason].map(([why, keys]) => `Left out  ${list(keys)}: ${safeText(why)}`);
}

function time(seconds: number): string {
  return duration(seconds * 1000);
}

function showGraph(context: Context, format: Format): Answer {
  const place = workplaceOf(context);
  const { read } = openDesk(context, place);
  const drawn = buildGraph(read.facts, { overlapMax: place.config.overlapMax });
  const nodes = read.facts.map(({ id, title, status }) => ({ id, title, status }));
  const data = { nodes, edges: drawn.edges, levels: drawn.levels, cycles: drawn.cycles };
  const text =
    format === "json"
      ? JSON.stringify(data, null, 2)
      : safeBlock(renderGraph(drawn, read.facts, format)).trimEnd();
  return {
    schema: "graph",
    data: format === "json" || format === "text" ? data : { ...data, format, source: text },
    text,
    warnings: read.roadmap.diagnostics
      .filter((each) => each.code === "cycle")
      .map((each) => each.message),
  };
}
