import { z } from "zod";
import { WIRE_TYPES } from "../announce/wire.ts";

export const id = z.string().meta({ description: "A work stream's id as the roadmap writes it" });
export const ids = z.array(id);
export const warnings = z.array(z.string());
export const isoTime = z.string().meta({ format: "date-time" });

export const failure = z.looseObject({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/**
 * What a schema has to name at least of what is printed: every member that is always there. A text
 * may be any text, for a reader has to live with words that are new.
 */
export type Printed<T> = T extends string
  ? string
  : T extends readonly (infer One)[]
    ? readonly Printed<One>[]
    : T extends object
      ? { readonly [Name in keyof T]: Printed<T[Name]> }
      : T;

/** One line of `--ndjson`. `seq` is the place in the journal; output events have none. */
export const event = z.looseObject({
  seq: z.int().optional(),
  at: isoTime,
  type: z.enum(WIRE_TYPES),
  id: id.optional(),
  target: z.string().optional(),
  title: z.string().nullable().optional(),
  agent: z.string().nullable().optional(),
  agentId: z.string().nullable().optional(),
  attempt: z.string().optional(),
});
