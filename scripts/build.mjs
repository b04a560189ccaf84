// Builds dist/: the bundled programs, the library and its types. Under two seconds.
// `--out DIR` builds the programs elsewhere, `--also NAME=FILE` another program with them.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { basename, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { throughDoors } from "./doors.mjs";
import { libsqlInside } from "./libsql.mjs";
import { inTwo } from "./seldom.mjs";
import { runStep, seconds, tool } from "./steps.mjs";

const PROGRAMS = {
  gateway: "src/gateway/main.ts",
  "scripted-agent": "src/agents/scripted/main.ts",
  "acp-driver": "src/agents/acp/main.ts",
};
// One file: nothing starts before it does, and every module it is in costs a millisecond.
const COMPANION = { warden: "src/warden/main.ts" };
// One file each, whatever they share with others, because every module costs a millisecond before
// the first answer, and as CommonJS, because Node's loader for ES modules costs four; what they load
// when it is needed they load from a file beside them.
const ENTRY = { orchestrator: "src/faces/cli/main.ts" };
const ANSWER = "src/faces/cli/status-line.ts";
// One file as well: eighty chunks cost any other command more than reading all of its code.
const COMMANDS = "src/faces/cli/command-line.ts";
const LIBRARY = { index: "src/index.ts" };

// Dependencies written for CommonJS ask for `require`, which an ES module does not have.
const REQUIRE = [
  'import { createRequire as __createRequire } from "node:module";',
  "const require = __createRequire(import.meta.url);",
].join("");
// And CommonJS has no `import.meta`.
const HERE = [
  '"use strict";',
  'const __here = {get url(){return require("node:url").pathToFileURL(__filename).href},',
  "get resolve(){return require.resolve}};",
].join("");

const COMMON_JS = {
  splitting: false,
  format: "cjs",
  banner: { js: HERE },
  define: {
    "import.meta.url": "__here.url",
    "import.meta.dirname": "__dirname",
    "import.meta.resolve": "__here.resolve",
  },
  outExtension: { ".js": ".cjs" },
  supported: { "dynamic-import": false },
};

const SETTINGS = {
  bundle: true,
  platform: "node",
  target: "node20",
  chunkNames: "chunks/[name]-[hash]",
  // Its worker threads load files beside it.
  external: ["pino"],
  legalComments: "none",
  // Names stay, for stack traces; what goes is a tenth of the time it takes to start.
  minifyWhitespace: true,
  minifySyntax: true,
};

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "dist" },
    also: { type: "string", multiple: true, default: [] },
  },
});
const OUT = relative(".", values.out);
const isDist = OUT === "dist";

const startedAt = performance.now();
const alone = { ...COMPANION, ...Object.fromEntries(values.also.map((one) => one.split("="))) };
const library = isDist ? LIBRARY : {};

const [answer, commands, ...others] = await Promise.all([
  bundleAnswer(),
  bundleCommands(),
  bundle({
    entryPoints: { ...PROGRAMS, ...library },
    splitting: true,
    format: "esm",
    banner: { js: REQUIRE },
  }),
  declareTypes(),
  ...Object.entries(alone).map(([name, source]) =>
    bundle({ entryPoints: { [name]: source }, format: "esm", banner: { js: REQUIRE } }),
  ),
]);
const kept = answer === null || commands === null ? null : [...answer, ...commands];
const results = [kept, ...others, kept === null ? null : await bundleEntry(kept)];
if (results.includes(null)) process.exit(1);
removeOthers(new Set(results.flat()));
const names = Object.keys({ ...alone, ...PROGRAMS });
const executables = ["orchestrator.cjs", ...names.map((name) => `${name}.js`)];
for (const file of executables) makeExecutable(`${OUT}/${file}`);
process.stdout.write(
  `built ${["orchestrator", ...names, ...Object.keys(library)].join(", ")} in ` +
    `${seconds(performance.now() - startedAt)}\n`,
);

/** Files in the form of a function, as the program calls them. */
function asFunction(...more) {
  const places = ["exports", "require", "module", "__filename", "__dirname", ...more];
  return {
    ...COMMON_JS,
    banner: { js: `(function(${places}){${HERE}` },
    footer: { js: "})" },
  };
}

async function bundleAnswer() {
  const options = { ...SETTINGS, ...asFunction("__seldom", "__shared") };
  const { first, seldom } = await inTwo(ANSWER, options, [libsqlInside()]);
  const files = await Promise.all([
    bundle({ ...first, outfile: `${OUT}/status-line.cjs` }),
    bundle({ ...seldom, outfile: `${OUT}/status-seldom.cjs` }),
  ]);
  return files.includes(null) ? null : files.flat().map(inAscii);
}

async function bundleCommands() {
  const outfile = `${OUT}/command-line.cjs`;
  const files = await bundle({ ...asFunction(), entryPoints: [COMMANDS], outfile });
  return files?.map(inAscii) ?? null;
}

/**
 * These are read as Latin-1, which costs V8 half the time. The bundler escapes what is in strings, but
 * leaves a pattern as it is: `/[-–—]/` would look for the three bytes of each dash.
 */
function inAscii(file) {
  const text = readFileSync(file, "utf8");
  const escaped = text.replace(/[\u0080-\uffff]/g, (unit, at) => {
    if (text[at - 1] === "\\") throw new Error(`${file}: a pattern escapes “${unit}” itself`);
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  if (escaped !== text) writeFileSync(file, escaped);
  return file;
}

/** The program itself, which knows the files it loads by their content. */
function bundleEntry(files) {
  const kept = files.map((file) => {
    const id = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
    return { file: basename(file), id };
  });
  const define = { ...COMMON_JS.define, KEPT: JSON.stringify(kept) };
  return bundle({
    ...COMMON_JS,
    define,
    entryPoints: ENTRY,
    plugins: [throughDoors(), besides()],
  });
}

/**
 * One bundle a program; what is loaded lazily stays in chunks of its own, so help stays fast.
 * Gives back the files written; null when it failed.
 */
async function bundle(options) {
  try {
    const { metafile } = await build({
      plugins: [throughDoors(), libsqlInside()],
      ...SETTINGS,
      ...(options.outfile === undefined ? { outdir: OUT } : {}),
      ...options,
      logLevel: "warning",
      metafile: true,
    });
    return Object.keys(metafile.outputs);
  } catch {
    return null; // esbuild has said why
  }
}

/** Leaves what the program loads when it is asked for to {@link kept.cjs}. */
function besides() {
  return {
    name: "besides",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/(status|command)-line\.ts$/ }, ({ kind }) =>
        kind === "dynamic-import" ? { path: resolve("scripts/kept.cjs") } : null,
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
  if (!isDist) return [];
  rmSync("dist/types", { recursive: true, force: true });
  const step = await runStep("types", [tool("tsc"), "-p", "tsconfig.build.json"]);
  if (!step.ok) process.stderr.write(step.output);
  return step.ok ? [] : null;
}

/** What an older build left. Programs that run from dist/ meanwhile keep what they need. */
function removeOthers(current) {
  for (const entry of readdirSync(OUT, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`;
    if (entry.isFile() && path.endsWith(".js") && !current.has(path)) rmSync(path);
  }
}
