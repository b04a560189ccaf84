import { totalmem } from "node:os";
import { basename, join } from "node:path";
import type * as Zod from "zod";
import type { DutyDefinition, DutyTime, RoleDefinition } from "../../../model/index.ts";
import { DUTY_EVENTS, DUTY_MATERIALS, compareText } from "../../../model/index.ts";
import { listDir, readTextIfExists } from "../../files/look.ts";
import { parseCap } from "../sections/caps.ts";
import { parseDuration, parseShare, parseSize } from "../quantities.ts";
import { bad, checked, pieces, placesOf } from "./team-file.ts";

/** A role as defined, and whether a team has it without being asked for it by name. */
export interface FoundRole {
  readonly definition: RoleDefinition;
  readonly starts: boolean;
  readonly path: string;
}

const ROLES_MAX = 50;
/** The last to be launched, where it does not say. */
const PRIORITY_MAX = 1_000;
const ROLE_ID = /^[a-z][a-z0-9_]{0,39}$/;
const DUTY_ID = /^[a-z][a-z0-9-]{0,39}$/;

/** AgentConfig's own values. */
const DEFAULTS = {
  heartbeatMs: 300_000,
  cpuShare: 0.8,
  memoryBytes: 256 * 1024 ** 2,
} as const;

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
