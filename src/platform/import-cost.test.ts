import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";

test("entering the room loads no package: what costs time is loaded when it is used", async () => {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, "index.ts")],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    packages: "external",
    absWorkingDir: import.meta.dirname,
  });
  const reached = new Set<string>(["index.ts"]);
  const packages = new Set<string>();
  for (const file of reached) {
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind !== "import-statement") continue;
      if (external !== true) reached.add(path);
      else if (!path.startsWith("node:")) packages.add(path);
    }
  }
  expect([...packages]).toEqual([]);
});
