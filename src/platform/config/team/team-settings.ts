import { join } from "node:path";
import type * as Zod from "zod";
import type { RoleDefinition, TeamPolicy } from "../../../model/index.ts";
import { readTextIfExists } from "../../files/look.ts";
import { parseDuration } from "../quantities.ts";
import { bad, checked, pieces, placesOf } from "./team-file.ts";

/** What holds for the whole team, roles aside; `branch`: the only one it may work on. */
export interface TeamSettings extends Omit<TeamPolicy, "roles"> {
  readonly branch: string | null;
  /** `turns`: every role takes work of the roadmap at its slot of each half hour alone. */
  readonly cadence: "free" | "turns";
  /** By the name of a role, as it is written there. */
  readonly agents: Readonly<Record<string, RoleChange>>;
}

/** AgentConfig: what a role's own definition says otherwise. */
export type RoleChange = Partial<
  Pick<RoleDefinition, "autoApprove" | "timeoutMs" | "memoryBytesMax">
>;

/** TeamConfig's keys that have no meaning here, and what has. */
const FOREIGN: Readonly<Record<string, string>> = {
  database_path:
    "everything is in .orchestrator/journal.db of the repository; `orchestrator backup` copies it",
  max_queue_size:
    "there is no queue of messages that could be full: work waits in the roadmap, and `concurrency` in the settings limits what is begun",
  cleanup_interval_hours:
    "nothing is cleaned up behind your back: `archive_days` in the settings says how long, and `orchestrator gc` does it",
};

/** More often a look at every process would be most of what the orchestrator does. */
const HEALTH_MS_MIN = 500;

const SECONDS_MAX = 30 * 24 * 3_600;
const MEGABYTES_MAX = 1024 ** 2;

/** TeamConfig's own values. */
const DEFAULTS = {
  staggerMs: 1_000,
  healthEveryMs: 30_000,
  restartsMax: 3,
  restartBaseMs: 60_000,
  healthyResetMs: 600_000,
  fleet: { crashes: 10, windowMs: 600_000, holdMs: 1_800_000 },
} as const;

/** `team.yaml`, in the same places; what it leaves out is as shipped. */
export function loadTeamSettings(privateDir: string): TeamSettings {
  for (const place of placesOf(privateDir)) {
    const path = join(place, "team.yaml");
    const text = readTextIfExists(path);
    if (text !== null) return settingsFrom(path, text);
  }
  return settingsFrom("team.yaml", "");
}

function settingsFrom(path: string, text: string): TeamSettings {
  const raw = checked(path, text, settingsSchema, FOREIGN);
  const ms = (value: string | number | undefined, or: number) =>
    value === undefined ? or : (parseDuration(value) ?? or);
  return {
    branch: raw.branch ?? null,
    cadence: raw.cadence ?? "free",
    agents: Object.fromEntries(
      Object.entries(raw.agents ?? {}).map(([name, change]) => [
        name,
        changeOf(path, name, change),
      ]),
    ),
    staggerMs: ms(raw.stagger, DEFAULTS.staggerMs),
    healthEveryMs: ms(raw.health_check_interval, DEFAULTS.healthEveryMs),
    restartsMax: raw.max_restart_attempts ?? DEFAULTS.restartsMax,
    restartBaseMs: ms(raw.restart_backoff, DEFAULTS.restartBaseMs),
    healthyResetMs: ms(raw.healthy_reset, DEFAULTS.healthyResetMs),
    fleet: {
      crashes: raw.fleet?.crashes ?? DEFAULTS.fleet.crashes,
      windowMs: ms(raw.fleet?.window, DEFAULTS.fleet.windowMs),
      holdMs: ms(raw.fleet?.hold, DEFAULTS.fleet.holdMs),
    },
  };
}

interface RawChange {
  readonly agent_type?: string | undefined;
  readonly auto_approve?: boolean | undefined;
  readonly timeout_seconds?: number | undefined;
  readonly memory_limit_mb?: number | undefined;
}

function changeOf(path: string, name: string, raw: RawChange): RoleChange {
  const { agent_type: type, auto_approve: autoApprove, timeout_seconds: seconds } = raw;
  if (type !== undefined && type.toLowerCase() !== name.toLowerCase()) {
    throw bad(path, `agents.${name} says that it is ${type}`);
  }
  return {
    ...(autoApprove === undefined ? {} : { autoApprove }),
    ...(seconds === undefined ? {} : { timeoutMs: seconds * 1_000 }),
    ...(raw.memory_limit_mb === undefined
      ? {}
      : { memoryBytesMax: raw.memory_limit_mb * 1024 ** 2 }),
  };
}

function settingsSchema(z: typeof Zod) {
  const { line, duration } = pieces(z);
  const health = duration.refine((value) => (parseDuration(value) ?? 0) >= HEALTH_MS_MIN, {
    error: `a duration of at least ${HEALTH_MS_MIN}ms`,
  });
  const agent = z.strictObject({
    agent_type: line.optional(),
    auto_approve: z.boolean().optional(),
    timeout_seconds: z.int().min(1).max(SECONDS_MAX).optional(),
    memory_limit_mb: z.int().min(1).max(MEGABYTES_MAX).optional(),
  });
  return z.strictObject({
    branch: line.optional(),
    cadence: z.enum(["free", "turns"]).optional(),
    agents: z.record(line, agent).optional(),
    stagger: duration.optional(),
    health_check_interval: health.optional(),
    max_restart_attempts: z.int().min(0).max(100).optional(),
    restart_backoff: duration.optional(),
    healthy_reset: duration.optional(),
    fleet: z
      .strictObject({
        crashes: z.int().min(1).max(1_000).optional(),
        window: duration.optional(),
        hold: duration.optional(),
      })
      .optional(),
  });
}
