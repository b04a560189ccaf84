import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { Rig, WAIT } from "./rig.ts";

const TODO = `# Shop

## Now

- [x] Set up the database
- [ ] **User login**: with a second factor (P1, depends on Set up the database)
  - [x] the form
  - [ ] the session
- [ ] T014 Export the orders (after user login)
- [ ] Search (S)
- [ ] Pay by card — depends on: T014, Search
- [ ] Tell people of their orders
  - Files: src/mail.txt

## Interface

1. [ ] A dark mode
2. [ ] Keys for everything (needs 1)

## Ideas

- [ ] Plugins
- [ ] ~~Stickers~~
`;

const OPEN = [
  "user-login",
  "T014",
  "search",
  "pay-by-card",
  "tell-people-of-their-orders",
  "a-dark-mode",
  "keys-for-everything",
];

function makeRig(): Rig {
  const rig = kept(
    Rig.make({
      roadmap: "x\n",
      script: {
        search: [
          WAIT,
          { write: { path: "search.txt", text: "found\n" } },
          { commit: "feat: search" },
        ],
        "*": [{ write: { path: "made/{{id}}.txt", text: "{{id}}\n" } }, { commit: "feat: {{id}}" }],
      },
      config: 'roadmap: TODO.md\ngates: [{ name: ok, run: "test -s agents.yaml" }]',
      files: { "TODO.md": `\ufeff${TODO.replaceAll("\n", "\r\n")}`, ".gitattributes": "* -text\n" },
    }),
  );
  rig.git("rm", "--quiet", "plans/roadmap.md");
  rmSync(join(rig.root, "plans"), { recursive: true, force: true });
  rig.git("commit", "--quiet", "--message", "no roadmap but a list");
  return rig;
}

test("a check list is carried out, over a kill, and each landing ticks one box", async () => {
  const rig = makeRig();
  const before = rig.bytes("TODO.md").toString("utf8");
  const plan = await rig.run("plan");
  expect(plan.code, plan.stderr).toBe(0);

  const first = rig.follow("batch", "-n", "3", "--trust");
  await first.until("landed", { id: "user-login" });
  await first.until("spawning_agent", { id: "search" });
  first.child.kill("SIGKILL");
  await first.ended;
  // A person goes on writing meanwhile: an item above, words behind one, one that is moved.
  const edited = rig
    .bytes("TODO.md")
    .toString("utf8")
    .replace("## Now\r\n\r\n", "## Now\r\n\r\n- [ ] Say hello\r\n")
    .replace("Search (S)", "Search (M, @ann)");
  rig.write("TODO.md", edited);

  const second = rig.follow("resume", "--trust");
  await first.letGoOn("search");
  const ran = await second.ended;
  expect(ran.code, ran.stderr).toBe(0);
  const rest = await rig.run("batch", "-n", "3", "--trust", "--json");
  expect(rest.code, rest.stdout + rest.stderr).toBe(0);

  expect([...rig.landed()].sort()).toEqual([...OPEN, "say-hello"].sort());
  const after = rig.bytes("TODO.md").toString("utf8");
  const ticked = (text: string) =>
    text.replace(/\[ \](?! (?:Plugins|~~)|[^\r\n]*the session)/g, "[x]");
  expect(after).toContain("- [x] Search (M, @ann)\r\n");
  expect(after).toBe(
    ticked(before)
      .replace("## Now\r\n\r\n", "## Now\r\n\r\n- [x] Say hello\r\n")
      .replace("Search (S)", "Search (M, @ann)"),
  );
  expect(await rig.settled()).toEqual([]);
});

test("init says that it reads a check list, and what to do where there is only a list of bullets", async () => {
  const rig = makeRig();
  rmSync(join(rig.root, "orchestrator.yaml"));
  const init = await rig.run("init", "--run", "./agent.sh");
  expect(init.stdout + init.stderr).toContain("TODO.md (a check list: 10 work streams)");
  expect(rig.read("orchestrator.yaml")).toContain("roadmap: TODO.md");
  const { workStreams } = (await rig.data("roadmap", "show")) as {
    workStreams: { id: string; available: boolean }[];
  };
  expect(workStreams.filter(({ available }) => available).map(({ id }) => id)).toEqual([
    "user-login",
    "search",
    "tell-people-of-their-orders",
    "a-dark-mode",
  ]);
  for (const words of [
    ["roadmap", "lint"],
    ["garden", "--check"],
    ["explain", "pay-by-card"],
  ]) {
    const ran = await rig.run(...words);
    expect(ran.code, ran.stderr).toBe(0);
  }
  const added = await rig.run("add", "Ring a bell", "--effort", "S", "--depends-on", "search");
  expect(added.code, added.stderr).toBe(0);
  expect(rig.read("TODO.md")).toContain("3. [ ] Ring a bell (S, depends on search)\r\n");

  rig.write("TODO.md", "# Plan\n\n- Log in\n1. Search\n");
  const planned = await rig.run("plan");
  expect(planned.stderr).toContain("- [ ] Title");
});

test("a table is carried out, and each landing changes one cell", async () => {
  const plan =
    "# Plan\n\nID | Feature | Status | Depends on\n--- | --- | :---: | ---\nA-1 | Lights | Done | -\nA-2 | **Sound** | Todo | A-1\nA-3 | Heat \\| cold | Todo | A-2\n";
  const rig = kept(
    Rig.make({
      roadmap: plan,
      script: {
        "*": [{ write: { path: "made/{{id}}.txt", text: "{{id}}\n" } }, { commit: "feat: {{id}}" }],
      },
      config: 'gates: [{ name: ok, run: "test -s agents.yaml" }]',
    }),
  );
  const ran = await rig.run("batch", "--trust", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect(rig.landed()).toEqual(["A-2", "A-3"]);
  expect(rig.read("plans/roadmap.md")).toBe(plan.replaceAll("| Todo |", "| Done |"));
  expect(rig.git("show", "HEAD:plans/roadmap.md")).toBe(rig.read("plans/roadmap.md").trimEnd());
});
