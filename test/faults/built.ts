import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/** The writer as one file in `dir`: it starts ten times sooner than from its source. */
export async function buildWriter(dir: string): Promise<string> {
  const program = join(dir, "writer.mjs");
  mkdirSync(dir, { recursive: true });
  symlinkSync(resolve("node_modules"), join(dir, "node_modules"));
  await build({
    entryPoints: [join(import.meta.dirname, "writer.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return program;
}
