import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

let known: string | null = null;

/** The version in the package this code is part of, built or not. */
export function productVersion(): string {
  known ??= versionAbove(import.meta.dirname);
  return known;
}

/** A file or folder of the package this code is part of, built or not; null outside of one. */
export function inPackage(path: string): string | null {
  for (let at = import.meta.dirname; ; at = dirname(at)) {
    if (versionIn(at) !== null) return join(at, path);
    if (dirname(at) === at) return null;
  }
}

function versionAbove(dir: string): string {
  for (let at = dir; ; at = dirname(at)) {
    const found = versionIn(at);
    if (found !== null) return found;
    if (dirname(at) === at) return "0.0.0";
  }
}

function versionIn(dir: string): string | null {
  try {
    const found: unknown = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
    return isOurs(found) ? found.version : null;
  } catch {
    // None here, or not one of ours: look further up.
    return null;
  }
}

function isOurs(found: unknown): found is { readonly version: string } {
  return (
    typeof found === "object" &&
    found !== null &&
    "name" in found &&
    found.name === "orchestrator" &&
    "version" in found &&
    typeof found.version === "string"
  );
}
