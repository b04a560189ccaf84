import { z } from "zod";
import { GOAL_TYPES } from "../../model/index.ts";
import { id, ids } from "./common.ts";

export const share = z.number().min(0).max(1);
const seconds = z.number().min(0).meta({ description: "Seconds from now" });
export const interval = z.strictObject({ p10: seconds, p50: seconds, p90: seconds });

export const goal = z.strictObject({
  goal: z.string(),
  goalType: z.enum(GOAL_TYPES),
  action: z.string(),
  matched: z.array(z.strictObject({ id, title: z.string(), score: z.number() })),
  confidence: share,
  reason: z.string(),
  options: z.array(z.strictObject({ label: z.string(), ids })),
  words: z
    .array(z.strictObject({ said: z.string(), as: z.string() }))
    .optional()
    .meta({ description: "With --explain: what each word was taken for" }),
});

const tokens = z.number().min(0);

/** With --explain: what the plan rests on, and what would change it. */
const outlook = z.looseObject({
  teams: z.array(
    z.looseObject({
      agents: z.int().min(1),
      finish: interval,
      tokens: z.looseObject({ p10: tokens, p50: tokens, p90: tokens }).nullable(),
      utilisation: share,
    }),
  ),
  bottlenecks: z.array(z.looseObject({ id, share })),
  limitedBy: z.enum(["chain", "agents"]),
  slack: z.array(z.looseObject({ id, seconds: z.number() })),
  attempts: z.int().min(0).meta({ description: "Attempts that it was learned from" }),
  budget: z
    .looseObject({ limit: z.string(), tokensLeft: tokens, surely: z.boolean() })
    .nullable()
    .meta({ description: "The limit of tokens that may end before the work does" }),
});

/** Why not now. Which members are there depends on the kind. */
const reason = z.looseObject({
  kind: z.string(),
  on: ids.optional().meta({ description: "dependency: what is not complete" }),
  with: id.optional().meta({ description: "overlap: what changes the same files" }),
  share: share.optional(),
  files: z.array(z.string()).optional(),
  behind: id.optional().meta({ description: "priority: what takes the last agent" }),
  running: z.int().min(0).optional(),
  limit: z.int().min(0).optional().meta({ description: "limit: agents at a time" }),
  message: z
    .string()
    .optional()
    .meta({ description: "defect: what is wrong with the work stream" }),
  status: z.string().optional(),
  by: z.string().optional().meta({ description: "claimed: by whom" }),
});

export const plan = z.looseObject({
  levels: z.array(ids),
  criticalPath: ids,
  edges: z.array(
    z.strictObject({
      from: id,
      to: id,
      kind: z.enum(["dependency", "overlap", "order"]),
      reason: z.string(),
    }),
  ),
  schedule: z.array(z.strictObject({ id, agent: z.int().min(0), start: seconds, finish: seconds })),
  forecast: z.strictObject({
    finish: interval,
    successProbability: share.nullable(),
    confidence: share,
  }),
  lowerBound: seconds,
  decisions: z.array(
    z.strictObject({
      id,
      decision: z.enum(["start", "wait", "never"]),
      reasons: z.array(reason),
    }),
  ),
  outlook: outlook.optional(),
});
