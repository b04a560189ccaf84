import type * as ChildProcess from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { OrchestratorError, type ProcessIdentity } from "../../model/index.ts";
import { osName } from "../environment.ts";
import { errnoOf, explainIo } from "../io-error.ts";

/** Clock ticks a second in /proc: USER_HZ, 100 on every Linux that Node runs on. */
const TICK_MS = 10;

/** `uncertain` means that nothing could be read: a failed look changes nothing. */
export type ProcessLiveness = "alive" | "dead" | "uncertain";

type Look =
  | { readonly kind: "found"; readonly startTime: string; readonly zombie: boolean }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly cause: unknown };

let knownBootId: string | null = null;

/** Names this boot of the machine; throws when the system does not tell. */
export function bootId(): string {
  knownBootId ??= readBootId();
  return knownBootId;
}

function readBootId(): string {
  switch (osName()) {
    case "linux":
      try {
        return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
      } catch (error) {
        throw explainIo(error, "read", "/proc/sys/kernel/random/boot_id");
      }
    case "macos":
      // Not kern.boottime: that moves whenever the clock is set.
      return commandOutput("sysctl", ["-n", "kern.bootsessionuuid"]);
    case "windows":
    case "other":
      throw unsupported();
  }
}

/** Who the process is now; null when there is none (a zombie is none). */
export function identify(pid: number): ProcessIdentity | null {
  const look = lookAt(pid);
  if (look.kind === "unreadable") throw explainIo(look.cause, "identify process", String(pid));
  if (look.kind === "absent" || look.zombie) return null;
  return { pid, startTime: look.startTime, bootId: bootId() };
}

let self: ProcessIdentity | null = null;

export function selfIdentity(): ProcessIdentity {
  self ??= identify(process.pid);
  if (self === null) throw new OrchestratorError("bug", "This process cannot find itself.");
  return self;
}

/** Whether that very process, not another under its pid, still runs (law I7). */
export function liveness(identity: ProcessIdentity): ProcessLiveness {
  let boot: string;
  try {
    boot = bootId();
  } catch {
    return "uncertain";
  }
  if (boot !== identity.bootId) return "dead";
  const look = lookAt(identity.pid);
  switch (look.kind) {
    case "found":
      return look.startTime === identity.startTime && !look.zombie ? "alive" : "dead";
    case "absent":
      return "dead";
    case "unreadable":
      return "uncertain";
  }
}

/** Sends a signal to that very process; false when it is gone or cannot be told apart. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
  return liveness(identity) === "alive" && send(identity.pid, name);
}

/** As {@link signal}, to the whole process group that it leads. */
export function signalGroup(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
  return liveness(identity) === "alive" && send(-identity.pid, name);
}

function send(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (errnoOf(error) === "ESRCH") return false;
    throw explainIo(error, `send ${name} to process`, String(pid));
  }
}

/** A process and all its descendants, parents first; just those that could be read. */
export function treeOf(pid: number): number[] {
  if (osName() !== "linux") return [pid];
  const parents = parentsByPid();
  const tree = [pid];
  for (const parent of tree) {
    for (const [child, itsParent] of parents) if (itsParent === parent) tree.push(child);
  }
  return tree;
}

function parentsByPid(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^[0-9]+$/.test(name)) continue;
    const fields = statFields(Number(name));
    if (fields !== null) parents.set(Number(name), Number(fields[1]));
  }
  return parents;
}

/**
 * CPU time in milliseconds that a process, its descendants and its waited-for children have used;
 * null where it cannot be read.
 */
export function treeCpuMs(pid: number): number | null {
  if (osName() !== "linux") return null;
  let ticks = 0;
  let seen = false;
  for (const one of treeOf(pid)) {
    const fields = statFields(one);
    if (fields === null) continue;
    seen = true;
    for (const field of fields.slice(11, 15)) ticks += Number(field);
  }
  return seen ? ticks * TICK_MS : null;
}

/** Proportional set size in bytes; null where it cannot be read. */
export function pssBytes(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    const found = /^Pss:\s+(\d+) kB$/m.exec(text);
    return found === null ? null : Number(found[1]) * 1024;
  } catch {
    return null;
  }
}

function lookAt(pid: number): Look {
  switch (osName()) {
    case "linux":
      return lookInProc(pid);
    case "macos":
      return lookWithPs(pid);
    case "windows":
    case "other":
      return { kind: "unreadable", cause: unsupported() };
  }
}

function lookInProc(pid: number): Look {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch (error) {
    const errno = errnoOf(error);
    if (errno !== "ENOENT" && errno !== "ESRCH") return { kind: "unreadable", cause: error };
    // With hidepid a living process of somebody else looks absent: signal 0 still sees it.
    return isSignallable(pid) ? { kind: "unreadable", cause: error } : { kind: "absent" };
  }
  const fields = fieldsAfterName(text);
  const startTime = fields[19];
  if (startTime === undefined) return { kind: "unreadable", cause: new Error("short stat") };
  return { kind: "found", startTime, zombie: isZombie(fields[0]) };
}

/** A name may hold spaces and brackets, so fields are counted from the last bracket: state is 0. */
function fieldsAfterName(stat: string): string[] {
  return stat
    .slice(stat.lastIndexOf(")") + 2)
    .trimEnd()
    .split(" ");
}

function statFields(pid: number): string[] | null {
  try {
    return fieldsAfterName(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return null;
  }
}

function isZombie(state: string | undefined): boolean {
  return state === "Z" || state === "X" || state === "x";
}

function isSignallable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) !== "ESRCH";
  }
}

/** Only where there is no /proc; loading it costs `status` 5 ms that it has no use for. */
function childProcess(): typeof ChildProcess {
  return createRequire(import.meta.url)("node:child_process") as typeof ChildProcess;
}

function lookWithPs(pid: number): Look {
  const ran = childProcess().spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
    encoding: "utf8",
    env: { PATH: "/bin:/usr/bin", LC_ALL: "C", TZ: "UTC" },
  });
  if (ran.error !== undefined) return { kind: "unreadable", cause: ran.error };
  const found = /^(\S+)\s+(\S.*\S)\s*$/.exec(ran.stdout.trim());
  if (found === null) return { kind: "absent" };
  return { kind: "found", startTime: found[2] ?? "", zombie: (found[1] ?? "").startsWith("Z") };
}

function commandOutput(command: string, args: readonly string[]): string {
  const ran = childProcess().spawnSync(command, args, {
    encoding: "utf8",
    env: { PATH: "/usr/sbin:/sbin:/bin" },
  });
  if (ran.error !== undefined || ran.status !== 0) {
    throw explainIo(ran.error ?? new Error(ran.stderr), "run", command);
  }
  return ran.stdout.trim();
}

function unsupported(): OrchestratorError {
  return new OrchestratorError(
    "io-failed",
    "Processes cannot be identified on this operating system.",
    { hint: "Linux and macOS are supported; on Windows use WSL 2." },
  );
}
