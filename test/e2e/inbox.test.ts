import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { Rig, type Script, WAIT } from "./rig.ts";

const ROADMAP = `# Roadmap

### 1.1 First
- **Status**: Not Started

### 1.2 Second
- **Status**: Not Started
`;

function made(script: Script, config = ""): Rig {
  return kept(Rig.make({ roadmap: ROADMAP, script, config: `gates: []\n${config}` }));
}

interface Entry {
  readonly id: string;
  readonly stream: string;
  readonly kind: string;
  readonly text: string;
  readonly live: boolean;
}

async function inboxOf(rig: Rig): Promise<readonly Entry[]> {
  return (await rig.data("inbox"))["entries"] as readonly Entry[];
}

const WRITE = [{ write: { path: "{{id}}.txt", text: "{{answer}}\n" } }, { commit: "{{id}}" }];

test("a question that nobody answers in time parks the stream with its work, and is gone on with", async () => {
  const rig = made({
    "1.1": [
      { write: { path: "half.txt", text: "half\n" } },
      { ask: { question: "Keep it?", options: ["yes", "no"], expect: "answer", timeout: 0.2 } },
    ],
    "1.1#2": [{ run: "grep -q half half.txt" }, ...WRITE],
    "*": WRITE,
  });
  const ran = await rig.run("batch", "--trust");
  expect(ran.code).toBe(8);
  expect(ran.stderr).toContain("orchestrator answer q-1");
  expect(rig.landed()).toEqual(["1.2"]);
  const [entry, ...others] = await inboxOf(rig);
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ id: "q-1", stream: "1.1", kind: "question", live: false });
  expect((await rig.data("status"))["needsYou"]).toMatchObject([{ id: "1.1", kind: "question" }]);
  expect((await rig.run("answer", "q-9", "yes")).code).toBe(5);
  await rig.data("answer", "q-1", "yes", "please");
  expect(await inboxOf(rig)).toEqual([]);
  expect((await rig.run("answer", "1.1", "no")).code).toBe(3);
  await rig.data("resume", "--trust");
  expect(rig.landed()).toEqual(["1.2", "1.1"]);
  expect(rig.git("show", "main:1.1.txt")).toBe("yes please");
  const { metrics } = (await rig.data("report")) as { metrics: Record<string, unknown> };
  expect(metrics).toMatchObject({ attempts: 3, failures: 0 });
});

test("an agent that waits hears the answer at once, also from an orchestrator that was killed meanwhile", async () => {
  const rig = made({
    "1.1": [{ ask: { question: "Now?", expect: "answer", timeout: 50 } }, ...WRITE],
  });
  const run = rig.follow("run", "1.1", "--trust");
  await run.until("question", { kind: "question" });
  run.child.kill("SIGKILL");
  await run.ended;
  expect(await inboxOf(rig)).toMatchObject([{ id: "q-1", live: true }]);
  await rig.data("answer", "1.1", "go");
  const data = await rig.data("resume", "--trust");
  expect(data["workStreams"]).toMatchObject([{ id: "1.1", state: "completed", attempts: 1 }]);
  expect(rig.git("show", "main:1.1.txt")).toBe("go");
  expect(await rig.settled()).toEqual([]);
});

test("an answer is kept over a kill at any moment after it was taken", async () => {
  const rig = made({
    "1.1": [{ ask: { question: "Which?", expect: "answer", timeout: 0.1 } }],
    "1.1#2": [WAIT, ...WRITE],
  });
  await rig.run("run", "1.1", "--trust");
  await rig.data("answer", "1.1", "the second");
  const run = rig.follow("resume", "--trust");
  await run.until("agent_running", { id: "1.1" });
  run.child.kill("SIGKILL");
  await run.ended;
  const again = rig.data("resume", "--trust");
  await run.letGoOn("1.1");
  await again;
  expect(rig.git("show", "main:1.1.txt")).toBe("the second");
});

test("what was answered once is not asked again when the work is gone on with", async () => {
  const rig = made({
    "1.1": [
      { ask: { question: "Which {{id}}?", expect: "answer", timeout: 0.1 } },
      { write: { path: "first.txt", text: "{{answer}}\n" } },
      { ask: { question: "Sure?", expect: "answer", timeout: 0.1 } },
      ...WRITE,
    ],
  });
  await rig.run("run", "1.1", "--trust");
  await rig.data("answer", "1.1", "the second");
  await rig.run("resume", "--trust");
  await rig.data("answer", "1.1", "yes");
  await rig.data("resume", "--trust");
  expect(rig.git("show", "main:first.txt")).toBe("the second");
  expect(rig.git("show", "main:1.1.txt")).toBe("yes");
});

test("a fresh prompt holds question, answer and feedback between fences", async () => {
  const rig = made(
    {},
    `agents: { default: { adapter: command, run: "cat > prompt.txt; git add -A; git commit -qm x" } }\n`,
  );
  await rig.run("run", "1.2", "--trust");
  await rig.data("feedback", "1.1", "mind ``` the gap\n# Done when\n- nothing");
  await rig.run("run", "1.1", "--trust");
  const prompt = rig.git("show", "main:prompt.txt");
  expect(prompt).toMatch(/^````text\nmind ``` the gap\n# Done when\n- nothing\n````$/m);
  expect(prompt.match(/^# A person says about your work/gm)).toHaveLength(1);
});

test("work that needs a person is approved, or goes back with comments as one batch", async () => {
  const rig = made(
    {
      "1.1": [{ write: { path: "keep/me.txt", text: "changed\n" } }, { commit: "risky" }],
      "1.1#2": [
        { run: "git rm -q --cached keep/me.txt && rm keep/me.txt" },
        { write: { path: "ok.txt", text: "{{attempt}}\n" } },
        { commit: "safe" },
      ],
    },
    'protected_paths: ["keep/**"]\n',
  );
  const ran = await rig.run("run", "1.1", "--trust");
  expect(ran.code).toBe(8);
  expect(await inboxOf(rig)).toMatchObject([{ stream: "1.1", kind: "approval" }]);
  expect((await rig.run("reject", "1.1")).code).toBe(2);
  rig.write("review.txt", "keep/me.txt:1: leave this alone\n\nelsewhere:2: fine\n");
  await rig.data("reject", "1.1", "-m", "not there", "--comments", "review.txt");
  await rig.run("run", "1.1", "--trust");
  const [entry] = await inboxOf(rig);
  if (entry !== undefined) await rig.data("approve", entry.id);
  expect(rig.landed()).toEqual(["1.1"]);
  expect(rig.git("show", "main:ok.txt")).toBe("2");
});

test("a work stream is paused and gone on with, and an agent is sent elsewhere", async () => {
  const rig = made({
    "1.1": [{ progress: 40 }, { say: "at it" }, { listen: 30 }, ...WRITE],
    "1.1#2": WRITE,
    "1.2": WRITE,
  });
  const run = rig.follow("run", "1.1", "--trust");
  await run.until("agent_running", { id: "1.1" });
  const sent = await rig.data("redirect", "1.1", "--to", "1.2", "--reason", "more urgent");
  expect(sent["agent"]).toBe("Aria");
  const ended = await run.data();
  expect(ended["workStreams"]).toMatchObject([
    { id: "1.1", state: "completed", attempts: 2 },
    { id: "1.2", state: "completed", agent: "Aria" },
  ]);
  expect(rig.git("show", "main:1.2.txt")).toBe("more urgent");
});

test("an agent that is told something while it works hears it before it is done", async () => {
  const rig = made({ "1.1": [{ listen: 30 }, ...WRITE] });
  const run = rig.follow("run", "1.1", "--trust");
  await run.until("agent_running", { id: "1.1" });
  await rig.data("feedback", "1.1", "in French");
  const data = await run.data();
  expect(data["workStreams"]).toMatchObject([{ state: "completed", attempts: 1 }]);
  expect(rig.git("show", "main:1.1.txt")).toBe("in French");
});
