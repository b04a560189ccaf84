import { afterEach, describe, expect, test } from "vitest";
import { Rig } from "./rig.ts";

const MINUTE = 60_000;
const rigs: Rig[] = [];

afterEach(() => {
  for (const rig of rigs.splice(0)) rig.remove();
});

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
  const rig = Rig.make({
    roadmap: `# Roadmap\n\n${tokens.map((_, i) => stream(`1.${i + 1}`)).join("\n")}`,
    script: script as never,
    config: 'concurrency: 1\ngates: [{ name: fine, run: "true" }]',
  });
  rigs.push(rig);
  rig.write("../config/orchestrator/config.yaml", budget);
  return rig;
}

describe("a budget of the day", () => {
  test(
    "ends the run with 7 when it is used up, and says how to raise it",
    async () => {
      const rig = make([400, 400, 400], "budget: { per_day: 850 tokens, per_attempt: 400 tokens }");
      const ran = await rig.run("batch", "-n", "1", "--trust");
      expect(ran.code, ran.stderr + ran.stdout).toBe(7);
      expect(rig.landed()).toHaveLength(2);
      expect(ran.stderr + ran.stdout).toContain("orchestrator budget set");
    },
    MINUTE,
  );
});
