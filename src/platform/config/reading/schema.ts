import type * as Zod from "zod";
import {
  ADAPTERS,
  BUILT_IN_GATES,
  DETECTIONS,
  LIMITS,
  MODEL_PROVIDERS,
  SOURCE_KINDS,
} from "../../../model/index.ts";
import { parseCap, parseQuietHours } from "../sections/caps.ts";
import type { CapSetting } from "../settings.ts";
import { isRow } from "../sections/recovery.ts";
import { parseDuration, parseShare, parseSize } from "../quantities.ts";
import { notifySchema } from "../sections/notify.ts";
import { isAddress } from "../sections/telemetry.ts";

/** zod is handed in because loading it costs 40 ms: only a file that changed is worth that. */
export type ZodModule = typeof Zod;

/** Texts that become paths, names or refs: one line, no control characters. */
const PLAIN_TEXT = /^[^\u0000-\u001f\u007f]*$/;
const TARGET_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** As git's check-ref-format has it, and never something that reads as an option (law I14). */
export const BRANCH = /^(?![-/.])(?!.*(\.\.|\/\/|@\{|\.lock$|[/.]$))[^\s~^:?*[\\]+$/;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * `full`: as validated, after shorthands are written out. `written`: as people may write it, for
 * the published JSON Schema.
 */
export type SchemaForm = "full" | "written";

function pieces(z: ZodModule, form: SchemaForm) {
  const text = z.string().min(1).max(4000).regex(PLAIN_TEXT, { error: "text on one line" });
  // A command may be a block of several lines.
  const command = z
    .string()
    .min(1)
    .max(16_000)
    .refine((value) => !value.includes("\0"), {
      error: "a command line",
    });
  const duration = z
    .union([z.string(), z.number()])
    .refine((value) => parseDuration(value) !== null, {
      error: "a duration such as 30m, 1.5h or 1800 (seconds), at most 30d",
    })
    .meta({ description: "30m, 1.5h, 1h30m, or a number of seconds" });
  const share = z
    .union([z.string(), z.number()])
    .refine((value) => parseShare(value) !== null, { error: "a share such as 20% or 0.2" })
    .meta({ description: "20% or 0.2" });
  const list = z.array(text).max(1000);
  /** What is written out before validation still has to be in the published schema. */
  const or = <T extends Zod.ZodType>(shorthand: Zod.ZodType, schema: T): T =>
    form === "full" ? schema : (z.union([shorthand, schema]) as unknown as T);
  const texts = or(text, list);
  const environment = z.record(
    z.string().regex(ENV_NAME, { error: "a variable's name" }),
    or(z.union([z.number(), z.boolean()]), z.string()),
  );
  const branch = text.regex(BRANCH, { error: "the name of a branch" });
  return { text, branch, command, duration, share, list, texts, environment, or };
}

function gateSchema(z: ZodModule, form: SchemaForm) {
  const { text, command, duration, texts, environment, or } = pieces(z, form);
  return z.strictObject({
    name: text.max(120).optional(),
    run: command.optional().meta({ description: "A command line for /bin/sh -c" }),
    check: z.enum(BUILT_IN_GATES).optional().meta({ description: "A built-in check" }),
    cwd: text.optional(),
    only: texts.optional().meta({ description: "Run only when a changed path matches" }),
    timeout: duration.optional(),
    flaky: or(z.boolean(), z.int().min(0).max(10))
      .optional()
      .meta({ description: "Extra runs after a failure" }),
    baseline: z.enum(["green", "allow"]).optional(),
    known_failures: texts.optional(),
    network: z.boolean().optional().meta({ description: "May reach the network" }),
    env: environment.optional(),
  });
}

function targetFields(z: ZodModule, form: SchemaForm) {
  const { text, branch, command, duration, texts, or } = pieces(z, form);
  const setup = z.strictObject({
    run: command,
    cwd: text.optional(),
    timeout: duration.optional(),
    cache_key: texts.optional(),
    cache_paths: texts.optional(),
  });
  return {
    roadmap: text.optional(),
    source: or(
      z.enum(SOURCE_KINDS),
      z.strictObject({
        kind: z.enum(SOURCE_KINDS),
        path: text.optional(),
        repository: text
          .regex(/^[\w.-]+\/[\w.-]+$/, { error: "a repository such as owner/name" })
          .optional(),
        api: text.regex(/^https?:\/\/[^\s?#]+$/, { error: "an http or https address" }).optional(),
        label: text.optional(),
        run: command.optional(),
        write: command.optional(),
      }),
    ).optional(),
    branch: branch.optional(),
    devlog: text.optional(),
    conventions: texts.optional(),
    identity_context: text.optional(),
    isolation: z.enum(["clone", "shared"]).optional(),
    protected_paths: texts.optional(),
    workspace_include: texts.optional(),
    gates: z
      .array(or(command, gateSchema(z, form)))
      .max(LIMITS.gatesPerTargetMax)
      .optional(),
    setup: or(command, z.array(or(command, setup)).max(LIMITS.gatesPerTargetMax)).optional(),
  };
}

function targetSchema(z: ZodModule, form: SchemaForm) {
  const { text } = pieces(z, form);
  const ignored = z.unknown().optional().meta({ description: "Accepted for compatibility" });
  return z.strictObject({
    ...targetFields(z, form),
    name: text.optional(),
    path: text.optional(),
    description: ignored,
    coder_agent: ignored,
    pm_agent: ignored,
    proposals_dir: ignored,
  });
}

function agentSchema(z: ZodModule, form: SchemaForm) {
  const { text, command, texts, environment } = pieces(z, form);
  return z.strictObject({
    adapter: z.enum(ADAPTERS).optional(),
    run: command.optional(),
    script: text.optional(),
    model: text.optional(),
    env: environment.optional(),
    env_allow: texts.optional(),
    providers: z.array(z.enum(MODEL_PROVIDERS)).max(MODEL_PROVIDERS.length).optional(),
  });
}

function budgetSchema(z: ZodModule, form: SchemaForm) {
  const { text, share } = pieces(z, form);
  const amount = z.number().min(0);
  const cap = z
    .union([z.string(), z.strictObject({ usd: amount.optional(), tokens: amount.optional() })])
    .refine((value) => parseCap(value as CapSetting) !== null, {
      error: "an amount such as $20, 300k tokens, or $20, 1M tokens",
    })
    .meta({ description: "$20, 300k tokens, or both: $20, 1M tokens" });
  const factor = z.number().min(0).max(1000).optional();
  const quiet = z
    .string()
    .refine((value) => parseQuietHours(value) !== null, { error: "hours such as 22:00-07:00" });
  return z.strictObject({
    per_attempt: cap.optional(),
    per_stream: cap.optional(),
    per_run: cap.optional(),
    per_repository: cap.optional().meta({ description: "What this repository may spend in a day" }),
    per_day: cap.optional(),
    per_month: cap.optional(),
    per_account: cap.optional(),
    roles: z.record(text, cap).optional().meta({ description: "What a role may spend in a day" }),
    targets: z.record(text, cap).optional(),
    conserve_at: share.optional(),
    emergency_at: share.optional(),
    quiet_hours: z.union([z.literal(false), quiet]).optional(),
    conserve_model: text.optional(),
    spike: factor,
    retry_loop: factor,
  });
}

const SANDBOX_MODES = ["auto", "required", "off"] as const;

function sandboxSchema(z: ZodModule, form: SchemaForm) {
  const { text, texts } = pieces(z, form);
  const size = (whole: string) =>
    z
      .union([z.string(), z.number()])
      .refine((value) => parseSize(value, 1024 ** 4) !== null, {
        error: `a size such as 8GB or 512MB${whole}, at least 1MB`,
      })
      .meta({ description: `8GB, 512MB${whole}, or a number of bytes` });
  const host = text
    .max(253)
    .regex(/^(\*\.)?[A-Za-z0-9.-]+$/, { error: "a host, such as *.example.org" });
  const hosts = z.array(host).max(LIMITS.egressHostsMax);
  return z.strictObject({
    mode: z.enum(SANDBOX_MODES).optional(),
    read: texts.optional().meta({ description: "More paths that may be read" }),
    write: texts.optional().meta({ description: "More paths that may be written" }),
    egress: (form === "full" ? hosts : (z.union([host, hosts]) as unknown as typeof hosts))
      .optional()
      .meta({ description: "Hosts an agent may reach" }),
    network: z.enum(["open", "auto", "none"]).optional(),
    memory: size(", 75%").optional(),
    cpu: z.number().min(0.1).max(1024).optional().meta({ description: "Processors" }),
    processes: z.int().min(16).max(1_000_000).optional(),
    disk: size("").optional(),
  });
}

function admissionSchema(z: ZodModule, form: SchemaForm) {
  const { share, duration } = pieces(z, form);
  const bytes = z
    .union([z.string(), z.number()])
    .refine((value) => parseSize(value, Number.NaN) !== null, {
      error: "a size such as 2GB or 512MB, at least 1MB",
    });
  const orNone = (schema: Zod.ZodType) => z.union([z.literal(false), schema]);
  return z.strictObject({
    free_memory: orNone(share).optional().meta({ description: "Share that has to be free" }),
    free_disk: orNone(bytes).optional().meta({ description: "What has to be free: 2GB" }),
    busy_cpu: orNone(share).optional().meta({ description: "Share that may be busy" }),
    stagger: duration.optional().meta({ description: "Between the starts of two agents" }),
    adapt: z.boolean().optional().meta({ description: "More or fewer at a time as things go" }),
  });
}

function telemetrySchema(z: ZodModule, form: SchemaForm) {
  const { or } = pieces(z, form);
  const address = z
    .string()
    .max(4000)
    .refine(isAddress, { error: "an http or https address without a key in it" })
    .meta({ description: "Base address of an OTLP/HTTP receiver" });
  const header = z.string().regex(/^[\x20-\x7e]*$/, { error: "text without control characters" });
  const whole = z.strictObject({
    otlp: address.optional(),
    headers: z
      .record(
        z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, { error: "a header's name" }),
        header,
      )
      .optional(),
    agents: z.boolean().optional().meta({ description: "Agents that can send their own, too" }),
  });
  return z.union([z.literal(false), or(address, whole)]);
}

const ROLE_NAME = (z: ZodModule) =>
  z.string().regex(/^[A-Za-z][\w-]{0,63}$/, { error: "a letter, then letters, digits, dash, _" });

function roleSchema(z: ZodModule, form: SchemaForm) {
  const { text, texts } = pieces(z, form);
  return z.strictObject({
    domain: text.max(64).optional().meta({ description: "Part of a requirement's subject" }),
    words: texts.optional().meta({ description: "Whole words and phrases, in lower case" }),
    files: texts.optional().meta({ description: "Globs from the root" }),
    rest: z.boolean().optional().meta({ description: "Takes what is no other role's" }),
    capabilities: texts.optional().meta({ description: "What its agent should be able to do" }),
    agent: text.optional().meta({ description: "Which of agents carries it out" }),
  });
}

function recoverySchema(z: ZodModule, form: SchemaForm) {
  const { text, list, or } = pieces(z, form);
  const row = (detection: (typeof DETECTIONS)[number]) =>
    or(
      text,
      list.refine((steps) => isRow(detection, steps), {
        error:
          detection === "dependency-deadlock"
            ? "escalate or block"
            : "same, fresh, other or other NAME; then decompose, escalate or block",
      }),
    ).optional();
  const rows = Object.fromEntries(DETECTIONS.map((detection) => [detection, row(detection)]));
  return z.strictObject({
    ...(rows as Record<(typeof DETECTIONS)[number], ReturnType<typeof row>>),
    agents: or(text, list)
      .optional()
      .meta({ description: "Configured agents that may stand in for others, in this order" }),
  });
}

/** The schema of every settings file; strict, so that unknown keys can be named. */
export function settingsSchema(z: ZodModule, form: SchemaForm = "full") {
  const { text, texts, duration, share, list, or } = pieces(z, form);
  const count = (max: number) => z.int().min(0).max(max);
  const target = targetSchema(z, form);
  const targetId = z.string().regex(TARGET_ID, { error: "letters, digits, dot, dash, underscore" });
  return z.strictObject({
    ...targetFields(z, form),
    agents: z.record(text, or(z.enum(ADAPTERS), agentSchema(z, form))).optional(),
    concurrency: z.int().min(1).max(LIMITS.concurrencyMax).optional(),
    sandbox: or(z.enum(SANDBOX_MODES), sandboxSchema(z, form)).optional(),
    gateway: z.enum(["auto", "off"]).optional(),
    auto_commit: z.boolean().optional(),
    timeouts: z
      .strictObject({
        total: duration.optional(),
        idle: duration.optional(),
        startup: duration.optional(),
        stop_grace: duration.optional(),
      })
      .optional(),
    retry: z
      .strictObject({
        rejections: count(LIMITS.attemptsPerStreamMax).optional(),
        failures: count(LIMITS.attemptsPerStreamMax).optional(),
        base: duration.optional(),
        ceiling: duration.optional(),
      })
      .optional(),
    budget: budgetSchema(z, form).optional(),
    overlap: share.optional(),
    ageing: duration.optional(),
    on_failure: z.enum(["continue", "stop"]).optional(),
    names: z.record(text, or(text, list.min(1))).optional(),
    roles: or(
      z.union([z.literal("default"), z.array(ROLE_NAME(z))]),
      z.record(ROLE_NAME(z), or(z.null(), roleSchema(z, form))),
    )
      .optional()
      .meta({ description: "Roles that work is routed to, in role order" }),
    questions: z
      .strictObject({
        allow: texts.optional().meta({ description: "Tools that need no person: Bash(npm *)" }),
        deny: texts.optional().meta({ description: "Tools that nobody is asked about: refused" }),
        answers: z
          .record(text, z.string().min(1).max(4000))
          .optional()
          .meta({ description: "Pattern of a question, and its answer" }),
      })
      .optional(),
    recovery: recoverySchema(z, form).optional(),
    archive_days: z.int().min(1).max(3650).optional(),
    solution_cache: z.boolean().optional(),
    admission: admissionSchema(z, form).optional(),
    telemetry: telemetrySchema(z, form).optional(),
    notify: z
      .union([z.literal(false), notifySchema(z, form)])
      .optional()
      .meta({ description: "How you are told; only in your own settings" }),
    default_target: targetId.optional(),
    defaults: target.optional(),
    targets: z.record(targetId, or(text, target)).optional(),
    task_intake: z.unknown().optional().meta({ description: "Accepted for compatibility" }),
  });
}
