import { join } from "node:path";
import { expect, test } from "vitest";
import { dataSchema } from "../../schemas/index.ts";
import { commandLineOn } from "../command-line.fixture.ts";

const ROADMAP = `# Roadmap

### Phase 1.1: An endpoint

- **Status:** ⚪ Not Started
- **Files:** src/api/users.ts
`;

const cli = commandLineOn(ROADMAP);

async function dataOf(...words: string[]) {
  const { out, exit, err } = await cli.say(...words, "--json");
  expect([exit, err]).toEqual([0, ""]);
  return (JSON.parse(out) as { data: Record<string, unknown> }).data;
}

test("a person's notes are listed, shown, revoked and brought back, in the shape of the contract", async () => {
  expect((await cli.say("memory")).out).toBe("Nothing is remembered here yet.\n");
  const note = await dataOf("memory", "add", "Keep", "v1", "--about", "codes", "--tag", "api");
  const id = String(note["id"]);
  expect(note).toMatchObject({ content: "Keep v1", kind: "context", tier: "medium", agent: null });
  await dataOf("memory", "add", "small steps", "--agent", "Aria", "--kind", "preference");
  const all = await dataOf("memory");
  const { success, error } = dataSchema("memory").safeParse(all);
  expect(error?.message ?? success).toBe(true);
  expect((await cli.say("memory", "list", "--agent", "aria")).out).toContain("small steps");
  expect((await cli.say("memory", "show", id.slice(0, 6))).out).toContain("about codes");
  await dataOf("memory", "revoke", id, "--reason", "not since 2.0");
  expect(await dataOf("memory")).toMatchObject({ entries: [{ content: "small steps" }] });
  expect((await cli.say("memory", "show", id)).out).toContain("not since 2.0");
  expect(await dataOf("memory", "list", "--revoked")).toMatchObject({ entries: [{ id }] });
  expect(await dataOf("memory", "add", "Keep v1", "--about", "codes")).toMatchObject({
    id,
    revoked: null,
  });
});

test("what cannot be meant is said, with what there is", async () => {
  await cli.say("memory", "add", "x", "--agent", "Aria");
  expect((await cli.say("memory", "show", "m-nothing")).exit).toBe(5);
  expect((await cli.say("memory", "summary", "Arai")).err).toContain("Aria");
  expect((await cli.say("memory", "revoke")).exit).toBe(2);
  expect((await cli.say("memory", "revoke", "--attempt", "1.2")).exit).toBe(2);
  expect((await cli.say("memory", "revoke", "--attempt", "1.2/1")).exit).toBe(5);
  expect((await cli.say("memory", "revoke", "--from", "nobody")).exit).toBe(5);
  expect((await cli.say("memory", "add", "x", "--tier", "deep")).exit).toBe(2);
  expect((await cli.say("memory", "add", "y".repeat(4_001))).exit).toBe(2);
  expect((await cli.say("memory", "import", "none.json")).exit).toBe(5);
  expect((await cli.say("history", "nobody")).exit).toBe(5);
});

test("a journal goes out and comes in, and again changes nothing", async () => {
  for (let n = 0; n < 11; n++)
    await cli.say("memory", "add", `n ${n}`, "--agent", "Aria", "--kind", "insight");
  expect((await cli.say("memory", "export", "Aria", "--out", "aria.json")).exit).toBe(0);
  const file = cli.read("aria.json");
  expect(JSON.parse(file)).toMatchObject({
    agent_name: "Aria",
    memories: { insight: [5, 6, 7, 8, 9, 10].map((n) => ({ content: `n ${n}`, type: "insight" })) },
    summaries: { insight: ["Summary of 5 insight entries:\n- n 0\n- n 1\n- n 2\n- n 3\n- n 4"] },
  });
  const path = join(cli.root, "bruno.json");
  cli.write("bruno.json", file.replace('"Aria"', '"Bruno"'));
  expect(await dataOf("memory", "import", path)).toEqual({ agent: "Bruno", added: 7, unread: 0 });
  expect(await dataOf("memory", "import", path)).toMatchObject({ added: 0 });
  expect((await cli.say("memory", "summary", "Bruno")).out).toContain("- n 10\n- n 9");
  expect(await dataOf("memory", "summary")).toMatchObject({
    journals: [
      { agent: "Aria", notes: 11 },
      { agent: "Bruno", notes: 7 },
    ],
  });
});

test("routes and histories are in the shape of the contract", async () => {
  const routed = await dataOf("route", "1.1");
  const { success, error } = dataSchema("route").safeParse(routed);
  expect(error?.message ?? success).toBe(true);
  expect(routed).toMatchObject({ work: [{ id: "1.1", role: "backend" }] });
  cli.write("r.json", '{"id":"REQ-1","title":"A page","assignedAgent":"database"}');
  expect(await dataOf("route", join(cli.root, "r.json"))).toMatchObject({
    work: [
      { role: "database", how: "assigned", roles: [{ subject: "requirements.database.REQ-1" }] },
    ],
  });
  expect((await cli.say("route", "none.json")).exit).toBe(5);
  cli.write("r.yaml", "- title: A page (database)\n- title: An index\n");
  expect(await dataOf("route", join(cli.root, "r.yaml"))).toMatchObject({
    work: [{ role: "database" }, { title: "An index" }],
  });
  const told = dataSchema("history").safeParse(await dataOf("history"));
  expect(told.error?.message ?? told.success).toBe(true);
});

test.each([
  ["bad.json", '{\n  "title": "A page",\n}\n', "bad.json:3: "],
  ["empty.json", "", "empty.json:1: "],
  ["bad.yaml", "title: A page\nfiles: [a.ts\n", /bad\.yaml:\d: /],
  ["two.yml", "title: A\n---\ntitle: B\n", "two.yml:"],
  ["other.json", '{"name": "a page"}', "it has no title and no list"],
  ["words.yaml", "build a page\n", "a requirement is an object"],
])(
  "%s is no sentence to be routed, and what is wrong is told with its line",
  async (name, text, told) => {
    cli.write(name, text);
    const { exit, err } = await cli.say("route", join(cli.root, name));
    expect(exit).toBe(2);
    expect(err).toMatch(told);
  },
);
