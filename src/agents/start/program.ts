import { delimiter, dirname, isAbsolute, join, sep } from "node:path";
import {
  environment,
  exec,
  minimalEnv,
  realPath,
  realPathOrNull,
  statOrNull,
} from "../../platform/index.ts";

/** Where a program of the user's PATH is; null when it is not there. */
export function findProgram(name: string, path = environment()["PATH"] ?? ""): string | null {
  for (const dir of path.split(delimiter)) {
    if (!isAbsolute(dir)) continue;
    const candidate = join(dir, name);
    if (isProgram(candidate)) return candidate;
  }
  return null;
}

/**
 * The program that a shell's line begins with, where there is none of that name; null where there
 * is, and where the line's first word is no plain name: what lies in a clone is not there yet.
 */
export async function missingIn(line: string, path: string): Promise<string | null> {
  const name = /^\s*([\w.+-]+)(?=[\s;&|<>]|$)/.exec(line)?.[1];
  if (name === undefined || isOnPath(name, path)) return null;
  // Words of the shell's own, `cd` or `if`, are on no PATH.
  const { code } = await exec(["/bin/sh", "-c", 'command -v -- "$0"', name], {
    cwd: "/",
    env: { ...minimalEnv(), PATH: path },
    timeoutMs: ASKED_MS_MAX,
  });
  return code === 0 || code === null ? null : name;
}

const ASKED_MS_MAX = 5_000;

/** Folders of the PATH that are relative lie in clones: what is there cannot be told yet. */
export function isOnPath(name: string, path: string): boolean {
  return path.split(delimiter).some((dir) => !isAbsolute(dir)) || findProgram(name, path) !== null;
}

function isProgram(path: string): boolean {
  // A link that leads nowhere is no program, nor is what lies in a folder closed to this user.
  const real = realPathOrNull(path);
  const stat = real === null ? null : statOrNull(real);
  return stat?.kind === "file" && (stat.mode & 0o111) !== 0;
}

/**
 * What must be seen for a program to run: where it is named, where it really is, and the
 * installation around that. Empty when it is not found: the run then says so itself.
 */
export function placesOf(name: string): string[] {
  const found = findProgram(name);
  if (found === null) return [];
  const real = realPath(found);
  const modules = real.lastIndexOf(`${sep}node_modules${sep}`);
  const first = real.indexOf(`${sep}node_modules${sep}`);
  const places = [dirname(found), dirname(real)];
  if (modules !== -1) places.push(real.slice(0, first + `${sep}node_modules`.length));
  return [...new Set(places)].filter((place) => !SYSTEM.has(place));
}

/** These are there in every sandbox. */
const SYSTEM: ReadonlySet<string> = new Set(["/bin", "/usr/bin", "/usr/local/bin", "/sbin"]);
