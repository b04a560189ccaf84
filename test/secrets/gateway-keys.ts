import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { randomBytes } from "node:crypto";
import { listen } from "../listen.ts";
import { Rig } from "../e2e/rig.ts";
import { LEAK } from "./leak.ts";
import { findings, latin1, places, watchCommands } from "./search.ts";

/**
 * A program of Claude Code's name that asks its model over its door, in every way in which the
 * model server answers, says and keeps all that it hears, and leaks what else it finds.
 */
const CLAUDE = `#!/usr/bin/env node
const { execSync } = require("node:child_process");
const { appendFileSync } = require("node:fs");
const say = (line) => process.stdout.write(JSON.stringify({ session_id: "s-1", ...line }) + "\\n");
const base = process.env.ANTHROPIC_BASE_URL;
const headers = { "x-api-key": process.env.ANTHROPIC_API_KEY, "content-type": "application/json" };
const body = (model) => JSON.stringify({ model, max_tokens: 10, stream: model === "stream", messages: [] });
(async () => {
  say({ type: "system", subtype: "init", model: "claude-haiku-4-5" });
  for (const model of ["plain", "stream", "slow", "bad", "list", "limited", "refused"]) {
    const url = base + (model === "list" ? "/v1/models" : "/v1/messages");
    const how = model === "list" ? { headers } : { method: "POST", headers, body: body(model) };
    const answer = await fetch(url, how).catch((error) => ({ text: async () => String(error), headers: [] }));
    const text = JSON.stringify([...answer.headers]) + (await answer.text());
    appendFileSync("heard.txt", text + "\\n");
    say({ type: "assistant", message: { content: [{ type: "text", text }] } });
  }
  try { execSync("node leak.cjs", { stdio: "inherit" }); } catch {}
  execSync("git add -A && git commit -q --allow-empty -m heard");
  say({ type: "result", subtype: "success", is_error: false, result: "done" });
})();
`;

/** Repeats the headers of a request in whatever it answers, as a proxy that is debugged does. */
function repeat(request: IncomingMessage, text: string, response: ServerResponse): void {
  const heard = JSON.stringify(request.headers);
  const model = /"model":"(\w+)"/.exec(text)?.[1] ?? "list";
  const header = String(request.headers["x-api-key"] ?? "");
  response.setHeader("request-id", `asked with ${header}`);
  if (model === "stream") {
    response.setHeader("content-type", "text/event-stream");
    response.write(`data: {"type":"ping","heard":${heard}}\n\n`);
    // Cut in the middle of the key.
    const line = `data: {"type":"message_stop","heard":${heard}}\n\n`;
    const at = line.indexOf(header) + 9;
    response.write(line.slice(0, at));
    setTimeout(() => response.end(line.slice(at)), 30);
    return;
  }
  response.setHeader("content-type", "application/json");
  const status: Readonly<Record<string, number>> = { bad: 400, limited: 429, refused: 401 };
  response.statusCode = status[model] ?? 200;
  const type = model === "limited" ? "usage_limit_reached" : "said";
  const error = { type, message: `asked with ${heard}`, resets_in_seconds: 600 };
  const usage = { input_tokens: 10, output_tokens: 10 };
  const answer = response.statusCode < 300 ? { type: "message", heard, usage } : { error };
  response.end(JSON.stringify(answer));
}

export interface Searched {
  readonly keys: number;
  readonly places: number;
  readonly found: readonly string[];
}

/** Runs that agent with keys that only the gateway is to hold, and looks for them everywhere. */
export async function keysOfTheGateway(): Promise<Searched> {
  const keys = ["ANTHROPIC_API_KEY", "ANTHROPIC_CUSTOM_TOKEN"].map(
    (name) => [name, `Canary${randomBytes(16).toString("hex")}`] as const,
  );
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    let text = "";
    request.on("data", (part: Buffer) => {
      text += part.toString("utf8");
    });
    request.on("end", () => repeat(request, text, response));
  });
  const rig = Rig.make({
    roadmap: "# Roadmap\n\n## 1.1: Listen\nStatus: open\n",
    script: {},
    config: "agents: { default: { adapter: claude-code } }\ngates: []\nretry: { failures: 1 }\n",
    files: { "leak.cjs": LEAK, "own.env": "" },
  });
  rig.extraEnv = { ...Object.fromEntries(keys), ANTHROPIC_BASE_URL: await listen(server) };
  rig.putOnPath("claude", CLAUDE);
  const commands = watchCommands();
  const ran = await rig.run("run", "1.1", "--trust", "--ndjson");
  const all = await places(rig, [
    { name: "command lines", text: commands.stop() },
    { name: "what the run said", text: latin1(ran.stdout + ran.stderr) },
  ]);
  server.close();
  server.closeAllConnections();
  const found = keys.flatMap(([, key]) => findings(all, key));
  // A search that finds nothing proves nothing where nothing was said.
  if (asked < 5) found.push(`the agent asked ${asked} times: ${ran.stderr}`);
  if (!all.some(({ text }) => text.includes("asked with"))) found.push("no answer was kept");
  if (found.length === 0) rig.remove();
  return { keys: keys.length, places: all.length, found };
}
