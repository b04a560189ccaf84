import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// libsql looks for its binary with a report of the whole process and with child processes loaded: 8
// of the 20 ms between a command and its first answer. So its small JavaScript goes into our
// bundles, with a search that reads the head of Node's own file. From the sources nothing changes.

const OURS = `
function requireNative() {
  const target = targetOf(process.platform, process.arch);
  const beside = nativeBeside(target);
  if (beside !== null) return beside;
  try {
    return require(\`@libsql/\${target}\`);
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    // Installers that hide the packages of packages let libsql alone see it.
    return require("node:module").createRequire(require.resolve("libsql"))(\`@libsql/\${target}\`);
  }
}

/** Where it lies nearly always, in the order in which it is looked for: a tenth of the search. */
function nativeBeside(target) {
  if (typeof __dirname !== "string") return null;
  for (const place of ["/../node_modules", "/../.."]) {
    const native = { exports: {} };
    try {
      process.dlopen(native, \`\${__dirname}\${place}/@libsql/\${target}/index.node\`);
      return native.exports;
    } catch {
      continue;
    }
  }
  return null;
}

function targetOf(platform, arch) {
  if (platform === "win32") return \`win32-\${arch}-msvc\`;
  if (platform !== "linux") return \`\${platform}-\${arch}\`;
  const suffix = arch === "arm" ? "eabihf" : "";
  return \`linux-\${arch}-\${isMusl() ? "musl" : "gnu"}\${suffix}\`;
}

/** The loader that a program names stands in the first bytes of its file. */
function isMusl() {
  const fs = require("node:fs");
  const head = Buffer.alloc(4096);
  const file = fs.openSync(process.execPath, "r");
  try {
    fs.readSync(file, head);
  } finally {
    fs.closeSync(file);
  }
  return head.includes("/ld-musl-");
}
`;

const FIRST_LINES =
  /const \{ load, currentTarget \} = require\("@neon-rs\/load"\);\nconst \{ [^}]+ \} = require\("detect-libc"\);\n\nfunction requireNative\(\) \{[^]*?\n\}\n/;
const ASKED = 'createRequire(import.meta.url)("libsql")';

/** @returns {import("esbuild").Plugin} */
export function libsqlInside() {
  const libsql = createRequire(import.meta.url).resolve("libsql");
  return {
    name: "libsql-inside",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^libsql$/ }, ({ kind }) =>
        kind === "require-call" ? { path: libsql } : { path: "libsql", external: true },
      );
      onLoad({ filter: /[/\\]libsql[/\\]index\.js$/ }, ({ path }) => ({
        contents: replaceOnce(readFileSync(path, "utf8"), FIRST_LINES, OURS),
        loader: "js",
      }));
    },
  };
}

/** Where our own source asks for libsql at run time the bundler is to see it. */
export function seenByBundler(text, path) {
  const isAsker = text.includes(ASKED) || /[/\\]sqlite\.ts$/.test(path);
  return isAsker ? replaceOnce(text, ASKED, 'require("libsql")') : text;
}

function replaceOnce(text, what, by) {
  if (text.split(what).length !== 2) throw new Error("libsql is not loaded as this build expects");
  return text.replace(what, () => by);
}
