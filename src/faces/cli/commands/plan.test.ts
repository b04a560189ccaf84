import { describe, expect, it } from "vitest";
import { dataSchema } from "../../schemas/index.ts";
import { THREE_STREAMS, commandLineOn } from "../command-line.fixture.ts";

const cli = commandLineOn(THREE_STREAMS);

describe("plan, graph and goal", () => {
  it("plans in the shape of the contract", async () => {
    const { exit, data } = await cli.envelope("plan");
    expect(exit).toBe(0);
    const { success, error } = dataSchema("plan").safeParse(data);
    expect(error?.message ?? success).toBe(true);
    expect(data).toMatchObject({ levels: [["1.2"], ["1.3"]] });
  });

  it("plans what a goal asks to start, and nothing for one that starts nothing", async () => {
    await cli.say("garden");
    const planned = await cli.envelope("plan", "--goal", "run 1.2");
    expect(planned, JSON.stringify(planned)).toMatchObject({ data: { schedule: [{ id: "1.2" }] } });
    for (const text of ["stop 1.3", "status", "bake a cake"]) {
      expect(await cli.envelope("plan", "--goal", text)).toMatchObject({ exit: 5, ok: false });
    }
    expect((await cli.say("plan", "--goal", " ")).exit).toBe(2);
  });

  it("plans for more agents than a run has, and says so", async () => {
    const planned = await cli.envelope("plan", "-n", "100", "--explain");
    expect(planned).toMatchObject({ exit: 0, warnings: [expect.stringContaining("at most 64")] });
    expect((await cli.envelope("plan", "-n", "64"))["warnings"]).toEqual([]);
    for (const wrong of ["0", "1001", "x"]) {
      expect((await cli.say("plan", "-n", wrong)).exit).toBe(2);
    }
    expect((await cli.say("parallel", "-n", "65", "--dry-run")).exit).toBe(2);
  });

  it("draws the graph in every format", async () => {
    expect((await cli.say("graph", "--format", "mermaid")).out).toMatch(/^flowchart/);
    expect((await cli.say("graph", "--format", "dot")).out).toMatch(/^digraph/);
    expect(JSON.parse((await cli.say("graph", "--format", "json")).out)).toHaveProperty("edges");
  });

  it("interprets a goal and starts nothing on a dry run", async () => {
    const wish = ["goal", "Build the decomposition engine", "--dry-run"];
    const offered = await cli.envelope(...wish);
    expect(offered).toMatchObject({ exit: 5, data: { goalType: "suggest" } });
    await cli.say("garden");
    const found = await cli.envelope(...wish);
    expect(found.exit).toBe(0);
    const { success, error } = dataSchema("goal").safeParse(found["data"]);
    expect(error?.message ?? success).toBe(true);
    expect(found["data"]).toMatchObject({ matched: [{ id: "1.2" }] });
  });

  it("says what is in the way of work that was named plainly, not that it was unclear", async () => {
    const { error } = (await cli.envelope("goal", "do 1.3", "--dry-run")) as {
      error?: { message: string; hint: string };
    };
    expect(error?.message).toBe("nothing was started: 1.3 cannot start before 1.2 is complete.");
    expect(error?.hint).toContain("orchestrator run 1.2 1.3");
    const done = (await cli.envelope("goal", "do 1.1", "--dry-run"))["error"];
    expect(done).toMatchObject({ hint: "See how it stands: orchestrator explain 1.1" });
  });

  it("starts nothing when nothing matches, and exits 5", async () => {
    const found = await cli.envelope("goal", "peel some bananas");
    expect(found.exit).toBe(5);
    expect(found["data"]).toMatchObject({ goalType: "suggest" });
  });

  it("shows what a run would start without an agent and without trust", async () => {
    const { exit, out } = await cli.say("run", "--dry-run");
    expect(exit).toBe(0);
    expect(out).toContain("Phase 1.2");
  });
});

const CIRCLE = `# Roadmap

### Phase 1.1: Hen
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.2

### Phase 1.2: Egg
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.1

### Phase 1.3: Omelette
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.2

### Phase 1.4: Plate
- **Status:** ⚫ Cancelled
`;

describe("a plan of less than is open", () => {
  const circle = commandLineOn(CIRCLE);

  it("says what it leaves out and why, and does not call that nothing", async () => {
    const { exit, out } = await circle.say("plan");
    expect(exit).toBe(0);
    expect(out).toContain("Nothing can start.");
    expect(out).toMatch(
      /Left out {2}Phase 1\.1 and Phase 1\.2: .*1\.1 and 1\.2 wait for one another/,
    );
    expect(out).toContain("Left out  Phase 1.3: waits for 1.2");
    expect(out).not.toContain("1.4");
  });
});
