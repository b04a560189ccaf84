import { isAbsolute, join } from "node:path";
import type * as Zod from "zod";
import type { NoticeConfig } from "../../../model/index.ts";
import { NOTICE_KINDS, OrchestratorError, TERMINAL_NOTICES } from "../../../model/index.ts";
import { parseQuietHours } from "./caps.ts";
import type { NotifySettings } from "../settings.ts";

const WORDS_MAX = 100;
/** What goes into a request's head: one line, nothing that could begin another. */
const HEADER_VALUE = /^[\u0020-\u007e]*$/;
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

export function notifySchema(z: typeof Zod, form: "full" | "written") {
  const kinds = z.array(z.enum(NOTICE_KINDS));
  // An argument may be empty or have several lines; nothing can be passed that holds a NUL.
  const word = z
    .string()
    .max(4000)
    .refine((value) => !value.includes("\0"), { error: "text" });
  const words = z.array(word).min(1).max(WORDS_MAX);
  const url = z.string().max(4000).refine(isReceiver, { error: "an http or https address" });
  const header = z.string().regex(HEADER_NAME, { error: "a header's name" });
  const value = z.string().regex(HEADER_VALUE, { error: "text on one line" });
  const webhook = z.strictObject({ url, headers: z.record(header, value).optional() });
  const quiet = z
    .string()
    .refine((hours) => parseQuietHours(hours) !== null, { error: "hours such as 22:00-07:00" });
  const or = <T extends Zod.ZodType>(shorthand: Zod.ZodType, schema: T): T =>
    form === "full" ? schema : (z.union([shorthand, schema]) as unknown as T);
  return z.strictObject({
    on: or(z.enum(NOTICE_KINDS), kinds).optional().meta({ description: "Of what; else of all" }),
    terminal: z.union([z.literal(false), z.enum(TERMINAL_NOTICES)]).optional(),
    desktop: z.boolean().optional(),
    command: or(word, words)
      .optional()
      .meta({ description: "A program and its arguments; JSON comes on its stdin" }),
    webhook: or(url, webhook).optional().meta({ description: "JSON is posted there" }),
    quiet_hours: z.union([z.literal(false), quiet]).optional(),
  });
}

/** What follows the host is often its key; a name and password before it would be sent to nobody. */
function isReceiver(text: string): boolean {
  if (!/^https?:\/\/[^\s#]+$/.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === "" && password === "";
}

/** Null where nothing says how. @throws OrchestratorError `bad-config` */
export function resolveNotify(
  settings: NotifySettings | false | undefined,
  home: string,
): NoticeConfig | null {
  if (settings === undefined || settings === false) return null;
  const { terminal = false, desktop = false, command, webhook, quiet_hours: hours } = settings;
  const isSilent = terminal === false && !desktop && command === undefined;
  if (isSilent && webhook === undefined) return null;
  return {
    on: settings.on ?? NOTICE_KINDS,
    terminal: terminal === false ? null : terminal,
    desktop,
    command: command === undefined ? null : programOf(command, home),
    webhook: webhook === undefined ? null : { url: webhook.url, headers: webhook.headers ?? {} },
    quiet: typeof hours === "string" ? parseQuietHours(hours) : null,
  };
}

/** A path from wherever the orchestrator was started would be a file of some repository (I14). */
function programOf(
  [program = "", ...rest]: readonly string[],
  home: string,
): readonly [string, ...string[]] {
  const path = program.startsWith("~/") ? join(home, program.slice(2)) : program;
  if (path !== "" && (isAbsolute(path) || !/[/\\]/.test(path))) return [path, ...rest];
  throw new OrchestratorError(
    "bad-config",
    `notify.command: ${JSON.stringify(program)} is no program`,
    {
      hint: "A name on your PATH, a whole path, or one that begins with ~/",
    },
  );
}
