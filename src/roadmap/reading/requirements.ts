import {
  EFFORTS,
  type Effort,
  err,
  ok,
  type Priority,
  type Result,
  type StreamId,
  type StreamStatus,
  isRecord,
} from "../../model/index.ts";
import { readDeadline, readPriority } from "./facets.ts";
import { nextId } from "../ids.ts";
import { readStatus } from "./status.ts";

/** Work stated as JSON: the shape other programs hand in (`REQ-042`). */
export interface Requirement {
  readonly id: StreamId;
  readonly title: string;
  readonly status: StreamStatus;
  /** As given; empty when none is. */
  readonly statusText: string;
  readonly priority: Priority;
  readonly effort: Effort | null;
  readonly assignedAgent: string | null;
  readonly dependencies: readonly StreamId[];
  readonly acceptanceCriteria: readonly string[];
  readonly files: readonly string[];
  readonly phase: string | null;
  readonly deadline: string | null;
  readonly estimatedTokens: number | null;
  /** Everything else that is plain text, by its name. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface RequirementFault {
  /** Where in the value: `[2].dependencies`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** Published as JSON Schema 2020-12; unknown members are kept, not refused. */
export const REQUIREMENT_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "orchestrator/requirement@1",
  title: "Requirement",
  type: "object",
  required: ["title"],
  properties: {
    id: { type: "string", minLength: 1, description: "Assigned when absent." },
    title: { type: "string", minLength: 1 },
    description: { type: "string" },
    status: {
      type: "string",
      description: "PENDING, NEW, IN_PROGRESS, BLOCKED, COMPLETE, DEFERRED, CANCELLED, …",
    },
    priority: { type: "string", examples: ["CRITICAL", "HIGH", "MEDIUM", "LOW", "P0", "P3"] },
    effort: { enum: ["XS", "S", "M", "L", "XL"] },
    assignedAgent: { type: ["string", "null"] },
    estimatedTokens: { type: "number", minimum: 0 },
    dependencies: {
      type: "array",
      items: { type: "string" },
      description: "Also dependsOn, depends_on, blockedBy, blocked_by.",
    },
    acceptanceCriteria: {
      type: "array",
      items: { type: "string" },
      description: "Also acceptance_criteria.",
    },
    files: { type: "array", items: { type: "string" } },
    metadata: {
      type: "object",
      properties: {
        phase: { type: "string" },
        requestedBy: { type: "string" },
        deadline: { type: "string", description: "An ISO date or date-time." },
      },
    },
  },
} as const;

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads one requirement, a list of them, `{requirements: […]}` or a queue by priority
 * (`{critical: […], high: […], …}`). Missing ids are assigned after the largest one given.
 */
export function parseRequirement(json: unknown): Result<readonly Requirement[], RequirementFault> {
  const listed = listRequirements(json);
  if (!listed.ok) return listed;
  const ids: StreamId[] = [];
  for (const { value } of listed.value) {
    const id = isRecord(value) ? textOf(value, "id") : null;
    if (id !== null) ids.push(id);
  }
  const requirements: Requirement[] = [];
  for (const { value, path, priority } of listed.value) {
    const read = readOne(value, path, priority, ids);
    if (!read.ok) return read;
    requirements.push(read.value);
  }
  return ok(requirements);
}

/** Where a requirement stands in the value handed in. */
interface Listed {
  readonly value: unknown;
  readonly path: string;
  readonly priority: Priority | null;
}

export const LISTS = ["requirements", "workStreams", "items"] as const;
export const QUEUES = ["critical", "high", "medium", "low"] as const;

function listRequirements(json: unknown): Result<readonly Listed[], RequirementFault> {
  if (Array.isArray(json)) {
    return ok(json.map((value, i) => ({ value, path: `[${i}]`, priority: null })));
  }
  if (!isRecord(json)) return err({ path: "", message: "a requirement is an object" });
  if (typeof json["title"] === "string" || typeof json["id"] === "string") {
    return ok([{ value: json, path: "", priority: null }]);
  }
  for (const name of LISTS) {
    const list = json[name];
    if (!Array.isArray(list)) continue;
    return ok(list.map((value, i) => ({ value, path: `${name}[${i}]`, priority: null })));
  }
  const queues = QUEUES.filter((name) => Array.isArray(json[name]));
  if (queues.length === 0) return err({ path: "", message: "it has no title and no list" });
  const listed = queues.flatMap((priority) => {
    const list = json[priority];
    return !Array.isArray(list)
      ? []
      : list.map((value: unknown, i) => ({ value, path: `${priority}[${i}]`, priority }));
  });
  return ok(listed);
}

function readOne(
  json: unknown,
  path: string,
  queue: Priority | null,
  ids: StreamId[],
): Result<Requirement, RequirementFault> {
  if (!isRecord(json)) return err({ path, message: "a requirement is an object" });
  const fault = shapeFault(json, path);
  if (fault !== null) return err(fault);
  const metadata = isRecord(json["metadata"]) ? json["metadata"] : {};
  const given = textOf(json, "id");
  const id = given ?? nextId(ids);
  if (given === null) ids.push(id);
  const statusText = textOf(json, "status") ?? "";
  const size = textOf(json, "effort")?.toUpperCase() ?? "";
  const tokens = json["estimatedTokens"];
  return ok({
    id,
    title: textOf(json, "title") ?? id,
    status: readStatus(statusText, "json")?.status ?? "not_started",
    statusText,
    priority: readPriority(textOf(json, "priority") ?? "") ?? queue ?? "medium",
    effort: EFFORTS.find((effort) => effort === size) ?? null,
    assignedAgent: textOf(json, "assignedAgent") ?? textOf(json, "agent"),
    dependencies: dependenciesOf(json),
    acceptanceCriteria: CRITERIA.flatMap((name) => textsOf(json[name])),
    files: textsOf(json["files"]),
    phase: textOf(metadata, "phase"),
    deadline: readDeadline(textOf(metadata, "deadline") ?? textOf(json, "deadline") ?? ""),
    estimatedTokens: typeof tokens === "number" && tokens >= 0 ? tokens : null,
    fields: plainFields(json, metadata),
  });
}

const TEXTS = ["id", "title", "status", "priority", "effort", "assignedAgent", "agent"] as const;
/** Also as people write them by hand: what is not read here would start too early, unsaid. */
const DEPENDENCIES = [
  "dependencies",
  "dependsOn",
  "depends_on",
  "blockedBy",
  "blocked_by",
] as const;
export const CRITERIA = ["acceptanceCriteria", "acceptance_criteria"] as const;
const TEXT_LISTS = [...DEPENDENCIES, ...CRITERIA, "files"] as const;

function shapeFault(json: Json, path: string): RequirementFault | null {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  for (const name of TEXTS) {
    const value = json[name];
    const counted = name === "id" && typeof value === "number";
    if (value !== undefined && value !== null && typeof value !== "string" && !counted) {
      return { path: at(name), message: "it must be a text" };
    }
  }
  for (const name of TEXT_LISTS) {
    const value = json[name];
    const fits =
      Array.isArray(value) &&
      value.every((item) => typeof item === "string" || typeof item === "number");
    if (value !== undefined && value !== null && !fits) {
      return { path: at(name), message: "it must be a list of texts" };
    }
  }
  const named = textOf(json, "title") !== null || textOf(json, "id") !== null;
  return named ? null : { path: at("title"), message: "it must not be empty" };
}

function textOf(json: Json, name: string): string | null {
  const value = json[name];
  if (name === "id" && typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function textsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.flatMap((item) => {
    const text = typeof item === "number" ? String(item) : item;
    return typeof text === "string" && text.trim() !== "" ? [text] : [];
  });
}

function dependenciesOf(json: Json): readonly string[] {
  return [...new Set(DEPENDENCIES.flatMap((name) => textsOf(json[name])))];
}

function plainFields(json: Json, metadata: Json): Readonly<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const [name, value] of [...Object.entries(json), ...Object.entries(metadata)]) {
    if (typeof value === "string") entries.push([name, value]);
    else if (typeof value === "number" || typeof value === "boolean") {
      entries.push([name, String(value)]);
    }
  }
  return Object.fromEntries(entries);
}
