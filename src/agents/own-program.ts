import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { OrchestratorError } from "../model/index.ts";
import { pathExists } from "../platform/index.ts";

export interface OwnProgram {
  readonly argv: readonly [string, ...string[]];
  /** What must be seen for it to run. */
  readonly places: readonly string[];
}

/**
 * A program of ours that runs as an agent: `bundle` beside the built product, or `folder`'s
 * main.ts in the sources.
 */
export function ownProgram(folder: string, bundle: string): OwnProgram {
  const here = dirname(fileURLToPath(import.meta.url));
  const source = join(here, folder, "main.ts");
  if (pathExists(source)) {
    const loader = import.meta.resolve("tsx");
    const modules = fileURLToPath(loader).replace(/\/node_modules\/.*$/, "/node_modules");
    return {
      argv: [process.execPath, "--import", loader, source],
      places: [dirname(here), modules, join(here, "..", "..", "package.json")],
    };
  }
  const candidates = [join(here, bundle), join(here, "..", bundle)];
  const found = candidates.find((path) => pathExists(path));
  if (found !== undefined) return { argv: [process.execPath, found], places: [dirname(found)] };
  throw new OrchestratorError("bug", `${bundle} is missing beside ${here}`, {
    hint: "Build it: npm run build",
  });
}
