import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ENTRY, type Rig, finished, fiveStreams } from "../e2e/rig.ts";
import { type Boundary, journalBoundary, kindOf } from "./boundary.ts";
import { commandsWithDeeds, shimEnv } from "./shim.ts";
import { type Expected, endOf } from "./world.ts";

/** A system call of the orchestrator's own thread, as the kill counts them: the n-th of its name. */
export interface Syscall {
  readonly name: string;
  readonly nth: number;
  /** In the repository's folder; where it is given, only calls on this file are counted. */
  readonly path: string | null;
  /** Where a kill on entering it would have struck in the golden run. */
  readonly reaches: readonly Boundary[];
}

export interface Golden extends Expected {
  readonly syscalls: readonly Syscall[];
  /** The git commands of the run in order, by their first word. */
  readonly gitCommands: readonly string[];
  /** Those of them that move names or make bytes durable. */
  readonly gitWriting: ReadonlySet<string>;
  /** The kinds of the run's effects in the order in which they began. */
  readonly effects: readonly string[];
  readonly durationMs: number;
  /** A fresh repository at the start of the same run. */
  fresh(): Rig;
  remove(): void;
}

/** What a crash can fall between: writing and making durable, moving names. */
export const WATCHED = "pwrite64,fdatasync,fsync,rename,link,unlink,mkdir,ftruncate";

const TWO_STREAMS = `# Roadmap

### Phase 1.1: First
- **Status:** ⚪ Not Started
- **Files:** 1.1.txt

### Phase 1.2: Second
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.1
- **Files:** 1.2.txt
`;

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

/** What every run here is told: the debug log says when effects begin and end. */
export function killEnv(rig: Rig): Record<string, string> {
  return { ...rig.env, ORCHESTRATOR_LOG: "debug" };
}

/** Runs once under a watch that changes nothing, to know every place where a kill can fall. */
export async function goldenRun(): Promise<Golden> {
  const rig = freshRig();
  const trace = join(rig.folder, "strace.txt");
  const started = performance.now();
  const watch = ["-qq", "-y", "-s", "400", "-o", trace, "-e", `trace=write,${WATCHED}`];
  const ran = await finished(
    spawn("strace", [...watch, process.execPath, ENTRY, "batch", "--trust"], {
      cwd: rig.root,
      env: { ...killEnv(rig), ...shimEnv(rig, null) },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  if (ran.code !== 0) throw new Error(`the golden run failed: ${ran.stdout}${ran.stderr}`);
  const lines = readFileSync(trace, "utf8").split("\n");
  const calls = readFileSync(join(rig.folder, "git-calls.txt"), "utf8").trimEnd().split("\n");
  return {
    ...endOf(rig),
    syscalls: readSyscalls(lines),
    gitWriting: commandsWithDeeds(rig),
    gitCommands: calls.map((call) => call.split(" ")[0] ?? ""),
    effects: lines
      .map(effectLine)
      .flatMap((said) => (said?.phase === "begun" ? [kindOf(said.id)] : [])),
    durationMs: Math.round(performance.now() - started),
    fresh: freshRig,
    remove: () => rig.remove(),
  };
}

/** `self:1.1/1/run`, and how far the debug log says it has come. */
export function effectLine(line: string): { readonly id: string; readonly phase: string } | null {
  const found = /\\?"effect\\?":\\?"([^"\\]+)\\?".*effect (begun|ended)/.exec(line);
  return found === null ? null : { id: found[1] ?? "", phase: found[2] ?? "" };
}

function readSyscalls(lines: readonly string[]): Syscall[] {
  const counts = new Map<string, number>();
  const begun = new Map<string, "begun" | "ended">();
  const syscalls: Syscall[] = [];
  let committed: readonly string[] = [];
  for (const [at, line] of lines.entries()) {
    const name = /^(\w+)\(/.exec(line)?.[1];
    if (name === undefined) continue;
    const said = effectLine(line);
    if (said !== null) begun.set(said.id, said.phase === "begun" ? "begun" : "ended");
    if (name === "write") continue;
    const journal = journalBoundary(line);
    // What is written where, the journal's own files tell: every commit comes by the same calls.
    const path =
      journal === null ? null : (/journal\.(?:db-wal|anchor)(?=>)/.exec(line)?.[0] ?? null);
    const counted = path === null ? name : `${name} ${path}`;
    const nth = (counts.get(counted) ?? 0) + 1;
    counts.set(counted, nth);
    if (path !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
    const reaches = journal === null ? [] : [journal, ...effectsAt(lines, at, journal, begun)];
    syscalls.push({ name, nth, path, reaches });
    // What had ended by now is in this commit; what ends while it is synced is not.
    if (journal === "journal: inside a commit") committed = endedOf(begun);
    if (journal === "journal: between commit and anchor") {
      for (const id of committed) begun.delete(id);
    }
  }
  return syscalls;
}

function endedOf(begun: ReadonlyMap<string, "begun" | "ended">): string[] {
  return [...begun].flatMap(([id, phase]) => (phase === "ended" ? [id] : []));
}

/** Effects by their phase, were the run killed at this line of the trace. */
function effectsAt(
  lines: readonly string[],
  at: number,
  journal: Boundary,
  begun: ReadonlyMap<string, "begun" | "ended">,
): Boundary[] {
  const reached: Boundary[] = [];
  if (journal === "journal: inside a commit") {
    for (const [id, phase] of begun) reached.push(`${kindOf(id)}: ${phase}`);
    return reached;
  }
  // The commit holds already: what begins next was promised by it.
  for (const line of lines.slice(at + 1)) {
    if (journalBoundary(line) === "journal: inside a commit") break;
    const said = effectLine(line);
    if (said?.phase === "begun") reached.push(`${kindOf(said.id)}: promised`);
  }
  return reached;
}
