import { InvalidArgumentError } from "commander";
import { readInputs, readState, remember, solutionsOf } from "../../../daemon/index.ts";
import { actionsView } from "../../../journal/index.ts";
import { displayKey, isoTime, OrchestratorError } from "../../../model/index.ts";
import type { Calibration, Pattern, Prediction } from "../../../planner/index.ts";
import { agentPerformance, calibrate, findPatterns, predictWork } from "../../../planner/index.ts";
import { nowMs } from "../../../platform/index.ts";
import type { Learned } from "../../learning/learned.ts";
import { learnedFrom, workOf } from "../../learning/learned.ts";
import { changeNotes, readNotes } from "../../learning/notes.ts";
import { safeText } from "../../text/safe.ts";
import { commandLine, count, duration, nearest, percent, streamLabel } from "../../text/words.ts";
import { alignRows } from "../../text/width.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";
import { findKeys, openDesk } from "../roadmap/streams.ts";

export const learn: Face = (command, on) => {
  command.action(on(showCalibration));
  command
    .command("show-patterns")
    .description("what the past shows again and again")
    .option("--ignore <pattern>", "do not show this one again")
    .option("--heed <pattern>", "show one again that was ignored")
    .option("--apply <pattern>", "have agents told of it from now on")
    .action(on((context, options: PatternOptions) => showPatterns(context, options)));
  command
    .command("predict-time")
    .description("what work streams will take, with how sure that is")
    .argument("[ids...]", "work streams; without any, all that are not complete")
    .option("--agent <name>", "if this agent takes them")
    .action(
      on((context, ids: readonly string[], options: { agent?: string }) =>
        predictTime(context, ids, options.agent ?? null),
      ),
    );
  command
    .command("agent-performance")
    .description("what came of each agent's attempts, by kind of work")
    .action(on(showPerformance));
  command
    .command("calibration")
    .description("how right the forecasts would have been")
    .action(on(showCalibration));
  command
    .command("actions")
    .description("what was asked for here lately, and most often")
    .action(on(showActions));
  command
    .command("cache")
    .description("work that is kept to be taken over, and what was")
    .action(on(showCache));
  command
    .command("recommendations")
    .description("what could be done about what the past shows")
    .action(on(showRecommendations));
  command
    .command("feedback")
    .description("say how well a work stream went; without one, what was said")
    .argument("[id]", "work stream")
    .argument("[stars]", "1 (of no use) to 5 (just right)", parseStars)
    .argument("[text...]", "what was good or bad")
    .action(
      on((context, id?: string, stars?: number, words: readonly string[] = []) =>
        noteFeedback(context, id, stars, words.join(" ")),
      ),
    );
};

interface PatternOptions {
  readonly ignore?: string;
  readonly heed?: string;
  readonly apply?: string;
}

interface Desk extends Learned {
  readonly seq: number;
  readonly stateDir: string;
}

function look(context: Context): Desk {
  const place = workplaceOf(context);
  const { state, seq } = readState(place);
  return { ...learnedFrom(state), seq, stateDir: place.stateDir };
}

const NOTHING = "Nothing is known yet: no attempt has ended here.";

function showPatterns(context: Context, { ignore, heed, apply }: PatternOptions): Answer {
  const { past, seq, stateDir } = look(context);
  const all = findPatterns(past);
  if (apply !== undefined) return applyPattern(context, patternOf(all, apply));
  if (ignore !== undefined) {
    const { id } = patternOf(all, ignore);
    changeNotes(stateDir, (notes) => ({ ...notes, ignored: [...notes.ignored, id] }));
  }
  if (heed !== undefined) {
    const { id } = patternOf(all, heed);
    changeNotes(stateDir, (notes) => ({
      ...notes,
      ignored: notes.ignored.filter((one) => one !== id),
    }));
  }
  const { ignored } = readNotes(stateDir);
  const patterns = all.filter(({ id }) => !ignored.includes(id));
  const hidden = all.flatMap(({ id }) => (ignored.includes(id) ? [id] : []));
  const lines = alignRows(
    patterns.map(({ id, what, confidence }) => [id, what, `sure to ${percent(confidence)}`]),
  );
  const none = past.length === 0 ? NOTHING : "Nothing stands out.";
  return {
    schema: "learn",
    seq,
    data: { attempts: past.length, patterns, ignored },
    text: [
      ...(lines.length === 0 ? [none] : lines),
      ...(hidden.length === 0
        ? []
        : [`${count(hidden.length, "pattern")} ignored: ${hidden.join(", ")}`]),
    ].join("\n"),
    next: patterns.length === 0 ? [] : ["orchestrator learn recommendations"],
  };
}

function showActions(context: Context): Answer {
  const { recent, favourites } = actionsView(readInputs(workplaceOf(context)));
  const [favourite] = favourites;
  return {
    schema: "learn",
    data: {
      recent: recent.map(({ command, by, atMs }) => ({ command, by, at: isoTime(atMs) })),
      favourites,
    },
    text: [
      ...(recent.length === 0 ? ["Nobody has asked for anything here yet."] : []),
      ...alignRows(
        recent.map(({ command, by, atMs }) => [isoTime(atMs), command, safeText(by ?? "")]),
      ),
      ...favourites.map(({ command, times }) => `${command}: ${count(times, "time")}`),
    ].join("\n"),
    next: favourite === undefined ? [] : [`orchestrator help ${favourite.command.split(" ")[0]}`],
  };
}

function showCache(context: Context): Answer {
  const place = workplaceOf(context);
  const isOn = place.config.solutionCache;
  const { kept, taken } = solutionsOf(place);
  return {
    schema: "learn",
    data: { on: isOn, kept, taken },
    text: [
      `${count(kept, "solution")} kept, ${taken.length} taken over here`,
      ...taken.map((attempt) => `  ${safeText(attempt)}`),
      ...(isOn ? [] : ["Off: solution_cache: true in your own settings (docs/learning.md)"]),
    ].join("\n"),
  };
}

/** A note in the team's memory, by the person: it counts as one, and can be revoked as one. */
function applyPattern(context: Context, { id, what, word, advice }: Pattern): Answer {
  if (word === null) {
    throw new OrchestratorError("usage", `${what}: no agent can do anything about that`, {
      hint: `It is yours to do: ${advice}`,
    });
  }
  const place = workplaceOf(context);
  const kind = id.slice(id.indexOf(":") + 1);
  const shape = {
    kind: "insight",
    agent: null,
    about: kind,
    tags: ["pattern"],
    pinned: null,
  } as const;
  const target = targetIn(context, place).id;
  const note = remember(place, { ...shape, content: word }, { by: "person", who: null, target });
  return {
    schema: "learn",
    data: { applied: id, note, word },
    text: `Agents are told: ${word}`,
    next: [commandLine("orchestrator memory revoke", note)],
  };
}

function patternOf(all: readonly Pattern[], id: string): Pattern {
  const found = all.find((one) => one.id === id);
  if (found !== undefined) return found;
  const ids = all.map((one) => one.id);
  throw new OrchestratorError("not-found", `there is no pattern ${JSON.stringify(id)}`, {
    hint: `Known: ${[...nearest(id, ids), ...ids].join(", ") || "none"}`,
  });
}

function showRecommendations(context: Context): Answer {
  const { past, seq, stateDir } = look(context);
  const { ignored } = readNotes(stateDir);
  const found = findPatterns(past).filter(({ id }) => !ignored.includes(id));
  const recommendations = found.map(({ id, what, advice }) => ({ id, why: what, advice }));
  const none = past.length === 0 ? NOTHING : "Nothing to recommend.";
  return {
    schema: "learn",
    seq,
    data: { attempts: past.length, recommendations },
    text:
      recommendations.length === 0
        ? none
        : recommendations.map(({ why, advice }) => safeText(`${why}: ${advice}`)).join("\n"),
    next: found.slice(0, 1).map(({ id }) => `orchestrator learn show-patterns --ignore ${id}`),
  };
}

function predictTime(context: Context, ids: readonly string[], agent: string | null): Answer {
  const { experience, past, seq } = look(context);
  const { target, read } = openDesk(context, workplaceOf(context));
  const wanted = new Set(ids.length === 0 ? [] : findKeys(read.facts, ids, target.id));
  const facts = read.facts.filter((one) =>
    wanted.size === 0 ? one.status !== "complete" && one.workable : wanted.has(one.key),
  );
  const predictions = facts.map((one) => ({
    id: displayKey(one.key),
    title: one.title,
    ...predictWork(experience, workOf(one, agent)),
  }));
  return {
    schema: "learn",
    seq,
    data: { attempts: experience.attempts, agent, predictions },
    text:
      predictions.length === 0
        ? "Nothing is left to predict."
        : [
            ...alignRows(predictions.map(predictionCells)),
            experience.attempts === 0
              ? "Nothing has been learned here yet: these are efforts, and wide."
              : `Learned from ${count(experience.attempts, "attempt")}; each is of one attempt.`,
            ...(agent === null || past.some((one) => one.agent === agent)
              ? []
              : [`${safeText(agent)} has not worked here: what is told is what anybody takes.`]),
          ].join("\n"),
    next: ["orchestrator plan --explain"],
  };
}

function predictionCells(one: Prediction & { readonly id: string }): string[] {
  const { seconds, tokens, success, confidence } = one;
  const time = (value: number): string => duration(value * 1_000);
  return [
    safeText(streamLabel(one.id)),
    one.kind,
    `${time(seconds.p50)} (${time(seconds.p10)} to ${time(seconds.p90)})`,
    tokens === null ? "" : `${tokens.p50.toLocaleString("en")} tokens`,
    `lands with ${percent(success)}`,
    `confidence ${percent(confidence)}`,
  ];
}

function showPerformance(context: Context): Answer {
  const { past, seq } = look(context);
  const agents = agentPerformance(past);
  const rows = agents.map((one) => [
    safeText(one.agent),
    one.kind,
    `${one.landed} of ${one.attempts} landed`,
    `about ${percent(one.success)}`,
    duration(one.seconds * 1_000),
    one.tokens === null ? "" : `${Math.round(one.tokens).toLocaleString("en")} tokens`,
  ]);
  return {
    schema: "learn",
    seq,
    data: { attempts: past.length, agents },
    text: rows.length === 0 ? NOTHING : alignRows(rows).join("\n"),
  };
}

function showCalibration(context: Context): Answer {
  const { past, experience, seq } = look(context);
  const found = calibrate(past, experience);
  const { foretold, coverage, errorRatio, course } = found;
  const lines =
    coverage === null || errorRatio === null
      ? [
          `${count(experience.attempts, "attempt")} so far; from the fifth on the past is held against itself.`,
        ]
      : [
          `${count(foretold, "attempt")} foretold from those before them`,
          `${percent(coverage)} within their 80 % interval`,
          `error of the time ${errorRatio.toFixed(2)}× that of the average × 1.2`,
          COURSES[course],
        ];
  return {
    schema: "learn",
    seq,
    data: { attempts: experience.attempts, calibration: found },
    text: past.length === 0 ? NOTHING : lines.join("\n"),
    next: ["orchestrator learn predict-time", "orchestrator metrics"],
  };
}

/** How times went over the attempts, apart from what the work was. */
const COURSES: Readonly<Record<Calibration["course"], string>> = {
  steady: "times are steady: older attempts say as much as newer ones",
  trend: "times go one way with every attempt, and forecasts go along",
  walk: "times wander: newer attempts say more than older ones",
  jump: "times are of another measure than they once were: older attempts say less",
};

function noteFeedback(
  context: Context,
  id: string | undefined,
  stars: number | undefined,
  text: string,
): Answer {
  const place = workplaceOf(context);
  if (id !== undefined) {
    if (stars === undefined) {
      throw new OrchestratorError("usage", "how many stars, 1 to 5?", {
        hint: commandLine("orchestrator learn feedback", id, "4"),
      });
    }
    const { target, read } = openDesk(context, place);
    const [key = ""] = findKeys(read.facts, [id], target.id);
    const said = { id: displayKey(key), stars, text, atMs: nowMs() };
    changeNotes(place.stateDir, (notes) => ({ ...notes, feedback: [...notes.feedback, said] }));
  }
  const { feedback } = readNotes(place.stateDir);
  const mean = feedback.reduce((sum, one) => sum + one.stars, 0) / Math.max(1, feedback.length);
  return {
    schema: "learn",
    data: { feedback, satisfaction: feedback.length === 0 ? null : mean },
    text:
      feedback.length === 0
        ? "Nothing has been said yet."
        : [
            ...alignRows(
              feedback
                .slice(-10)
                .map((one) => [safeText(one.id), `${one.stars} of 5`, safeText(one.text)]),
            ),
            `Satisfaction ${mean.toFixed(1)} of 5 (target 4.5)`,
          ].join("\n"),
  };
}

function parseStars(text: string): number {
  if (/^[1-5]$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number from 1 to 5.");
}
