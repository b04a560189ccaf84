import { z } from "zod";
import { BUDGET_LEVELS, INBOX_KINDS, SESSION_STATES, STREAM_STATUSES } from "../../model/index.ts";
import { id, ids, isoTime } from "./common.ts";

const milliseconds = z.number().min(0);
const amount = z.int().min(0);
const usage = z.looseObject({ inputTokens: z.number(), outputTokens: z.number() });
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
});

const metrics = z.looseObject({
  durationMs: milliseconds,
  agentsUsed: amount,
  testsAdded: amount.nullable(),
  coverage: z.number().nullable(),
  parallelEfficiency: z.number().nullable(),
  costMicroUsd: amount.nullable(),
  withoutLandingMicroUsd: amount.nullable(),
});

/** What a session did: `data` of the commands that run, and of `report`. */
export const run = z.looseObject({
  session: z.string().nullable(),
  goal: z.string().nullable(),
  completed: ids,
  failed: ids,
  blocked: ids,
  workStreams: z.array(reportedStream),
  metrics,
  next: ids,
});

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
});

const withReason = z.looseObject({ id, title: z.string(), reason: z.string() });

export const status = z.looseObject({
  root: z.string(),
  target: z.string(),
  roadmap: z.string(),
  seq: amount,
  leader: z
    .looseObject({ pid: z.int(), purpose: z.string(), since: isoTime, user: z.string() })
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
  needsYou: z.array(withReason.extend({ kind: z.string(), command: z.string() })),
  inProgress: z.array(
    z.looseObject({
      id,
      title: z.string(),
      agent: z.string().nullable(),
      stage: z.string(),
      elapsedMs: milliseconds,
    }),
  ),
  available: z.array(z.looseObject({ id, title: z.string() })),
  waiting: z.array(withReason),
  blocked: z.array(withReason),
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
  budget: z.looseObject({ level: z.enum(BUDGET_LEVELS), why: z.string() }).nullable(),
});
