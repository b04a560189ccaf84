// Runs a TypeScript entry in this very process: `node scripts/run.mjs FILE args…`.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { register } from "tsx/esm/api";

const file = process.argv[2];
if (file === undefined) {
  process.stderr.write("usage: node scripts/run.mjs FILE [args…]\n");
  process.exit(2);
}
const path = resolve(file);
// The entry sees the arguments it would see if it had been started itself.
process.argv.splice(1, 2, path);
register();
await import(pathToFileURL(path).href);
