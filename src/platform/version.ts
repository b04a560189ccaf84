import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let known: string | null = null;

/** The version in the package this code is part of, built or not. */
export function productVersion(): string {
  known ??= versionAbove(dirname(fileURLToPath(import.meta.url)));
  return known;
}

function versionAbove(dir: string): string {
  for (let at = dir; ; at = dirname(at)) {
    try {
      const found: unknown = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
      if (isOurs(found)) return found.version;
    } catch {
      // None here, or not one of ours: look further up.
    }
    if (dirname(at) === at) return "0.0.0";
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
