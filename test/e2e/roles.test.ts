import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { Rig, sleep } from "./rig.ts";

/** Says which model it was asked for, uses 400 tokens, and does its work. */
const CLAUDE = `#!/usr/bin/env node
const { execSync } = require("node:child_process");
const { writeFileSync } = require("node:fs");
const model = process.argv[process.argv.indexOf("--model") + 1];
const say = (line) => process.stdout.write(JSON.stringify({ session_id: "s-1", ...line }) + "\\n");
say({ type: "system", subtype: "init", model, claude_code_version: "2.1" });
process.stdin.once("data", (told) => {
  const id = /1\\.\\d/.exec(String(told))[0];
  writeFileSync(id + ".txt", model + "\\n");
  execSync("git add -A && git commit -q -m work");
  const usage = { input_tokens: 400, output_tokens: 0 };
  say({ type: "result", subtype: "success", is_error: false, result: "done", usage });
  process.exit(0);
});
`;

/** Holds what it is told to hold, in megabytes, for as long as it is let. */
const HOLD =
  "const held = []; while (held.length < 60) held.push(Buffer.alloc(10e6, 1)); setTimeout(() => {}, 20000);";

function work(id: string, title: string): string {
  return `### Phase ${id}: ${title}\n- **Status:** ⚪ Not Started\n- **Files:** ${id}.txt\n`;
}

function make(roles: Readonly<Record<string, string>>, titles: readonly string[]): Rig {
  const streams = titles.map((title, at) => work(`1.${at + 1}`, title));
  const options = {
    roadmap: `# Roadmap\n\n${streams.join("\n")}`,
    script: {
      "1.4#1": [{ run: `node -e '${HOLD}'` }, { write: { path: "{{id}}.txt", text: "held\n" } }],
      "*": [{ write: { path: "{{id}}.txt", text: "scripted\n" } }, { commit: "{{id}}" }],
    },
    config:
      'agents: { default: { adapter: scripted, script: agents.yaml }, smart: { adapter: claude-code } }\ngates: [{ name: fine, run: "true" }]\n',
  };
  const rig = kept(Rig.make(options));
  rig.putOnPath("claude", CLAUDE);
  rig.write(".orchestrator/team.yaml", "restart_backoff: 200ms\nhealth_check_interval: 1s\n");
  for (const [id, text] of Object.entries(roles)) {
    rig.write(`.orchestrator/team/${id}.yaml`, `id: ${id}\n${text}`);
  }
  return rig;
}

async function untilLanded(rig: Rig, ids: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const landed = rig.landed();
    if (ids.every((id) => landed.includes(id))) return;
    await sleep(100);
  }
  throw new Error(`landed: ${rig.landed().join()}; ${(await rig.run("status")).stdout}`);
}

test("a role's own agent works with the role's model and within the role's money, while others go on", async () => {
  const rig = make(
    {
      code_developer:
        "routes: { rest: true }\nagent: smart\nmodel: claude-haiku-4-5\nbudget: 850 tokens\n",
      architect: "routes: { words: [design] }\n",
    },
    ["Build one", "Build two", "Build three", "Design four"],
  );
  rig.write(
    "agents.yaml",
    '{"*": [{ write: { path: "{{id}}.txt", text: "scripted" } }, { commit: "{{id}}" }]}',
  );
  rig.git("commit", "--quiet", "--all", "--message", "no holding");
  rig.writeUserConfig("budget: { per_attempt: 400 tokens }\n");
  await rig.data("team", "start", "--agents", "architect,code_developer", "--trust", "--detach");
  await untilLanded(rig, ["1.1", "1.2", "1.4"]);
  expect(rig.git("show", "main:1.1.txt")).toBe("claude-haiku-4-5");
  expect(rig.git("show", "main:1.4.txt")).toBe("scripted");
  const why = JSON.stringify(await rig.data("explain", "1.3"));
  expect(why).toContain("the role code_developer");
  const costs = await rig.data("costs", "--by", "model");
  expect(costs).toMatchObject({ total: { tokens: { input: 800 } } });
  await rig.data("team", "stop");
  expect(rig.landed()).not.toContain("1.3");
  expect(await rig.settled()).toEqual([]);
}, 120_000);

test("an agent that takes more memory than its role may hold is ended, and its role comes back", async () => {
  const rig = make(
    {
      code_developer: "routes: { rest: true }\n",
      architect: "routes: { words: [design] }\nlimits: { ceiling: 250MB }\n",
    },
    ["Build one", "Build two", "Build three", "Design four"],
  );
  await rig.data("team", "start", "--agents", "architect,code_developer", "--trust", "--detach");
  await untilLanded(rig, ["1.1", "1.2", "1.3", "1.4"]);
  expect(rig.git("show", "main:1.4.txt")).toBe("scripted");
  const story = await rig.run("team", "history", "architect");
  expect(story.stdout).toContain("memory");
  await rig.data("team", "stop");
  expect(await rig.settled()).toEqual([]);
}, 120_000);
