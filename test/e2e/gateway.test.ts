import { rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../listen.ts";
import { kept } from "./kept.ts";
import { Rig } from "./rig.ts";

const MINUTE = 60_000;
const KEY = "sk-the-users-own-key";
const TOKENS_EACH = 1_000;

/** Asks its model so often, then writes a file, commits and says that it is done. */
const CLAUDE = `#!/usr/bin/env node
const { execSync } = require("node:child_process");
const { writeFileSync, existsSync } = require("node:fs");
const say = (line) => process.stdout.write(JSON.stringify({ session_id: "s-1", ...line }) + "\\n");
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
if (process.argv[2] === "--version") {
  console.log("2.1.328 (Claude Code)");
  process.exit(0);
}
const url = process.env.ANTHROPIC_BASE_URL + "/v1/messages";
const headers = { "x-api-key": process.env.ANTHROPIC_API_KEY, "content-type": "application/json" };
(async () => {
  say({ type: "system", subtype: "init", model: "claude-haiku-4-5" });
  const body = JSON.stringify({ model: "claude-haiku-4-5", max_tokens: 10, messages: [] });
  for (let asked = 0; asked < 5; asked++) {
    const answer = await fetch(url, { method: "POST", headers, body });
    const text = await answer.text();
    if (answer.status !== 200) {
      say({ type: "result", subtype: "success", is_error: true, result: "API Error: " + answer.status + " " + text });
      process.exit(1);
    }
    while (asked === 1 && existsSync(".git/wait")) await sleep(20);
  }
  writeFileSync("made.txt", "x\\n");
  execSync("git add -A && git commit -q -m made");
  say({ type: "result", subtype: "success", is_error: false, result: "done" });
})();
`;

interface Models {
  readonly url: string;
  readonly asked: IncomingMessage[];
}

async function serveModels(): Promise<Models> {
  const asked: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request);
    request.resume();
    request.on("end", () => {
      const usage = { input_tokens: TOKENS_EACH - 10, output_tokens: 10 };
      const message = { id: "m", type: "message", role: "assistant", content: [], usage };
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ ...message, model: "claude-haiku-4-5", stop_reason: "end_turn" }),
      );
    });
  });
  onTestFinished(() => void server.close());
  return { url: await listen(server), asked };
}

function make(
  models: Models,
  budget: string,
  more = "",
  agents = "{ default: { adapter: claude-code } }",
): Rig {
  const options = {
    roadmap: "# Roadmap\n\n### 1.1 Make it\n- **Status**: Not Started\n- [ ] make made.txt\n",
    script: {},
    config: `agents: ${agents}\ngates: [{ name: fine, run: "true" }]\n${more}`,
  };
  const rig = kept(Rig.make(options));
  rig.extraEnv = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: models.url };
  rig.putOnPath("claude", CLAUDE);
  rig.writeUserConfig(budget);
  return rig;
}

test(
  "an agent asks through its door, holds no key, and every token is on the books",
  async () => {
    const models = await serveModels();
    const rig = make(models, "");
    const ran = await rig.run("run", "1.1", "--trust");
    expect(ran.code, ran.stderr + ran.stdout).toBe(0);
    expect(models.asked).toHaveLength(5);
    for (const request of models.asked) expect(request.headers["x-api-key"]).toBe(KEY);
    const costs = await rig.data("costs", "--by", "model");
    expect(costs).toMatchObject({
      total: {
        attempts: 1,
        landed: 1,
        microUsd: 5 * (990 + 50),
        tokens: { input: 4_950, output: 50 },
      },
    });
  },
  MINUTE,
);

test(
  "a known program needs no settings to be named, and is found by doctor",
  async () => {
    const models = await serveModels();
    const rig = make(models, "", "", "{}");
    const checked = await rig.run("doctor");
    expect(checked.stdout).toContain("no agent is configured");
    expect(checked.stdout).toContain("--agent claude-code");
    const ran = await rig.run("run", "1.1", "--agent", "claude-code", "--trust");
    expect(ran.code, ran.stderr + ran.stdout).toBe(0);
    expect(models.asked).toHaveLength(5);
    expect(rig.landed()).toEqual(["1.1"]);
  },
  MINUTE,
);

test(
  "a capped agent is stopped in the middle of its turn, and the run ends with 7",
  async () => {
    const models = await serveModels();
    const rig = make(models, "budget: { per_attempt: 2500 tokens, per_day: 1M tokens }");
    const ran = await rig.run("run", "1.1", "--trust");
    expect(ran.code, ran.stderr + ran.stdout).toBe(7);
    // The third answer passes the 2,500, and there is no fourth: at most one response beyond.
    expect(models.asked).toHaveLength(3);
    expect(ran.stderr).toContain("orchestrator budget set attempt");
    expect(await rig.data("budget")).toMatchObject({
      limits: [{ used: { tokens: 3 * TOKENS_EACH }, reserved: { tokens: 0 } }],
    });
  },
  MINUTE,
);

test(
  "a killed orchestrator loses no count: the agent goes on, and its tokens are booked once",
  async () => {
    const models = await serveModels();
    const rig = make(
      models,
      "budget: { per_attempt: 9000 tokens, per_day: 1M tokens }",
      'setup: ["touch .git/wait"]',
    );
    const run = rig.follow("run", "1.1", "--trust", "--ndjson");
    const { workspace } = await run.until("spawning_agent");
    await run.until("agent_running");
    while (models.asked.length < 2) await new Promise((done) => setTimeout(done, 20));
    run.child.kill("SIGKILL");
    await run.ended;
    const resumed = rig.follow("resume", "--trust", "--ndjson");
    await resumed.until("budget");
    rmSync(join(String(workspace), ".git", "wait"), { force: true });
    expect((await resumed.ended).code).toBe(0);
    expect(models.asked).toHaveLength(5);
    expect(await rig.data("budget")).toMatchObject({
      limits: [{ used: { tokens: 5 * TOKENS_EACH }, reserved: { tokens: 0 } }],
    });
  },
  2 * MINUTE,
);
