import { mkdirSync, symlinkSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build } from "esbuild";

/** A program of this folder as one file in `dir`: it starts ten times sooner than from its source. */
export async function buildProgram(name: string, dir: string): Promise<string> {
  const program = join(dir, `${basename(name, ".ts")}.mjs`);
  mkdirSync(dir, { recursive: true });
  symlinkSync(resolve("node_modules"), join(dir, "node_modules"));
  await build({
    entryPoints: [join(import.meta.dirname, name)],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return program;
}
