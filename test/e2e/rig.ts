import { type ChildProcess, spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Checkout } from "../checkout.ts";
import { allPids, killPid, readOr } from "../processes.ts";

/** The built program, as a user has it; another build of it while somebody rebuilds this one. */
export const ENTRY = resolve(process.env["ORCHESTRATOR_ENTRY"] ?? "dist/orchestrator.cjs");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Script {
  readonly [streamAndAttempt: string]: readonly (string | Readonly<Record<string, unknown>>)[];
}

export interface RepositoryOptions {
  readonly roadmap: string;
  readonly script: Script;
  /** Lines added to orchestrator.yaml. */
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Of the repository's folder. */
  readonly name?: string;
}

/** A step that lasts until the test lets the agent go on: {@link Following.letGoOn}. */
export const WAIT = { run: "until [ -e .git/go-on ]; do sleep 0.02; done" };

/** An event as `--ndjson` prints it. */
export interface WireEvent {
  readonly type: string;
  readonly seq?: number;
  readonly [field: string]: unknown;
}

/**
 * A real repository in a folder of its own, with its state and settings beside it, so that
 * nothing of the machine's user is read or written and everything can be copied as one.
 */
export class Rig extends Checkout {
  readonly folder: string;
  readonly root: string;
  /** Variables that the user has besides. */
  extraEnv: Readonly<Record<string, string>> = {};

  constructor(folder: string, root = join(folder, "repo")) {
    super();
    this.folder = folder;
    this.root = root;
  }

  static make(options: RepositoryOptions): Rig {
    const folder = mkdtempSync(join(tmpdir(), "orchestrator-e2e-"));
    const rig = new Rig(folder, join(folder, options.name ?? "repo"));
    rig.write("plans/roadmap.md", options.roadmap);
    rig.write("agents.yaml", JSON.stringify(options.script));
    rig.write("orchestrator.yaml", configText(options.config ?? ""));
    for (const [path, text] of Object.entries(options.files ?? {})) rig.write(path, text);
    rig.git("init", "--quiet", "--initial-branch=main");
    rig.git("config", "user.name", "Rig");
    rig.git("config", "user.email", "rig@example.com");
    rig.git("add", ".");
    rig.git("commit", "--quiet", "--message", "start");
    return rig;
  }

  /** The same user at another checkout. */
  at(root: string): Rig {
    return new Rig(this.folder, root);
  }

  get env(): Record<string, string> {
    return {
      PATH: process.env["PATH"] ?? "/usr/bin:/bin",
      HOME: join(this.folder, "home"),
      LANG: "C.UTF-8",
      XDG_STATE_HOME: join(this.folder, "state"),
      XDG_CONFIG_HOME: join(this.folder, "config"),
      NO_COLOR: "1",
      ...this.extraEnv,
    };
  }

  /** The user's own settings, as a whole. */
  writeUserConfig(text: string): void {
    const path = join(this.folder, "config", "orchestrator", "config.yaml");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
  }

  /** A program of the user's, which is found before the machine's of that name. */
  putOnPath(name: string, text: string): void {
    const bin = join(this.folder, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, name), text, { mode: 0o755 });
    // Whatever the folder above says of scripts, this is one.
    writeFileSync(join(bin, "package.json"), "{}");
    this.extraEnv = { ...this.extraEnv, PATH: `${bin}:${this.env["PATH"]}` };
  }

  bytes(path: string): Buffer {
    return readFileSync(join(this.root, path));
  }

  /** Permission bits. */
  modeOf(path: string): number {
    return statSync(join(this.root, path)).mode & 0o777;
  }

  /** Runs a command of the program to its end. */
  run(...words: string[]): Promise<Ran> {
    return finished(this.start(...words));
  }

  start(...words: string[]): ChildProcess {
    return spawn(process.execPath, [ENTRY, ...words], {
      cwd: this.root,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** Starts a command that runs, to be followed by its events. */
  follow(...words: string[]): Following {
    return new Following(this.start(...words, "--ndjson"));
  }

  /** What `--json` printed in `data`; throws the whole output when that is not what came. */
  async data(...words: string[]): Promise<Record<string, unknown>> {
    const ran = await this.run(...words, "--json");
    const envelope = JSON.parse(ran.stdout) as { ok: boolean; data: Record<string, unknown> };
    if (!envelope.ok) throw new Error(`${words.join(" ")} exited ${ran.code}: ${ran.stdout}`);
    return envelope.data;
  }

  /** Waits for processes that are on their way out; what is left then was left behind. */
  async settled(patienceMs = 10_000): Promise<string[]> {
    const tries = patienceMs / 100;
    for (let at = 0; at < tries && this.leftovers().length > 0; at++) await sleep(100);
    return this.leftovers();
  }

  /** Processes of this rig that still live, each with the beginning of what it says of itself. */
  leftovers(): string[] {
    return this.processes().map((pid) => `${pid} ${toldBy(pid).slice(0, 200)}`);
  }

  /**
   * Processes whose command line, environment or working directory lies in the rig's folder: one
   * that has made itself a daemon with an empty environment is known by the last alone.
   */
  processes(which: (told: string) => boolean = () => true): number[] {
    return allPids().filter((pid) => {
      const told = pid === process.pid ? "" : toldBy(pid);
      return told.includes(this.folder) && which(told);
    });
  }

  /** Ids of the work streams in the order in which they landed on `branch`. */
  landed(branch = "main"): string[] {
    return this.git(
      "log",
      "--first-parent",
      "--reverse",
      "--format=%(trailers:key=Work-Stream,valueonly,separator=%x2C)",
      branch,
    )
      .split("\n")
      .filter((line) => line !== "");
  }

  /** Kills processes of this rig, as a machine that goes down does. */
  kill(which?: (told: string) => boolean): void {
    for (const pid of this.processes(which)) killPid(pid);
  }

  /** Ends what a failed test left running, and takes the folder away. */
  remove(): void {
    this.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Less than a test may take, so that what was seen is told when something does not come. */
const PATIENCE_MS = 40_000;

/** A run as programs follow it. */
export class Following {
  readonly child: ChildProcess;
  readonly events: WireEvent[] = [];
  /** The whole output, once the process has ended. */
  readonly ended: Promise<Ran>;
  #over: Ran | null = null;
  #wake: (() => void)[] = [];

  constructor(child: ChildProcess) {
    this.child = child;
    let line = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      const lines = (line + chunk.toString("utf8")).split("\n");
      line = lines.pop() ?? "";
      for (const each of lines) this.events.push(JSON.parse(each) as WireEvent);
      this.#tell();
    });
    this.ended = finished(child).then((ran) => {
      this.#over = ran;
      this.#tell();
      return ran;
    });
  }

  /** The first such event, past or to come; throws the output when the run ends without one. */
  async until(type: string, fields: Readonly<Record<string, unknown>> = {}): Promise<WireEvent> {
    const untilMs = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.events.find(
        (event) =>
          event.type === type &&
          Object.entries(fields).every(([name, value]) => event[name] === value),
      );
      if (found !== undefined) return found;
      if (this.#over !== null) {
        throw new Error(`no ${type} ${JSON.stringify(fields)}: ${JSON.stringify(this.#over)}`);
      }
      if (Date.now() > untilMs) {
        throw new Error(`no ${type} ${JSON.stringify(fields)} yet: ${JSON.stringify(this.events)}`);
      }
      await Promise.race([new Promise<void>((resolve) => this.#wake.push(resolve)), sleep(1_000)]);
    }
  }

  /** The agent of a work stream goes on behind its {@link WAIT}. */
  async letGoOn(id: string): Promise<void> {
    const { workspace } = await this.until("spawning_agent", { id });
    writeFileSync(join(String(workspace), ".git", "go-on"), "");
  }

  /** What the last line carries: what `--json` would have printed in `data`. */
  async data(): Promise<Record<string, unknown>> {
    await this.ended;
    const { data } = await this.until("finished");
    return data as Record<string, unknown>;
  }

  #tell(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

export function finished(child: ChildProcess): Promise<Ran> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString("utf8");
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  return new Promise((settle) => {
    child.on("close", (code) => settle({ code, stdout, stderr }));
  });
}

export function sleep(ms: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, ms));
}

function configText(more: string): string {
  const usual = [
    "roadmap: plans/roadmap.md",
    "agents: { default: { adapter: scripted, script: agents.yaml } }",
    "gates: [{ name: check, run: ./check.sh }]",
    "retry: { base: 200ms }",
    "timeouts: { stop_grace: 500ms }",
  ];
  const own = new Set(more.split("\n").map((line) => line.split(":")[0]));
  const kept = usual.filter((line) => !own.has(line.split(":")[0]));
  return `${kept.join("\n")}\n${more}`;
}

/** Of what a process of a rig tells: it is a warden. */
export function isWarden(told: string): boolean {
  return told.includes("warden.js");
}

function toldBy(pid: number): string {
  return readOr(`/proc/${pid}/cmdline`) + readOr(`/proc/${pid}/environ`) + directoryOf(pid);
}

function directoryOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // It has ended, or is somebody else's.
    return "";
  }
}

/** Five work streams: a diamond with a tail, each writing a file of its own. */
const FIVE_STREAMS = `# Roadmap

## Batch 1

### Phase 1.1: First
- **Status:** ⚪ Not Started
- **Files:** one.txt
- **Done When:** it is there

### Phase 1.2: Second
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.1
- **Files:** two.txt

### Phase 1.3: Third
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.1
- **Files:** three.txt

### Phase 1.4: Fourth
- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.2, Phase 1.3
- **Files:** four.txt

### Phase 1.5: Fifth
- **Status:** ⚪ Not Started
- **Files:** five.txt
`;

export const FIVE_SCRIPT: Script = {
  "*": [
    { say: "working on {{id}}" },
    { sleep: 0.2 },
    { write: { path: "{{id}}.txt", text: "{{title}}\n" } },
    { sleep: 0.1 },
    { commit: "feat: {{title}}" },
  ],
};

const CHECK = '#!/bin/sh\nfor f in *.txt; do [ -s "$f" ] || exit 1; done\nexit 0\n';

export function fiveStreams(more: Partial<RepositoryOptions> = {}): Rig {
  const rig = Rig.make({
    roadmap: FIVE_STREAMS,
    script: FIVE_SCRIPT,
    ...more,
    files: { "check.sh": CHECK, "base.txt": "base\n", ...more.files },
  });
  rig.git("update-index", "--chmod=+x", "check.sh");
  rig.git("commit", "--quiet", "--amend", "--no-edit");
  rig.git("checkout", "--quiet", "--", "check.sh");
  return rig;
}
