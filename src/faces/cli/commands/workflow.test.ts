import { beforeEach, describe, expect, it } from "vitest";
import { commandLineOn } from "../command-line.fixture.ts";

const ROADMAP = `# Roadmap

### Phase 1.1: Task Parser

- **Status:** ⚪ Not Started
`;
const FIX = `name: Repairs
estimated_time: 30 minutes
questions:
  - { key: issue, prompt: "What is wrong?", required: true }
phases:
  - { name: Find it, parallel_execution: true, tasks: [Reproduce it] }
  - { name: Catch it, parallel_execution: true }
  - { name: Repair it, depends_on: [Find it, Catch it], outputs: [notes.md] }
`;

const cli = commandLineOn(ROADMAP);

beforeEach(() => {
  cli.write("orchestrator.yaml", "roadmap: plans/roadmap.md\n");
  cli.write("workflows/fix.yaml", FIX);
  cli.write("workflows/analyze.yaml", FIX.replace("Repairs", "A look"));
  cli.write("workflows/own.yml", "name: Own\nphases: [{ name: One }]\n");
});

describe("workflow", () => {
  it("lists the intents in their order, then what is one's own", async () => {
    const { out, exit } = await cli.say("workflow", "list", "--json");
    const { workflows } = JSON.parse(out).data;
    expect(exit).toBe(0);
    expect(workflows.map(({ name }: { name: string }) => name)).toEqual(["analyze", "fix", "own"]);
  });

  it("names one that cannot be read, and lists the others", async () => {
    cli.write("workflows/torn.yaml", "name: [\n");
    const listed = await cli.envelope("workflow", "list");
    expect(listed.exit).toBe(0);
    expect(JSON.stringify(listed["data"])).toContain('"own"');
    expect(JSON.stringify(listed["warnings"])).toContain("torn.yaml");
  });

  it("shows a template by the number of its intent", async () => {
    expect((await cli.say("workflow", "show", "5")).out).toContain("asks issue: What is wrong?");
    expect((await cli.say("workflow", "show", "nothing")).exit).toBe(5);
  });

  it("shows the lines it would add and changes nothing", async () => {
    const { out, exit } = await cli.say(
      "workflow",
      "run",
      "fix",
      "--answer",
      "issue=Login",
      "--dry-run",
    );
    expect(exit).toBe(0);
    expect(out).toContain("+ ### Phase 1.4: Repair it: Login");
    expect(out).toContain("+ - **Depends On:** Phase 1.2, Phase 1.3");
    expect(cli.roadmap()).toBe(ROADMAP);
  });

  it("adds what was agreed to, and only then", async () => {
    const refused = await cli.say("workflow", "run", "fix", "--answer", "issue=Login");
    expect(refused.exit).toBe(8);
    expect(cli.roadmap()).toBe(ROADMAP);
    const added = await cli.say(
      "workflow",
      "run",
      "fix",
      "--answer",
      "issue=Login",
      "-y",
      "--json",
    );
    expect(JSON.parse(added.out).data.streams).toMatchObject([
      { id: "1.2", dependsOn: [] },
      { id: "1.3", dependsOn: [] },
      { id: "1.4", dependsOn: ["1.2", "1.3"] },
    ]);
    expect(cli.roadmap().startsWith(ROADMAP.trimEnd())).toBe(true);
  });

  it("says what it must know, what nobody asked, and where a template is at fault", async () => {
    expect((await cli.say("workflow", "run", "fix")).err).toContain("What is wrong?");
    expect((await cli.say("workflow", "run", "own", "--answer", "x=y")).err).toContain(
      "asks for: x",
    );
    const { err } = await cli.say("workflow", "run", "own", "--answer", "x");
    expect(err).toContain("KEY=VALUE");
    expect(err).toContain("orchestrator workflow show own");
    cli.write("workflows/own.yml", "name: Own\nphases:\n  - { name: [1] }\n");
    const broken = await cli.say("workflow", "show", "own");
    expect(broken.exit).toBe(2);
    expect(broken.err).toContain("phases[0].name: must be a text");
  });

  it("takes no answer for a heading of the roadmap", async () => {
    await cli.say("workflow", "run", "fix", "--answer", "issue=a\n### Phase 9.9: b", "-y");
    expect(cli.roadmap()).not.toMatch(/^### Phase 9\.9/m);
  });
});
