import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { OrchestratorError } from "../model/index.ts";
import { NURSERY_SCRIPT } from "./nursery-script.ts";

/** A line of the nursery's protocol is a slug and a few numbers. */
const REPORT_CHARS_MAX = 64 * 1024;
const REPORTS_FD = 3;

export interface KeeperRequest {
  readonly dir: string;
  readonly cwd: string;
  readonly stdinPath: string;
  /** Its stdin goes on after that file: see the nursery's script. */
  readonly listens: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  /** Give the command the run file as descriptor 9, to note that the sandbox stands. */
  readonly inside: boolean;
  readonly deadlineMs: number;
  readonly stdoutBytesMax: number;
  readonly stderrBytesMax: number;
  readonly tag: string;
}

/** What keepers say at once; the run file says the same for ever. */
export type KeeperReport =
  | { readonly kind: "started"; readonly slug: string; readonly keeper: string }
  | { readonly kind: "ended"; readonly slug: string; readonly code: number }
  /** It gave way to another keeper of the same run, or refused; the run file tells. */
  | { readonly kind: "gave-way"; readonly slug: string };

/**
 * The shell process that forks keepers. One lives at a time; when it dies the next request starts
 * another, and the keepers of the dead one go on.
 */
export class Nursery {
  readonly #runsDir: string;
  readonly #onReport: (report: KeeperReport) => void;
  #child: ChildProcess | null = null;

  constructor(runsDir: string, onReport: (report: KeeperReport) => void) {
    if (runsDir.includes("\n")) {
      throw new OrchestratorError("unsafe-config", "The state directory's path holds a newline.");
    }
    this.#runsDir = runsDir;
    this.#onReport = onReport;
  }

  keep(request: KeeperRequest): void {
    this.#child ??= this.#open();
    this.#child.stdin?.write(encodeRequest(request));
  }

  /** Its keepers go on, and it stays for them until the last is done; without any it goes at once. */
  close({ empty }: { readonly empty: boolean }): void {
    this.#child?.stdin?.end(empty ? "bye\n" : "");
    this.#child = null;
  }

  #open(): ChildProcess {
    const child = spawn("/bin/sh", ["-c", NURSERY_SCRIPT, "orchestrator-nursery", this.#runsDir], {
      cwd: "/",
      env: {},
      stdio: ["pipe", "ignore", "ignore", "pipe"],
      detached: true,
    });
    child.on("error", () => this.#drop(child));
    child.on("exit", () => this.#drop(child));
    // Requests to a dead nursery are found again as runs that did not start.
    child.stdin?.on("error", () => this.#drop(child));
    const reports = child.stdio[REPORTS_FD] as Readable;
    reports.on("error", () => this.#drop(child));
    let held = "";
    reports.setEncoding("latin1");
    reports.on("data", (text: string) => {
      const lines = (held + text).split("\n");
      held = (lines.pop() ?? "").slice(-REPORT_CHARS_MAX);
      for (const line of lines) this.#report(line);
    });
    child.unref();
    unrefStream(child.stdin);
    unrefStream(reports);
    return child;
  }

  #drop(child: ChildProcess): void {
    if (this.#child === child) this.#child = null;
  }

  #report(line: string): void {
    const [kind, slug, ...rest] = line.split(" ");
    if (slug === undefined) return;
    if (kind === "s") this.#onReport({ kind: "started", slug, keeper: rest.join(" ") });
    if (kind === "e") this.#onReport({ kind: "ended", slug, code: Number(rest[0]) });
    if (kind === "x") this.#onReport({ kind: "gave-way", slug });
  }
}

/** A listening server keeps the warden alive, never its nursery. */
function unrefStream(stream: Readable | Writable | null): void {
  if (stream !== null && "unref" in stream && typeof stream.unref === "function") stream.unref();
}

/** The request as the script reads it. Values hold no NUL: the warden has refused those. */
export function encodeRequest(request: KeeperRequest): string {
  const { plain, odd } = splitEnv(request.env);
  const values = [
    request.cwd,
    request.stdinPath,
    ...plain,
    "--",
    ...(odd.length === 0 ? [] : ["/usr/bin/env", ...odd]),
    ...request.argv,
  ];
  const head = [
    values.length,
    `${request.inside ? 1 : 0}${request.listens ? 1 : 0}`,
    Math.max(1, Math.ceil(request.deadlineMs / 1000)),
    request.stdoutBytesMax,
    request.stderrBytesMax,
    request.tag,
  ];
  return `${request.dir}\n${head.join(" ")}\n${values.map(encodeValue).join("")}`;
}

function encodeValue(value: string): string {
  const lines = value.split("\n");
  return lines.map((line, at) => `${at < lines.length - 1 ? "+" : "="}${line}\n`).join("");
}

/** Names that mean something to a shell itself, or that no shell variable can have. */
const ODD_NAME =
  /^(IFS|PWD|OLDPWD|ENV|LINENO|OPTIND|OPTARG|PS[0-9]|E?UID|PPID|SHELLOPTS|SHLVL|BASH.*)$/;

/** A keeper exports what a shell can; `env` sets the rest. */
function splitEnv(env: Readonly<Record<string, string>>): { plain: string[]; odd: string[] } {
  const plain: string[] = [];
  const odd: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    const isPlain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !ODD_NAME.test(name);
    (isPlain ? plain : odd).push(`${name}=${value}`);
  }
  return { plain, odd };
}
