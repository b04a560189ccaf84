import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ENTRY, type Rig, finished, fiveStreams } from "../e2e/rig.ts";
import { spawn } from "node:child_process";

/** A system call of the orchestrator's own thread, as the kill counts them: the n-th of its name. */
export interface Syscall {
  readonly name: string;
  readonly nth: number;
  readonly line: string;
}

export interface Golden {
  readonly rig: Rig;
  readonly tree: string;
  readonly roadmap: string;
  readonly syscalls: readonly Syscall[];
  /** git commands of the run in order. */
  readonly gitCommands: readonly string[];
  readonly durationMs: number;
  /** A fresh repository at the start of the same run. */
  fresh(): Rig;
  remove(): void;
}

/** What a crash can fall between: making things durable, moving names, starting and telling others. */
export const WATCHED = "fdatasync,fsync,rename,link,unlink,mkdir,ftruncate";

const TWO_STREAMS = `# Roadmap

### Phase 1.1: First
- **Status:** ⚪ Not Started
- **Files:** 1.1.txt

### Phase 1.2: Second
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.1
- **Files:** 1.2.txt
`;

export const STREAMS = ["1.1", "1.2"] as const;

function freshRig(): Rig {
  return fiveStreams({
    roadmap: TWO_STREAMS,
    script: {
      "*": [
        { say: "{{id}}" },
        { write: { path: "{{id}}.txt", text: "{{title}}\n" } },
        { sleep: 0.15 },
        { commit: "feat: {{title}}" },
      ],
    },
  });
}

/** Runs once under a watch that changes nothing, to know every place where a kill can fall. */
export async function goldenRun(): Promise<Golden> {
  const rig = freshRig();
  const trace = join(rig.folder, "strace.txt");
  const started = performance.now();
  const ran = await finished(
    spawn(
      "strace",
      ["-qq", "-o", trace, "-e", `trace=${WATCHED}`, process.execPath, ENTRY, "batch", "--trust"],
      {
        cwd: rig.root,
        env: { ...rig.env, ...shimEnv(rig, null) },
        stdio: ["ignore", "pipe", "pipe"],
      },
    ),
  );
  if (ran.code !== 0) throw new Error(`the golden run failed: ${ran.stdout}${ran.stderr}`);
  return {
    rig,
    tree: rig.git("rev-parse", "HEAD^{tree}"),
    roadmap: rig.read("plans/roadmap.md"),
    syscalls: readSyscalls(trace),
    gitCommands: readFileSync(join(rig.folder, "git-calls.txt"), "utf8").trimEnd().split("\n"),
    durationMs: Math.round(performance.now() - started),
    fresh: freshRig,
    remove: () => rig.remove(),
  };
}

function readSyscalls(path: string): Syscall[] {
  const counts = new Map<string, number>();
  const syscalls: Syscall[] = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const name = /^(\w+)\(/.exec(line)?.[1];
    if (name === undefined) continue;
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    syscalls.push({ name, nth, line });
  }
  return syscalls;
}

/** What the git in front of the real one is told: which call to strike, how, and whom with it. */
export interface GitStrike {
  readonly call: number;
  readonly phase: "before" | "during" | "after";
  readonly withOrchestrator: boolean;
}

export function shimEnv(rig: Rig, strike: GitStrike | null): Record<string, string> {
  return {
    PATH: `${new URL("shim", import.meta.url).pathname}:${rig.env["PATH"]}`,
    KILLPOINT_FOLDER: rig.folder,
    KILLPOINT_CALL: String(strike?.call ?? 0),
    KILLPOINT_PHASE: strike?.phase ?? "",
    KILLPOINT_PARENT: strike?.withOrchestrator === true ? "1" : "",
  };
}
