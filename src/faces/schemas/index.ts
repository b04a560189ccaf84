import { z } from "zod";
import { settingsJsonSchema } from "../../platform/index.ts";
import { REQUIREMENT_SCHEMA } from "../../roadmap/index.ts";
import { event, failure, warnings } from "./common.ts";
import { budget, costs } from "./money.ts";
import { notices } from "./notices.ts";
import { goal, plan } from "./planning.ts";
import { garden, roadmapShow } from "./roadmap.ts";
import { inbox, report, run, status } from "./runs.ts";
import { history, memory, route } from "./team.ts";

/** What each command prints as `data`, by the name in the envelope's schema. */
const DATA = {
  "roadmap-show": roadmapShow,
  garden,
  goal,
  plan,
  run,
  report,
  status,
  inbox,
  budget,
  costs,
  memory,
  history,
  route,
} as const;

export type SchemaName =
  | keyof typeof DATA
  | "event"
  | "envelope"
  | "config"
  | "requirement"
  | "notices";

export const SCHEMA_NAMES: readonly SchemaName[] = [
  "envelope",
  "event",
  "config",
  "requirement",
  "notices",
  "roadmap-show",
  "garden",
  "goal",
  "plan",
  "run",
  "report",
  "status",
  "inbox",
  "budget",
  "costs",
  "memory",
  "history",
  "route",
];

/** JSON Schema (2020-12) of one name; defaulted keys are not required (`io: "input"`). */
export function jsonSchema(name: SchemaName): unknown {
  switch (name) {
    case "config":
      return settingsJsonSchema();
    case "requirement":
      return REQUIREMENT_SCHEMA;
    case "notices":
      return publish("notices", notices);
    case "event":
      return publish("event", event);
    case "envelope":
      return publish("envelope", envelopeOf(z.string(), z.unknown()));
    default:
      return publish(name, envelopeOf(z.literal(`orchestrator/${name}@1`), DATA[name]));
  }
}

function publish(name: string, schema: z.ZodType): unknown {
  return { $id: `orchestrator/${name}@1`, ...z.toJSONSchema(schema, { io: "input" }) };
}

function envelopeOf(name: z.ZodType, data: z.ZodType): z.ZodType {
  const next = z.array(z.string());
  return z.union([
    z.looseObject({ schema: name, ok: z.literal(true), data, warnings, next }),
    z.looseObject({
      schema: z.string(),
      ok: z.literal(false),
      error: failure,
      data: data.optional(),
      warnings,
      next: next.optional(),
    }),
  ]);
}

/** The schema of a command's data, for tests that hold output against it. */
export function dataSchema(name: keyof typeof DATA): z.ZodType {
  return DATA[name];
}
