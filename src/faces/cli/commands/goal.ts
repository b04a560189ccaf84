import { readState } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { InterpretedGoal, Selection, StreamFacts, StreamKey } from "../../../model/index.ts";
import { displayKey, EXIT, OrchestratorError, unreachable } from "../../../model/index.ts";
import type { WordReading } from "../../../planner/index.ts";
import { explainWords, goalTopic } from "../../../planner/index.ts";
import { phaseLine } from "../../announce/phases.ts";
import { safeText } from "../../text/safe.ts";
import { commandLine, count, keyLabel, percent } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { isUnderstood, readGoal } from "../goals/goal-reading.ts";
import { askYesNo } from "../terminal/prompt.ts";
import { readStandardInput } from "../terminal/standard-input.ts";
import type { Wish } from "../running/request.ts";
import type { RunOptions } from "../running/run-session.ts";
import { openDesk } from "../roadmap/streams.ts";
import { concurrencyOption, withRunOptions } from "./runs.ts";
import { requireWords } from "../../text/goal-words.ts";

interface GoalOptions extends RunOptions {
  readonly auto?: boolean;
  readonly explain?: boolean;
  readonly propose?: boolean;
}

export const goal: Face = (command, on) => {
  withRunOptions(command)
    .argument("<text...>", 'what you want, in words; "-" reads it from standard input')
    .option("--auto", "do not ask before starting")
    .option("--explain", "start nothing; show which words matched what")
    .option("--propose", "what matches nothing: let an agent propose work streams, as a diff")
    .addOption(concurrencyOption("agents at a time"))
    .action(
      on((context, words: readonly string[], options: GoalOptions) =>
        pursue(context, words.join(" "), options),
      ),
    );
};

async function pursue(context: Context, typed: string, options: GoalOptions): Promise<Answer> {
  const text = (typed === "-" ? await readStandardInput() : typed).trim();
  requireWords(text);
  const place = workplaceOf(context);
  const desk = openDesk(context, place);
  announcePhase(context, "Starting");
  const { facts } = desk.read;
  const found = readGoal(place, desk, text);
  announcePhase(context, "Complete");
  if (options.explain === true) return interpretation(found, explainWords(found, facts));
  if (options.dryRun === true) return interpretation(found);
  if (options.propose === true) {
    // What the roadmap has is not proposed again, and a proposal never starts anything.
    if (found.goalType !== "suggest") return interpretation(found);
    return (await import("../goals/propose.ts")).proposeWork(context, place, text, options);
  }
  switch (found.goalType) {
    case "run_single":
    case "run_parallel":
    case "run_batch":
      return start(context, place, found, options);
    case "status":
      return answerQuestion(context, place, found);
    case "report":
      return (await import("./report.ts")).latestReport(context, place);
    case "list_agents":
      return (await import("./look.ts")).listAgents(place);
    case "stop":
      return (await import("./stop.ts")).stopAgents(
        context,
        found.matched.map(({ key }) => displayKey(key)),
        false,
      );
    case "garden":
      return (await import("./garden.ts")).gardenRoadmap(context, { check: false });
    case "help":
      return (await import("./help.ts")).helpText();
    case "suggest":
      return interpretation(found);
    default:
      return unreachable(found.goalType);
  }
}

/** Questions are answered from the journal: about one stream, about the team, or how it all stands. */
async function answerQuestion(
  context: Context,
  place: Workplace,
  found: InterpretedGoal,
): Promise<Answer> {
  const [one, more] = found.matched;
  if (one !== undefined && more === undefined) {
    return (await import("./explain.ts")).explainOne(context, displayKey(one.key));
  }
  const status = (await import("./status.ts")).showStatus(context, place);
  const topic = goalTopic(found.goal);
  if (topic === null) return status;
  const { data, text } = (await import("../goals/team-answers.ts")).answerTopic(place, topic);
  return { ...status, data: { ...(status.data as object), ...data }, text };
}

function announcePhase(context: Context, state: string): void {
  const { quiet, json, ndjson } = context.globals;
  if (!quiet && !json && !ndjson) context.terminal.err(`${phaseLine(1, state)}\n`);
}

const NAME_IT = "Say it with an id: orchestrator run ID";
const PROPOSE = `${NAME_IT}, or have work streams proposed for it: add --propose`;

/** What the sentence was understood to mean; nothing is started. */
function interpretation(found: InterpretedGoal, words?: readonly WordReading[]): Answer {
  const matched = found.matched.map(({ key, title, score }) => ({
    id: displayKey(key),
    title,
    score,
  }));
  const options = found.options.map(({ label, keys }) => ({ label, ids: keys.map(displayKey) }));
  const data = {
    goal: found.goal,
    goalType: found.goalType,
    action: found.action,
    matched,
    confidence: found.confidence,
    reason: found.reason,
    options,
    ...(words === undefined ? {} : { words }),
  };
  const text = [
    safeText(found.action),
    ...found.matched.map(
      ({ key, title, score }) => `  ${keyLabel(key)}: ${safeText(title)} (${percent(score)})`,
    ),
    `Confidence ${percent(found.confidence)}: ${safeText(found.reason)}`,
    ...(words ?? []).map(({ said, as }) => `  ${safeText(said)}: ${safeText(as)}`),
    ...(options.length === 0 ? [] : ["Options:"]),
    ...options.map((option, at) => `  ${at + 1}. ${safeText(option.label)}`),
  ].join("\n");
  const next = options.flatMap(({ ids }) =>
    ids.length === 0 ? [] : [commandLine("orchestrator run", ...ids)],
  );
  const answer: Answer = { schema: "goal", data, text, next: next.slice(0, 3) };
  if (found.goalType !== "suggest") return answer;
  return { ...answer, exit: EXIT.notFound, failure: { code: "no-match", ...refusal(found, next) } };
}

/** Why nothing was started, and what to do about it. */
function refusal(
  found: InterpretedGoal,
  [instead]: readonly string[],
): { readonly message: string; readonly hint: string } {
  const [, own] = /command of its own: (orchestrator \S+?)\.$/.exec(found.reason) ?? [];
  if (own !== undefined) return { message: "that is a command of its own", hint: `Type: ${own}` };
  if (found.matched.length === 0) {
    return { message: "nothing in the roadmap matches this goal", hint: PROPOSE };
  }
  if (!isUnderstood(found)) return { message: "not sure enough what is meant", hint: NAME_IT };
  const ids = found.matched.slice(0, 1).map(({ key }) => displayKey(key));
  const hint =
    instead === undefined
      ? `See how it stands: ${commandLine("orchestrator explain", ...ids)}`
      : `What could be done instead: ${instead}`;
  return { message: `nothing was started: ${found.reason}`, hint };
}

async function start(
  context: Context,
  place: Workplace,
  found: InterpretedGoal,
  options: GoalOptions,
): Promise<Answer> {
  const keys = found.matched.map(({ key }) => key);
  if (keys.length === 0 && found.goalType !== "run_batch") return interpretation(found);
  await confirm(context, place, found, keys, options);
  const { facts } = openDesk(context, place).read;
  const selection: Selection = isEverything(found, facts)
    ? { kind: "all" }
    : { kind: "streams", keys };
  const mode = { run_single: "single", run_parallel: "parallel", run_batch: "batch" } as const;
  const type =
    found.goalType === "run_single" || found.goalType === "run_parallel"
      ? found.goalType
      : "run_batch";
  const wish: Wish = {
    mode: mode[type],
    selection,
    concurrency: options.concurrency ?? (type === "run_single" ? 1 : null),
    goal: found.goal,
    verify: options.verify !== false,
  };
  const { carryOut } = await import("../running/run-session.ts");
  return carryOut(context, wish, options, place);
}

/** Nothing is left out: what is added to the roadmap while it runs is meant as well. */
function isEverything({ goalType, matched }: InterpretedGoal, facts: readonly StreamFacts[]) {
  if (goalType !== "run_batch") return false;
  const keys = new Set(matched.map(({ key }) => key));
  return facts.every(
    ({ key, workable, defect, status }) =>
      keys.has(key) || !workable || defect !== null || status === "complete",
  );
}

/** A person is asked before anything starts; where nobody can be, only a small scope may. */
async function confirm(
  context: Context,
  place: Workplace,
  found: InterpretedGoal,
  keys: readonly StreamKey[],
  options: GoalOptions,
): Promise<void> {
  if (options.auto === true || context.globals.yes || options.detach === true) return;
  const amount = keys.length === 0 ? readyCount(context, place) : keys.length;
  const plan = keys.map((key) => keyLabel(key)).join(", ");
  if (context.interactive) {
    const scope = `${count(amount, "agent")}${plan === "" ? "" : ` for ${plan}`}`;
    context.terminal.err(`${safeText(found.action)}\n`);
    if (await askYesNo(`This will spawn ${scope}. Should I proceed?`)) return;
    throw new OrchestratorError("denied", "nothing was started", { hint: "You answered no." });
  }
  if (amount <= place.config.concurrency) return;
  throw new OrchestratorError("pending", `this goal means ${count(amount, "work stream")}`, {
    hint: "Nobody could be asked. To start them all: add --auto. To see them: --dry-run",
    details: { ids: keys.map(displayKey) },
  });
}

function readyCount(context: Context, place: Workplace): number {
  const { read } = openDesk(context, place);
  const { state } = readState(place);
  return read.roadmap.workStreams.filter((stream) => {
    const stage = state.streams.get(`${read.facts[0]?.target}:${stream.id}`)?.stage.kind;
    return stream.available && stage !== "completed";
  }).length;
}
