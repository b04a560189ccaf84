import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readAsked, readEvents, readState } from "../../src/daemon/index.ts";
import { pendingEffects } from "../../src/engine/index.ts";
import { ENTRY, type Ran, type Rig, finished, isWarden, sleep } from "../e2e/rig.ts";
import type { Boundary } from "./boundary.ts";
import type { EffectStrike } from "./effect-shim.ts";
import { effectShim } from "./effect-shim.ts";
import {
  EFFECT_PHASES,
  WARDEN_EVENTS,
  gitBoundary,
  journalBoundary,
  wardenBoundary,
} from "./boundary.ts";
import type { Golden, Syscall } from "./golden.ts";
import { WATCHED, effectLine, killEnv } from "./golden.ts";
import { GIT_PHASES, type GitStrike, markOf, shimEnv } from "./shim.ts";
import { workplaceOf } from "./world.ts";

export type KillPoint =
  | { readonly family: "syscall"; readonly syscall: Syscall }
  /** Between syscalls: where the debug log says that an effect of a kind begins or ends. */
  | { readonly family: "effect"; readonly strike: EffectStrike }
  | { readonly family: "git"; readonly strike: GitStrike }
  | { readonly family: "warden"; readonly event: string; readonly withOrchestrator: boolean };

export interface Played {
  readonly rig: Rig;
  readonly killed: boolean;
  readonly boundaries: readonly Boundary[];
  readonly output: string;
}

const RESUMES_MAX = 4;
const BATCH = ["batch", "--trust"] as const;

export function enumerateKillPoints(golden: Golden): KillPoint[] {
  const points: KillPoint[] = golden.syscalls.map((syscall) => ({ family: "syscall", syscall }));
  for (const [kind, nth] of numbered(golden.effects)) {
    for (const phase of EFFECT_PHASES) {
      points.push({ family: "effect", strike: { kind, phase, nth } });
    }
  }
  for (const [command, nth] of numbered(golden.gitCommands)) {
    for (const phase of GIT_PHASES) {
      for (const withOrchestrator of [false, true]) {
        points.push({ family: "git", strike: { command, nth, phase, withOrchestrator } });
      }
    }
  }
  for (const event of WARDEN_EVENTS) {
    points.push({ family: "warden", event, withOrchestrator: false });
    points.push({ family: "warden", event, withOrchestrator: true });
  }
  return points;
}

/** Each with how many of its name there were so far, itself included. */
function numbered(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    return [name, nth];
  });
}

/** Where the golden run says that a point strikes: what a sample is chosen by. */
export function expectedAt(point: KillPoint): readonly Boundary[] {
  switch (point.family) {
    case "syscall":
      return point.syscall.reaches;
    case "effect":
      return [`${point.strike.kind}: ${point.strike.phase}`];
    case "git":
      return [gitBoundary(point.strike.command, point.strike.phase)];
    case "warden":
      return [wardenBoundary(point.event, point.withOrchestrator)];
    default:
      return point;
  }
}

/** Runs to the kill, looks where it fell, and lets the product recover by its own command. */
export async function play(golden: Golden, point: KillPoint): Promise<Played> {
  const rig = golden.fresh();
  const first = await strike(rig, point);
  let output = first.output;
  // At least once, as a person would: a run that was killed at its very end looks done already.
  for (let tries = 0; tries < RESUMES_MAX && (tries === 0 || !isFinished(rig)); tries++) {
    const words = isBegun(rig) ? ["resume", "--trust"] : BATCH;
    const ran = await rig.run(...words);
    output += `\n--- ${words[0]} exited ${ran.code}\n${ran.stdout}${ran.stderr}`;
  }
  return { rig, killed: first.killed, boundaries: first.boundaries, output };
}

interface Struck {
  readonly killed: boolean;
  readonly boundaries: readonly Boundary[];
  readonly output: string;
}

function strike(rig: Rig, point: KillPoint): Promise<Struck> {
  switch (point.family) {
    case "syscall":
      return strikeSyscall(rig, point.syscall);
    case "effect":
      return strikeEffect(rig, point.strike);
    case "git":
      return strikeGit(rig, point.strike);
    case "warden":
      return strikeWarden(rig, point.event, point.withOrchestrator);
    default:
      return point;
  }
}

async function strikeSyscall(rig: Rig, { name, nth, path }: Syscall): Promise<Struck> {
  const trace = join(rig.folder, "killed.txt");
  const inject = `inject=${name}:signal=KILL:when=${nth}`;
  const only = path === null ? [] : ["-P", join(rig.root, ".orchestrator", path)];
  const watch = ["-qq", "-y", "-o", trace, ...only, "-e", `trace=${WATCHED}`, "-e", inject];
  const ran = await finished(
    spawn("strace", [...watch, process.execPath, ENTRY, ...BATCH], {
      cwd: rig.root,
      env: killEnv(rig),
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  const lines = readFileSync(trace, "utf8").split("\n").filter(Boolean);
  const killed = lines.at(-1)?.includes("killed by SIGKILL") === true;
  const last = lines.filter((line) => !line.startsWith("+++")).at(-1) ?? "";
  const journal = killed ? journalBoundary(last) : null;
  return struck(rig, ran, killed, journal === null ? [] : [journal]);
}

async function strikeEffect(rig: Rig, at: EffectStrike): Promise<Struck> {
  const ran = await startBatch(rig, {}, ["--require", effectShim(rig, at)]).ended;
  return struck(rig, ran, existsSync(markOf(rig)), []);
}

async function strikeGit(rig: Rig, strikeAt: GitStrike): Promise<Struck> {
  const ran = await startBatch(rig, shimEnv(rig, strikeAt)).ended;
  const mark = markOf(rig);
  const killed = existsSync(mark);
  const [phase = "", command = ""] = killed ? readFileSync(mark, "utf8").trim().split(" ") : [];
  const boundaries = killed ? [gitBoundary(command, phase)] : [];
  if (strikeAt.withOrchestrator) return struck(rig, ran, killed, boundaries);
  return { killed, boundaries, output: `${ran.stdout}${ran.stderr}` };
}

async function strikeWarden(rig: Rig, event: string, withOrchestrator: boolean): Promise<Struck> {
  const run = startBatch(rig, {});
  const killed = await run.until(() => journalHas(rig, event));
  if (withOrchestrator) run.child.kill("SIGKILL");
  rig.kill(isWarden);
  const ran = await run.ended;
  const boundaries = killed ? [wardenBoundary(event, withOrchestrator)] : [];
  return { killed, boundaries, output: `${ran.stdout}${ran.stderr}` };
}

function struck(rig: Rig, ran: Ran, killed: boolean, boundaries: readonly Boundary[]): Struck {
  return {
    killed,
    boundaries: killed ? [...boundaries, ...effectBoundaries(rig)] : [],
    output: `${ran.stdout}${ran.stderr}`,
  };
}

function startBatch(rig: Rig, env: Record<string, string>, flags: readonly string[] = []) {
  const child = spawn(process.execPath, [...flags, ENTRY, ...BATCH], {
    cwd: rig.root,
    env: { ...killEnv(rig), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const until = async (happened: () => boolean): Promise<boolean> => {
    while (child.exitCode === null && child.signalCode === null) {
      if (happened()) return true;
      await sleep(3);
    }
    return false;
  };
  return { child, ended: finished(child), until };
}

/** Effects that the journal promised at death, by how far the debug log says they had come. */
function effectBoundaries(rig: Rig): Boundary[] {
  if (!existsSync(journalOf(rig))) return [];
  const log = effectLog(rig);
  return pendingEffects(readState(workplaceOf(rig)).state).map((effect): Boundary => {
    const seen = log.filter((each) => each.id === effect.id).at(-1);
    return `${effect.kind}: ${seen?.phase ?? "promised"}`;
  });
}

function effectLog(rig: Rig): { readonly id: string; readonly phase: string }[] {
  const path = join(rig.root, ".orchestrator", "agent-logs", "orchestrator.log");
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.map(effectLine).filter((seen) => seen !== null);
}

function journalOf(rig: Rig): string {
  return join(rig.root, ".orchestrator", "journal.db");
}

/** `resume` has something to go on with. */
export function isBegun(rig: Rig): boolean {
  if (!existsSync(journalOf(rig))) return false;
  const place = workplaceOf(rig);
  const { state } = readState(place);
  return state.session !== null || readAsked(place, state) !== null;
}

export function isFinished(rig: Rig): boolean {
  if (!existsSync(journalOf(rig))) return false;
  const { state } = readState(workplaceOf(rig));
  const done = state.session?.state === "completed" && state.releases.size === 0;
  return done && pendingEffects(state).length === 0;
}

function journalHas(rig: Rig, type: string): boolean {
  if (!existsSync(journalOf(rig))) return false;
  try {
    return readEvents(workplaceOf(rig), { fromSeq: 1 }).some((seen) => seen.event.type === type);
  } catch {
    // The journal is being made at this very moment.
    return false;
  }
}
