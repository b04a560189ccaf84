import { join } from "node:path";
import { stateHome } from "../../environment.ts";
import { readJsonOrNull } from "../../files/look.ts";
import { ensureDir, writeDurable } from "../../files/write.ts";
import { sha256 } from "../../hash.ts";

/** Raised with every change of what is read or how: what was valid before is looked at again. */
const SCHEMA_VERSION = 11;

/**
 * What `find` makes of the parts, which are all it may depend on. What was found once is remembered by
 * their hash in the user's state directory, never in the repository (which could forge it), so that
 * neither the YAML parser nor zod is loaded again. Nothing is remembered where `find` throws.
 */
export function remembered<T>(kind: string, parts: readonly string[], find: () => T): T {
  const key = sha256([SCHEMA_VERSION, ...parts].join("\0"));
  const path = join(stateHome(), "cache", `${kind}-${key}.json`);
  const known = readJsonOrNull(path) as T | null;
  if (known !== null) return known;
  const found = find();
  remember(path, found);
  return found;
}

function remember(path: string, found: unknown): void {
  try {
    ensureDir(join(stateHome(), "cache"));
    writeDurable(path, JSON.stringify(found), { mode: 0o600 });
  } catch {
    // A read-only or full home makes the next look slower, nothing else.
  }
}
