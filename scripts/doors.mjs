import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { seenByBundler } from "./libsql.mjs";

// In the source a room is entered by its index.ts alone. In the bundle that would put all of a room
// into the chunk of whoever wants one function of it, and `status` would load the whole engine: so
// imports of a door become imports of the files behind it. Works because doors hold nothing but
// `export { names } from "./file.ts"` (test/tidy keeps it so).

const IMPORT = /^import \{([^}]*)\} from "([^"]+\/index\.ts)";/gm;
const EXPORT = /^export \{([^}]*)\} from "([^"]+)";/gm;

/**
 * `rewrite` has the last word on a module's text.
 * @returns {import("esbuild").Plugin}
 */
export function throughDoors(rewrite = (text) => text) {
  return {
    name: "through-doors",
    setup(build) {
      build.onLoad({ filter: /[/\\]src[/\\].*\.ts$/, namespace: "file" }, ({ path }) => ({
        contents: rewrite(sourceOf(path), path),
        loader: "ts",
      }));
    },
  };
}

const doors = new Map();

/** The text of a module, as the bundler is to see it. */
export function sourceOf(path) {
  const text = readFileSync(path, "utf8").replace(IMPORT, (_, names, specifier) =>
    namesIn(names)
      .map(({ from, as }) => {
        const behind = lookBehind(resolve(dirname(path), specifier), from);
        return `import { ${behind.name} as ${as} } from ${JSON.stringify(behind.file)};`;
      })
      // One line for one line: places in stack traces stay what they are.
      .join(" ")
      .concat("\n".repeat(names.split("\n").length - 1)),
  );
  return seenByBundler(text, path);
}

/** The file a door takes a name from, through doors behind it; the door itself when unknown. */
function lookBehind(door, name) {
  const found = exportsOf(door).get(name);
  if (found === undefined) return { file: door, name };
  const file = join(dirname(door), found.specifier);
  return file.endsWith("/index.ts") ? lookBehind(file, found.from) : { file, name: found.from };
}

function exportsOf(door) {
  const known = doors.get(door);
  if (known !== undefined) return known;
  const found = new Map();
  for (const [, names, specifier] of readFileSync(door, "utf8").matchAll(EXPORT)) {
    for (const { from, as } of namesIn(names)) found.set(as, { from, specifier });
  }
  doors.set(door, found);
  return found;
}

/** The names of an import or export that are there at run time. */
export function namesIn(list) {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => {
      const [from, as = from] = name.split(/\s+as\s+/);
      return { from, as };
    });
}
