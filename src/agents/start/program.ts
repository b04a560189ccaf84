import { delimiter, dirname, isAbsolute, join, sep } from "node:path";
import { environment, realPath, realPathOrNull, statOrNull } from "../../platform/index.ts";

/** Where a program of the user's PATH is; null when it is not there. */
export function findProgram(name: string, path = environment()["PATH"] ?? ""): string | null {
  for (const dir of path.split(delimiter)) {
    if (!isAbsolute(dir)) continue;
    const candidate = join(dir, name);
    if (isProgram(candidate)) return candidate;
  }
  return null;
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
