import type { ErrorCode, ExitCode } from "../../model/index.ts";
import { EXIT, OrchestratorError, isoTime } from "../../model/index.ts";
import { nowMs } from "../../platform/index.ts";
import { safeBlock, safeText } from "../text/safe.ts";
import type { Globals } from "./globals.ts";
import type { Style } from "./terminal/style.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** What a command found, once for every face: data for programs, text for people. */
export interface Answer {
  /** Name in the envelope's schema: `status` becomes `orchestrator/status@1`. */
  readonly schema: string;
  readonly data: unknown;
  /** For people, without a final line break; empty prints nothing. Already safe. */
  readonly text: string;
  /** Not zero only with a `failure`. */
  readonly exit?: ExitCode;
  /** Why the exit code is not zero; goes with `data`, which is still shown. */
  readonly failure?: Failure | undefined;
  readonly warnings?: readonly string[];
  /** Journal position the answer was read at; ends a stream of events. */
  readonly seq?: number;
  /** Commands that make sense now. */
  readonly next?: readonly string[];
}

export interface Failure {
  readonly code: ErrorCode | "interrupted" | "terminated";
  readonly message: string;
  readonly hint?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface Envelope {
  readonly schema: string;
  readonly ok: boolean;
  readonly data?: unknown;
  readonly error?: Failure;
  readonly warnings: readonly string[];
  readonly next?: readonly string[];
}

/** The envelope of `--json`: `ok` exactly when the exit code is 0; data whenever there is any. */
export function envelopeOf(answer: Answer): Envelope {
  const failed = (answer.exit ?? EXIT.success) !== EXIT.success;
  return {
    schema: `orchestrator/${answer.schema}@1`,
    ok: !failed,
    ...(answer.data === undefined ? {} : { data: answer.data }),
    ...(failed ? { error: answer.failure ?? unnamed(answer.exit) } : {}),
    warnings: answer.warnings ?? [],
    next: answer.next ?? [],
  };
}

function unnamed(exit: ExitCode | undefined): Failure {
  return { code: exit === EXIT.pending ? "pending" : "work-failed", message: `exit code ${exit}` };
}

interface Outlet {
  readonly globals: Globals;
  readonly terminal: Terminal;
  readonly style: Style;
}

/** Prints an answer the way the globals ask for; returns the exit code. */
export function deliver(outlet: Outlet, answer: Answer): ExitCode {
  const { globals, terminal } = outlet;
  const exit = answer.exit ?? EXIT.success;
  if (globals.json) {
    terminal.out(`${JSON.stringify(envelopeOf(answer))}\n`);
    return exit;
  }
  if (globals.ndjson) {
    const finished = {
      ...(answer.seq === undefined ? {} : { seq: answer.seq }),
      at: isoTime(nowMs()),
      type: "finished",
      exit,
      ...envelopeOf(answer),
    };
    terminal.out(`${JSON.stringify(finished)}\n`);
    return exit;
  }
  if (answer.text !== "") terminal.out(`${answer.text}\n`);
  for (const warning of answer.warnings ?? []) tellWarning(outlet, warning);
  if (exit !== EXIT.success && answer.failure !== undefined) tellFailure(outlet, answer.failure);
  tellNext(outlet, answer.next ?? []);
  return exit;
}

/** A refusal as the three-line rule has it: what, why, what to do. */
export function failureAnswer(schema: string, error: OrchestratorError): Answer {
  return {
    schema,
    data: undefined,
    text: "",
    exit: error.exitCode,
    failure: {
      code: error.code,
      message: error.message,
      hint: error.hint,
      ...(Object.keys(error.details).length === 0 ? {} : { details: error.details }),
    },
  };
}

function tellFailure({ terminal, style }: Outlet, failure: Failure): void {
  terminal.err(`${style.paint("red", "orchestrator:")} ${safeBlock(failure.message)}\n`);
  const hint = failure.hint;
  if (hint === undefined || hint === "") return;
  for (const line of safeBlock(hint).split("\n")) terminal.err(`  ${line}\n`);
}

function tellWarning({ terminal, style, globals }: Outlet, warning: string): void {
  if (globals.quiet) return;
  terminal.err(`${style.paint("yellow", "warning:")} ${safeText(warning)}\n`);
}

function tellNext({ terminal, style, globals }: Outlet, next: readonly string[]): void {
  if (globals.quiet || next.length === 0) return;
  terminal.err(`${style.paint("dim", "Next:")} ${next.map(safeText).join(" | ")}\n`);
}

/** Anything thrown, as an error with a code; what has none is a bug in the product. */
export function asFailure(error: unknown): OrchestratorError {
  if (error instanceof OrchestratorError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new OrchestratorError("bug", `this is a bug in orchestrator: ${message}`, {
    cause: error,
  });
}
