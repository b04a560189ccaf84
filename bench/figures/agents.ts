import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { install } from "../../test/agents/install.ts";
import type { ModelTurn } from "../../test/agents/model-server.ts";
import { serveModels } from "../../test/agents/model-server.ts";
import { PROGRAMS } from "../../test/agents/programs.ts";
import { eventsIn } from "../events.ts";
import type { Figure, Row } from "../figure.ts";
import { atMost, ratioRow, skippedRow } from "../figure.ts";
import { interleave, median } from "../measure.ts";
import { BenchRepository, phase, roadmapOf } from "../repository.ts";
import type { Workshop } from "../workshop.ts";

const SIDE_BY_SIDE = 10;
const WHAT = `${SIDE_BY_SIDE} Claude Code attempts side by side`;
const RATIO_MAX = 1.2;
const KEY = "sk-bench";
/** What the model server says that a response took. */
const RESPONSE_TOKENS = 1_050;
const CAP_TOKENS = 2_600;
const VARIABLE = "ORCHESTRATOR_WORK_STREAM";

const NOTE =
  "From the first claim to the end of the last agent: clones, homes, sandboxes and the gateway " +
  "included, landings not. By hand: `claude -p` with the same prompt of the model, each in a clone " +
  "and a home of its own, started at once.";

const work = (name: string): ModelTurn => ({
  kind: "run",
  command: `mkdir -p made && echo ${name} > made/$${VARIABLE}.txt && git add -A && git commit -qm ${name}`,
});
const DONE: ModelTurn = { kind: "say", text: "All done." };

export const agentsFigure: Figure = {
  name: "agents",
  title: "Claude Code, ten at a time, and one whose allowance is spent",
  measure: async (workshop) => {
    const claude = PROGRAMS.find(({ adapter }) => adapter === "claude-code");
    const folder = process.env["AGENTS_FOLDER"] ?? workshop.path("agents");
    const trouble = claude === undefined ? "it is not known" : install(folder, [claude]);
    if (trouble !== null) return [skippedRow(WHAT, `≤ ${RATIO_MAX}×`, `cannot be had: ${trouble}`)];
    const bin = join(folder, "node_modules", ".bin");
    return [await sideBySide(workshop, bin), await beyondTheCap(workshop, bin)];
  },
};

async function sideBySide(workshop: Workshop, bin: string): Promise<Row> {
  const count = workshop.quick ? 2 : SIDE_BY_SIDE;
  const server = await serve([work("work"), DONE]);
  try {
    const rounds = workshop.rounds(2);
    const ours = makeRepository(workshop, "agents-ours", count * (rounds + 1));
    const byHand = makeRepository(workshop, "agents-by-hand", 1);
    const env = environmentOf(bin, server.url);
    const round = { byHand: 0, ours: 0 };
    const took = await interleave(rounds, {
      byHand: async () => {
        const number = round.byHand++;
        const startedAt = performance.now();
        const names = Array.from({ length: count }, (_, at) => `${number}-${at}`);
        await Promise.all(names.map((name) => bare(byHand, name, env)));
        return performance.now() - startedAt;
      },
      ours: async () => {
        const from = round.ours++ * count;
        const ids = Array.from({ length: count }, (_, at) => phase(from + at));
        const sinceMs = Date.now();
        await runOurs(workshop, ours, env, [...ids, "--concurrency", String(count)]);
        return agentsTook(ours.root, sinceMs);
      },
    });
    return ratioRow({
      what: WHAT,
      subject: median(took.ours),
      floor: median(took.byHand),
      floorName: `${count} bare claude -p`,
      unit: "ms",
      max: RATIO_MAX,
      note: NOTE,
    });
  } finally {
    await server.close();
  }
}

async function beyondTheCap(workshop: Workshop, bin: string): Promise<Row> {
  const server = await serve([..."abcdef"].map(work).concat(DONE));
  try {
    const repository = makeRepository(workshop, "agents-capped", 1);
    const settings = `budget: { per_attempt: ${CAP_TOKENS} tokens, per_day: 1M tokens }\n`;
    workshop.write("agents-capped/config/orchestrator/config.yaml", settings);
    await runOurs(workshop, repository, environmentOf(bin, server.url), [phase(0)], [7]);
    const spent = eventsIn(repository.root).flatMap((event) =>
      event.type === "agent-ended" ? (event.report.cost?.tokens ?? []) : [],
    );
    const used = spent.reduce((sum, tokens) => sum + tokens.input + tokens.output, 0);
    const beyond = used - CAP_TOKENS;
    return {
      what: "tokens beyond the allowance of an attempt",
      measured: `${used} tokens`,
      against: `allowed: ${CAP_TOKENS}`,
      result: `${beyond} over`,
      goal: `≤ one response (${RESPONSE_TOKENS})`,
      verdict: used > CAP_TOKENS ? atMost(beyond, RESPONSE_TOKENS) : "missed",
    };
  } finally {
    await server.close();
  }
}

function serve(turns: readonly ModelTurn[]) {
  return serveModels([{ key: KEY, turns, again: turns, cue: "was sent back", fault: null }]);
}

function makeRepository(workshop: Workshop, name: string, count: number): BenchRepository {
  const repository = BenchRepository.make(workshop, {
    name,
    files: workshop.quick ? 50 : 300,
    roadmap: roadmapOf(count),
    agent: "true",
  });
  const agents = "agents: { default: { adapter: claude-code, model: claude-opus-5-5 } }";
  repository.write("orchestrator.yaml", `roadmap: roadmap.md\n${agents}\ngates: []\n`);
  repository.git("commit", "--quiet", "--all", "--message", "agents");
  return repository;
}

function environmentOf(bin: string, url: string): Readonly<Record<string, string>> {
  return {
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: KEY,
  };
}

async function runOurs(
  workshop: Workshop,
  repository: BenchRepository,
  env: Readonly<Record<string, string>>,
  words: readonly string[],
  codes: readonly number[] = [0],
): Promise<void> {
  const program = await workshop.program("orchestrator");
  const { closed } = repository.start(program, ["run", "--trust", "--quiet", ...words], env);
  const { code, output } = await closed;
  if (code === null || !codes.includes(code)) {
    throw new Error(`orchestrator exited with ${code}: ${output.slice(-3_000)}`);
  }
}

/** From the first claim to the end of the last agent. */
function agentsTook(root: string, sinceMs: number): number {
  const events = eventsIn(root).filter(({ atMs }) => atMs >= sinceMs);
  const claimed = events.filter(({ type }) => type === "claimed").map(({ atMs }) => atMs);
  const ended = events.filter(({ type }) => type === "agent-ended").map(({ atMs }) => atMs);
  return Math.max(...ended) - Math.min(...claimed);
}

/** `claude -p` as a person would start it, in a clone and a home of its own. */
async function bare(
  repository: BenchRepository,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const home = join(repository.folder, `home-${name}`);
  const clone = join(repository.folder, `clone-${name}`);
  mkdirSync(home, { recursive: true });
  repository.git("clone", "--quiet", "--shared", repository.root, clone);
  const words = ["-p", "--output-format", "stream-json", "--verbose", "--model", "claude-opus-5-5"];
  const tools = ["--permission-mode", "dontAsk", "--allowedTools", "Bash", "Edit", "Write", "Read"];
  const child = spawn("claude", [...words, ...tools], {
    cwd: clone,
    env: {
      // As little as an agent of ours has: the caller's proxies and the like would slow it down.
      ...env,
      LANG: "C.UTF-8",
      HOME: home,
      CLAUDE_CONFIG_DIR: join(home, "claude"),
      CLAUDE_CODE_TMPDIR: home,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      DISABLE_AUTOUPDATER: "1",
      GIT_AUTHOR_NAME: "Bench",
      GIT_AUTHOR_EMAIL: "bench@example.com",
      GIT_COMMITTER_NAME: "Bench",
      GIT_COMMITTER_EMAIL: "bench@example.com",
      [VARIABLE]: name,
    },
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.end("Make the file of this work stream, and commit it.");
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`claude exited with ${code}`);
}
