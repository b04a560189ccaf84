import { type ChildProcess, spawn } from "node:child_process";
import { unlinkSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { constants } from "node:os";
import { join } from "node:path";
import { monotonicMs } from "../clock.ts";
import type { ExecOptions, ExecResult } from "./exec.ts";
import { exec, killGroup } from "./exec.ts";
import { ensureDir } from "../files/write.ts";
import { LaneOutput } from "./lane-output.ts";
import { randomId } from "../random.ts";
import { encodeShellValues, READ_SHELL_VALUES } from "./shell-values.ts";

/**
 * The program of a lane: it carries out one command after another. Nothing read here is ever
 * evaluated: what a person or an agent wrote arrives as data and stays in quotes (law I14).
 *
 * A request is a line `<values> <mark>`, then the values: the file that is its stdin, its directory,
 * NAME=value…, `--`, argv. The mark ends its stdout; the mark and its exit code end its stderr.
 */
const LANE_SCRIPT = `
while IFS=' ' read -r n mark; do
  ${READ_SHELL_VALUES}
  (
    [ -r "$1" ] || exit 126
    exec <"$1"
    cd "$2" || exit 126
    unset OLDPWD
    shift 2
    while [ "$1" != -- ]; do
      export "$1"
      shift
    done
    shift
    exec "$@"
  )
  code=$?
  printf %s "$mark"
  printf '%s %s\\n' "$mark" "$code" >&2
done
`;

/** A lane that nobody used for so long is closed; a burst of work uses it many times a second. */
const IDLE_MS_MAX = 5_000;
const STDOUT_BYTES_MAX = 64 * 1024 * 1024;
const STDERR_BYTES_MAX = 1024 * 1024;
/** A command that is given more is started by ourselves: then the fork is the least of it. */
const STDIN_BYTES_MAX = 1024 * 1024;

type Argv = readonly [string, ...string[]];
type LaneOptions = Omit<ExecOptions, "signal">;

/**
 * Starts programs as {@link exec} does, but by small shells that are kept for it: the system copies
 * the page tables of whoever starts a program, which costs a process of 150 MB 7 ms each time,
 * and a shell a tenth of one. As many at a time as are asked for.
 */
interface Lanes {
  /** As {@link exec}. A program ended by a signal has no code, nor has one that exits beyond 128. */
  readonly exec: (argv: Argv, options: LaneOptions) => Promise<ExecResult>;
}

/**
 * `env` is what all their programs see, besides what each is given. `inputDir`, a directory of
 * ours, is where stdins lie for as long as they are read.
 */
export function openLanes(env: Readonly<Record<string, string>>, inputDir: string): Lanes {
  const idle: Lane[] = [];
  let sweep: NodeJS.Timeout | null = null;

  const dismiss = (): void => {
    sweep = null;
    const before = monotonicMs() - IDLE_MS_MAX;
    while (idle[0] !== undefined && idle[0].idleSinceMs <= before) idle.shift()?.end();
    if (idle.length > 0) sweep = setTimeout(dismiss, IDLE_MS_MAX).unref();
  };
  const rest = (lane: Lane): void => {
    lane.idleSinceMs = monotonicMs();
    idle.push(lane);
    sweep ??= setTimeout(dismiss, IDLE_MS_MAX).unref();
  };
  const drop = (lane: Lane): void => {
    const at = idle.indexOf(lane);
    if (at !== -1) idle.splice(at, 1);
  };

  return {
    exec: async (argv, options) => {
      const { stdin = "" } = options;
      const values = [options.cwd, ...assignments(options.env), "--", ...argv];
      if (stdin.length > STDIN_BYTES_MAX || values.some((one) => one.includes("\0"))) {
        return exec(argv, { ...options, env: { ...env, ...options.env } });
      }
      const input = stdin.length === 0 ? "/dev/null" : layInput(inputDir, stdin);
      const lane = idle.pop() ?? new Lane(env, drop);
      try {
        return await lane.run([input, ...values], options);
      } finally {
        if (input !== "/dev/null") unlinkSync(input);
        if (lane.isFree) rest(lane);
      }
    },
  };
}

function assignments(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

function layInput(dir: string, stdin: string | Uint8Array): string {
  ensureDir(dir);
  const path = join(dir, randomId(12));
  writeFileSync(path, stdin, { mode: 0o600, flag: "wx" });
  return path;
}

interface Running {
  readonly stdout: LaneOutput;
  readonly stderr: LaneOutput;
  readonly settle: (result: ExecResult) => void;
  readonly timer: NodeJS.Timeout | null;
  timedOut: boolean;
}

/** One shell, and the command that it carries out now. */
class Lane {
  idleSinceMs = 0;
  readonly #child: ChildProcess;
  readonly #streams: readonly Socket[];
  #running: Running | null = null;
  #isGone = false;

  constructor(env: Readonly<Record<string, string>>, onGone: (lane: Lane) => void) {
    this.#child = spawn("/bin/sh", ["-c", LANE_SCRIPT, "orchestrator-lane"], {
      cwd: "/",
      env: { ...env },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    const { stdin, stdout, stderr } = this.#child;
    this.#streams = [stdin, stdout, stderr] as unknown as readonly Socket[];
    const gone = (code: number | null, signal: string | null): void => {
      this.#isGone = true;
      onGone(this);
      this.#settle(code, signal);
    };
    stdin?.on("error", () => {});
    stdout?.on("data", (chunk: Buffer) => this.#hear("stdout", chunk));
    stderr?.on("data", (chunk: Buffer) => this.#hear("stderr", chunk));
    this.#child.on("error", () => gone(127, null));
    // After the last of its output was read, not before.
    this.#child.on("close", (_, signal) => gone(null, signal ?? "SIGKILL"));
  }

  get isFree(): boolean {
    return !this.#isGone && this.#running === null;
  }

  run(values: readonly string[], options: LaneOptions): Promise<ExecResult> {
    const mark = randomId(16);
    this.#hold(true);
    return new Promise((settle) => {
      const running: Running = {
        stdout: new LaneOutput(options.stdoutBytesMax ?? STDOUT_BYTES_MAX, mark, false),
        stderr: new LaneOutput(STDERR_BYTES_MAX, mark, true),
        settle,
        timer:
          options.timeoutMs === undefined
            ? null
            : setTimeout(() => {
                running.timedOut = true;
                killGroup(this.#child);
              }, options.timeoutMs),
        timedOut: false,
      };
      this.#running = running;
      this.#child.stdin?.write(`${values.length} ${mark}\n${encodeShellValues(values)}`);
    });
  }

  end(): void {
    this.#child.stdin?.end();
  }

  #hear(name: "stdout" | "stderr", chunk: Buffer): void {
    const running = this.#running;
    if (running === null) {
      // Something outlived its command and talks on: nobody else's output may be mixed with it.
      killGroup(this.#child);
      this.#isGone = true;
      return;
    }
    running[name].add(chunk);
    if (running.stdout.isWhole && running.stderr.isWhole) {
      const { code } = running.stderr;
      const isSignalled = code === null || code > 128;
      this.#settle(isSignalled ? null : code, isSignalled ? signalName(code) : null);
    }
  }

  #settle(code: number | null, signal: string | null): void {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    this.#hold(false);
    if (running.timer !== null) clearTimeout(running.timer);
    const { stdout, stderr, timedOut } = running;
    running.settle({
      code,
      signal,
      stdout: stdout.bytes(),
      stderr: stderr.bytes(),
      timedOut,
      truncated: stdout.isTruncated,
    });
  }

  /** Only a lane with something to do keeps the process alive. */
  #hold(isBusy: boolean): void {
    for (const one of [this.#child, ...this.#streams]) {
      if (isBusy) one.ref();
      else one.unref();
    }
  }
}

function signalName(code: number | null): string {
  const number = (code ?? 0) - 128;
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] ?? "SIGKILL";
}
