import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { pino as Pino } from "pino";
import { ensureDir } from "./files/write.ts";
import { redactText } from "./redact.ts";
import { setAsideWhenLong } from "./files/set-aside.ts";

/** Fields of a line; values that look like secrets are masked by name and by shape. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  child(fields: LogFields): Log;
}

const SECRET_NAMES = [
  "token",
  "password",
  "secret",
  "apiKey",
  "api_key",
  "authorization",
  "cookie",
  "env",
] as const;

/**
 * Opens a log of JSON lines, appended to and written at once (0600): what a crash leaves is whole.
 * `name` is the component. ORCHESTRATOR_LOG sets the level; `info` when it does not.
 */
export function openLog(file: string, name: string): Log {
  ensureDir(dirname(file));
  setAsideWhenLong(file);
  const { pino } = createRequire(import.meta.url)("pino") as { readonly pino: typeof Pino };
  const destination = pino.destination({ dest: file, append: true, sync: true, mode: 0o600 });
  // A full disk must not end what is logged about: the line is lost, and nothing else.
  destination.on("error", () => undefined);
  const logger = pino(
    {
      name,
      level: levelOf(process.env["ORCHESTRATOR_LOG"]),
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: SECRET_NAMES.flatMap((one) => [one, `*.${one}`, `*.*.${one}`]),
        censor: "[redacted]",
      },
      serializers: { err: pino.stdSerializers.err },
    },
    // The whole line is masked: a secret hides in messages, stacks and nested fields alike.
    { write: (line: string) => void destination.write(redactText(line)) },
  );
  return wrap(logger);
}

function levelOf(text: string | undefined): string {
  const known = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
  return text !== undefined && known.includes(text) ? text : "info";
}

function wrap(logger: Pino.Logger): Log {
  return {
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
    debug: (message, fields = {}) => logger.debug(fields, message),
    child: (fields) => wrap(logger.child(fields)),
  };
}
