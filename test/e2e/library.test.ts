import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { Ran, Rig } from "./rig.ts";
import { ENTRY, finished, fiveStreams, FIVE_SCRIPT, WAIT } from "./rig.ts";

const LIBRARY = pathToFileURL(join(dirname(ENTRY), "index.js")).href;

let rig: Rig | null = null;

afterEach(() => {
  rig?.remove();
  rig = null;
});

/** Runs a program that uses the library as a user's own would, and gives what it said as JSON. */
async function program<T>(place: Rig, body: string): Promise<T> {
  const ran = await start(place, body);
  if (ran.code !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout) as T;
}

function start(place: Rig, body: string): Promise<Ran> {
  const path = join(place.folder, "program.mjs");
  const say = "const say = (value) => process.stdout.write(JSON.stringify(value));";
  writeFileSync(path, `import * as library from ${JSON.stringify(LIBRARY)};\n${say}\n${body}`);
  const stdio = ["ignore", "pipe", "pipe"] as const;
  return finished(
    spawn(process.execPath, [path], { cwd: place.root, env: place.env, stdio: [...stdio] }),
  );
}

describe("the library", () => {
  it("runs nothing that was not trusted, and says so with the code of the command line", async () => {
    rig = fiveStreams();
    const said = await program<unknown[]>(
      rig,
      `const orchestrator = new library.Orchestrator();
      const error = await orchestrator.run({ workStreamId: "1.1" }).catch((thrown) => thrown);
      say([error.code, error.exitCode, orchestrator.getStatus().session]);`,
    );
    expect(said).toEqual(["not-trusted", 11, null]);
  });

  it("names what is wrong with what it is asked", async () => {
    rig = fiveStreams();
    const said = await program<string[]>(
      rig,
      `const { Orchestrator, AgentRunner } = library;
      const codeOf = (promise) => promise.then(() => "none", (error) => error.code);
      const trusted = { trust: true };
      say([
        await codeOf(new Orchestrator(trusted).run({ workStreamId: "9.9" })),
        await codeOf(new Orchestrator({ ...trusted, maxConcurrentAgents: 0 }).runBatch()),
        await codeOf(new Orchestrator({ ...trusted, agentTimeoutSeconds: -1 }).runBatch()),
        await codeOf(new Orchestrator({ ...trusted, agent: "nobody" }).runBatch()),
        await codeOf(new Orchestrator({ ...trusted, target: "nowhere" }).run({ workStreamId: "1.1" })),
        await codeOf(new AgentRunner(trusted).spawnAgent({})),
        await codeOf(new AgentRunner(trusted).killAgent("Aria")),
      ]);`,
    );
    expect(said).toEqual([
      "not-found",
      "usage",
      "usage",
      "no-agent",
      "unknown-target",
      "usage",
      "not-found",
    ]);
  });

  it("holds on to an agent that fails for good, tries it again, and blocks it when told", async () => {
    rig = fiveStreams({
      script: { ...FIVE_SCRIPT, "1.1": [{ say: "I cannot" }, { exit: 7 }] },
      config: "retry: { base: 100ms, failures: 1 }\n",
    });
    const said = await program<unknown[]>(
      rig,
      `const lines = [];
      const orchestrator = new library.Orchestrator({ trust: true });
      const agent = await orchestrator.runner.spawnAgent({
        workStreamId: "Phase 1.1",
        onOutput: (line) => lines.push(line),
      });
      await agent.wait();
      const first = [agent.state, agent.isRunning, agent.attempts];
      const results = await orchestrator.verifyCompletion(agent);
      const again = await orchestrator.run({ workStreamId: "1.1" });
      await orchestrator.runner.waitForAll();
      const failed = orchestrator.getStatus().failedCount;
      await orchestrator.markBlocked("1.1", { reason: "beyond us" });
      say([first, lines.some((line) => line.includes("I cannot")), results.passed,
        results.failures.length > 0, again === agent, again.state, agent.errorMessage !== null,
        failed, library.getWorkStreamStatus("1.1")]);`,
    );
    expect(said).toEqual([
      ["failed", false, 1],
      true,
      false,
      true,
      false,
      "failed",
      true,
      1,
      "blocked",
    ]);
    expect(readFileSync(join(rig.root, "plans/roadmap.md"), "utf8")).toContain("beyond us");
    expect(await rig.settled()).toEqual([]);
  });

  it("takes more work into the session in hand, never above the limit of one", async () => {
    rig = fiveStreams();
    const said = await program<{ most: number; states: string[]; landed: string[] }>(
      rig,
      `let now = 0, most = 0;
      const orchestrator = new library.Orchestrator({ trust: true, mode: "sequential" });
      orchestrator.addEventCallback(({ eventType }) => {
        if (eventType === "agent_running") most = Math.max(most, ++now);
        if (eventType === "agent_completed") now -= 1;
      });
      await orchestrator.run({ workStreamId: "1.1" });
      await orchestrator.run({ workStreamId: "1.5" });
      const agents = await orchestrator.runBatch();
      await orchestrator.runner.waitForAll();
      say({ most, states: agents.map((agent) => agent.state),
        landed: orchestrator.getRoadmapStatus().complete, session: orchestrator.getReport().session });`,
    );
    expect(said).toMatchObject({ most: 1, session: "s-1" });
    expect(said.landed).toEqual(["1.1", "1.2", "1.3", "1.4", "1.5"]);
    expect(new Set(said.states)).toEqual(new Set(["completed"]));
    expect(rig.landed()).toHaveLength(5);
  });

  it("ends at once everything it started, keeps the work, and goes on with it", async () => {
    rig = fiveStreams({ script: { ...FIVE_SCRIPT, "1.1": [{ say: "begun" }, WAIT] } });
    const said = await program<unknown[]>(
      rig,
      `const orchestrator = new library.Orchestrator({ trust: true });
      const agent = await orchestrator.run({ workStreamId: "1.1" });
      const during = [agent.state, agent.isRunning, orchestrator.runner.getRunningAgents().length];
      await orchestrator.stop();
      say([during, agent.state, agent.isRunning, agent.agentId !== "", agent.startedAt !== null]);`,
    );
    expect(said).toEqual([["running", true, 1], "stopped", false, true, true]);
    expect(await rig.settled()).toEqual([]);
  });

  it("is refused while another process leads, and tells what that one does", async () => {
    rig = fiveStreams({ script: { ...FIVE_SCRIPT, "1.1": [WAIT, ...(FIVE_SCRIPT["*"] ?? [])] } });
    await rig.run("trust", "--yes");
    const other = rig.follow("run", "1.1");
    await other.until("agent_running");
    const said = await program<unknown[]>(
      rig,
      `const orchestrator = new library.Orchestrator();
      const error = await orchestrator.runBatch().catch((thrown) => thrown);
      say([error.code, error.exitCode, orchestrator.getStatus().activeCount]);`,
    );
    expect(said).toEqual(["already-running", 9, 1]);
    await other.letGoOn("1.1");
    expect((await other.ended).code).toBe(0);
  });

  it("goes on working when a listener throws, and lets the error be heard", async () => {
    rig = fiveStreams();
    const ran = await start(
      rig,
      `const heard = [];
      process.on("uncaughtException", (error) => heard.push(error.message));
      const orchestrator = new library.Orchestrator({ trust: true });
      orchestrator.addEventCallback(({ eventType }) => {
        if (eventType === "landed") throw new Error("mine");
      });
      await orchestrator.run({ workStreamId: "1.5" });
      await orchestrator.runner.waitForAll();
      say([heard, orchestrator.getRoadmapStatus().complete]);`,
    );
    expect([ran.stdout, ran.code]).toEqual(['[["mine"],["1.5"]]', 0]);
  });
});
