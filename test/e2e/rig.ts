import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The built program, as a user has it. */
export const ENTRY = resolve("dist/orchestrator.js");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Script {
  readonly [streamAndAttempt: string]: readonly Readonly<Record<string, unknown>>[];
}

export interface RepositoryOptions {
  readonly roadmap: string;
  readonly script: Script;
  /** Lines added to orchestrator.yaml. */
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * A real repository in a folder of its own, with its state and settings beside it, so that
 * nothing of the machine's user is read or written and everything can be copied as one.
 */
export class Rig {
  readonly folder: string;
  readonly root: string;

  constructor(folder: string) {
    this.folder = folder;
    this.root = join(folder, "repo");
  }

  static make(options: RepositoryOptions): Rig {
    const rig = new Rig(mkdtempSync(join(tmpdir(), "orchestrator-e2e-")));
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

  /** The same repository, state and all, in another folder: paths inside are relative to it. */
  copy(): Rig {
    const folder = mkdtempSync(join(tmpdir(), "orchestrator-e2e-"));
    cpSync(this.folder, folder, { recursive: true, preserveTimestamps: true });
    return new Rig(folder);
  }

  get env(): Record<string, string> {
    return {
      PATH: process.env["PATH"] ?? "/usr/bin:/bin",
      HOME: join(this.folder, "home"),
      LANG: "C.UTF-8",
      XDG_STATE_HOME: join(this.folder, "state"),
      XDG_CONFIG_HOME: join(this.folder, "config"),
      NO_COLOR: "1",
    };
  }

  write(path: string, text: string): void {
    const full = join(this.root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  git(...words: string[]): string {
    const ran = spawnSync("git", words, { cwd: this.root, encoding: "utf8", env: this.env });
    if (ran.status === 0) return ran.stdout.trimEnd();
    throw new Error(`git ${words.join(" ")}: ${ran.stderr}${ran.error?.message ?? ""}`);
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

  /** What `--json` printed in `data`; throws the whole output when that is not what came. */
  async data(...words: string[]): Promise<Record<string, unknown>> {
    const ran = await this.run(...words, "--json");
    const envelope = JSON.parse(ran.stdout) as { ok: boolean; data: Record<string, unknown> };
    if (!envelope.ok) throw new Error(`${words.join(" ")} exited ${ran.code}: ${ran.stdout}`);
    return envelope.data;
  }

  /** Processes of this rig that still live: their command line or environment names its folder. */
  leftovers(): string[] {
    const found: string[] = [];
    for (const pid of readdirSync("/proc")) {
      if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
      const told = commandAndEnvironment(pid);
      if (told.includes(this.folder)) found.push(`${pid} ${told.slice(0, 200)}`);
    }
    return found;
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

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
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
  return `roadmap: plans/roadmap.md
agents:
  default: { adapter: scripted, script: agents.yaml }
${more.includes("gates:") ? "" : "gates:\n  - { name: check, run: ./check.sh }\n"}retry: { base: 200ms }
${more}`;
}

function commandAndEnvironment(pid: string): string {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return command + readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return "";
  }
}

/** Five work streams: a diamond with a tail, each writing a file of its own. */
export const FIVE_STREAMS = `# Roadmap

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

export const CHECK = '#!/bin/sh\nfor f in *.txt; do [ -s "$f" ] || exit 1; done\nexit 0\n';

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
