import { readlinkSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { compareText } from "../../model/index.ts";
import type { ConfinementProfile } from "../../model/index.ts";
import { realPathOrNull, statOrNull } from "../../platform/index.ts";
import { certificatesOf, isSystemPath, systemMounts } from "./system-root.ts";
import { toolchainsOf } from "./toolchains.ts";

interface Mount {
  readonly path: string;
  /** Among mounts at one path the later rank wins. */
  readonly rank: number;
  readonly args: readonly string[];
}

/** What a root of its own is made from besides the profile. */
export interface RootPlan {
  readonly env: Readonly<Record<string, string>>;
  /** Becomes `/etc`; null where nobody will look. */
  readonly etcDir: string | null;
  /** More arguments of bubblewrap: files of ours. */
  readonly files: readonly string[];
  /** How much memory the files in each of `/tmp`, `/dev/shm` and the home may take. */
  readonly scratchBytesMax: number;
}

/**
 * The file system an agent sees. Without a plan: the machine's, read-only, with its own `/dev`,
 * `/proc` and an empty `/tmp`. With one: an empty root with system programs and nothing else. Then
 * the profile, outer paths before inner ones, so that the most specific word counts: a writable
 * clone inside the hidden state directory, read-only objects inside the clone. Links are resolved
 * first, because a mount point must not be one.
 */
export function bubblewrapMounts(profile: ConfinementProfile, plan: RootPlan | null): string[] {
  const mounts = [
    ...profile.hidden.flatMap(hide),
    ...(plan === null ? [] : ownPlaces(profile, plan)),
    ...profile.writable.map((path): Mount => bind("--bind", path, 2)),
    ...(profile.mounts ?? []).map(({ from, at }): Mount => {
      const real = resolved(at);
      return { path: real, rank: 3, args: ["--ro-bind", resolved(from), real] };
    }),
    ...profile.readOnly.map((path): Mount => bind("--ro-bind-try", path, 3)),
  ];
  const ordered = inOrder(mounts);
  return [
    ...(plan === null ? wholeMachine() : ownRoot(profile, plan)),
    ...ordered.flatMap((one) => one.args),
    ...(plan === null ? [] : linksTo(namedIn(profile, plan), ordered)),
    // What hides a directory is sealed last, once the mount points inside it are made.
    ...profile.hidden
      .map(resolved)
      .filter((path) => ordered.some((one) => one.path === path && one.args[0] === "--tmpfs"))
      .flatMap((path) => ["--remount-ro", path]),
    // Root may write the machine's settings there, whatever rights it has dropped: a core pattern
    // is a command that the kernel runs outside of everything.
    "--remount-ro",
    "/proc",
    ...(plan === null ? [] : ["--remount-ro", "/dev"]),
    ...(plan === null || plan.etcDir === null ? [] : ["--remount-ro", "/etc"]),
    ...(plan === null ? [] : ["--remount-ro", "/"]),
  ];
}

function wholeMachine(): string[] {
  const own = ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"];
  return ["--ro-bind", "/", "/", ...own, "--setenv", "TMPDIR", "/tmp"];
}

function ownRoot(profile: ConfinementProfile, plan: RootPlan): string[] {
  const size = ["--size", String(plan.scratchBytesMax)];
  return [
    ...systemMounts(plan.etcDir, (profile.network?.kind ?? "open") === "open"),
    ...plan.files,
    "--dev",
    "/dev",
    ...size,
    "--tmpfs",
    "/dev/shm",
    "--proc",
    "/proc",
    ...size,
    "--tmpfs",
    "/tmp",
    "--symlink",
    "/tmp",
    "/var/tmp",
    "--dir",
    "/run",
    "--setenv",
    "TMPDIR",
    "/tmp",
  ];
}

/** An empty home, and what programs of the PATH and certificates need of the machine. */
function ownPlaces(profile: ConfinementProfile, plan: RootPlan): Mount[] {
  const home = plan.env["HOME"];
  const size = ["--size", String(plan.scratchBytesMax)];
  const inWritable = (path: string) =>
    profile.writable.some((one) => isWithin(path, resolved(one)));
  const isPlace =
    home !== undefined && isAbsolute(home) && resolve(home) !== "/" && !isSystemPath(home);
  const ownHome: Mount[] =
    isPlace && !inWritable(resolved(home))
      ? [{ path: resolved(home), rank: 1, args: [...size, "--tmpfs", resolved(home)] }]
      : [];
  const seen = [...toolchainsOf(plan.env["PATH"], home), ...certificatesOf(plan.env)];
  return [...ownHome, ...seen.map((path) => bind("--ro-bind-try", path, 2))];
}

function bind(how: "--bind" | "--ro-bind-try", path: string, rank: number): Mount {
  const real = resolved(path);
  return { path: real, rank, args: [how, real, real] };
}

function inOrder(mounts: readonly Mount[]): Mount[] {
  return mounts.toSorted(
    (a, b) => depth(a.path) - depth(b.path) || a.rank - b.rank || compareText(a.path, b.path),
  );
}

/** Paths are given as people have them: links on the way lead where they lead outside. */
function linksTo(named: readonly string[], mounts: readonly Mount[]): string[] {
  const links = new Map<string, string>();
  const waiting = named.flatMap(stepsOf);
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    if (!isLink(step)) continue;
    const at = join(resolved(dirname(step)), basename(step));
    const isThere = mounts.some((one) => isBind(one) && isWithin(at, one.path));
    if (links.has(at) || isThere || isSystemPath(at)) continue;
    const to = readlinkSync(step);
    links.set(at, to);
    waiting.push(...stepsOf(resolve(dirname(at), to)));
  }
  return [...links].flatMap(([at, to]) => ["--symlink", to, at]);
}

/** What lies in a folder that is closed to this user leads nowhere, as in any shell's PATH. */
function isLink(path: string): boolean {
  try {
    return statOrNull(path)?.kind === "symlink";
  } catch {
    return false;
  }
}

/** Every path that a program may be told, as it is told. */
function namedIn(profile: ConfinementProfile, plan: RootPlan): string[] {
  const { HOME: home, PATH: path } = plan.env;
  return [
    ...profile.writable,
    ...profile.readOnly,
    ...(profile.mounts ?? []).map(({ at }) => at),
    ...(home === undefined || !isAbsolute(home) ? [] : [home]),
    ...(path ?? "").split(delimiter).filter(isAbsolute),
    ...certificatesOf(plan.env),
  ];
}

function isBind(mount: Mount): boolean {
  return mount.args[0] === "--bind" || mount.args[0]?.startsWith("--ro-bind") === true;
}

/** `/a`, `/a/b` and `/a/b/c` of `/a/b/c`. */
function stepsOf(path: string): string[] {
  const names = path.split("/").filter(Boolean);
  return names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
}

function isWithin(path: string, dir: string): boolean {
  return path === dir || path.startsWith(dir === "/" ? "/" : `${dir}/`);
}

function hide(path: string): Mount[] {
  const real = resolved(path);
  const found = statOrNull(real);
  if (found === null) return [];
  const args = found.kind === "directory" ? ["--tmpfs", real] : ["--ro-bind", "/dev/null", real];
  return [{ path: real, rank: 0, args }];
}

/** A path that is not there stays as it is, and bubblewrap says so. */
function resolved(path: string): string {
  return realPathOrNull(path) ?? path;
}

function depth(path: string): number {
  return path === "/" ? 0 : path.split("/").length;
}
