import { readFileSync, readdirSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../listen.ts";
import { kept } from "./kept.ts";
import { Rig } from "./rig.ts";

const MINUTE = 60_000;

/** By the end of the path: what each API says of 990 tokens read and 10 written. */
const ANSWERS: readonly (readonly [RegExp, object])[] = [
  [
    /\/v1\/messages$/,
    { model: "claude-haiku-4-5", usage: { input_tokens: 990, output_tokens: 10 } },
  ],
  [/\/v1\/responses$/, { model: "gpt-5", usage: { input_tokens: 990, output_tokens: 10 } }],
  [
    /\/v1\/chat\/completions$/,
    { model: "gpt-5", usage: { prompt_tokens: 990, completion_tokens: 10 } },
  ],
  [
    /:generateContent$/,
    {
      modelVersion: "gemini-2.5-pro",
      usageMetadata: { promptTokenCount: 990, candidatesTokenCount: 10 },
    },
  ],
];

interface Models {
  readonly url: string;
  /** The key that each request came with, after its path. */
  readonly asked: string[];
}

async function serveModels(
  refusal: { readonly status: number; readonly headers: Record<string, string> } | null = null,
): Promise<Models> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(`${path} ${keyOf(request)}`);
    request.resume().on("end", () => {
      response.setHeader("content-type", "application/json");
      if (refusal !== null) response.writeHead(refusal.status, refusal.headers);
      const answer = ANSWERS.find(([pattern]) => pattern.test(path))?.[1] ?? { error: "nothing" };
      response.end(JSON.stringify(answer));
    });
  });
  onTestFinished(() => void server.close());
  return { url: await listen(server), asked };
}

function keyOf({ headers }: IncomingMessage): string {
  const { authorization = "none", "x-api-key": api, "x-goog-api-key": google } = headers;
  return String(api ?? google ?? authorization);
}

/** Finds its models where the libraries of their providers do, and asks each so often. */
const PROGRAM = `
const { execSync } = require("node:child_process");
const { writeFileSync } = require("node:fs");
const env = process.env;
const json = { "content-type": "application/json" };
const anthropic = () => [env.ANTHROPIC_BASE_URL + "/v1/messages", { "x-api-key": env.ANTHROPIC_API_KEY }];
const openai = (path) => () => [env.OPENAI_BASE_URL + path, { authorization: "Bearer " + env.OPENAI_API_KEY }];
const gemini = () => [
  env.GOOGLE_GEMINI_BASE_URL + "/v1beta/models/gemini-2.5-pro:generateContent",
  { "x-goog-api-key": env.GEMINI_API_KEY },
];
const calls = { anthropic, responses: openai("/responses"), chat: openai("/chat/completions"), gemini };
exports.work = async (names) => {
  for (const [name, value] of Object.entries(env)) {
    if (value.includes("sk-users")) throw new Error(name + " holds a key");
  }
  for (const name of names) {
    const [url, headers] = calls[name]();
    const body = JSON.stringify({ model: "m", max_tokens: 10 });
    const answer = await fetch(url, { method: "POST", headers: { ...json, ...headers }, body });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(name + ": " + answer.status + " " + text);
  }
  writeFileSync("made-" + env.ORCHESTRATOR_WORK_STREAM + ".txt", "x\\n");
  execSync("git add -A && git commit -q -m made");
};
if (require.main === module) {
  exports.work(process.argv.slice(2)).catch((error) => {
    console.error(String(error));
    process.exit(1);
  });
}
`;

const ACP = `
const { createInterface } = require("node:readline");
const { work } = require("./program.cjs");
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\\n");
createInterface({ input: process.stdin }).on("line", async (line) => {
  const { id, method } = JSON.parse(line);
  if (method === "initialize") say({ id, result: { protocolVersion: 1 } });
  if (method === "session/new") say({ id, result: { sessionId: "s-1" } });
  if (method !== "session/prompt") return;
  try {
    await work(process.argv.slice(2));
    say({ id, result: { stopReason: "end_turn" } });
  } catch (error) {
    say({ id, error: { code: -32603, message: String(error) } });
  }
});
`;

interface Wish {
  /** `agents` of the user's own settings; lines. */
  readonly agents: string;
  readonly user?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Titles of work streams. */
  readonly works?: readonly string[];
}

function make({ agents, user = "", env = {}, works = ["Make it"] }: Wish): Rig {
  const streams = works.map(
    (title, i) => `### 1.${i + 1} ${title}\n- **Status**: Not Started\n- [ ] make it\n`,
  );
  const options = {
    roadmap: `# Roadmap\n\n${streams.join("\n")}`,
    script: {},
    config: `agents: {}\ngates: [{ name: fine, run: "true" }]\nretry: { base: 50ms, ceiling: 50ms }\n`,
    files: { "program.cjs": PROGRAM, "acp.cjs": ACP },
  };
  const rig = kept(Rig.make(options));
  rig.extraEnv = env;
  rig.writeUserConfig(`agents:\n${agents}\n${user}`);
  return rig;
}

test(
  "a program we know nothing of asks all its models through its door, and holds no key of theirs",
  async () => {
    const models = await serveModels();
    const rig = make({
      agents: [
        "  default:",
        "    run: node program.cjs anthropic responses chat gemini",
        "    env_allow: [ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, GOOGLE_API_KEY]",
        `    env: { OPENAI_API_KEY: sk-users-o, OPENAI_BASE_URL: ${models.url}/v1, GOOGLE_GEMINI_BASE_URL: ${models.url} }`,
      ].join("\n"),
      env: {
        ANTHROPIC_API_KEY: "sk-users-a",
        ANTHROPIC_BASE_URL: models.url,
        GOOGLE_API_KEY: "sk-users-g",
      },
    });
    const ran = await rig.run("run", "1.1", "--trust");
    expect(ran.code, ran.stderr + ran.stdout).toBe(0);
    expect(models.asked).toEqual([
      "/v1/messages sk-users-a",
      "/v1/responses Bearer sk-users-o",
      "/v1/chat/completions Bearer sk-users-o",
      "/v1beta/models/gemini-2.5-pro:generateContent sk-users-g",
    ]);
    const costs = await rig.data("costs", "--by", "model");
    expect(costs).toMatchObject({ total: { tokens: { input: 4 * 990, output: 4 * 10 } } });
  },
  MINUTE,
);

test(
  "whose key it is to be asked with may be said alone, and the program never sees it",
  async () => {
    const models = await serveModels();
    const rig = make({
      agents: "  default: { run: node program.cjs chat, providers: [openai] }",
      env: { OPENAI_API_KEY: "sk-users-o", OPENAI_BASE_URL: models.url },
    });
    const ran = await rig.run("run", "1.1", "--trust");
    expect(ran.code, ran.stderr + ran.stdout).toBe(0);
    expect(models.asked).toEqual(["/v1/chat/completions Bearer sk-users-o"]);
  },
  MINUTE,
);

test(
  "a server without a key is counted and capped in the middle of the work, over ACP too",
  async () => {
    const models = await serveModels();
    const rig = make({
      agents: [
        "  default:",
        "    adapter: acp",
        `    run: node acp.cjs ${"chat ".repeat(5)}`,
        `    env: { OPENAI_API_BASE: ${models.url}/v1 }`,
      ].join("\n"),
      user: "budget: { per_attempt: 2500 tokens, per_day: 1M tokens }",
    });
    const ran = await rig.run("run", "1.1", "--trust");
    expect(ran.code, ran.stderr + ran.stdout).toBe(7);
    expect(models.asked).toEqual(Array(3).fill("/v1/chat/completions none"));
    expect(await rig.data("budget")).toMatchObject({
      limits: [{ used: { tokens: 3_000 }, reserved: { tokens: 0 } }],
    });
    const raised = await rig.run("budget", "raise", "attempt", "9000 tokens");
    expect(raised.code, raised.stderr).toBe(0);
    await rig.data("retry", "1.1");
    const again = await rig.run("run", "1.1", "--trust");
    expect(again.code, again.stderr + again.stdout).toBe(0);
    expect(models.asked).toHaveLength(8);
  },
  2 * MINUTE,
);

test(
  "who stands in for an agent has a door of its own, with another key of the same provider",
  async () => {
    const [first, second] = [await serveModels(), await serveModels()];
    const key = (name: string, url: string): string =>
      `env: { ANTHROPIC_API_KEY: sk-users-${name}, ANTHROPIC_BASE_URL: ${url} }`;
    const rig = make({
      agents: [
        `  default: { run: node program.cjs anthropic gemini, ${key("one", first.url)} }`,
        `  second: { run: node program.cjs anthropic, ${key("two", second.url)} }`,
      ].join("\n"),
      user: "recovery: { agents: [second], agent-failure: [other second] }",
    });
    const ran = await rig.run("run", "1.1", "--trust");
    expect(ran.code, ran.stderr + ran.stdout).toBe(0);
    expect(new Set(first.asked)).toEqual(new Set(["/v1/messages sk-users-one"]));
    expect(second.asked).toEqual(["/v1/messages sk-users-two"]);
    const input = 990 * (first.asked.length + second.asked.length);
    const costs = await rig.data("costs", "--by", "model");
    expect(costs).toMatchObject({ total: { tokens: { input } } });
  },
  MINUTE,
);

const WORKS = ["A migration", "A page", "Another migration", "Another page"];

/** A role and the rest of the team, each with a key of its own at a server of its own. */
function makeTeam(role: Models, rest: Models, user: string): Rig {
  const key = (name: string, { url }: Models): string =>
    `env: { ANTHROPIC_API_KEY: sk-users-${name}, ANTHROPIC_BASE_URL: ${url} }`;
  return make({
    works: WORKS,
    agents: [
      `  default: { run: node program.cjs anthropic, ${key("rest", rest)} }`,
      `  second: { run: node program.cjs anthropic, ${key("role", role)} }`,
    ].join("\n"),
    user: `roles: { database: { agent: second } }\n${user}`,
  });
}

test(
  "a usage limit of one role's account keeps nobody else from work",
  async () => {
    const role = await serveModels({ status: 429, headers: { "retry-after": "3600" } });
    const rest = await serveModels();
    const rig = makeTeam(role, rest, "");
    const run = rig.follow("batch", "-n", "1", "--trust");
    await run.until("landed", { id: "1.2" });
    await run.until("landed", { id: "1.4" });
    expect((await rig.run("explain", "1.3")).stdout).toContain("at its limit");
    // Whoever met it has said so for all of that account; nobody asked a second time.
    expect(role.asked).toHaveLength(1);
    expect(rest.asked).toHaveLength(2);
    await rig.data("stop");
    await run.ended;
  },
  MINUTE,
);

test(
  "a day's money of one account is that account's, and the others go on with theirs",
  async () => {
    const [role, rest] = [await serveModels(), await serveModels()];
    const rig = makeTeam(
      role,
      rest,
      "budget: { per_attempt: 1000 tokens, per_account: 1100 tokens, conserve_at: 99%, emergency_at: 99% }",
    );
    const ran = await rig.run("batch", "--trust");
    expect(ran.code, ran.stderr).toBe(7);
    expect([role.asked.length, rest.asked.length]).toEqual([1, 1]);
    expect(rig.landed().sort()).toEqual(["1.1", "1.2"]);
    expect(await rig.data("budget")).toMatchObject({
      level: "normal",
      limits: [{ used: { tokens: 1_000 } }, { used: { tokens: 1_000 } }],
    });
  },
  MINUTE,
);

test(
  "a key that is refused is said to be that, with the variable it stands in",
  async () => {
    const models = await serveModels({ status: 401, headers: {} });
    const rig = make({
      agents: "  default: { run: node program.cjs anthropic, providers: [anthropic] }",
      env: { ANTHROPIC_API_KEY: "sk-users-old", ANTHROPIC_BASE_URL: models.url },
    });
    const ran = await rig.run("run", "1.1", "--trust");
    expect(ran.stderr).toContain("anthropic refuses the key (401). Give it another one");
    expect(ran.stderr).toContain("ANTHROPIC_API_KEY");
    expect(ran.stderr).not.toContain("sk-users-old");
    expect(models.asked).toHaveLength(1);
  },
  MINUTE,
);

test(
  "an account without credit is said to be that, with what to do, and nobody else asks it",
  async () => {
    const models = await serveModels({ status: 402, headers: {} });
    const rig = make({
      agents: "  default: { run: node program.cjs anthropic, providers: [anthropic] }",
      env: { ANTHROPIC_API_KEY: "sk-users-poor", ANTHROPIC_BASE_URL: models.url },
      works: WORKS.slice(0, 2),
    });
    const ran = await rig.run("batch", "-n", "1", "--trust");
    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain("no credit: pay, or give it another key in ANTHROPIC_API_KEY");
    expect((await rig.run("status")).stdout).toContain("The agents' account has no credit");
    expect(await rig.data("report")).toMatchObject({ metrics: { failures: 0, attempts: 1 } });
    expect(models.asked).toHaveLength(1);
  },
  MINUTE,
);

test(
  "whom a person gives work to has a door, also where no rule would have come to them",
  async () => {
    const models = await serveModels();
    const key = `env: { ANTHROPIC_API_KEY: sk-users-two, ANTHROPIC_BASE_URL: ${models.url} }`;
    const rig = make({
      agents: [
        '  default: { run: "exit 1" }',
        `  second: { run: node program.cjs anthropic, ${key} }`,
      ].join("\n"),
      user: "recovery: { agent-failure: [escalate] }",
    });
    expect((await rig.run("run", "1.1", "--trust")).code).not.toBe(0);
    await rig.data("reassign", "1.1", "second");
    const ran = await rig.run("run", "1.1", "--trust");
    expect(ran.code, ran.stderr + ran.stdout).toBe(0);
    expect(models.asked).toEqual(["/v1/messages sk-users-two"]);
  },
  MINUTE,
);

test(
  "what a program says at its end is told without the keys in it, the journal's bytes included",
  async () => {
    const key = `sk-ant-${"k3y".repeat(12)}`;
    const rig = make({
      agents: `  default: { run: 'echo "401 with ${"${WORD}"} at work" >&2; exit 1', env_allow: [WORD] }`,
      user: "retry: { failures: 1 }\n",
      env: { WORD: key },
    });
    const ran = await rig.run("run", "1.1", "--trust", "--json");
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("401 with [redacted] at work");
    expect(ran.stdout + ran.stderr).not.toContain(key);
    for (const file of readdirSync(join(rig.root, ".orchestrator"))) {
      if (!file.startsWith("journal.db")) continue;
      expect(readFileSync(join(rig.root, ".orchestrator", file)).includes(key), file).toBe(false);
    }
  },
  MINUTE,
);
