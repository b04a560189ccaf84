import { join, resolve } from "node:path";
import { OrchestratorError } from "../../../model/index.ts";
import { ensureDir, writeDurable } from "../../../platform/index.ts";
import type { SchemaName } from "../../schemas/index.ts";
import { jsonSchema, SCHEMA_NAMES } from "../../schemas/index.ts";
import { nearest } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";

export const schema: Face = (command, on) => {
  command
    .argument("[name]", `one of ${SCHEMA_NAMES.join(", ")}`)
    .option("--out <dir>", "write every schema into this directory, one file each")
    .action(
      on((context, name: string | undefined, options: { out?: string }) => {
        if (options.out !== undefined) return writeAll(context, options.out);
        return name === undefined ? listNames() : printOne(name);
      }),
    );
};

function listNames(): Answer {
  return { schema: "schema", data: { names: SCHEMA_NAMES }, text: SCHEMA_NAMES.join("\n") };
}

function printOne(name: string): Answer {
  const found = SCHEMA_NAMES.find((each): each is SchemaName => each === name);
  if (found === undefined) {
    throw new OrchestratorError("not-found", `there is no schema ${JSON.stringify(name)}`, {
      hint: `Known: ${[...nearest(name, SCHEMA_NAMES), ...SCHEMA_NAMES].join(", ")}`,
    });
  }
  const data = jsonSchema(found);
  return { schema: "schema", data, text: JSON.stringify(data, null, 2) };
}

function writeAll(context: Context, out: string): Answer {
  const dir = resolve(context.cwd, out);
  ensureDir(dir, 0o755);
  const files = SCHEMA_NAMES.map((name) => {
    const path = join(dir, `${name}.schema.json`);
    writeDurable(path, `${JSON.stringify(jsonSchema(name), null, 2)}\n`, { mode: 0o644 });
    return path;
  });
  return { schema: "schema", data: { files }, text: files.join("\n") };
}
