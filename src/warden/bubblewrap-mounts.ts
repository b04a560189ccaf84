import type { ConfinementProfile } from "../model/index.ts";
import { realPath, statOrNull } from "../platform/index.ts";

interface Mount {
  readonly path: string;
  /** Among mounts at one path the later rank wins. */
  readonly rank: number;
  readonly args: readonly string[];
}

/**
 * The file system an agent sees: the machine's, read-only, with its own `/dev`, `/proc` and an
 * empty `/tmp`; then the profile, outer paths before inner ones, so that the most specific word
 * counts: a writable clone inside the hidden state directory, read-only objects inside the clone.
 * Links are resolved first, because a mount point must not be one.
 */
export function bubblewrapMounts(profile: ConfinementProfile): string[] {
  const mounts = [
    ...profile.hidden.flatMap(hide),
    ...profile.writable.map((path): Mount => {
      const real = resolved(path);
      return { path: real, rank: 1, args: ["--bind", real, real] };
    }),
    ...(profile.mounts ?? []).map(({ from, at }): Mount => {
      const real = resolved(at);
      return { path: real, rank: 2, args: ["--ro-bind", resolved(from), real] };
    }),
    ...profile.readOnly.map((path): Mount => {
      const real = resolved(path);
      return { path: real, rank: 2, args: ["--ro-bind-try", real, real] };
    }),
  ];
  const ordered = mounts.toSorted(
    (a, b) => depth(a.path) - depth(b.path) || a.rank - b.rank || compare(a.path, b.path),
  );
  return [
    "--ro-bind",
    "/",
    "/",
    "--dev",
    "/dev",
    "--proc",
    "/proc",
    "--tmpfs",
    "/tmp",
    "--setenv",
    "TMPDIR",
    "/tmp",
    ...ordered.flatMap((one) => one.args),
    // What hides a directory is sealed last, once the mount points inside it are made.
    ...ordered.flatMap((one) => (one.args[0] === "--tmpfs" ? ["--remount-ro", one.path] : [])),
  ];
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
  return statOrNull(path) === null ? path : realPath(path);
}

function depth(path: string): number {
  return path === "/" ? 0 : path.split("/").length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
