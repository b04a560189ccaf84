import type { Rig } from "../e2e/rig.ts";
import type { ModelTurn } from "./model-server.ts";
import type { AgentProgram } from "./programs.ts";
import { DONE, commits, expectEqual, ranWell, until, write } from "./plays.ts";
import type { Json, Play } from "./plays.ts";
import { onStage } from "./stage.ts";

/** What a role may do without asking. */
const DEFINITION = `---
name: coder
tools: Read, Edit, Write, Bash(git *), AskUserQuestion
---
You make it.
`;

const MAKE: ModelTurn = {
  kind: "run",
  command: "touch made.txt && echo well > made.txt",
};
const COMMIT: ModelTurn = {
  kind: "run",
  command: "git add -A && git commit -q -m 'made it well'",
};

const asksFirst = {
  turns: [MAKE, COMMIT, DONE],
  again: [MAKE, COMMIT, DONE],
  cue: "Yes. Go on.",
  fault: null,
} as const;

/** Plays of a program that is spoken to while it works. */
export const LIVE_PLAYS: readonly Play[] = [
  {
    title: "asks for what its role may not do, is given it by the policy, and goes on",
    isCore: true,
    only: "claude-code",
    run: (folder, program) => {
      const settings = 'questions: { allow: ["Bash(touch *)"] }\n';
      return onStage(folder, program, { scenario: asksFirst, settings }, async (rig) => {
        rig.write(".orchestrator/agents/coder.md", DEFINITION);
        await ranWell(rig, 1);
        expectEqual((await entriesOf(rig)).length, 0, "entries of the inbox");
      });
    },
  },
  {
    title: "waits for a person while the orchestrator is killed, and is heard in the same turn",
    isCore: true,
    only: "claude-code",
    run: isApproved,
  },
  {
    title: "asks a question of its own, and reads the answer in the same turn",
    isCore: false,
    only: "claude-code",
    run: asksItself,
  },
  {
    title: "hears feedback in the middle of its turn",
    isCore: true,
    only: "claude-code",
    run: hearsFeedback,
  },
  {
    title: "is refused, parked when nobody answers, and asks no second time for what it was given",
    isCore: false,
    only: "claude-code",
    run: isParked,
  },
];

async function isApproved(folder: string, program: AgentProgram): Promise<void> {
  await onStage(folder, program, { scenario: asksFirst }, async (rig) => {
    rig.write(".orchestrator/agents/coder.md", DEFINITION);
    const run = rig.follow("run", "1.1", "--trust");
    await run.until("question", { kind: "permission" });
    run.child.kill("SIGKILL");
    await run.ended;
    const [entry] = await entriesOf(rig);
    expectEqual(entry?.["text"], `Bash(${commandOf(MAKE)})`, JSON.stringify(entry));
    expectEqual(entry?.["live"], true, "it waits");
    await rig.data("approve", "q-1");
    await completes(rig, 1);
  });
}

async function asksItself(folder: string, program: AgentProgram): Promise<void> {
  const option = (label: string) => ({ label, description: label });
  const questions = [
    {
      question: "Keep the old codes?",
      header: "Codes",
      multiSelect: false,
      options: [option("yes"), option("no")],
    },
  ];
  const scenario = {
    turns: [{ kind: "call", tool: "AskUserQuestion", input: { questions } }, DONE],
    again: [write("well"), DONE],
    cue: "only the first ones",
    fault: null,
  } as const;
  await onStage(folder, program, { scenario }, async (rig) => {
    const run = rig.follow("run", "1.1", "--trust");
    await run.until("question", { kind: "question" });
    const [entry] = await entriesOf(rig);
    expectEqual(entry?.["text"], "Keep the old codes?", JSON.stringify(entry));
    await rig.data("answer", "q-1", "only the first ones");
    expectEqual((await run.ended).code, 0, "the end of the run");
    const { metrics } = await rig.data("report");
    expectEqual((metrics as Json)["attempts"], 1, "attempts");
    expectEqual(rig.git("show", "main:made.txt"), "well", "what landed");
  });
}

async function hearsFeedback(folder: string, program: AgentProgram): Promise<void> {
  const scenario = {
    turns: [write("ill"), { kind: "run", command: "sleep 4" }, DONE],
    again: [write("well"), DONE],
    cue: "make it well, not ill",
    fault: null,
  } as const;
  await onStage(folder, program, { scenario }, async (rig, server) => {
    const run = rig.follow("run", "1.1", "--trust");
    await until(() => server.requests.some(({ body }) => /tool_result/.test(JSON.stringify(body))));
    await rig.data("feedback", "1.1", "make it well, not ill");
    expectEqual((await run.ended).code, 0, "the end of the run");
    const { metrics } = await rig.data("report");
    expectEqual((metrics as Json)["attempts"], 1, "attempts");
    expectEqual(rig.git("show", "main:made.txt"), "well", "what landed");
  });
}

/** Longer than a process is kept waiting: a minute. */
async function isParked(folder: string, program: AgentProgram): Promise<void> {
  await onStage(folder, program, { scenario: asksFirst }, async (rig) => {
    rig.write(".orchestrator/agents/coder.md", DEFINITION);
    expectEqual((await rig.run("run", "1.1", "--trust")).code, 8, "the end of the run");
    const [entry] = await entriesOf(rig);
    expectEqual(entry?.["live"], false, JSON.stringify(entry));
    await rig.data("approve", "q-1");
    await completes(rig, 2);
    expectEqual((await entriesOf(rig)).length, 0, "entries of the inbox");
    expectEqual(commits(rig), 1, "the work was done once");
  });
}

async function completes(rig: Rig, attempts: number): Promise<void> {
  const [stream] = (await rig.data("resume", "--trust"))["workStreams"] as readonly Json[];
  expectEqual(stream?.["state"], "completed", JSON.stringify(stream));
  expectEqual(stream?.["attempts"], attempts, "attempts");
  expectEqual(rig.git("show", "main:made.txt"), "well", "what landed");
}

async function entriesOf(rig: Rig): Promise<readonly Json[]> {
  return (await rig.data("inbox"))["entries"] as readonly Json[];
}

function commandOf(turn: ModelTurn): string {
  return turn.kind === "run" ? turn.command : "";
}
