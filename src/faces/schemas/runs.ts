import { z } from "zod";
import type { InboxItem, RunData, StatusView } from "../../journal/index.ts";
import {
  BUDGET_LEVELS,
  CONFINEMENTS,
  INBOX_KINDS,
  SESSION_STATES,
  STREAM_STATUSES,
} from "../../model/index.ts";
import { id, ids, isoTime, type Printed } from "./common.ts";
import { limit } from "./money.ts";
import { interval, share } from "./planning.ts";

const milliseconds = z.number().min(0);
const amount = z.int().min(0);
const usage = z.looseObject({ inputTokens: z.number(), outputTokens: z.number() });
const epochMs = z.number().meta({ description: "Milliseconds since 1970, UTC" });
const verdict = z.enum(["passed", "failed", "timeout", "skipped", "flaky", "unavailable"]);

const reportedStream = z.looseObject({
  id,
  title: z.string(),
  agent: z.string().nullable(),
  agentId: z.string().nullable(),
  state: z.string(),
  attempts: amount,
  gates: z.array(z.strictObject({ name: z.string(), verdict, durationMs: milliseconds })),
  commit: z.string().nullable(),
  usage: usage.nullable(),
  costMicroUsd: amount.nullable(),
  startedAt: isoTime.nullable(),
  finishedAt: isoTime.nullable(),
  reason: z.string().nullable(),
  diverted: z.boolean().meta({ description: "Landed beside a checkout with changes in the way" }),
  forced: z.boolean().meta({ description: "A person let it land unverified" }),
  recovery: z.array(z.string()).exactOptional(),
});

const metrics = z.looseObject({
  durationMs: milliseconds,
  agentsUsed: amount,
  testsAdded: amount.nullable(),
  coverage: z.number().nullable(),
  parallelEfficiency: z.number().nullable(),
  attempts: amount,
  rejections: amount,
  failures: amount,
  agentMs: milliseconds,
  inputTokens: amount.nullable(),
  outputTokens: amount.nullable(),
  costMicroUsd: amount.nullable(),
  withoutLandingMicroUsd: amount.nullable(),
});

/** What a session did: `data` of the commands that run, and of `report`. */
export const run = z.looseObject({
  session: z.string().nullable(),
  sessionState: z.enum(SESSION_STATES),
  goal: z.string().nullable(),
  completed: ids,
  failed: ids,
  blocked: ids,
  workStreams: z.array(reportedStream),
  metrics,
  next: ids,
  startedAt: isoTime.nullable(),
  finishedAt: isoTime.nullable(),
  reason: z.string().nullable(),
}) satisfies z.ZodType<Printed<RunData>>;

/** `report --md` adds its text. */
export const report = run.extend({ markdown: z.string().optional() });

/** What waits for a person: `data` of `inbox`. */
export const inbox = z.looseObject({
  entries: z.array(
    z.looseObject({
      id: z.string(),
      stream: id,
      title: z.string(),
      agent: z.string().nullable(),
      kind: z.enum(INBOX_KINDS),
      text: z.string(),
      options: z.array(z.string()),
      since: isoTime.nullable(),
      ageMs: milliseconds,
      live: z.boolean(),
      commands: z.array(z.string()),
    }),
  ),
}) satisfies z.ZodType<Printed<{ readonly entries: readonly InboxItem[] }>>;

const withReason = z.looseObject({ id, title: z.string(), reason: z.string() });

const pastAttempt = z.looseObject({
  agent: z.string(),
  outcome: z.string(),
  reason: z.string().nullable(),
  startedAt: isoTime,
  finishedAt: isoTime.nullable(),
});

/** What a sentence asked for besides: "which tasks were restarted?" */
const asked = z.looseObject({
  restarts: z
    .array(
      z.looseObject({
        id,
        restarts: amount,
        exceeded: z.boolean(),
        history: z.array(pastAttempt),
      }),
    )
    .optional(),
  failures: z.array(pastAttempt.extend({ id })).optional(),
  running: z.boolean().optional(),
  uptimeMs: milliseconds.nullable().optional(),
});

export const status = asked.extend({
  root: z.string(),
  target: z.string(),
  roadmap: z.string(),
  seq: amount,
  leader: z
    .looseObject({
      pid: z.int(),
      purpose: z.string(),
      since: isoTime,
      user: z.string(),
      host: z.string(),
    })
    .nullable(),
  session: z
    .looseObject({
      id: z.string(),
      state: z.enum(SESSION_STATES),
      goal: z.string().nullable(),
      elapsedMs: milliseconds,
      reason: z.string(),
    })
    .nullable(),
  total: amount,
  done: amount,
  byStatus: z.record(z.enum(STREAM_STATUSES), amount),
  needsYou: z.array(
    withReason.extend({ kind: z.string(), sinceMs: epochMs.nullable(), command: z.string() }),
  ),
  inProgress: z.array(
    z.looseObject({
      id,
      title: z.string(),
      agent: z.string().nullable(),
      stage: z.string(),
      attempt: amount,
      elapsedMs: milliseconds,
      conflictsWith: z
        .array(id.nullable())
        .meta({ description: "Whose changes its own will conflict with; null: the branch's" }),
      uncertain: z.boolean().meta({ description: "Not seen lately, and not known to be dead" }),
      outputBytes: amount.nullable(),
      percent: z.number().nullable(),
    }),
  ),
  available: z.array(z.looseObject({ id, title: z.string() })),
  waiting: z.array(withReason),
  blocked: z.array(withReason),
  skipped: z.array(withReason),
  concurrency: amount,
  accounts: z.array(
    z.looseObject({
      account: z.string(),
      agents: z.array(z.string()),
      state: z.enum(["limit", "login", "credit"]),
      until: isoTime.nullable(),
      round: amount.nullable(),
      message: z.string(),
    }),
  ),
  budget: z
    .looseObject({
      level: z.enum(BUDGET_LEVELS),
      limit: limit.extend({ untilMs: epochMs.nullable() }).nullable(),
      untilMs: epochMs.nullable(),
      why: z.string(),
    })
    .nullable(),
  confinement: z.looseObject({ kind: z.enum(CONFINEMENTS), why: z.string() }).nullable(),
  forecast: z
    .looseObject({ finish: interval, successProbability: share, attempts: amount })
    .nullable(),
}) satisfies z.ZodType<Printed<StatusView>>;
