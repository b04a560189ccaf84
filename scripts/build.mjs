// Builds dist/: the bundled programs, the library and its types. Under two seconds.
// `--out DIR` builds the programs elsewhere, `--also NAME=FILE` another program with them.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { throughDoors } from "./doors.mjs";
import { runStep, seconds, tool } from "./steps.mjs";

const PROGRAMS = {
  warden: "src/warden/main.ts",
  gateway: "src/gateway/main.ts",
  "scripted-agent": "src/agents/scripted/main.ts",
  "acp-driver": "src/agents/acp/main.ts",
};
// One file each, whatever they share with others, because every module costs a millisecond before
// the first answer; what they load when it is needed they load from a file beside them.
const APART = {
  orchestrator: "src/faces/cli/main.ts",
  "status-line": "src/faces/cli/status-line.ts",
};
const LOADED = { "command-line": "src/faces/cli/command-line.ts" };
const LIBRARY = { index: "src/index.ts" };

// Dependencies written for CommonJS ask for `require`, which an ES module does not have.
const REQUIRE = [
  'import { createRequire as __createRequire } from "node:module";',
  "const require = __createRequire(import.meta.url);",
].join("");

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "dist" },
    also: { type: "string", multiple: true, default: [] },
  },
});
const OUT = relative(".", values.out);
const isDist = OUT === "dist";

const startedAt = performance.now();
const present = (entries) =>
  Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(source)));
const programs = present({
  ...PROGRAMS,
  ...Object.fromEntries(values.also.map((one) => one.split("="))),
});
const apart = present(APART);
const library = isDist ? present(LIBRARY) : {};

const results = await Promise.all([
  bundle({ ...programs, ...present(LOADED), ...library }, { splitting: true }),
  bundle(apart, { splitting: false }),
  declareTypes(),
]);
if (results.includes(null)) process.exit(1);
removeOthers(new Set(results.flat()));
for (const name of ["orchestrator", ...Object.keys(programs)]) makeExecutable(`${OUT}/${name}.js`);
process.stdout.write(
  `built ${["orchestrator", ...Object.keys(programs), ...Object.keys(library)].join(", ") || "nothing"} in ` +
    `${seconds(performance.now() - startedAt)}\n`,
);

/**
 * One bundle a program; what is loaded lazily stays in chunks of its own, so help stays fast.
 * Gives back the files written; null when it failed.
 */
async function bundle(entryPoints, { splitting }) {
  if (Object.keys(entryPoints).length === 0) return [];
  try {
    const { metafile } = await build({
      entryPoints,
      outdir: OUT,
      bundle: true,
      splitting,
      format: "esm",
      platform: "node",
      target: "node20",
      chunkNames: "chunks/[name]-[hash]",
      // A native module; and pino, whose worker threads load files beside it.
      external: ["libsql", "pino"],
      banner: { js: REQUIRE },
      legalComments: "none",
      // Names stay, for stack traces; what goes is a tenth of the time it takes to start.
      minifyWhitespace: true,
      minifySyntax: true,
      logLevel: "warning",
      metafile: true,
      plugins: [throughDoors(), besides(Object.keys({ ...APART, ...LOADED }))],
    });
    return Object.keys(metafile.outputs);
  } catch {
    return null; // esbuild has said why
  }
}

/** Leaves those imports to the file that is built beside the program. */
function besides(names) {
  return {
    name: "besides",
    setup({ onResolve }) {
      const filter = new RegExp(`^\\./(${names.join("|")})\\.ts$`);
      onResolve({ filter }, ({ kind, path }) =>
        kind === "dynamic-import" ? { path: path.replace(/ts$/, "js"), external: true } : null,
      );
    },
  };
}

function makeExecutable(path) {
  const text = readFileSync(path, "utf8");
  if (!text.startsWith("#!")) writeFileSync(path, `#!/usr/bin/env node\n${text}`);
  chmodSync(path, 0o755);
}

/** Types of the library alone; whether they are right is checked by `npm run check`. */
async function declareTypes() {
  if (Object.keys(library).length === 0) return [];
  rmSync("dist/types", { recursive: true, force: true });
  const step = await runStep("types", [tool("tsc"), "-p", "tsconfig.build.json"]);
  if (!step.ok) process.stderr.write(step.output);
  return step.ok ? [] : null;
}

/** What an older build left. Programs that run from dist/ meanwhile keep what they need. */
function removeOthers(current) {
  if (!existsSync(OUT)) return;
  for (const entry of readdirSync(OUT, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`;
    if (entry.isFile() && path.endsWith(".js") && !current.has(path)) rmSync(path);
  }
}
