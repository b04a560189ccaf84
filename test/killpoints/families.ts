import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openWorkplace, readEvents, readState } from "../../src/daemon/index.ts";
import { pendingEffects } from "../../src/engine/index.ts";
import type { EffectKind } from "../../src/model/index.ts";
import { ENTRY, type Rig, finished, sleep } from "../e2e/rig.ts";
import type { Boundary } from "./boundary.ts";
import type { GitStrike, Golden, Syscall } from "./golden.ts";
import { WATCHED, shimEnv } from "./golden.ts";

export type KillPoint =
  | { readonly family: "orchestrator"; readonly syscall: Syscall }
  /** Between syscalls: when the debug log says that an effect begins or ends. */
  | { readonly family: "effect"; readonly phase: "begun" | "ended"; readonly nth: number }
  | { readonly family: "git"; readonly strike: GitStrike; readonly command: string }
  | { readonly family: "warden"; readonly event: string; readonly withOrchestrator: boolean };

export interface Played {
  readonly rig: Rig;
  readonly killed: boolean;
  readonly boundaries: readonly Boundary[];
  readonly output: string;
}

const EFFECTS_OF_A_RUN = 22;
const RESUMES_MAX = 4;

export function enumerateKillPoints(golden: Golden): KillPoint[] {
  const points: KillPoint[] = golden.syscalls.map((syscall) => ({
    family: "orchestrator",
    syscall,
  }));
  for (let nth = 1; nth <= EFFECTS_OF_A_RUN; nth++) {
    points.push(
      { family: "effect", phase: "begun", nth },
      { family: "effect", phase: "ended", nth },
    );
  }
  for (const [index, command] of golden.gitCommands.entries()) {
    for (const phase of ["before", "during", "after"] as const) {
      for (const withOrchestrator of [false, true]) {
        points.push({
          family: "git",
          command,
          strike: { call: index + 1, phase, withOrchestrator },
        });
      }
    }
  }
  for (const event of ["claimed", "prepared", "agent-started", "agent-ended", "collected"]) {
    points.push({ family: "warden", event, withOrchestrator: false });
    points.push({ family: "warden", event, withOrchestrator: true });
  }
  return points;
}

/** Runs to the kill, looks where it fell, and lets the product recover by its own command. */
export async function play(golden: Golden, point: KillPoint): Promise<Played> {
  const rig = golden.fresh();
  const first = await strike(rig, point);
  const boundaries = [...first.boundaries];
  let output = first.output;
  for (let tries = 0; tries < RESUMES_MAX && !isFinished(rig); tries++) {
    const begun = existsSync(join(rig.root, ".orchestrator", "journal.db")) && hasSession(rig);
    const ran = await rig.run(begun ? "resume" : "batch", "--trust");
    output += `\n--- ${begun ? "resume" : "batch"} exited ${ran.code}\n${ran.stdout}${ran.stderr}`;
  }
  return { rig, killed: first.killed, boundaries, output };
}

interface Struck {
  readonly killed: boolean;
  readonly boundaries: readonly Boundary[];
  readonly output: string;
}

async function strike(rig: Rig, point: KillPoint): Promise<Struck> {
  switch (point.family) {
    case "orchestrator":
      return strikeOrchestrator(rig, point.syscall);
    case "effect":
      return strikeEffect(rig, point.phase, point.nth);
    case "git":
      return strikeGit(rig, point.strike);
    case "warden":
      return strikeWarden(rig, point.event, point.withOrchestrator);
    default:
      return point;
  }
}

async function strikeOrchestrator(rig: Rig, syscall: Syscall): Promise<Struck> {
  const inject = `inject=${syscall.name}:signal=KILL:when=${syscall.nth}`;
  const ran = await finished(
    spawn(
      "strace",
      [
        "-qq",
        "-y",
        "-o",
        join(rig.folder, "killed.txt"),
        "-e",
        `trace=${WATCHED}`,
        "-e",
        inject,
        process.execPath,
        ENTRY,
        "batch",
        "--trust",
      ],
      { cwd: rig.root, env: debugEnv(rig), stdio: ["ignore", "pipe", "pipe"] },
    ),
  );
  const lines = readFileSync(join(rig.folder, "killed.txt"), "utf8").split("\n").filter(Boolean);
  const killed = lines.at(-1)?.includes("killed by SIGKILL") ?? false;
  const last = lines.filter((line) => !line.startsWith("+++")).at(-1) ?? "";
  return {
    killed,
    output: `${ran.stdout}${ran.stderr}`,
    boundaries: killed ? [...journalBoundary(last), ...effectBoundaries(rig)] : [],
  };
}

/** The group commit is the write-ahead log's sync, then the anchor's. */
function journalBoundary(line: string): Boundary[] {
  if (!line.startsWith("fdatasync") && !line.startsWith("fsync")) return [];
  if (line.includes("journal.db-wal")) return [{ effect: "journal", phase: "before the commit" }];
  if (line.includes("journal.anchor")) {
    return [
      { effect: "journal", phase: "between commit and anchor" },
      { effect: "journal", phase: "after the anchor" },
    ];
  }
  return [];
}

async function strikeEffect(rig: Rig, phase: string, nth: number): Promise<Struck> {
  const child = spawn(process.execPath, [ENTRY, "batch", "--trust"], {
    cwd: rig.root,
    env: debugEnv(rig),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ending = finished(child);
  const killed = await untilTrue(
    child,
    () => effectLog(rig).filter((each) => each.phase === phase).length >= nth,
  );
  child.kill("SIGKILL");
  const ran = await ending;
  return {
    killed,
    output: `${ran.stdout}${ran.stderr}`,
    boundaries: killed ? effectBoundaries(rig) : [],
  };
}

async function strikeGit(rig: Rig, struck: GitStrike): Promise<Struck> {
  const ran = await finished(
    spawn(process.execPath, [ENTRY, "batch", "--trust"], {
      cwd: rig.root,
      env: { ...debugEnv(rig), ...shimEnv(rig, struck) },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  const killed = existsSync(join(rig.folder, "struck"));
  return {
    killed,
    output: `${ran.stdout}${ran.stderr}`,
    boundaries: killed
      ? [
          { effect: "git", phase: struck.phase },
          ...(struck.withOrchestrator ? effectBoundaries(rig) : []),
        ]
      : [],
  };
}

async function strikeWarden(rig: Rig, event: string, withOrchestrator: boolean): Promise<Struck> {
  const child = spawn(process.execPath, [ENTRY, "batch", "--trust"], {
    cwd: rig.root,
    env: debugEnv(rig),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ending = finished(child);
  const killed = await untilTrue(child, () => journalHas(rig, event));
  if (withOrchestrator) child.kill("SIGKILL");
  for (const pid of wardens(rig)) kill(pid);
  const ran = await ending;
  return {
    killed,
    output: `${ran.stdout}${ran.stderr}`,
    boundaries: killed ? [{ effect: "warden", phase: `after ${event}` }] : [],
  };
}

/** Effects that the journal promised at death, by how far the debug log says they had come. */
function effectBoundaries(rig: Rig): Boundary[] {
  const log = effectLog(rig);
  const { state } = readState(workplaceOf(rig));
  return pendingEffects(state).map((effect) => {
    const seen = log.filter((each) => each.effect === effect.id).at(-1);
    return { effect: effect.kind satisfies EffectKind, phase: seen?.phase ?? "promised" };
  });
}

function effectLog(rig: Rig): { effect: string; phase: string }[] {
  const path = join(rig.root, ".orchestrator", "agent-logs", "orchestrator.log");
  if (!existsSync(path)) return [];
  const seen: { effect: string; phase: string }[] = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const found = /"effect":"([^"]+)".*"msg":"effect (begun|ended)"/.exec(line);
    if (found !== null) seen.push({ effect: found[1] ?? "", phase: found[2] ?? "" });
  }
  return seen;
}

function workplaceOf(rig: Rig) {
  process.env["XDG_STATE_HOME"] = rig.env["XDG_STATE_HOME"];
  return openWorkplace({ cwd: rig.root, env: rig.env });
}

function hasSession(rig: Rig): boolean {
  return readState(workplaceOf(rig)).state.session !== null;
}

function isFinished(rig: Rig): boolean {
  if (!existsSync(join(rig.root, ".orchestrator", "journal.db"))) return false;
  const { state } = readState(workplaceOf(rig));
  return (
    state.session?.state === "completed" &&
    state.releases.size === 0 &&
    pendingEffects(state).length === 0
  );
}

function journalHas(rig: Rig, type: string): boolean {
  if (!existsSync(join(rig.root, ".orchestrator", "journal.db"))) return false;
  try {
    return readEvents(workplaceOf(rig), { fromSeq: 1 }).some((seen) => seen.event.type === type);
  } catch {
    // The journal is being made at this very moment.
    return false;
  }
}

async function untilTrue(child: ChildProcess, happened: () => boolean): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    if (happened()) return true;
    await sleep(3);
  }
  return false;
}

function wardens(rig: Rig): number[] {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && isWarden(pid, rig))
    .map(Number);
}

function isWarden(pid: string, rig: Rig): boolean {
  try {
    const told = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return (
      told.includes("warden.js") &&
      readFileSync(`/proc/${pid}/environ`, "utf8").concat(told).includes(rig.folder)
    );
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Already gone: that is what was wanted.
  }
}

function debugEnv(rig: Rig): Record<string, string> {
  return { ...rig.env, ORCHESTRATOR_LOG: "debug" };
}
