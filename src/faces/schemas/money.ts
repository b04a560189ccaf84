import { z } from "zod";
import type { CostsView } from "../../journal/index.ts";
import { BUDGET_LEVELS, BUDGET_SCOPES } from "../../model/index.ts";
import { isoTime, type Printed } from "./common.ts";

const microUsd = z.int().min(0).meta({ description: "Millionths of a US dollar" });
const tokens = z.int().min(0);
const cap = z.looseObject({ microUsd: microUsd.nullable(), tokens: tokens.nullable() });
const amount = z.looseObject({ microUsd, tokens });

/** What is limited, and how far it is used. */
export const limit = z.looseObject({
  scope: z.enum(BUDGET_SCOPES),
  name: z.string(),
  cap,
  used: amount,
  reserved: amount,
});

/** `data` of `budget`. */
export const budget = z.looseObject({
  limited: z.boolean(),
  level: z.enum(BUDGET_LEVELS),
  why: z.string().optional(),
  until: isoTime.nullable().optional(),
  day: z.string().optional(),
  utcOffset: z.string().optional(),
  perAttempt: cap.nullable().optional(),
  perStream: cap.nullable().optional(),
  limits: z.array(limit.extend({ left: cap, until: isoTime.nullable() })),
});

const costRow = z.looseObject({
  name: z.string(),
  attempts: z.int(),
  landed: z.int(),
  microUsd,
  withoutLandingMicroUsd: microUsd,
  tokens: z.looseObject({ input: tokens, cacheRead: tokens, cacheWrite: tokens, output: tokens }),
  unknown: z.int(),
  isEstimate: z.boolean(),
});

/** `data` of `costs`. */
export const costs = z.looseObject({
  by: z.string(),
  since: isoTime.nullable(),
  pricesAsOf: z.string(),
  rows: z.array(costRow),
  total: costRow,
}) satisfies z.ZodType<Printed<CostsView>>;
