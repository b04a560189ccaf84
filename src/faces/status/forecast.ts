import type { Config, State, StreamKey } from "../../model/index.ts";
import { ACTIVE_STAGES } from "../../model/index.ts";
import type { Interval } from "../../planner/index.ts";
import { forecastPlan, planWork } from "../../planner/index.ts";
import { pastAttempts } from "../../journal/index.ts";
import { attemptsMaxOf, durationsOf, learnedOf } from "../learning/learned.ts";

/** When the session in hand will be over: seconds from now. */
export interface SessionForecast {
  readonly finish: Interval;
  readonly successProbability: number;
  /** Attempts that it was learned from. */
  readonly attempts: number;
}

/** Fewer futures than a plan has: status is asked again and again. */
const FUTURES = 120;
/** With more left to do, `plan` is the place to ask. */
const STREAMS_MAX = 500;

/** Null where no session is under way, nothing is left, or nothing is known yet. */
export function forecastSession(
  state: State,
  config: Config,
  nowMs: number,
): SessionForecast | null {
  const { session } = state;
  if (session?.state !== "executing" || session.keys.length > STREAMS_MAX) return null;
  const past = pastAttempts(state);
  if (past.length === 0) return null;
  const learned = learnedOf(past);
  if (learned.experience.attempts === 0) return null;
  const done = new Set<StreamKey>();
  const elapsed = new Map<StreamKey, number>();
  const facts = [...state.streams.values()].map(({ facts: one, stage, attempts }) => {
    if (stage.kind === "completed") done.add(one.key);
    if (!ACTIVE_STAGES.has(stage.kind)) return one;
    const startedAtMs = attempts.at(-1)?.startedAtMs ?? nowMs;
    elapsed.set(one.key, Math.max(0, (nowMs - startedAtMs) / 1_000));
    // What our own agents hold is under way, whatever the roadmap calls it by now.
    return { ...one, assignee: null, workable: true };
  });
  const attemptsMax = attemptsMaxOf(config);
  const { concurrency } = state;
  const { overlapMax } = session.request.policy;
  const plan = planWork({
    facts,
    done,
    selection: { kind: "streams", keys: session.keys },
    concurrency,
    overlapMax,
    durations: durationsOf(learned, facts, attemptsMax),
    nowMs,
  });
  if (plan.schedule.length === 0) return null;
  const limits = { agents: concurrency, attemptsMax, overlapMax, futures: FUTURES, elapsed };
  const { finish, successProbability } = forecastPlan(plan, facts, learned.experience, limits);
  return { finish, successProbability, attempts: learned.experience.attempts };
}
