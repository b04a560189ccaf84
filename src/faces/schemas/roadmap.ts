import { z } from "zod";
import { EFFORTS, PRIORITIES, STREAM_STATUSES } from "../../model/index.ts";
import type { Garden } from "../../roadmap/index.ts";
import { id, ids, type Printed } from "./common.ts";

const item = z.strictObject({ text: z.string(), done: z.boolean(), line: z.int().min(1) });

const diagnostic = z.strictObject({
  severity: z.enum(["error", "warning"]),
  code: z.enum([
    "duplicate-id",
    "unusable-id",
    "unknown-dependency",
    "cycle",
    "self-dependency",
    "unreadable-status",
    "no-work-streams",
    "not-text",
    "unreadable-source",
    "too-large",
  ]),
  line: z.int().min(0),
  file: z.string().exactOptional(),
  message: z.string(),
  ids,
});

const workStream = z.strictObject({
  id,
  title: z.string(),
  status: z.enum(STREAM_STATUSES),
  statusText: z.string(),
  priority: z.enum(PRIORITIES),
  effort: z.enum(EFFORTS).nullable(),
  dependsOn: ids,
  assignee: z.string().nullable(),
  batch: z.string().nullable(),
  line: z.int().min(1).meta({ description: "1-based line of the heading" }),
  tasks: z.array(item),
  files: z.array(z.string()),
  acceptance: z.array(item),
  fields: z.record(z.string(), z.string()),
  available: z.boolean(),
  blockedBy: z.array(z.string()),
});

export const roadmapShow = z.strictObject({
  file: z.string(),
  dialect: z.string(),
  workStreams: z.array(workStream),
  diagnostics: z.array(diagnostic),
});

const reasoned = z.looseObject({ id, title: z.string(), reason: z.string() });

export const garden = z.looseObject({
  unblocked: z.array(reasoned.extend({ dependencies: ids, line: z.int().min(1) })),
  stillBlocked: z.array(
    reasoned.extend({ pending: z.array(z.string()), reason: z.string().nullable() }),
  ),
  staleClaims: z.array(reasoned),
  errors: z.array(diagnostic),
}) satisfies z.ZodType<Printed<Garden>>;
