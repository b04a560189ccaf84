import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { type Rig, type Script, WAIT, fiveStreams } from "./rig.ts";

const WRITE = [
  { write: { path: "{{id}}.txt", text: "{{title}}\n" } },
  { commit: "feat: {{title}}" },
];

interface Entry {
  readonly id: string;
  readonly status?: string;
  readonly after?: string;
}

function roadmapOf(entries: readonly Entry[]): string {
  const blocks = entries.map(({ id, status = "⚪ Not Started", after }) =>
    [
      `### Phase ${id}: Stream ${id}`,
      `- **Status:** ${status}`,
      ...(after === undefined ? [] : [`- **Depends On:** Phase ${after}`]),
      `- **Files:** ${id}.txt`,
      "",
    ].join("\n"),
  );
  return `# Roadmap\n\n${blocks.join("\n")}`;
}

function rigOf(entries: readonly Entry[], script: Script, config = ""): Rig {
  return kept(fiveStreams({ roadmap: roadmapOf(entries), script, config }));
}

async function stageOf(rig: Rig, id: string): Promise<unknown> {
  return (await rig.data("explain", id))["stage"];
}

test("what a person does to the roadmap while agents work is what counts", async () => {
  const rig = rigOf(
    [
      { id: "1.1" },
      { id: "1.2", after: "1.1" },
      { id: "1.3", after: "1.1" },
      { id: "1.4", after: "1.1" },
      { id: "1.5", after: "1.1" },
      { id: "1.6", status: "✅ Complete" },
      { id: "1.8" },
    ],
    { "1.1": [WAIT, ...WRITE], "1.8": [WAIT, ...WRITE], "*": WRITE },
  );
  const run = rig.follow("batch", "-n", "3", "--trust");
  await run.until("agent_running", { id: "1.1" });
  await run.until("agent_running", { id: "1.8" });
  const edited = [
    { id: "1.1" },
    { id: "1.2", after: "1.1" },
    { id: "1.3", after: "1.1", status: "✅ Complete" },
    { id: "1.4", after: "1.1", status: "❌ Cancelled" },
    { id: "1.6" },
    { id: "1.8", status: "✅ Complete" },
    { id: "1.7", after: "1.2" },
  ];
  const mine = roadmapOf(edited).replace("Phase 1.2: Stream 1.2", "Phase 1.2: A better title");
  rig.write("plans/roadmap.md", mine);
  await run.until("landed", { id: "1.6" });
  await run.letGoOn("1.1");
  // Its agent was at work when a person completed it: what it makes is kept and does not land.
  await run.letGoOn("1.8");
  const ran = await run.ended;
  expect(ran.code, ran.stdout).toBe(0);
  expect([...rig.landed()].sort()).toEqual(["1.1", "1.2", "1.6", "1.7"]);
  expect(rig.read("1.2.txt")).toBe("A better title\n");
  // The person's words with our four completions, and the rest to the byte.
  const after = rig.read("plans/roadmap.md").split("\n");
  const differing = mine.split("\n").flatMap((line, at) => (line === after[at] ? [] : [line]));
  expect(differing).toEqual(Array(4).fill("- **Status:** ⚪ Not Started"));
  expect(await rig.settled()).toEqual([]);
  expect(rig.git("for-each-ref", "refs/orchestrator/archive").split("\n")).toHaveLength(5);
});

test("stop ends agents however they take it, leaves no process, and resume goes on", async () => {
  const rig = rigOf(
    [{ id: "1.1" }, { id: "1.2" }],
    {
      "1.1#1": [{ write: { path: "draft.txt", text: "half\n" } }, "ignore-term", "hang"],
      "1.2#1": ["daemonise", "hang"],
      "*": WRITE,
    },
    "timeouts: { stop_grace: 300ms }\n",
  );
  const run = rig.follow("batch", "-n", "2", "--trust");
  await run.until("agent_running", { id: "1.1" });
  await run.until("agent_running", { id: "1.2" });
  const stopped = await rig.data("stop");
  expect(stopped["stopped"]).toHaveLength(2);
  const ran = await run.ended;
  expect(ran.code, ran.stdout).toBe(8);
  expect(await rig.settled()).toEqual([]);
  expect(rig.landed()).toEqual([]);
  // Half-done work is kept, whatever the agent had committed of it.
  const archive = rig.git("for-each-ref", "--format=%(refname)", "refs/orchestrator/archive");
  expect(archive.split("\n")).toHaveLength(2);
  const resumed = await rig.run("resume", "--trust", "--json");
  expect(resumed.code, resumed.stdout).toBe(0);
  expect([...rig.landed()].sort()).toEqual(["1.1", "1.2"]);
  expect(await rig.settled()).toEqual([]);
});

test("stop --now kills at once, also when the one who started the agents was killed", async () => {
  const rig = rigOf([{ id: "1.1" }], { "1.1#1": ["ignore-term", "hang"], "*": WRITE });
  const run = rig.follow("run", "1.1", "--trust");
  await run.until("agent_running");
  run.child.kill("SIGKILL");
  await run.ended;
  expect(rig.leftovers()).not.toEqual([]);
  const stopped = await rig.run("stop", "--now", "--json");
  expect(stopped.code, stopped.stdout).toBe(0);
  expect(await rig.settled()).toEqual([]);
  const again = await rig.data("stop");
  expect(again["stopped"]).toEqual([]);
  const resumed = await rig.run("resume", "--trust", "--json");
  expect(resumed.code, resumed.stdout).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
});

test("a pause from elsewhere starts nothing new, and a resume from elsewhere goes on", async () => {
  const rig = rigOf([{ id: "1.1" }, { id: "1.2" }], { "1.1": [WAIT, ...WRITE], "*": WRITE });
  const run = rig.follow("batch", "-n", "1", "--trust");
  await run.until("agent_running", { id: "1.1" });
  await rig.data("pause");
  await run.letGoOn("1.1");
  await run.until("landed", { id: "1.1" });
  expect(await stageOf(rig, "1.2")).toBe("waiting");
  expect((await rig.data("resume"))["accepted"]).toBe(true);
  const ran = await run.ended;
  expect(ran.code, ran.stdout).toBe(0);
  expect(rig.landed()).toEqual(["1.1", "1.2"]);
});

test("work is added, skipped, blocked, retried and handed over while others run", async () => {
  const rig = rigOf(
    [{ id: "1.1" }, { id: "1.2", after: "1.1" }, { id: "1.3", after: "1.1" }, { id: "1.4" }],
    { "1.1": [WAIT, ...WRITE], "1.4#1": [{ exit: 1 }], "*": WRITE },
    "retry: { failures: 1, base: 200ms }\n",
  );
  const run = rig.follow("run", "1.1", "1.2", "1.3", "-n", "3", "--trust");
  await run.until("agent_running", { id: "1.1" });
  await rig.data("skip", "1.2", "--reason", "not this week");
  await rig.data("block", "1.3", "--reason", "ask Ana");
  const busy = await rig.run("run", "1.4", "--trust", "--json");
  expect(busy.code).toBe(9);
  const joined = await rig.run("run", "1.4", "--trust", "--join", "--json");
  expect(joined.code, joined.stdout).toBe(0);
  await run.until("blocked", { id: "1.4" });
  await rig.data("retry", "1.4");
  await run.until("landed", { id: "1.4" });
  await rig.data("add", "Something new", "--files", "new.txt");
  await run.letGoOn("1.1");
  const ran = await run.ended;
  expect(ran.code, ran.stdout).toBe(1);
  expect(rig.landed()).toEqual(["1.4", "1.1"]);
  expect(rig.read("plans/roadmap.md")).toContain("Something new");
  expect(await stageOf(rig, "1.2")).toBe("skipped");
  expect(await stageOf(rig, "1.3")).toBe("blocked");
  expect(rig.read("plans/roadmap.md")).toContain("ask Ana");
  await rig.data("retry", "1.3");
  expect(rig.read("plans/roadmap.md")).not.toContain("ask Ana");
  expect((await rig.run("run", "1.3", "--trust")).code).toBe(0);
});

test("what a person asks for while nobody leads is remembered by whoever leads next", async () => {
  const rig = rigOf(
    [{ id: "1.1" }, { id: "1.2" }, { id: "1.3" }],
    { "1.1#1": [{ exit: 7 }], "*": WRITE },
    "retry: { failures: 1 }\n",
  );
  const failed = await rig.run("run", "1.1", "--trust", "--json");
  expect(failed.code).toBe(1);
  expect(await stageOf(rig, "1.1")).toBe("blocked");
  await rig.data("skip", "1.2");
  await rig.data("retry", "1.1");
  const ran = await rig.run("batch", "--trust", "--json");
  expect(ran.code, ran.stdout).toBe(0);
  expect([...rig.landed()].sort()).toEqual(["1.1", "1.3"]);
  const refused = await rig.run("retry", "1.1", "--json");
  expect(refused.code).toBe(3);
  expect(refused.stdout).toContain("is complete in the roadmap");
  const unknown = await rig.run("skip", "9.9", "--json");
  expect(unknown.code).toBe(5);
  const nothing = await rig.run("stop", "--json");
  expect(nothing.code).toBe(0);
  expect(await rig.settled()).toEqual([]);
});

test("resume goes on with the agent that was asked for, and says so when nothing was interrupted", async () => {
  const rig = rigOf(
    [{ id: "1.1" }],
    { "*": ["crash"] },
    `agents:
  default: { adapter: scripted, script: agents.yaml }
  other: { adapter: scripted, script: .git/other.yaml }
`,
  );
  const other = { "1.1#1": ["hang"], "*": WRITE };
  rig.write(".git/other.yaml", JSON.stringify(other));
  const run = rig.follow("run", "1.1", "--trust", "--agent", "other");
  await run.until("agent_running", { id: "1.1" });
  await rig.data("stop");
  const stopped = await run.ended;
  expect(stopped.code, stopped.stdout).toBe(8);
  const resumed = await rig.run("resume", "--trust", "--json");
  expect(resumed.code, resumed.stdout).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
  const again = await rig.run("resume", "--trust");
  expect(again.code).toBe(0);
  expect(again.stdout).toContain("nothing was interrupted: the last run (s-1) completed");
  expect(again.stderr).not.toContain("Refused");
});

test("resume does not change settings files behind a person's back", async () => {
  const rig = rigOf([{ id: "1.1" }], { "1.1#1": ["hang"], "*": WRITE });
  const mine = join(rig.folder, "mine.yaml");
  const script = join(rig.root, "agents.yaml");
  writeFileSync(mine, rig.read("orchestrator.yaml").replace("agents.yaml", script));
  const run = rig.follow("run", "1.1", "--trust", "--config", mine);
  await run.until("agent_running", { id: "1.1" });
  await rig.data("stop");
  await run.ended;
  const without = await rig.run("resume", "--trust");
  expect(without.code).toBe(2);
  expect(without.stderr).toContain(`orchestrator resume --config ${mine}`);
  const resumed = await rig.run("resume", "--trust", "--config", mine, "--json");
  expect(resumed.code, resumed.stdout).toBe(0);
});

test("a goal that stops one work stream stops that one alone, and one for everything takes up more", async () => {
  const rig = rigOf([{ id: "1.1" }, { id: "1.2" }], { "1.1#1": [WAIT, ...WRITE], "*": ["hang"] });
  const run = rig.follow("goal", "run everything", "--auto", "-n", "3", "--trust");
  await run.until("agent_running", { id: "1.1" });
  await run.until("agent_running", { id: "1.2" });
  const told = await rig.data("goal", "stop 1.2");
  expect(told["stopped"]).toHaveLength(1);
  expect(JSON.stringify(told["stopped"])).toContain("1.2");
  const more = "\n### Phase 1.3: Added\n- **Status:** ⚪ Not Started\n";
  rig.write("plans/roadmap.md", rig.read("plans/roadmap.md") + more);
  await run.until("agent_running", { id: "1.3" });
  await run.letGoOn("1.1");
  await run.until("landed", { id: "1.1" });
  await rig.data("stop", "--now");
  await run.ended;
  expect(rig.landed()).toEqual(["1.1"]);
});
