import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync } from "node:fs";
import { homedir, tmpdir, userInfo } from "node:os";
import { isAbsolute, join } from "node:path";
import { OrchestratorError } from "../model/index.ts";
import { readTextIfExists } from "./files/look.ts";
import { createExclusive, ensureDir, writeDurable } from "./files/write.ts";
import { errnoOf, explainIo } from "./io-error.ts";

/** Room for a socket's own name below a runtime directory; the kernel allows 107 bytes in all. */
const RUNTIME_DIR_BYTES_MAX = 80;

/** Variables that carry no authority and that every program may see. */
const PLAIN_VARIABLES = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "TMPDIR",
  "SYSTEMROOT",
] as const;

/** The environment this process was started with. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** The few variables a program needs to run at all; no secret is among them. */
export function minimalEnv(): Record<string, string> {
  const env: Record<string, string> = { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: homedir() };
  for (const name of PLAIN_VARIABLES) {
    const value = process.env[name];
    if (value !== undefined && value !== "") env[name] = value;
  }
  return env;
}

export type OsName = "linux" | "macos" | "windows" | "other";

export function osName(): OsName {
  switch (process.platform) {
    case "linux":
      return "linux";
    case "darwin":
      return "macos";
    case "win32":
      return "windows";
    default:
      return "other";
  }
}

/** What programs built here depend on besides their sources; equal texts are the same machine. */
export function machineName(): string {
  const { platform, arch, version } = process;
  const system = readTextIfExists("/etc/os-release") ?? "";
  return [platform, arch, version, minimalEnv()["PATH"], system].join("\n");
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The user's name; containers also run under ids without one, and then it is the id. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}

/** Who this process is to the kernel. */
export function userIds(): { readonly uid: number; readonly gid: number } {
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}

/** The processor as Node names it: `x64`, `arm64`, … */
export function processorKind(): string {
  return process.arch;
}

export function processId(): number {
  return process.pid;
}

/** Where everything but the journal is kept: `$XDG_STATE_HOME/orchestrator`. */
export function stateHome(): string {
  return xdgDir("XDG_STATE_HOME", [".local", "state"]);
}

/** The user's own settings: `$XDG_CONFIG_HOME/orchestrator`. */
export function configHome(): string {
  return xdgDir("XDG_CONFIG_HOME", [".config"]);
}

/** A relative path in an XDG variable is to be ignored, as its specification says. */
function xdgDir(variable: string, underHome: readonly string[]): string {
  const set = process.env[variable];
  const base = set !== undefined && isAbsolute(set) ? set : join(homedir(), ...underHome);
  return join(base, "orchestrator");
}

/**
 * The 0700 directory for a repository's sockets, at most 80 bytes long. It is recorded below
 * {@link stateHome}, so that processes with another TMPDIR or XDG_RUNTIME_DIR find the same one.
 * A directory that another user could have planted is refused and another one is taken.
 */
export function runtimeDir(repoId: string): string {
  const record = join(stateHome(), repoId, "runtime-dir");
  const recorded = readTextIfExists(record)?.trim() ?? null;
  if (recorded !== null && openPrivateDir(recorded)) return recorded;
  const chosen = chooseRuntimeDir(repoId);
  ensureDir(join(stateHome(), repoId));
  if (recorded === null && !createExclusive(record, `${chosen}\n`)) return runtimeDir(repoId);
  if (recorded !== null) writeDurable(record, `${chosen}\n`, { mode: 0o600 });
  return chosen;
}

function chooseRuntimeDir(repoId: string): string {
  const session = process.env["XDG_RUNTIME_DIR"];
  const name = `orch-${randomBytes(5).toString("hex")}`;
  const candidates = [
    ...(session !== undefined && isAbsolute(session) ? [join(session, `orch-${repoId}`)] : []),
    ...(session !== undefined && isAbsolute(session) ? [join(session, name)] : []),
    join(tmpdir(), name),
    join("/tmp", name),
  ];
  const chosen = candidates.find((path) => openPrivateDir(path));
  if (chosen !== undefined) return chosen;
  throw new OrchestratorError(
    "io-failed",
    `No directory for sockets could be made; tried ${candidates.join(", ")}.`,
    { hint: "Set XDG_RUNTIME_DIR or TMPDIR to a short path that you own." },
  );
}

/** Makes the directory, or finds it, and says whether it is ours alone and short enough. */
function openPrivateDir(path: string): boolean {
  if (!isAbsolute(path) || Buffer.byteLength(path) > RUNTIME_DIR_BYTES_MAX) return false;
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") return false;
  }
  return isPrivateDir(path);
}

/** A real directory (no link) of this user that nobody else can look into. */
export function isPrivateDir(path: string): boolean {
  try {
    const found = lstatSync(path);
    if (!found.isDirectory()) return false;
    if (process.getuid === undefined) return true;
    return found.uid === process.getuid() && (found.mode & 0o077) === 0;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw explainIo(error, "look at", path);
  }
}
