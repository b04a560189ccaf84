import { readFileSync } from "node:fs";
import { LIVE_PLAYS } from "./live.ts";
import type { Fault } from "./model-server.ts";
import type { Json, Play } from "./plays.ts";
import { DONE, commits, expectEqual, ranWell, until, write } from "./plays.ts";
import type { AgentProgram } from "./programs.ts";
import { onStage } from "./stage.ts";
import { TRACE_PLAYS } from "./traces.ts";

const SENT_BACK = "was sent back";

const turns = {
  turns: [write("ill"), DONE],
  again: [write("well"), DONE],
  cue: SENT_BACK,
  fault: null,
} as const;

/** Once well, without being sent back. */
const atOnce = {
  turns: [write("well"), DONE],
  again: [DONE],
  cue: SENT_BACK,
  fault: null,
} as const;

const TOKENS_EACH = 1_050;

export const PLAYS: readonly Play[] = [
  {
    title: "is sent back by a gate, mends it, and lands",
    isCore: true,
    run: (folder, program) =>
      onStage(folder, program, { scenario: turns }, async (rig) => {
        const stream = await ranWell(rig, 2);
        expectEqual(rig.git("show", "main:made.txt"), "well", "what landed");
        const usage = stream["usage"] as Record<string, unknown> | null;
        if (Number(usage?.["inputTokens"] ?? 0) <= 0) throw new Error("no tokens were counted");
      }),
  },
  {
    title: "asks over the team's tools, is answered, and goes on",
    isCore: true,
    run: asks,
  },
  {
    title: "is killed, and goes on with its conversation",
    isCore: false,
    run: isKilled,
  },
  {
    title: "at a usage limit waits for its end, tries once, and nobody has failed",
    isCore: false,
    run: (folder, program) => {
      const scenario = { ...atOnce, once: { turn: 1, what: { limitSeconds: 8 } } } as const;
      return onStage(folder, program, { scenario }, async (rig, server) => {
        await ranWell(rig, 2);
        const { metrics } = await rig.data("report");
        expectEqual((metrics as Record<string, unknown>)["failures"], 0, "failures");
        expectEqual(commits(rig), 1, "the work was done once");
        if (server.requests.length === 0) throw new Error("nothing was asked");
      });
    },
  },
  {
    title: "is stopped in the middle of its turn when its allowance is spent",
    isCore: false,
    run: isCapped,
  },
  {
    title: "without a login blocks, and says how to log in",
    isCore: false,
    run: (folder, program) => blocks(folder, program, "401", /log in with|refuses the key/i),
  },
  {
    title: "with a prompt too long fails for that",
    isCore: false,
    run: (folder, program) => blocks(folder, program, "400", /too long/i),
  },
  ...LIVE_PLAYS,
  ...TRACE_PLAYS,
];

async function asks(folder: string, program: AgentProgram): Promise<void> {
  const question = { text: "Keep the old codes?", options: ["yes", "no"] };
  const scenario = {
    turns: [{ kind: "call", tool: "question", input: question }, DONE],
    again: [write("well"), DONE],
    cue: "yes, keep them",
    fault: null,
  } as const;
  await onStage(folder, program, { scenario, ownLogin: true }, async (rig) => {
    const ran = await rig.run("run", "1.1", "--trust", "--json");
    expectEqual(ran.code, 8, ran.stdout + ran.stderr);
    const { entries } = await rig.data("inbox");
    const [entry] = entries as readonly Record<string, unknown>[];
    expectEqual(entry?.["text"], question.text, JSON.stringify(entries));
    await rig.data("answer", "q-1", "yes, keep them");
    const [stream] = (await rig.data("resume", "--trust"))["workStreams"] as readonly Json[];
    expectEqual(stream?.["state"], "completed", JSON.stringify(stream));
    expectEqual(rig.git("show", "main:made.txt"), "well", "what landed");
  });
}

async function isKilled(folder: string, program: AgentProgram): Promise<void> {
  const scenario = { ...atOnce, once: { turn: 1, what: "hang" } } as const;
  const config = "retry: { base: 200ms, failures: 2 }";
  await onStage(folder, program, { scenario, config }, async (rig, server) => {
    const run = rig.follow("run", "1.1", "--trust");
    // Its first call has been answered, and what it is asked for next never comes.
    await until(() => server.requests.some(({ body }) => hasAnswer(body)));
    const agents = rig.processes((told) => told.includes("ORCHESTRATOR_ATTEMPT="));
    for (const pid of agents.filter(isAgent)) process.kill(pid, "SIGKILL");
    const ended = await run.ended;
    expectEqual(ended.code, 0, ended.stdout + ended.stderr);
    const { metrics } = await rig.data("report");
    expectEqual((metrics as Json)["attempts"], 2, "attempts");
    // Its model was told of the commit by the conversation, and made no second one.
    expectEqual(commits(rig), 1, "the work was done once");
  });
}

async function isCapped(folder: string, program: AgentProgram): Promise<void> {
  const scenario = {
    turns: [write("one"), write("two"), write("three"), write("four"), write("five"), DONE],
    again: [DONE],
    cue: SENT_BACK,
    fault: null,
  };
  const cap = 2 * TOKENS_EACH + 500;
  const settings = `budget: { per_attempt: ${cap} tokens, per_day: 1M tokens }\n`;
  await onStage(folder, program, { scenario, settings }, async (rig) => {
    const ran = await rig.run("run", "1.1", "--trust", "--json");
    expectEqual(ran.code, 7, ran.stdout + ran.stderr);
    const { limits } = await rig.data("budget");
    const [day] = limits as readonly { readonly used: { readonly tokens: number } }[];
    const used = day?.used.tokens ?? 0;
    if (used < cap || used > cap + TOKENS_EACH) throw new Error(`it used ${used} of ${cap}`);
  });
}

async function blocks(
  folder: string,
  program: AgentProgram,
  fault: Fault,
  reason: RegExp,
): Promise<void> {
  await onStage(folder, program, { scenario: { ...turns, fault } }, async (rig) => {
    const ran = await rig.run("run", "1.1", "--trust", "--json");
    const said = `${ran.stdout}\n${ran.stderr}`;
    if (ran.code === 0 || !reason.test(said)) throw new Error(`exited ${ran.code}:\n${said}`);
  });
}

function hasAnswer(body: Json): boolean {
  return /tool_result|function_call_output|"role":"tool"|functionResponse/.test(
    JSON.stringify(body),
  );
}

/** The program itself, not what holds it. */
function isAgent(pid: number): boolean {
  const [name = "", ...more] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  if (/(?:^|\/)(?:bwrap|sh|bash)$/.test(name)) return false;
  return /claude|codex|opencode|gemini/.test([name, more[0] ?? ""].join(" "));
}
