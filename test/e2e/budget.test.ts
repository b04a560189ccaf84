import { describe, expect, test } from "vitest";
import { kept } from "./kept.ts";
import { Rig, WAIT } from "./rig.ts";

const MINUTE = 60_000;

const usage = (inputTokens: number) => ({ usage: { inputTokens, outputTokens: 0 } });

function stream(id: string): string {
  return `### Phase ${id}: Part ${id}\n- **Status:** 🔴 Not Started\n- **Tasks:**\n  - [ ] a\n`;
}

/** Streams whose agents use so many tokens each, one after the other. */
function make(tokens: readonly number[], budget: string): Rig {
  const script = Object.fromEntries(
    tokens.map((count, i) => [
      `1.${i + 1}`,
      [
        ...(count === 0 ? [] : [usage(count)]),
        { write: { path: `part-${i + 1}.txt`, text: "x\n" } },
        { commit: "part" },
      ],
    ]),
  );
  const rig = kept(
    Rig.make({
      roadmap: `# Roadmap\n\n${tokens.map((_, i) => stream(`1.${i + 1}`)).join("\n")}`,
      script,
      config: 'concurrency: 1\ngates: [{ name: fine, run: "true" }]',
    }),
  );
  rig.writeUserConfig(budget);
  return rig;
}

describe("a budget of the day", () => {
  test(
    "ends the run with 7 when it is used up; a person's raise lets the rest go on",
    async () => {
      const rig = make([400, 400, 400], "budget: { per_day: 850 tokens, per_attempt: 400 tokens }");
      const ran = await rig.run("batch", "-n", "1", "--trust");
      expect(ran.code, ran.stderr + ran.stdout).toBe(7);
      expect(rig.landed()).toHaveLength(2);
      expect(ran.stderr).toContain("orchestrator budget set day AMOUNT");
      const before = await rig.data("budget");
      expect(before).toMatchObject({ level: "conserving", limits: [{ used: { tokens: 800 } }] });
      await rig.data("budget", "raise", "day", "2000 tokens");
      expect(rig.read("../config/orchestrator/config.yaml")).toContain("2000 tokens");
      const again = await rig.run("batch", "-n", "1", "--trust");
      expect(again.code, again.stderr).toBe(0);
      expect(rig.landed()).toHaveLength(3);
      const costs = await rig.data("costs", "--by", "agent");
      expect(costs).toMatchObject({ total: { attempts: 3, landed: 3, tokens: { input: 1_200 } } });
      const replay = await rig.data("replay");
      expect(replay["divergence"]).toBeNull();
    },
    2 * MINUTE,
  );

  test(
    "cannot be raised by a repository",
    async () => {
      const rig = make([400], "budget: { per_run: 90 tokens, per_attempt: 400 tokens }");
      rig.write("orchestrator.local.yaml", "budget: { per_run: 9M tokens, per_month: $500 }");
      const ran = await rig.run("batch", "--trust");
      expect(ran.code).toBe(7);
      expect(ran.stderr).toContain("held to your own 90 tokens");
      expect(ran.stderr).toContain("budget.per_month: only your own settings can set it");
    },
    MINUTE,
  );

  test(
    "is charged with all that was put aside by an agent that says nothing",
    async () => {
      const rig = make([0], "budget: { per_day: 5000 tokens, per_attempt: 700 tokens }");
      const ran = await rig.run("batch", "--trust");
      expect(ran.code, ran.stderr).toBe(0);
      expect(await rig.data("budget")).toMatchObject({
        limits: [{ used: { tokens: 700 }, reserved: { tokens: 0 } }],
      });
    },
    MINUTE,
  );

  test(
    "keeps what a killed orchestrator had put aside, and settles it once",
    async () => {
      const rig = make([300], "budget: { per_day: 5000 tokens, per_attempt: 700 tokens }");
      rig.write(
        "agents.yaml",
        JSON.stringify({
          "1.1": [usage(300), WAIT, { write: { path: "a", text: "a" } }, { commit: "a" }],
        }),
      );
      const run = rig.follow("batch", "--trust", "--ndjson");
      await run.until("agent_running");
      run.child.kill("SIGKILL");
      await run.ended;
      expect(await rig.data("budget")).toMatchObject({ limits: [{ reserved: { tokens: 700 } }] });
      const resumed = rig.follow("resume", "--trust", "--ndjson");
      await run.letGoOn("1.1");
      expect((await resumed.ended).code).toBe(0);
      expect(await rig.data("budget")).toMatchObject({
        limits: [{ used: { tokens: 300 }, reserved: { tokens: 0 } }],
      });
    },
    2 * MINUTE,
  );
});

test(
  "without limits nothing is put aside, and what was spent is recorded all the same",
  async () => {
    const rig = make([400], "");
    expect((await rig.run("batch", "--trust")).code).toBe(0);
    expect(await rig.data("budget")).toMatchObject({ limited: false });
    await rig.data("budget", "set", "day", "100 tokens");
    expect(await rig.data("budget")).toMatchObject({
      level: "exhausted",
      limits: [{ used: { tokens: 400 } }],
    });
    const night = await rig.run("budget", "set", "quiet-hours", "25:00-26:00");
    expect([night.code, night.stderr]).toEqual([2, expect.stringContaining("22:00-07:00")]);
    const refused = await rig.run("budget", "set", "dy", "1$");
    expect(refused.code).toBe(2);
  },
  MINUTE,
);
