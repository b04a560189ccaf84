import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { connectGateway, readUsage } from "../../src/gateway/index.ts";
import type { Figure } from "../figure.ts";
import { amount, goalRow } from "../figure.ts";
import { interleave, median, pssMb } from "../measure.ts";
import type { Workshop } from "../workshop.ts";

const ADDED_MS_MAX = 5;
const MB_PER_S_MIN = 50;
/** About what the first request of a coding agent weighs. */
const PROMPT_BYTES = 60_000;
const TOKEN = "token";

export const gatewayFigure: Figure = {
  name: "gateway",
  title: "The gateway between an agent and its model",
  measure: async (workshop) => {
    const model = await startModel(workshop);
    const stateDir = workshop.path("gateway");
    const socketDir = workshop.path("gateway-s");
    mkdirSync(socketDir, { mode: 0o700 });
    const gateway = await connectGateway({
      stateDir,
      socketDir,
      entry: await workshop.program("gateway"),
    });
    try {
      await gateway.keys({
        anthropic: { baseUrl: model.url, apiKey: "k", kind: "x-api-key" },
      });
      const door = await gateway.open({
        attempt: "bench",
        token: TOKEN,
        allowance: { tokens: 1e15, microDollars: null },
        prices: [],
        accounts: { anthropic: "anthropic" },
        egress: { hosts: [], privateHosts: [] },
        tools: null,
        port: true,
      });
      const through = `${door.url}/anthropic/v1/messages`;
      const straight = `${model.url}/v1/messages`;
      const first = await interleave(workshop.rounds(200), {
        through: async () => (await ask(through, 0)).firstByteMs,
        straight: async () => (await ask(straight, 0)).firstByteMs,
      });
      const megabytes = workshop.quick ? 5 : 200;
      const speed = await interleave(workshop.rounds(5), {
        through: async () => rate(await ask(through, megabytes)),
        straight: async () => rate(await ask(straight, megabytes)),
      });
      const uncounted = readUsage(stateDir, "bench", 0).records.filter((one) => !one.exact).length;
      if (uncounted > 0) throw new Error(`${uncounted} answers were not counted exactly`);
      return [
        goalRow({
          what: "first byte of an answer, later by",
          value: median(first.through) - median(first.straight),
          unit: "ms",
          against: `without: ${amount(median(first.straight), "ms")}`,
          max: ADDED_MS_MAX,
          note: "A request of 60 kB on a connection that is kept open, written down before it is asked; all three programs share the machine.",
        }),
        goalRow({
          what: "an answer of small events, counted as it passes",
          value: median(speed.through),
          unit: "MB/s",
          against: `without: ${amount(median(speed.straight), "MB/s")}`,
          min: MB_PER_S_MIN,
        }),
        {
          what: "memory of the gateway after that",
          measured: amount(pssMb(gatewayPid(stateDir)), "MB"),
          against: "",
          result: "",
          goal: "",
          verdict: "shown",
        },
      ];
    } finally {
      await gateway.shutdown();
      model.child.kill("SIGKILL");
    }
  },
};

async function startModel(workshop: Workshop): Promise<{ url: string; child: ChildProcess }> {
  const program = await workshop.program("model-stream");
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (data: Buffer) => resolve(data.toString("utf8").trim()));
    child.once("exit", () => reject(new Error("the model's stand-in ended")));
  });
  return { url: `http://127.0.0.1:${port}`, child };
}

const agent = new Agent({ keepAlive: true });

interface Answer {
  readonly firstByteMs: number;
  readonly totalMs: number;
  readonly bytes: number;
}

function ask(url: string, megabytes: number): Promise<Answer> {
  const prompt = "x".repeat(PROMPT_BYTES);
  const body = JSON.stringify({ model: "m", max_tokens: megabytes, stream: true, prompt });
  const headers = { authorization: `Bearer ${TOKEN}`, "content-length": String(body.length) };
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const asked = request(url, { method: "POST", agent, headers }, (response) => {
      let firstByteMs = 0;
      let bytes = 0;
      response.on("data", (part: Buffer) => {
        if (bytes === 0) firstByteMs = performance.now() - startedAt;
        bytes += part.length;
      });
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) {
          resolve({ firstByteMs, totalMs: performance.now() - startedAt, bytes });
        } else reject(new Error(`answered ${response.statusCode}`));
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

function rate({ bytes, totalMs }: Answer): number {
  return bytes / 1_000 / totalMs;
}

function gatewayPid(stateDir: string): number {
  const holder = readFileSync(join(stateDir, "gateway.lock.holder"), "utf8");
  return (JSON.parse(holder) as { readonly identity: { readonly pid: number } }).identity.pid;
}
