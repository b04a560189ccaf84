import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { WAIT, type RepositoryOptions, type Rig, fiveStreams } from "./rig.ts";

function roadmapOf(...ids: readonly string[]): string {
  const blocks = ids.map((id) => `### Phase ${id}: Stream ${id}\n- **Status:** ⚪ Not Started\n`);
  return `# Roadmap\n\n${blocks.join("\n")}`;
}

function rigOf(options: Partial<RepositoryOptions> & Pick<RepositoryOptions, "script">): Rig {
  return kept(fiveStreams({ roadmap: roadmapOf("1.1"), ...options }));
}

const WRITE = [{ write: { path: "{{id}}.txt", text: "done\n" } }, { commit: "feat: {{id}}" }];

test("a rejected agent gets the exact output, and what it then makes lands", async () => {
  const rig = rigOf({
    script: {},
    config: `agents:
  default: { adapter: command, run: sh agent.sh }
gates:
  - { name: proof, run: "test -s proof.txt || { echo 'no proof: E-4711'; exit 3; }" }
`,
    files: {
      "proof.txt": "at the start\n",
      // What it is told goes into its commit, so that the test can read it.
      "agent.sh": `cat >told.txt
rm -f proof.txt
[ "$ORCHESTRATOR_ATTEMPT" = 1 ] || echo fixed >proof.txt
git add -A && git commit -q -m work
`,
    },
  });
  const ran = await rig.run("run", "1.1", "--trust", "--json");
  expect(ran.code, ran.stdout).toBe(0);
  expect(rig.read("proof.txt")).toBe("fixed\n");
  expect(rig.read("told.txt")).toContain("no proof: E-4711");
});

test("work that stays red is given back a bounded number of times, then blocked with the gate's name", async () => {
  const rig = rigOf({
    script: { "*": [{ write: { path: "{{id}}-{{attempt}}.txt", text: "" } }, { commit: "red" }] },
    config: "retry: { rejections: 2, base: 100ms }\n",
  });
  const ran = await rig.run("run", "1.1", "--trust", "--json");
  expect(ran.code).toBe(6);
  const { data } = JSON.parse(ran.stdout) as { data?: { workStreams: { attempts: number }[] } };
  expect(rig.landed()).toEqual([]);
  expect((await rig.data("explain", "1.1"))["headline"]).toContain("check");
  if (data !== undefined) expect(data.workStreams[0]?.attempts).toBe(2);
});

test("a change to a protected path waits for a person, who lets it land", async () => {
  const rig = rigOf({
    script: { "*": [{ write: { path: "secrets/key.txt", text: "new\n" } }, { commit: "key" }] },
    config: "protected_paths: [secrets/**]\n",
  });
  const ran = await rig.run("run", "1.1", "--trust", "--json");
  expect(ran.code, ran.stdout).toBe(8);
  expect(rig.landed()).toEqual([]);
  const landed = await rig.run("land", "1.1", "--json");
  expect(landed.code, landed.stdout).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
  expect(rig.read("secrets/key.txt")).toBe("new\n");
  expect(await rig.settled()).toEqual([]);
});

test("a branch that is red before any work is nobody's fault: exit 3, and no agent is started", async () => {
  const rig = rigOf({ script: { "*": WRITE }, files: { "red.txt": "" } });
  const ran = await rig.run("batch", "--trust", "--json");
  expect(ran.code, ran.stdout).toBe(3);
  expect(ran.stdout).toContain("check");
  expect(await rig.data("agents")).toMatchObject({ agents: [] });
  expect(JSON.stringify(await rig.data("report"))).toContain("the branch itself fails check");
  const told = await rig.data("explain", "1.1");
  expect(told["headline"]).toContain("is red in check");
  expect(told["endsWhen"]).toContain("orchestrator run 1.1");
  expect(await rig.settled()).toEqual([]);
});

test("a red commit that a person made meanwhile is named, and not the work beside it", async () => {
  const rig = rigOf({ script: { "1.1#1": [WAIT, ...WRITE], "*": WRITE } });
  const following = rig.follow("run", "1.1", "--trust");
  await following.until("agent_running", { id: "1.1" });
  rig.write("red.txt", "");
  rig.git("add", "red.txt");
  rig.git("commit", "--quiet", "--message", "a red commit");
  const head = rig.git("rev-parse", "HEAD");
  await following.letGoOn("1.1");
  const ran = await following.ended;
  expect(ran.code, ran.stdout).toBe(3);
  expect((await following.data())["reason"]).toContain(`red at ${head.slice(0, 12)}`);
  expect(ran.stdout).not.toContain("semantic-conflict");
  expect(rig.git("rev-parse", "HEAD")).toBe(head);
  rig.write("red.txt", "mended\n");
  rig.git("commit", "--quiet", "--all", "--message", "mended");
  expect((await rig.run("run", "1.1", "--trust")).code).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
});

test("--no-verify lands nothing until a person forces it", async () => {
  const rig = rigOf({
    script: { "*": [{ write: { path: "red.txt", text: "" } }, { commit: "red" }] },
  });
  const ran = await rig.run("run", "1.1", "--trust", "--no-verify", "--json");
  expect(ran.code, ran.stdout).toBe(8);
  expect(rig.landed()).toEqual([]);
  const refused = await rig.run("land", "1.1", "--json");
  expect(refused.code).toBe(11);
  const forced = await rig.run("land", "1.1", "--force", "--json");
  expect(forced.code, forced.stdout).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
});

test("agents that hang, crash, flood or babble are retried, and the last try lands", async () => {
  const rig = rigOf({
    roadmap: roadmapOf("1.1", "1.2", "1.3"),
    script: {
      "1.1#1": ["hang"],
      "1.2#1": ["crash"],
      "1.3#1": [{ flood: 70_000_000 }, { exit: 1 }],
      "*": WRITE,
    },
    config: "timeouts: { idle: 1500ms }\nretry: { base: 100ms }\n",
  });
  const ran = await rig.run("batch", "-n", "3", "--trust", "--json");
  expect(ran.code, ran.stdout).toBe(0);
  expect([...rig.landed()].sort()).toEqual(["1.1", "1.2", "1.3"]);
  const { data } = JSON.parse(ran.stdout) as { data: { workStreams: { attempts: number }[] } };
  expect(data.workStreams.map(({ attempts }) => attempts)).toEqual([2, 2, 2]);
  expect(await rig.settled()).toEqual([]);
});
