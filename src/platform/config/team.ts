import { createRequire } from "node:module";
import { totalmem } from "node:os";
import { basename, join } from "node:path";
import type * as Zod from "zod";
import type { DutyDefinition, DutyTime, RoleDefinition, TeamPolicy } from "../../model/index.ts";
import { DUTY_EVENTS, DUTY_MATERIALS, OrchestratorError, compareText } from "../../model/index.ts";
import { configHome } from "../environment.ts";
import { listDir, readTextIfExists } from "../files/look.ts";
import { inPackage } from "../version.ts";
import { parseCap } from "./caps.ts";
import { parseDuration, parseShare, parseSize } from "./quantities.ts";
import { describeIssue, keyOf } from "./validate.ts";
import { didYouMean, harmless } from "./words.ts";
import { readYaml } from "./yaml-document.ts";

/** A role as defined, and whether a team has it without being asked for it by name. */
export interface FoundRole {
  readonly definition: RoleDefinition;
  readonly starts: boolean;
  readonly path: string;
}

/** What holds for the whole team, roles aside; `branch`: the only one it may work on. */
export interface TeamSettings extends Omit<TeamPolicy, "roles"> {
  readonly branch: string | null;
}

const ROLES_MAX = 50;
/** The last to be launched, where it does not say. */
const PRIORITY_MAX = 1_000;
const SIZE_MAX = 64 * 1024;
const PERIOD_MS_MIN = 5_000;
/** More often a look at every process would be most of what the orchestrator does. */
const HEALTH_MS_MIN = 500;
const ROLE_ID = /^[a-z][a-z0-9_]{0,39}$/;
const DUTY_ID = /^[a-z][a-z0-9-]{0,39}$/;

/** TeamConfig's own values; memory and timeout are AgentConfig's. */
const DEFAULTS = {
  heartbeatMs: 300_000,
  cpuShare: 0.8,
  memoryBytes: 256 * 1024 ** 2,
  staggerMs: 1_000,
  healthEveryMs: 30_000,
  restartsMax: 3,
  restartBaseMs: 60_000,
  healthyResetMs: 600_000,
  fleet: { crashes: 10, windowMs: 600_000, holdMs: 1_800_000 },
} as const;

/** Where definitions lie, first wins: of this repository (private), of the user, as shipped. */
function placesOf(privateDir: string): string[] {
  const shipped = inPackage("templates");
  return [privateDir, configHome(), ...(shipped === null ? [] : [shipped])];
}

/**
 * Every role that is defined, in launch order. A file of the same name in the repository's private
 * folder replaces one of the user's, and that one of the product's, as a whole.
 * @throws OrchestratorError `bad-config` with file, line and key
 */
export function loadRoles(privateDir: string): readonly FoundRole[] {
  const found = new Map<string, FoundRole>();
  for (const place of placesOf(privateDir)) {
    for (const name of listDir(join(place, "team"))) {
      if (!name.endsWith(".yaml") || found.has(name)) continue;
      found.set(name, readRole(join(place, "team", name)));
      if (found.size > ROLES_MAX) throw bad(place, `more than ${ROLES_MAX} roles are defined`);
    }
  }
  return [...found.values()].sort(
    ({ definition: a }, { definition: b }) => a.priority - b.priority || compareText(a.id, b.id),
  );
}

/** `team.yaml`, in the same places; what it leaves out is as shipped. */
export function loadTeamSettings(privateDir: string): TeamSettings {
  for (const place of placesOf(privateDir)) {
    const path = join(place, "team.yaml");
    const text = readTextIfExists(path);
    if (text !== null) return settingsFrom(path, text);
  }
  return settingsFrom("team.yaml", "");
}

function readRole(path: string): FoundRole {
  const raw = checked(path, readTextIfExists(path) ?? "", roleSchema);
  if (`${raw.id}.yaml` !== basename(path)) {
    // One spelling everywhere: a role under two names is a role whose heartbeat nobody sees.
    throw bad(path, `the role is called ${raw.id}, so its file has to be ${raw.id}.yaml`);
  }
  const duties = (raw.duties ?? []).map((duty): DutyDefinition => {
    const { id, title, prompt, proposes, given, tune } = duty;
    const when = timeOf(path, duty);
    if ("role" in when && when.role === raw.id) {
      throw bad(path, `duty ${id} is of the role's own work: ahead_of and after name another role`);
    }
    if (tune === true && when.kind !== "every") {
      throw bad(path, `duty ${id} has no interval to tune: tune goes with every`);
    }
    const asked = proposes === true ? { proposes } : {};
    return {
      id,
      title,
      prompt,
      when,
      ...asked,
      ...(given === undefined ? {} : { given }),
      ...(tune === true ? { tune } : {}),
    };
  });
  if (new Set(duties.map(({ id }) => id)).size !== duties.length) {
    throw bad(path, "two duties have the same id");
  }
  const { routes, limits, turn } = raw;
  const definition: RoleDefinition = {
    id: raw.id,
    title: raw.title ?? raw.id,
    priority: raw.priority ?? PRIORITY_MAX,
    turn: turn === undefined ? null : turnOf(path, turn),
    instructions: raw.instructions ?? "",
    routes: {
      words: (routes?.words ?? []).map((word) => word.toLowerCase()),
      files: routes?.files ?? [],
      rest: routes?.rest ?? false,
    },
    ...(raw.capabilities === undefined
      ? {}
      : { capabilities: raw.capabilities.map((one) => one.toLowerCase()) }),
    duties,
    agent: raw.agent ?? null,
    model: raw.model ?? null,
    autoApprove: raw.auto_approve ?? true,
    budget: raw.budget === undefined ? null : parseCap(raw.budget),
    memoryCeilingBytes:
      limits?.ceiling === undefined ? null : parseSize(limits.ceiling, totalmem()),
    timeoutMs: raw.timeout === undefined ? null : parseDuration(raw.timeout),
    heartbeatMsMax: parseDuration(limits?.heartbeat ?? "") ?? DEFAULTS.heartbeatMs,
    cpuShareMax: parseShare(limits?.cpu ?? "") ?? DEFAULTS.cpuShare,
    memoryBytesMax: parseSize(limits?.memory ?? "", 0) ?? DEFAULTS.memoryBytes,
  };
  return { definition, starts: raw.start ?? true, path };
}

type RawTurn = { readonly every: string | number; readonly offset?: string | number | undefined };

function turnOf(path: string, { every, offset }: RawTurn) {
  const everyMs = parseDuration(every) ?? 0;
  const none = offset === undefined || Number.parseFloat(String(offset)) === 0;
  const offsetMs = none ? 0 : (parseDuration(offset) ?? 0);
  if (offsetMs >= everyMs) throw bad(path, "the offset of a turn has to be less than its period");
  return { everyMs, offsetMs };
}

interface RawTime {
  readonly id: string;
  readonly every?: string | number | undefined;
  readonly turn?: RawTurn | undefined;
  readonly cron?: string | undefined;
  readonly on?: (typeof DUTY_EVENTS)[number] | undefined;
  readonly ahead_of?: string | undefined;
  readonly after?: string | undefined;
}

function timeOf(path: string, { id, every, turn, cron, on, ...other }: RawTime): DutyTime {
  const times: DutyTime[] = [];
  if (every !== undefined) times.push({ kind: "every", everyMs: parseDuration(every) ?? 0 });
  if (turn !== undefined) times.push({ kind: "turn", ...turnOf(path, turn) });
  if (cron !== undefined) times.push({ kind: "cron", cron });
  if (on !== undefined) times.push({ kind: "event", event: on });
  if (other.ahead_of !== undefined) times.push({ kind: "ahead", role: other.ahead_of });
  if (other.after !== undefined) times.push({ kind: "after", role: other.after });
  const [only, ...more] = times;
  if (only === undefined || more.length > 0) {
    throw bad(path, `duty ${id} needs exactly one of every, turn, cron, on, ahead_of and after`);
  }
  return only;
}

function settingsFrom(path: string, text: string): TeamSettings {
  const raw = checked(path, text, settingsSchema);
  const ms = (value: string | number | undefined, or: number) =>
    value === undefined ? or : (parseDuration(value) ?? or);
  return {
    branch: raw.branch ?? null,
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

function pieces(z: typeof Zod) {
  const line = z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, { error: "text on one line" });
  const block = z.string().min(1).max(16_000);
  const duration = z
    .union([z.string(), z.number()])
    .refine((value) => parseDuration(value) !== null, { error: "a duration such as 5m or 1h" });
  // Each time is an event that is kept, and most are an agent that costs money.
  const period = z
    .union([z.string(), z.number()])
    .refine((value) => (parseDuration(value) ?? 0) >= PERIOD_MS_MIN, {
      error: `a duration of at least ${PERIOD_MS_MIN / 1_000}s, such as 5m or 1h`,
    });
  const offset = z
    .union([z.string(), z.number()])
    .refine((value) => parseDuration(value) !== null || Number.parseFloat(String(value)) === 0, {
      error: "a duration such as 5m, or 0",
    });
  return {
    line,
    block,
    duration,
    period,
    turn: z.strictObject({ every: period, offset: offset.optional() }),
  };
}

function roleSchema(z: typeof Zod) {
  const { line, block, duration, period, turn } = pieces(z);
  const share = z
    .union([z.string(), z.number()])
    .refine((value) => parseShare(value) !== null, { error: "a share such as 80%" });
  const size = z
    .union([z.string(), z.number()])
    .refine((value) => parseSize(value, 0) !== null, { error: "a size such as 512MB" });
  const roleName = z.string().regex(ROLE_ID, { error: "the id of another role" });
  const duty = z.strictObject({
    id: z.string().regex(DUTY_ID, { error: "lower-case letters, digits and hyphens" }),
    title: line,
    prompt: block,
    every: period.optional(),
    turn: turn.optional(),
    cron: line.optional(),
    on: z.enum(DUTY_EVENTS).optional(),
    ahead_of: roleName.optional(),
    after: roleName.optional(),
    proposes: z.boolean().optional(),
    tune: z.boolean().optional(),
    given: z.array(z.enum(DUTY_MATERIALS)).optional(),
  });
  return z.strictObject({
    id: z.string().regex(ROLE_ID, { error: "lower-case letters, digits and underscores" }),
    title: line.optional(),
    priority: z.int().min(1).max(PRIORITY_MAX).optional(),
    start: z.boolean().optional(),
    instructions: block.optional(),
    turn: turn.optional(),
    routes: z
      .strictObject({
        words: z.array(line).max(100).optional(),
        files: z.array(line).max(100).optional(),
        rest: z.boolean().optional(),
      })
      .optional(),
    capabilities: z.array(line).max(50).optional(),
    duties: z.array(duty).max(20).optional(),
    agent: line.optional(),
    model: line.optional(),
    auto_approve: z.boolean().optional(),
    budget: z
      .string()
      .refine((value) => parseCap(value) !== null, { error: "a limit such as $5 or 300k tokens" })
      .optional(),
    timeout: duration.optional(),
    // Roles work in the background: only what a person sits before may make a sound (CFR-009).
    sound: z
      .boolean()
      .refine((value) => !value, { error: "allowed: a role in the background is silent" })
      .optional(),
    limits: z
      .strictObject({
        heartbeat: duration.optional(),
        cpu: share.optional(),
        memory: size.optional(),
        ceiling: size.optional(),
      })
      .optional(),
  });
}

function settingsSchema(z: typeof Zod) {
  const { line, duration } = pieces(z);
  const health = duration.refine((value) => (parseDuration(value) ?? 0) >= HEALTH_MS_MIN, {
    error: `a duration of at least ${HEALTH_MS_MIN}ms`,
  });
  return z.strictObject({
    branch: line.optional(),
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

/** A text held against its schema; the first thing wrong with it is told with its line. */
function checked<T>(path: string, text: string, schema: (z: typeof Zod) => Zod.ZodType<T>): T {
  if (text.length > SIZE_MAX) throw bad(path, `it is longer than ${SIZE_MAX} characters`);
  const yaml = readYaml(text);
  if ("message" in yaml) throw bad(`${path}:${yaml.line}`, yaml.message);
  const found = schema(loadZod()).safeParse(yaml.data ?? {});
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  if (issue === undefined) throw bad(path, "it is not understood");
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    const known = issue.path.length === 0 ? keysOf(schema) : [];
    const at = [...issue.path, key];
    throw bad(
      `${path}:${yaml.lineOf(at)}`,
      `${keyOf(at)} is no key of it${didYouMean(key, known)}`,
    );
  }
  const key = issue.path.length === 0 ? "" : `${keyOf(issue.path)}: `;
  const what = describeIssue(issue, yaml.data ?? {});
  throw bad(`${path}:${yaml.lineOf(issue.path)}`, harmless(`${key}${what}`));
}

function loadZod(): typeof Zod {
  return createRequire(import.meta.url)("zod") as typeof Zod;
}

function keysOf(schema: (z: typeof Zod) => Zod.ZodType): readonly string[] {
  const zod = loadZod();
  const made = schema(zod);
  return made instanceof zod.ZodObject ? Object.keys(made.shape) : [];
}

function bad(where: string, message: string): OrchestratorError {
  return new OrchestratorError("bad-config", `${where}: ${message}`, {
    hint: "docs/team.md explains every key of a role's definition.",
  });
}
