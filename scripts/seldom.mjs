import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { build } from "esbuild";
import { namesIn, sourceOf, throughDoors } from "./doors.mjs";

// Half of what the first answer is made of it asks for only now and then: a roadmap is read when it
// has changed, a plan is made when something was learned. Those modules go into a second file, which
// is loaded when one of their functions is called, and which takes what both need from the first: no
// module is there twice. Nothing in the source knows of it.

/** Entered through functions alone; what only they need goes with them. */
const SELDOM = [
  "src/daemon/exclude.ts",
  "src/engine/evolve.ts",
  "src/engine/replay.ts",
  "src/faces/cli/crash.ts",
  "src/planner/forecast/outlook.ts",
  "src/planner/history/experience.ts",
  "src/planner/history/performance.ts",
  "src/planner/history/predict.ts",
  "src/planner/plan.ts",
  "src/platform/config/reading/validate.ts",
  "src/platform/processes/processes.ts",
  "src/platform/files/remove-tree.ts",
  "src/platform/files/source-files.ts",
  "src/platform/files/watch.ts",
  "src/roadmap/decode.ts",
  "src/roadmap/facts.ts",
  "src/roadmap/parse.ts",
  "src/roadmap/sources/volume.ts",
  "src/warden/fence/confinement.ts",
];

/** Node's own that it starts without. */
const SELDOM_NODE = ["node:crypto", "node:fs/promises", "node:module", "node:os", "node:url"];

const IMPORT = /\bimport \{([^}]*)\} from "([^"]+)";/g;

/**
 * What to build of an entry: `first` and `seldom`, as options for esbuild. The first file asks for
 * modules of the second with `__seldom(file)`, the second for those of the first with
 * `__shared(file)`; the first exports `shared(file)`.
 */
export async function inTwo(entry, options, others) {
  const source = `export * from "./${entry}";`;
  const plugins = [throughDoors(postpone), ...others];
  const first = { ...options, plugins };
  const look = { stdin: stdin(source), write: false, metafile: true, logLevel: "silent" };
  const { metafile } = await build({ ...first, ...look });
  const inFirst = new Set(Object.keys(metafile.inputs).filter((file) => file.startsWith("src/")));
  const shared = new Map();
  const rest = { ...options, plugins: [borrowing(inFirst, shared), throughDoors(), ...others] };
  const doors = SELDOM.map((file) => `${JSON.stringify(file)}: () => require("./${file}")`);
  const seldom = { ...rest, stdin: stdin(`module.exports = {${doors.join(",")}};`) };
  await build({ ...seldom, write: false, logLevel: "silent" });
  return { first: { ...first, stdin: stdin(source + lending(shared)) }, seldom };
}

function stdin(contents) {
  return { contents, resolveDir: resolve("."), loader: "js" };
}

/** Imports of what is seldom asked for become functions that load it when they are called. */
function postpone(text, path) {
  return text.replace(IMPORT, (whole, list, specifier) => {
    const isNode = SELDOM_NODE.includes(specifier);
    const file = relative(".", resolve(dirname(path), specifier));
    if (!isNode && !SELDOM.includes(file)) return whole;
    const from = isNode ? `require("${specifier}")` : `__seldom("${file}")`;
    const isFunction = isNode ? isFunctionOfNode(specifier) : isFunctionIn(file);
    return namesIn(list)
      .map((name) =>
        isFunction(name.from)
          ? `const ${name.as} = (...words) => ${from}.${name.from}(...words);`
          : `import { ${name.from} as ${name.as} } from "${specifier}";`,
      )
      .join(" ")
      .concat("\n".repeat(list.split("\n").length - 1));
  });
}

function isFunctionOfNode(specifier) {
  const module = process.getBuiltinModule(specifier);
  return (name) => typeof module[name] === "function" && /^[a-z]/.test(name);
}

function isFunctionIn(file) {
  const text = readFileSync(file, "utf8");
  return (name) => {
    if (new RegExp(`^export (async )?function\\*? ${name}\\b`, "m").test(text)) return true;
    throw new Error(`${name} of ${file} is no function, so it cannot wait`);
  };
}

/** Modules of the first file are asked for there; notes what is wanted of them. */
function borrowing(inFirst, shared) {
  return {
    name: "borrowing",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /\.ts$/ }, ({ importer, path, resolveDir }) => {
        const file = relative(".", resolve(resolveDir, path));
        if (!inFirst.has(file)) return null;
        note(shared, importer, file);
        return { path: file, namespace: "shared" };
      });
      onLoad({ filter: /./, namespace: "shared" }, ({ path }) => ({
        contents: `module.exports = __shared(${JSON.stringify(path)});`,
      }));
    },
  };
}

function note(shared, importer, file) {
  const names = shared.get(file) ?? new Set();
  shared.set(file, names);
  for (const [, list, specifier] of sourceOf(importer).matchAll(IMPORT)) {
    if (relative(".", resolve(dirname(importer), specifier)) !== file) continue;
    for (const { from } of namesIn(list)) names.add(from);
  }
  if (names.size === 0)
    throw new Error(`${importer} takes ${file} in a way that is not known here`);
}

/** The function that hands out what was noted. */
function lending(shared) {
  const files = [...shared].map(([file, names]) => ({ file, names: [...names] }));
  const imports = files.map(({ file, names }, at) => {
    const list = names.map((name) => `${name} as ${name}_${at}`);
    return `import { ${list.join(", ")} } from "./${file}";`;
  });
  const parts = files.map(({ file, names }, at) => {
    const list = names.map((name) => `${name}: ${name}_${at}`);
    return `${JSON.stringify(file)}: () => ({ ${list.join(", ")} })`;
  });
  return `${imports.join("")}export const shared = (file) => ({${parts.join(",")}})[file]();`;
}
