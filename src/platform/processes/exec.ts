import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, openSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { OrchestratorError } from "../../model/index.ts";
import { statOrNull } from "../files/look.ts";
import { errnoOf, explainIo } from "../io-error.ts";
import { setAsideWhenLong } from "../files/set-aside.ts";

/** How long the pipes may stay open after the program's own end (a grandchild holds them). */
const DRAIN_MS = 1_000;
/** More than a pipe holds: what comes beyond it was written after the program's own end. */
const PIPE_BYTES_MAX = 1024 * 1024;
const STDOUT_BYTES_MAX = 64 * 1024 * 1024;
const STDERR_BYTES_MAX = 1024 * 1024;

export interface ExecOptions {
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly timeoutMs?: number;
  /** Output beyond it is read and dropped (`truncated`); 64 MiB when not given. */
  readonly stdoutBytesMax?: number;
  /** Aborting kills the program and all of its process group. */
  readonly signal?: AbortSignal;
}

/** `code` is 127 for no such command and 126 for one that cannot be run, as in a shell. */
export interface ExecResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly timedOut: boolean;
  readonly truncated: boolean;
}

/** Collects the first `bytesMax` bytes of a stream and drops the rest, so memory is bounded. */
class BoundedOutput {
  readonly #chunks: Buffer[] = [];
  readonly #bytesMax: number;
  #kept = 0;
  seen = 0;
  truncated = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  add(chunk: Buffer): void {
    this.seen += chunk.length;
    const room = this.#bytesMax - this.#kept;
    if (chunk.length > room) this.truncated = true;
    if (room <= 0) return;
    const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.#chunks.push(part);
    this.#kept += part.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

/**
 * Runs a program to its end, without a shell and with exactly `env`. It never rejects for what the
 * program does; a program that cannot be started gives 127 or 126 with the reason on stderr.
 */
export function exec(
  argv: readonly [string, ...string[]],
  options: ExecOptions,
): Promise<ExecResult> {
  if (options.signal?.aborted) return Promise.resolve(neverStarted(null, "SIGKILL", ""));
  let child: ChildProcess;
  try {
    const [command, ...rest] = argv;
    child = spawn(command, rest, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
      windowsHide: true,
    });
  } catch (error) {
    return Promise.resolve(startFailure(error, argv[0], options));
  }
  return new Promise((resolve) => follow(child, argv[0], options, resolve));
}

function follow(
  child: ChildProcess,
  command: string,
  options: ExecOptions,
  resolve: (result: ExecResult) => void,
): void {
  const stdout = new BoundedOutput(options.stdoutBytesMax ?? STDOUT_BYTES_MAX);
  const stderr = new BoundedOutput(STDERR_BYTES_MAX);
  const timers: NodeJS.Timeout[] = [];
  let timedOut = false;
  let ended: { code: number | null; signal: string | null } | null = null;

  const abort = (): void => killGroup(child);
  const finish = (result: ExecResult): void => {
    for (const timer of timers) clearTimeout(timer);
    options.signal?.removeEventListener("abort", abort);
    child.stdout?.destroy();
    child.stderr?.destroy();
    resolve(result);
  };
  const report = (): void =>
    finish({
      code: ended?.code ?? null,
      signal: ended?.signal ?? null,
      stdout: stdout.bytes(),
      stderr: stderr.bytes(),
      timedOut,
      truncated: stdout.truncated,
    });

  options.signal?.addEventListener("abort", abort, { once: true });
  child.stdout?.on("data", (chunk: Buffer) => stdout.add(chunk));
  child.stderr?.on("data", (chunk: Buffer) => stderr.add(chunk));
  // A program that does not read its input is no error: EPIPE says no more than its exit code.
  child.stdin?.on("error", () => {});
  child.on("error", (error) => {
    if (child.pid === undefined) finish(startFailure(error, command, options));
  });
  child.on("exit", (code, signal) => {
    ended = { code, signal };
    timers.push(
      setTimeout(() => {
        killGroup(child);
        drain([stdout, stderr], PIPE_BYTES_MAX, report);
      }, DRAIN_MS),
    );
  });
  child.on("close", () => {
    if (child.pid !== undefined) report();
  });
  if (options.timeoutMs !== undefined) {
    timers.push(
      setTimeout(() => {
        timedOut = true;
        killGroup(child);
      }, options.timeoutMs),
    );
  }
  child.stdin?.end(options.stdin ?? "");
}

/**
 * A timer may be late because this process was held up, and then comes before the reading of what the
 * program wrote in good time: half an output would be taken for a whole one. So the pipes are read
 * until a whole turn of the loop brings nothing.
 */
function drain(outputs: readonly BoundedOutput[], mostBytes: number, then: () => void): void {
  const seen = () => outputs.reduce((sum, output) => sum + output.seen, 0);
  const before = seen();
  setImmediate(() =>
    setImmediate(() => {
      const more = seen() - before;
      if (more === 0 || more >= mostBytes) then();
      else drain(outputs, mostBytes - more, then);
    }),
  );
}

/** The program leads its own process group, so its children go with it. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (errnoOf(error) !== "ESRCH") child.kill("SIGKILL");
  }
}

function startFailure(error: unknown, command: string, options: ExecOptions): ExecResult {
  const errno = errnoOf(error);
  if (errno === "ENOENT" && !isDirectoryAt(options.cwd)) {
    return neverStarted(126, null, `no such directory: ${options.cwd}`);
  }
  // A folder in PATH that may not be entered makes the system say EACCES of any missing command.
  if (errno === "ENOENT" || (errno === "EACCES" && !isInPath(command, options.env["PATH"] ?? ""))) {
    return neverStarted(127, null, `${command}: command not found`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return neverStarted(126, null, `${command}: cannot be run: ${reason}`);
}

function isInPath(command: string, path: string): boolean {
  if (command.includes("/")) return true;
  return path.split(delimiter).some((dir) => {
    try {
      return statOrNull(join(dir, command)) !== null;
    } catch {
      return false;
    }
  });
}

function isDirectoryAt(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function neverStarted(code: number | null, signal: string | null, message: string): ExecResult {
  return {
    code,
    signal,
    stdout: Buffer.alloc(0),
    stderr: Buffer.from(message),
    timedOut: false,
    truncated: false,
  };
}

/** One descriptor of a detached program. Files that are written are appended to, and made 0600. */
export type Stdio =
  | "ignore"
  | { readonly read: string }
  | { readonly append: string }
  /** Opened for both: a FIFO opened so neither blocks nor ends when its writers go. */
  | { readonly readWrite: string }
  | { readonly fd: number };

export interface DetachedOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** stdin, stdout, stderr and as many more as wanted. */
  readonly stdio: readonly Stdio[];
}

export interface DetachedProcess {
  readonly pid: number;
  /** Resolves when it ends while this process lives; never rejects, and keeps nothing alive. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/**
 * Starts a program in a session of its own that outlives this process. Throws `io-failed` (or
 * what the files say) when it cannot be started.
 */
export function spawnDetached(
  argv: readonly [string, ...string[]],
  options: DetachedOptions,
): DetachedProcess {
  const opened: number[] = [];
  try {
    const stdio = options.stdio.map((one) => openStdio(one, opened));
    const [command, ...rest] = argv;
    const child = spawn(command, rest, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio,
      detached: true,
      windowsHide: true,
    });
    child.on("error", () => {});
    if (child.pid === undefined) {
      throw new OrchestratorError("io-failed", `${command} could not be started.`, {
        hint: `Check that it is installed and that ${options.cwd} exists.`,
      });
    }
    child.unref();
    return {
      pid: child.pid,
      exited: new Promise((resolve) => {
        child.on("exit", (code, signal) => resolve({ code, signal }));
      }),
    };
  } catch (error) {
    throw explainIo(error, "start", argv[0]);
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}

function openStdio(one: Stdio, opened: number[]): "ignore" | number {
  if (one === "ignore") return "ignore";
  if ("fd" in one) return one.fd;
  const fd = openFile(one);
  opened.push(fd);
  return fd;
}

function openFile(one: Exclude<Stdio, "ignore" | { fd: number }>): number {
  const noFollow = constants.O_NOFOLLOW ?? 0;
  if ("read" in one) return openSync(one.read, constants.O_RDONLY);
  if ("readWrite" in one) return openSync(one.readWrite, constants.O_RDWR | noFollow);
  setAsideWhenLong(one.append);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | noFollow;
  return openSync(one.append, flags, 0o600);
}
