// Writes the published JSON Schemas to schema/; with --check it only says whether they are current.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { register } from "tsx/esm/api";

register();
const { jsonSchema, SCHEMA_NAMES } = await import("../src/faces/schemas/index.ts");

let stale = 0;
mkdirSync("schema", { recursive: true });
for (const name of SCHEMA_NAMES) {
  const path = `schema/${name}.schema.json`;
  const text = `${JSON.stringify(jsonSchema(name), null, 2)}\n`;
  const present = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (present === text) continue;
  if (process.argv.includes("--check")) {
    process.stdout.write(`${path} is not current; write it: node scripts/schemas.mjs\n`);
    stale += 1;
  } else {
    writeFileSync(path, text);
    process.stdout.write(`wrote ${path}\n`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
