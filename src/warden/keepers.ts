import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { OrchestratorError } from "../model/index.ts";
import { encodeShellValues, monotonicMs } from "../platform/index.ts";
import { KEEPER_SCRIPT } from "./keeper-script.ts";
import { VIGIL_SCRIPT } from "./vigil-script.ts";

/** A line of a keeper's reports is a slug and a few numbers. */
const REPORT_CHARS_MAX = 64 * 1024;
const REPORTS_FD = 3;
/** How long a keeper waits for another run, and how many do. */
const IDLE_MS_MAX = 1_000;
const IDLE_MAX = 16;
/** When the next fresh keeper is opened: the run that took the last one has started by then. */
const FRESH_AFTER_MS = 50;

export interface KeeperRequest {
  readonly slug: string;
  readonly cwd: string;
  /** Its stdin is the file of that name in its directory, else there is none. */
  readonly hasStdin: boolean;
  /** Its stdin goes on after that file: see the keeper's script. */
  readonly listens: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  /** Give the command the run file as descriptor 9, to note that the sandbox stands. */
  readonly inside: boolean;
  readonly deadlineMs: number;
  readonly stdoutBytesMax: number;
  readonly stderrBytesMax: number;
  /** `<slug>.<random>` */
  readonly tag: string;
}

/** What keepers say at once; the run file says the same for ever. */
export type KeeperReport =
  | { readonly kind: "started"; readonly slug: string; readonly keeper: string }
  | { readonly kind: "ended"; readonly slug: string; readonly code: number }
  /** It gave way to another keeper of the same run, or refused; the run file tells. */
  | { readonly kind: "gave-way"; readonly slug: string };

interface Keeper {
  readonly child: ChildProcess;
  /** The environment that it has taken over for good, as {@link envKey} writes it; "" before. */
  env: string;
  /** Of its last run; null before the first. */
  cwd: string | null;
  /** The run whose end it has told; null while it has one to tell. */
  doneWith: string | null;
  /** Its stdin is at an end: it takes no other run. */
  isSpent: boolean;
  idleSinceMs: number;
}

/**
 * Shell processes that carry out runs, one at a time each, and one beside them that keeps vigil
 * when the warden has died. A keeper whose run has ended cleanly takes the next one of the same
 * environment; one of whose run anything else became goes with it.
 */
export class Keepers {
  readonly #runsDir: string;
  readonly #onReport: (report: KeeperReport) => void;
  readonly #busy = new Map<string, Keeper>();
  readonly #idle: Keeper[] = [];
  /** One that has had no run yet: nobody waits for a shell to start (2 to 4 ms). */
  #fresh: Keeper | null = null;
  #freshening: NodeJS.Timeout | null = null;
  #vigil: ChildProcess | null = null;
  #sweep: NodeJS.Timeout | null = null;

  constructor(runsDir: string, onReport: (report: KeeperReport) => void) {
    if (runsDir.includes("\n")) {
      throw new OrchestratorError("unsafe-config", "The state directory's path holds a newline.");
    }
    this.#runsDir = runsDir;
    this.#onReport = onReport;
  }

  keep(request: KeeperRequest): void {
    this.#vigil ??= this.#keepVigil();
    this.release(request.slug, { again: false });
    const keeper = this.#take(envKey(request.env));
    this.#busy.set(request.slug, keeper);
    keeper.doneWith = null;
    keeper.child.stdin?.write(encodeRequest(request, keeper.cwd));
    keeper.cwd = request.cwd;
    if (request.listens) this.#spend(keeper);
  }

  /** The run is over, or is to be started anew. `again`: it left its keeper as it found it. */
  release(slug: string, { again }: { readonly again: boolean }): void {
    const keeper = this.#busy.get(slug);
    if (keeper === undefined) return;
    this.#busy.delete(slug);
    const isFree = again && keeper.doneWith === slug;
    if (!isFree || this.#idle.length >= IDLE_MAX) return this.#spend(keeper);
    if (keeper.isSpent) return;
    keeper.idleSinceMs = monotonicMs();
    this.#idle.push(keeper);
    this.#sweep ??= setTimeout(() => this.#dismiss(), IDLE_MS_MAX).unref();
  }

  /** Keepers go on with their runs, and the vigil stays until the last is over. */
  close({ empty }: { readonly empty: boolean }): void {
    if (this.#sweep !== null) clearTimeout(this.#sweep);
    if (this.#freshening !== null) clearTimeout(this.#freshening);
    if (this.#fresh !== null) this.#spend(this.#fresh);
    for (const keeper of [...this.#busy.values(), ...this.#idle]) this.#spend(keeper);
    this.#vigil?.stdin?.end(empty ? "bye\n" : "");
    this.#vigil = null;
  }

  #take(env: string): Keeper {
    const at = this.#idle.findLastIndex((keeper) => keeper.env === env);
    const [keeper] = at === -1 ? [] : this.#idle.splice(at, 1);
    return keeper ?? this.#begin(env);
  }

  #begin(env: string): Keeper {
    const keeper = this.#fresh ?? this.#open();
    this.#fresh = null;
    keeper.env = env;
    this.#freshening ??= setTimeout(() => {
      this.#freshening = null;
      this.#fresh ??= this.#open();
    }, FRESH_AFTER_MS).unref();
    return keeper;
  }

  #spend(keeper: Keeper): void {
    if (!keeper.isSpent) keeper.child.stdin?.end();
    keeper.isSpent = true;
  }

  #dismiss(): void {
    this.#sweep = null;
    const beforeMs = monotonicMs() - IDLE_MS_MAX;
    const staying = this.#idle.filter((keeper) => keeper.idleSinceMs > beforeMs);
    for (const keeper of this.#idle) if (!staying.includes(keeper)) this.#spend(keeper);
    this.#idle.splice(0, this.#idle.length, ...staying);
    if (staying.length > 0) this.#sweep = setTimeout(() => this.#dismiss(), IDLE_MS_MAX).unref();
  }

  #open(): Keeper {
    const child = startShell(KEEPER_SCRIPT, "orchestrator-keeper", this.#runsDir);
    const keeper: Keeper = {
      child,
      env: "",
      cwd: null,
      doneWith: null,
      isSpent: false,
      idleSinceMs: 0,
    };
    const drop = (): void => this.#drop(keeper);
    child.on("error", drop);
    child.on("exit", drop);
    // A request that a dead keeper did not read is found again as a run that did not start.
    child.stdin?.on("error", drop);
    const reports = child.stdio[REPORTS_FD] as Readable;
    reports.on("error", drop);
    let held = "";
    reports.setEncoding("latin1");
    reports.on("data", (text: string) => {
      const lines = (held + text).split("\n");
      held = (lines.pop() ?? "").slice(-REPORT_CHARS_MAX);
      for (const line of lines) this.#report(keeper, line);
    });
    unrefStream(reports);
    return keeper;
  }

  #drop(keeper: Keeper): void {
    keeper.isSpent = true;
    if (this.#fresh === keeper) this.#fresh = null;
    const at = this.#idle.indexOf(keeper);
    if (at !== -1) this.#idle.splice(at, 1);
  }

  #keepVigil(): ChildProcess {
    const vigil = startShell(VIGIL_SCRIPT, "orchestrator-vigil", this.#runsDir);
    const drop = (): void => {
      if (this.#vigil === vigil) this.#vigil = null;
    };
    vigil.on("error", drop);
    vigil.on("exit", drop);
    vigil.stdin?.on("error", drop);
    return vigil;
  }

  #report(keeper: Keeper, line: string): void {
    const [kind, slug, ...rest] = line.split(" ");
    if (slug === undefined) return;
    if (kind === "s") this.#onReport({ kind: "started", slug, keeper: rest.join(" ") });
    if (kind === "e" || kind === "x") keeper.doneWith = slug;
    if (kind === "e") this.#onReport({ kind: "ended", slug, code: Number(rest[0]) });
    if (kind === "x") {
      if (this.#busy.get(slug) === keeper) this.release(slug, { again: true });
      this.#onReport({ kind: "gave-way", slug });
    }
  }
}

/** A shell in a session of its own; a listening server keeps the warden alive, never this. */
function startShell(script: string, name: string, runsDir: string): ChildProcess {
  const child = spawn("/bin/sh", ["-c", script, name, runsDir], {
    cwd: "/",
    env: {},
    stdio: ["pipe", "ignore", "ignore", "pipe"],
    detached: true,
  });
  child.unref();
  unrefStream(child.stdin);
  return child;
}

export function unrefStream(stream: Readable | Writable | null): void {
  if (stream !== null && "unref" in stream && typeof stream.unref === "function") stream.unref();
}

function envKey(env: Readonly<Record<string, string>>): string {
  return JSON.stringify(env);
}

/**
 * The request as the script reads it, for a keeper that was last in `cwd` (null: one that has had
 * no run). Values hold no NUL: the warden has refused those.
 */
function encodeRequest(request: KeeperRequest, cwd: string | null): string {
  const { plain, odd } = splitEnv(request.env);
  const flags = [
    request.cwd !== cwd,
    cwd === null,
    request.hasStdin,
    request.inside,
    request.listens,
  ];
  const values = [
    ...(request.cwd === cwd ? [] : [request.cwd]),
    ...(cwd === null ? [...plain, "--"] : []),
    ...commandOf(request.argv, odd),
  ];
  const head = [
    request.slug,
    flags.map(Number).join(""),
    values.length,
    request.tag.slice(request.slug.length + 1),
    Math.max(1, Math.ceil(request.deadlineMs / 1000)),
    request.stdoutBytesMax,
    request.stderrBytesMax,
  ];
  return `${head.join(" ")}\n${encodeShellValues(values)}`;
}

/** A name without a slash must not be taken for what the keeper's own shell calls so. */
function commandOf(argv: readonly string[], odd: readonly string[]): readonly string[] {
  if (odd.length > 0) return ["/usr/bin/env", ...odd, ...argv];
  if (argv[0]?.includes("/") === true) return argv;
  return ["/bin/sh", "-c", 'exec "$@"', "sh", ...argv];
}

/** Names that mean something to a shell itself, or that no shell variable can have. */
const ODD_NAME =
  /^(IFS|PWD|OLDPWD|ENV|LINENO|OPTIND|OPTARG|PS[0-9]|E?UID|PPID|SHELLOPTS|SHLVL|BASH.*|_)$/;

/**
 * A keeper exports what a shell can; `env` sets the rest, and what could be a variable of the
 * script: those are small letters throughout.
 */
function splitEnv(env: Readonly<Record<string, string>>): { plain: string[]; odd: string[] } {
  const plain: string[] = [];
  const odd: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    const isPlain =
      /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && /[A-Z0-9_]/.test(name) && !ODD_NAME.test(name);
    (isPlain ? plain : odd).push(`${name}=${value}`);
  }
  return { plain, odd };
}
