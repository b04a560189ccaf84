import { createRequire } from "node:module";
import type * as Zod from "zod";
import { OrchestratorError } from "../../../model/index.ts";
import { configHome } from "../../environment.ts";
import { inPackage } from "../../version.ts";
import { parseDuration } from "../quantities.ts";
import { describeIssue, keyOf } from "../reading/validate.ts";
import { didYouMean, harmless } from "../words.ts";
import { readYaml } from "../reading/yaml-document.ts";

const SIZE_MAX = 64 * 1024;
const PERIOD_MS_MIN = 5_000;

/** Where definitions lie, first wins: of this repository (private), of the user, as shipped. */
export function placesOf(privateDir: string): string[] {
  const shipped = inPackage("templates");
  return [privateDir, configHome(), ...(shipped === null ? [] : [shipped])];
}

/** What keys of a role and of the team have in common. */
export function pieces(z: typeof Zod) {
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

/**
 * A text held against its schema; the first thing wrong with it is told with its line. `foreign`:
 * keys of other tools, and what is ours in their place.
 */
export function checked<T>(
  path: string,
  text: string,
  schema: (z: typeof Zod) => Zod.ZodType<T>,
  foreign: Readonly<Record<string, string>> = {},
): T {
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
    const ours = issue.path.length === 0 && Object.hasOwn(foreign, key) ? foreign[key] : undefined;
    if (ours !== undefined) throw bad(`${path}:${yaml.lineOf(at)}`, `${key}: ${ours}`);
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

export function bad(where: string, message: string): OrchestratorError {
  return new OrchestratorError("bad-config", `${where}: ${message}`, {
    hint: "docs/team.md explains every key of a role's definition.",
  });
}
