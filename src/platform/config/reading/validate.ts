import { createRequire } from "node:module";
import type * as Zod from "zod";
import { err, ok, type Result, isRecord } from "../../../model/index.ts";
import { settingsSchema } from "./schema.ts";
import type { Settings } from "../settings.ts";
import { expandShorthands } from "./shorthands.ts";
import { didYouMean, quoted } from "../words.ts";
import { readYaml, type YamlText } from "./yaml-document.ts";

/** Something wrong with a settings file. `line` is 1-based; `key` is empty for the whole file. */
export interface Problem {
  readonly line: number;
  readonly key: string;
  readonly message: string;
}

export interface ValidSettings {
  readonly settings: Settings;
  /** Keys nobody knows: they change nothing, and the person should hear of it. */
  readonly unknownKeys: readonly Problem[];
}

type Issue = Zod.core.$ZodIssue;
type Path = readonly PropertyKey[];

const PROBLEMS_MAX = 20;

/** Reads a settings text; loads the YAML parser and zod, about 60 ms the first time. */
export function validateSettings(text: string): Result<ValidSettings, readonly Problem[]> {
  const yaml = readYaml(text.replace(/^\uFEFF/, ""));
  if ("message" in yaml) return err([{ line: yaml.line, key: "", message: yaml.message }]);
  const data = expandShorthands(yaml.data ?? {});
  const schema = settingsSchema(loadZod());
  const first = schema.safeParse(data);
  if (first.success) return ok({ settings: first.data as Settings, unknownKeys: [] });
  const unknownKeys = inOrder(
    first.error.issues.flatMap((issue) => unknownKeysOf(issue, data, yaml)),
  );
  const known = withoutUnknown(data, first.error.issues);
  const second = schema.safeParse(known);
  if (second.success) return ok({ settings: second.data as Settings, unknownKeys });
  return err(
    inOrder(
      second.error.issues.slice(0, PROBLEMS_MAX).map((issue) => ({
        line: yaml.lineOf(issue.path),
        key: keyOf(issue.path),
        message: describeIssue(issue, known),
      })),
    ),
  );
}

function loadZod(): typeof Zod {
  return createRequire(import.meta.url)("zod") as typeof Zod;
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line);
}

/** The JSON Schema of settings files, for editors; published in `schema/`. */
export function settingsJsonSchema(): unknown {
  const zod = loadZod();
  return zod.toJSONSchema(settingsSchema(zod, "written"), { io: "input", unrepresentable: "any" });
}

function unknownKeysOf(issue: Issue, data: unknown, yaml: YamlText): Problem[] {
  if (issue.code !== "unrecognized_keys") return [];
  return issue.keys.map((key) => ({
    line: yaml.lineOf([...issue.path, key]),
    key: keyOf([...issue.path, key]),
    message: `is not a setting${didYouMean(key, knownKeysAt(issue.path, data))}; it is ignored`,
  }));
}

/** What may stand at a path, asked of the schema itself so that no second list can go stale. */
function knownKeysAt(path: Path, data: unknown): readonly string[] {
  const zod = loadZod();
  let schema: Zod.core.$ZodType = settingsSchema(zod);
  for (const step of [...path, null]) {
    while (schema instanceof zod.ZodOptional) schema = schema.unwrap();
    if (step === null) break;
    if (schema instanceof zod.ZodObject) schema = schema.shape[String(step)];
    else if (schema instanceof zod.ZodRecord) schema = schema.valueType;
    else if (schema instanceof zod.ZodArray) schema = schema.element;
    else return [];
  }
  if (!(schema instanceof zod.ZodObject)) return [];
  const present = at(data, path);
  return Object.keys(schema.shape).filter((key) => !isRecord(present) || !(key in present));
}

function withoutUnknown(data: unknown, issues: readonly Issue[]): unknown {
  const copy: unknown = structuredClone(data);
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const holder = at(copy, issue.path);
    if (!isRecord(holder)) continue;
    for (const key of issue.keys) delete holder[key];
  }
  return copy;
}

/** One sentence part after the key: what is wrong and what is allowed. */
export function describeIssue(issue: Issue, data: unknown): string {
  const value = at(data, issue.path);
  switch (issue.code) {
    case "invalid_value": {
      const allowed = issue.values.map(String);
      const guess = typeof value === "string" ? didYouMean(value, allowed) : "";
      return `${quoted(value)} is not allowed${guess}; allowed: ${allowed.join(", ")}`;
    }
    case "invalid_type":
      return value === undefined
        ? `is missing; it must be ${withArticle(issue.expected)}`
        : `${quoted(value)} must be ${withArticle(issue.expected)}`;
    case "too_small":
      return `${quoted(value)} is too small; at least ${issue.minimum}`;
    case "too_big":
      return `${sizeOf(value)} is too large; at most ${issue.maximum}`;
    case "invalid_key":
      return `${quoted(issue.path.at(-1))} is not a good name: ${issue.issues[0]?.message ?? ""}`;
    default:
      return `${quoted(value)} is not ${issue.message}`;
  }
}

function sizeOf(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return `a text of ${value.length} characters`;
  return Array.isArray(value) ? `a list of ${value.length}` : quoted(value);
}

function withArticle(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    object: "a mapping of keys to values",
    record: "a mapping of names to values",
    array: "a list",
    string: "a text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
  };
  return names[expected] ?? expected;
}

/** `gates[0].timeout` */
export function keyOf(path: Path): string {
  return path.reduce<string>((key, step) => {
    if (typeof step === "number") return `${key}[${step}]`;
    const name = /^[\w-]+$/.test(String(step)) ? String(step) : quoted(String(step));
    return key === "" ? name : `${key}.${name}`;
  }, "");
}

function at(data: unknown, path: Path): unknown {
  let found = data;
  for (const step of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Object.hasOwn(found, step) ? (found as Record<PropertyKey, unknown>)[step] : undefined;
  }
  return found;
}
