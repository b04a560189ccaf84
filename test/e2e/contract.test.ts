import { expect, test } from "vitest";
import { z } from "zod";
import { dataSchema, jsonSchema } from "../../src/faces/schemas/index.ts";
import { kept } from "./kept.ts";
import { fiveStreams, WAIT } from "./rig.ts";

type Named = Parameters<typeof dataSchema>[0];
type Tree = z.core.JSONSchema.BaseSchema;

/** Members of the data that its schema does not name, by their paths; records hold any. */
function unnamed(schema: Tree | undefined, data: unknown, path: string): readonly string[] {
  if (data === null || typeof data !== "object") return [];
  const tree = [schema, ...(schema?.anyOf ?? [])].find(
    (one) => one?.type === (Array.isArray(data) ? "array" : "object"),
  );
  if (Array.isArray(data)) {
    return data.flatMap((one) => unnamed(tree?.items as Tree, one, `${path}[]`));
  }
  if (tree?.propertyNames !== undefined) return [];
  return Object.entries(data).flatMap(([name, value]) => {
    const known = tree?.properties?.[name] as Tree | undefined;
    return known === undefined ? [`${path}.${name}`] : unnamed(known, value, `${path}.${name}`);
  });
}

function expectContract(name: Named, data: unknown): void {
  const schema = dataSchema(name);
  expect([name, schema.safeParse(data).error?.message]).toEqual([name, undefined]);
  expect(unnamed(z.toJSONSchema(schema, { io: "input" }), data, name)).toEqual([]);
}

test("what is printed before, during and after a run is named by its schemas", async () => {
  const rig = kept(
    fiveStreams({
      script: {
        "1.1": [WAIT, { write: { path: "1.1.txt", text: "done\n" } }],
        "1.2#1": [{ write: { path: "1.2.txt", text: "" } }],
        "*": [{ write: { path: "{{id}}.txt", text: "done\n" } }],
      },
    }),
  );
  await rig.data("trust", "--yes");
  await rig.data("budget", "set", "day", "$20, 1M tokens");
  expectContract("status", await rig.data("status"));
  expectContract("plan", await rig.data("plan", "--explain"));
  expectContract("roadmap-show", await rig.data("roadmap", "show"));
  expectContract("goal", await rig.data("goal", "do 1.1", "--explain"));
  expectContract("garden", await rig.data("garden", "--dry-run"));

  const run = rig.follow("batch", "-n", "1");
  await run.until("agent_running", { id: "1.1" });
  const during = await rig.data("status");
  expect(during).toMatchObject({ inProgress: [{ id: "1.1" }], leader: { purpose: "batch run" } });
  expectContract("status", during);
  await run.letGoOn("1.1");
  expectContract("run", await run.data());
  const event = z.fromJSONSchema(jsonSchema("event") as Tree);
  for (const line of run.events) expect(event.safeParse(line).error?.message).toBeUndefined();

  expectContract("report", await rig.data("report", "--md"));
  const questions = ["how long has it been running?", "which failed?", "restart history"];
  for (const asked of questions) expectContract("status", await rig.data("goal", asked));
  expectContract("costs", await rig.data("costs", "--by", "agent"));
  expectContract("budget", await rig.data("budget"));
  expectContract("history", await rig.data("history"));
  expectContract("route", await rig.data("route", "fix the parser"));
  await rig.data("memory", "add", "tests are slow here");
  expectContract("memory", await rig.data("memory"));
});
