import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openLedger } from "../../src/ledger/index.ts";
import { listen } from "../listen.ts";
import { readOr } from "../processes.ts";
import { kept } from "./kept.ts";
import type { Following } from "./rig.ts";
import { Rig, sleep } from "./rig.ts";

const MINUTE = 60_000;
const KEY = "sk-spending";
const PROMPT_BYTES = 3_600;
/** Less than the gateway reckons a request of so many bytes at: as real ones are. */
const TOKENS_EACH = 1_000;
/** What a request may come to: a token for every three bytes of it, and all of its output. */
const RESERVED_EACH = 1_600;
const REQUESTS = 6;

/** Asks its model so often, again where nothing answers, then commits and says that it is done. */
const CLAUDE = `#!/usr/bin/env node
const { execSync } = require("node:child_process");
const { writeFileSync } = require("node:fs");
const say = (line) => process.stdout.write(JSON.stringify({ session_id: "s-1", ...line }) + "\\n");
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const url = process.env.ANTHROPIC_BASE_URL + "/v1/messages";
const headers = { "x-api-key": process.env.ANTHROPIC_API_KEY, "content-type": "application/json" };
const content = "x".repeat(${PROMPT_BYTES});
const body = JSON.stringify({ model: "claude-haiku-4-5", max_tokens: 100, messages: [{ role: "user", content }] });
async function ask() {
  for (;;) {
    try {
      const answer = await fetch(url, { method: "POST", headers, body });
      const text = await answer.text();
      if (answer.status === 200) return;
      if (answer.status < 500) {
        say({ type: "result", subtype: "success", is_error: true, result: "API Error: " + answer.status + " " + text });
        process.exit(1);
      }
    } catch {}
    await sleep(50);
  }
}
(async () => {
  say({ type: "system", subtype: "init", model: "claude-haiku-4-5" });
  for (let asked = 0; asked < ${REQUESTS}; asked++) await ask();
  writeFileSync("made-" + process.env.ORCHESTRATOR_WORK_STREAM + ".txt", "x\\n");
  execSync("git add -A && git commit -q -m made");
  say({ type: "result", subtype: "success", is_error: false, result: "done" });
})();
`;

/** Counts what it has answered to the end: what has to be paid, whoever is killed. */
class Models {
  asked = 0;
  answered = 0;
  readonly #random: () => number;
  readonly #server = createServer((request, response) => {
    this.asked += 1;
    request.resume();
    request.on("end", () => {
      setTimeout(() => this.#answer(response), 20 + this.#random() * 150);
    });
  });

  constructor(random: () => number) {
    this.#random = random;
    onTestFinished(() => void this.#server.close());
  }

  listen(): Promise<string> {
    return listen(this.#server);
  }

  #answer(response: ServerResponse): void {
    const usage = { input_tokens: TOKENS_EACH - 10, output_tokens: 10 };
    const message = { id: "m", type: "message", role: "assistant", content: [], usage };
    response.on("finish", () => {
      this.answered += 1;
    });
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ ...message, model: "claude-haiku-4-5", stop_reason: "end_turn" }),
    );
  }
}

/** A user's machine on which one process after the other is killed, at moments of a seed. */
function prepare(models: string, streams: number, budget: string): Rig {
  const ids = Array.from({ length: streams }, (_, at) => `1.${at + 1}`);
  const options = {
    roadmap: `# Roadmap\n\n${ids.map((id) => `### ${id} Part ${id}\n- **Status**: Not Started\n`).join("\n")}`,
    script: {},
    config: 'agents: { default: { adapter: claude-code } }\ngates: [{ name: fine, run: "true" }]\n',
  };
  const rig = kept(Rig.make(options));
  rig.extraEnv = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: models };
  rig.putOnPath("claude", CLAUDE);
  rig.writeUserConfig(budget);
  return rig;
}

function pidOf(rig: Rig, program: "warden.js" | "gateway.js"): number | undefined {
  return rig.processes().find((pid) => readOr(`/proc/${pid}/cmdline`).includes(program));
}

const VICTIMS = ["gateway.js", "warden.js", "orchestrator"] as const;

/** Kills somebody after so many requests each, and goes on with whoever leads next. */
async function killAlong(
  rig: Rig,
  models: Models,
  { kills, random, first }: { kills: number; random: () => number; first: Following },
): Promise<{ readonly code: number | null; readonly told: string }> {
  let leader = first;
  const killed: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const isOver = await Promise.race([
      leader.ended.then(() => true),
      waitFor(() => models.asked > 1 + kill * 3).then(() => false),
    ]);
    if (isOver) break;
    await sleep(random() * 200);
    const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? "orchestrator";
    killed.push(`${victim} after ${models.asked} requests`);
    if (victim === "orchestrator") {
      leader.child.kill("SIGKILL");
      await leader.ended;
      leader = rig.follow("resume", "--trust");
    } else {
      const pid = pidOf(rig, victim);
      if (pid !== undefined) process.kill(pid, "SIGKILL");
    }
  }
  const { code, stderr, stdout } = await leader.ended;
  return { code, told: `killed: ${killed.join(", ")}\n${stderr}\n${stdout.slice(-3_000)}` };
}

async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

/** Looks at the user's books all the time; the most that was used or put aside at any moment. */
function watchBooks(rig: Rig): { readonly stop: () => Promise<Books> } {
  const now = new Date();
  const month = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
  const place = { repo: "", run: "", day: "", month };
  const path = join(rig.folder, "state", "orchestrator", "ledger.db");
  let over = false;
  const books = { most: 0, used: 0, reserved: 0 };
  const look = async (): Promise<void> => {
    while (!over && readLength(path) === 0) await sleep(10);
    const ledger = openLedger(path);
    do {
      const { used, reserved } = ledger.use("month", place);
      if (used.tokens < books.used) throw new Error(`${books.used} were used, now ${used.tokens}`);
      books.used = used.tokens;
      books.reserved = reserved.tokens;
      books.most = Math.max(books.most, used.tokens);
      if (!over) await sleep(10);
    } while (!over);
    ledger.close();
  };
  const looking = look();
  return {
    stop: async () => {
      over = true;
      await looking;
      return books;
    },
  };
}

interface Books {
  readonly most: number;
  readonly used: number;
  readonly reserved: number;
}

function readLength(path: string): number {
  try {
    return readFileSync(path).length;
  } catch {
    return 0;
  }
}

function seeded(): { readonly seed: number; readonly random: () => number } {
  const seed = Number(process.env["SPENDING_SEED"] ?? Date.now() % 1_000_000);
  process.stdout.write(`SPENDING_SEED=${seed}\n`);
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return { seed, random };
}

test(
  "whoever is killed while agents spend: every answer is paid once, no attempt is lost",
  async () => {
    const { seed, random } = seeded();
    const models = new Models(random);
    const budget = "budget: { per_attempt: 40000 tokens, per_month: 1M tokens }";
    const rig = prepare(await models.listen(), 3, budget);
    const books = watchBooks(rig);
    const first = rig.follow("batch", "-n", "2", "--trust");
    const kills = 5;
    const { code, told } = await killAlong(rig, models, { kills, random, first });
    expect(code, `SPENDING_SEED=${seed}\n${told}`).toBe(0);
    const { used, reserved } = await books.stop();
    expect(rig.landed().toSorted(), `SPENDING_SEED=${seed}`).toEqual(["1.1", "1.2", "1.3"]);
    expect(reserved, `SPENDING_SEED=${seed}`).toBe(0);
    expect(used, `SPENDING_SEED=${seed}`).toBeGreaterThanOrEqual(models.answered * TOKENS_EACH);
    // What was on its way when somebody was killed is charged at all that it could have come to.
    const most = models.asked * TOKENS_EACH + 2 * kills * RESERVED_EACH;
    expect(used, `SPENDING_SEED=${seed}`).toBeLessThanOrEqual(most);
    const { metrics } = await rig.data("report");
    expect(metrics, `SPENDING_SEED=${seed}`).toMatchObject({ attempts: 3, failures: 0 });
  },
  3 * MINUTE,
);

test(
  "whoever is killed while agents spend: never more than the cap and one response is used",
  async () => {
    const { seed, random } = seeded();
    const models = new Models(random);
    const cap = 8_500;
    const budget = `budget: { per_attempt: 6500 tokens, per_month: ${cap} tokens }`;
    const rig = prepare(await models.listen(), 3, budget);
    const books = watchBooks(rig);
    const first = rig.follow("batch", "-n", "1", "--trust");
    const { code, told } = await killAlong(rig, models, { kills: 4, random, first });
    expect(code, `SPENDING_SEED=${seed}\n${told}`).toBe(7);
    const { used, reserved, most } = await books.stop();
    expect(reserved, `SPENDING_SEED=${seed}`).toBe(0);
    expect(most, `SPENDING_SEED=${seed}`).toBeLessThanOrEqual(cap + RESERVED_EACH);
    expect(used, `SPENDING_SEED=${seed}`).toBeGreaterThanOrEqual(models.answered * TOKENS_EACH);
  },
  3 * MINUTE,
);
