import { z } from "zod";
import { GOAL_TYPES } from "../../model/index.ts";
import { id, ids } from "./common.ts";

const share = z.number().min(0).max(1);
const seconds = z.number().min(0).meta({ description: "Seconds from now" });

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
    finish: z.strictObject({ p10: seconds, p50: seconds, p90: seconds }),
    successProbability: share.nullable(),
    confidence: share,
  }),
  lowerBound: seconds,
  decisions: z.array(
    z.strictObject({
      id,
      decision: z.enum(["start", "wait", "never"]),
      reasons: z.array(z.looseObject({ kind: z.string() })),
    }),
  ),
});
