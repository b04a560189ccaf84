import { describe, expect, it } from "vitest";
import type { StreamFacts } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import { interpretGoal } from "../index.ts";

const complete = { status: "complete", workable: false } as const;
const facts: readonly StreamFacts[] = [
  factsOf("1.1", { title: "Project scaffolding", batch: "Batch 1", ...complete }),
  factsOf("1.2", { title: "Task Parser and Goal Extraction", batch: "Batch 1", bootstrap: true }),
  factsOf("1.3", { title: "Task Decomposition Engine", batch: "Batch 1" }),
  factsOf("1.4", { title: "Agent Role Registry", batch: "Batch 1" }),
  factsOf("2.1", { title: "Team Composition Engine", batch: "Batch 2", dependsOn: ["self:1.4"] }),
  factsOf("2.2", { title: "Error Detection Framework", batch: "Batch 2" }),
  factsOf("2.10", { title: "Security Sandbox", batch: "Batch 2" }),
  factsOf("3.1", { title: "Support Python 3.11", batch: "Batch 3" }),
  factsOf("3.2", { title: "Message Bus", batch: "Batch 3", status: "cancelled", workable: false }),
  factsOf("REQ-042", { title: "Invoice export" }),
  factsOf("REQ-043", { title: "Invoice import" }),
  factsOf("REQ-044", { title: "Order history" }),
].map((one, order) => ({ ...one, order }));

function read(goal: string, roadmap = facts) {
  const found = interpretGoal(goal, roadmap, { threshold: 0.5 });
  return { type: found.goalType, ids: found.matched.map((one) => one.id), found };
}

describe("interpretGoal", () => {
  it.each([
    ["1.2", "run_single", ["1.2"]],
    ["run 1.2", "run_single", ["1.2"]],
    ["Run phase 1.2.", "run_single", ["1.2"]],
    ["please start with phase 2.2!", "run_single", ["2.2"]],
    ["2.10", "run_single", ["2.10"]],
    ["REQ-042", "run_single", ["REQ-042"]],
    ["do req 42", "run_single", ["REQ-042"]],
    ["do req042 please", "run_single", ["REQ-042"]],
    ["self:1.2", "run_single", ["1.2"]],
    ["1.2 task parser", "run_single", ["1.2"]],
    ["run 1.2 and 1.3", "run_parallel", ["1.2", "1.3"]],
    ["1.2, 1.3, 2.2 in parallel", "run_parallel", ["1.2", "1.3", "2.2"]],
    ["1.2 through 1.4", "run_parallel", ["1.2", "1.3", "1.4"]],
    ["1.2-1.4", "run_parallel", ["1.2", "1.3", "1.4"]],
    ["1.2..1.4", "run_parallel", ["1.2", "1.3", "1.4"]],
    ["REQ-042-044", "run_parallel", ["REQ-042", "REQ-043", "REQ-044"]],
    ["req-042 to 044", "run_parallel", ["REQ-042", "REQ-043", "REQ-044"]],
    ["1.4 and 2.1", "run_parallel", ["1.4", "2.1"]],
    ["1.2 and the role registry", "run_parallel", ["1.2", "1.4"]],
    ["run 1.2 but not 1.3", "run_single", ["1.2"]],
    ["not 1.3 but 1.2", "run_single", ["1.2"]],
    ["don't run 1.3, run 1.2", "run_single", ["1.2"]],
    ["batch 1", "run_parallel", ["1.2", "1.3", "1.4"]],
    ["everything in batch 1 except 1.3", "run_parallel", ["1.2", "1.4"]],
  ] as const)("reads ids: %s", (goal, type, ids) => {
    expect(read(goal)).toMatchObject({ type, ids });
  });

  it.each([
    ["Build the task parser", "1.2"],
    ["I want to start building the task parser", "1.2"],
    ["Start decomposition", "1.3"],
    ["decompose tasks", "1.3"],
    ["build the taks parsr", "1.2"],
    ["the registry", "1.4"],
    ["start with security sandbox", "2.10"],
    ["can you do the error detection?", "2.2"],
    ["support python 3.11", "3.1"],
    ["help me with the invoice export", "REQ-042"],
    ["invoice export", "REQ-042"],
    ["Team composition", null],
    ["engine", null],
    ["invoice", null],
  ])("reads names: %s", (goal, id) => {
    const { type, ids } = read(goal);
    if (id === null) expect(type).toBe("suggest");
    else expect({ type, ids }).toEqual({ type: "run_single", ids: [id] });
  });

  it("reads a whole title as a name, whatever words it holds", () => {
    const titles = [
      "Use the CLI instead of the API",
      "1.2 follow-up without downtime",
      "Skip all tests on Windows (Phase 2)",
    ];
    const more = titles.map((title, i) => factsOf(`8.${i + 1}`, { title, order: 50 + i }));
    titles.forEach((title, i) => {
      const found = read(`please build: ${title}`, [...facts, ...more]);
      expect(found).toMatchObject({ type: "run_single", ids: [`8.${i + 1}`] });
    });
  });

  it("takes a word of the batch or the files for more about a title, and never for a name", () => {
    const around = { batch: "Batch 1: Greetings", files: ["greetings/index.txt"] };
    const greetings = ["English", "German", "French"].map((title, order) => ({
      ...factsOf(`1.${order + 1}`, { title, ...around }),
      order,
    }));
    expect(read("the german greetings", greetings)).toMatchObject({
      type: "run_single",
      ids: ["1.2"],
    });
    expect(read("the greetings", greetings).type).toBe("suggest");
    expect(read("the italian greetings", greetings).type).toBe("suggest");
  });

  it("asks which when two streams have one title", () => {
    const twins = ["7.1", "7.2"].map((id) => factsOf(id, { title: "Optimise the bins" }));
    expect(read("Optimise the bins", twins)).toMatchObject({
      type: "suggest",
      ids: ["7.1", "7.2"],
    });
  });

  it.each([
    ["stop 1.2", ["1.2"]],
    ["stop 1.2 and 1.3", ["1.2", "1.3"]],
    ["stop the task parser", ["1.2"]],
    ["kill the invoice export", ["REQ-042"]],
  ])("stops what is named and nothing else: %s", (goal, ids) => {
    const { type, ids: meant, found } = read(goal);
    expect({ type, meant }).toEqual({ type: "stop", meant: ids });
    expect(found.action).toContain(ids[0]);
  });

  it("starts work that is called a stop", () => {
    const button = [factsOf("5.1", { title: "Emergency stop button component" })];
    expect(read("stop button component", button)).toMatchObject({ type: "run_single" });
  });

  it("reads two names joined by and", () => {
    expect(read("the error detection and the role registry")).toMatchObject({
      type: "run_parallel",
      ids: ["2.2", "1.4"],
    });
  });

  it.each([
    ["stop", "stop"],
    ["stop the agents", "stop"],
    ["stop all agents", "stop"],
    ["please cancel everything", "stop"],
    ["stop 1.2", "stop"],
    ["help", "help"],
    ["?", "help"],
    ["what can you do?", "help"],
    ["how does this work", "help"],
    ["status", "status"],
    ["show me the status", "status"],
    ["what's running?", "status"],
    ["what is available", "status"],
    ["what's next?", "status"],
    ["show all available work first", "status"],
    ["list all tasks", "status"],
    ["is 1.2 done?", "status"],
    ["why is 1.2 not running?", "status"],
    ["show 1.2", "status"],
    ["list agents", "list_agents"],
    ["who is working", "list_agents"],
    ["agents", "list_agents"],
    ["garden", "garden"],
    ["garden the roadmap", "garden"],
    ["unblock blocked tasks", "garden"],
    ["fix blockers", "garden"],
    ["update the roadmap", "garden"],
    ["report", "report"],
    ["give me a status report", "report"],
  ])("reads the command %s as %s", (goal, type) => {
    expect(read(goal).type).toBe(type);
  });

  it("says which streams a command is about", () => {
    expect(read("stop 1.2").ids).toEqual(["1.2"]);
    expect(read("show 1.2 and 1.3").ids).toEqual(["1.2", "1.3"]);
  });

  it.each([
    "run everything",
    "Run everything you can in parallel",
    "all",
    "do all the work",
    "batch",
    "run all available work",
    "run the available tasks",
    "get everything done",
    "everything that's left",
  ])("reads %s as everything that can be done, dependents included", (goal) => {
    const { type, ids } = read(goal);
    expect(type).toBe("run_batch");
    expect([...ids].sort()).toEqual(
      ["1.2", "1.3", "1.4", "2.1", "2.10", "2.2", "3.1", "REQ-042", "REQ-043", "REQ-044"].sort(),
    );
  });

  it.each(["everything but 1.4", "all except 1.4", "run everything, not 1.4"])(
    "leaves out of %s what is named and what waits for it",
    (goal) => {
      const { type, ids, found } = read(goal);
      expect(type).toBe("run_batch");
      expect(ids).not.toContain("1.4");
      expect(ids).not.toContain("2.1");
      expect(found.reason).toContain("Left out: 1.4 and 1 stream that wait for it.");
    },
  );

  it("leaves out by name as well", () => {
    const { ids } = read("everything except the invoice export");
    expect(ids).toContain("REQ-043");
    expect(ids).not.toContain("REQ-042");
  });

  it.each([
    ["next", ["1.2"]],
    ["start", ["1.2"]],
    ["run the next task", ["1.2"]],
    ["pick something", ["1.2"]],
    ["the next 3 in parallel", ["1.2", "1.4", "1.3"]],
    ["start two agents", ["1.2", "1.4"]],
  ])("reads %s as the most urgent that can start", (goal, ids) => {
    expect(read(goal).ids).toEqual(ids);
  });

  it("reads foundation as the bootstrap work, else the first batch", () => {
    expect(read("build the foundation").ids).toEqual(["1.2"]);
    const plain = facts.map((one) => ({ ...one, bootstrap: false }));
    expect([...read("foundation", plain).ids].sort()).toEqual(["1.2", "1.3", "1.4"]);
  });

  it.each([
    "",
    "   ",
    "write the install scripts",
    "callback handler",
    "overall cleanup",
    "whose turn",
    "refresh tokens in auth",
    "stop button component",
    "help text for the wizard",
    "report generator for finance",
    "do something",
    "just start something now",
    "start that",
    "do this and that",
    "the one with the red dot next to it",
    "don't stop",
    "do not run everything",
    "not 1.2",
    "never run 1.2",
    "everything but the frobnicator",
    "run 9.9",
    "run 1.2 and 9.9",
    "phase 7",
    "REQ-999",
    "deploy to production",
    "what is the meaning of life?",
    "pause",
    "resume everything",
    "run all tests",
    "1.1",
    "3.2",
    "2.1",
    "message bus",
    "project scaffolding",
    "1.2 role registry",
    "please",
    "🙂",
    "' OR 1=1; --",
  ])("starts nothing for %j", (goal) => {
    const { type, found } = read(goal);
    expect(type).toBe("suggest");
    expect(found.reason).not.toBe("");
    expect(found.options.at(-1)?.keys).toEqual([]);
  });

  it("says why named work cannot start, and how it could", () => {
    expect(read("1.1").found.reason).toBe("1.1 is already complete.");
    expect(read("3.2").found.reason).toBe("3.2: the roadmap says cancelled.");
    const waiting = read("2.1").found;
    expect(waiting.reason).toBe("2.1 cannot start before 1.4 is complete.");
    expect(waiting.options[0]).toEqual({ label: "1.4, then 2.1", keys: ["self:1.4", "self:2.1"] });
    expect(read("run 9.9").found.reason).toBe("Not in the roadmap: 9.9.");
  });

  it("shows the three likeliest when it is not sure, and nothing when nothing fits", () => {
    expect(read("engine").ids).toEqual(["1.3", "2.1"]);
    expect(read("deploy to production").ids).toEqual([]);
  });

  it("offers what seed 000 offers", () => {
    expect(read("Build the task parser").found.options.map((one) => one.label)).toEqual([
      "Just 1.2",
      "1.2 + 1.4 in parallel",
      "Show me all available work first",
    ]);
  });

  it("takes plain numbers for ids only where nothing else can be meant", () => {
    const numbered = ["1", "2", "3", "all"].map((id, order) =>
      factsOf(id, { title: `Thing ${id}x`, order }),
    );
    expect(read("run 2", numbered)).toMatchObject({ type: "run_single", ids: ["2"] });
    expect(read("phase 2 and 3", numbered)).toMatchObject({
      type: "run_parallel",
      ids: ["2", "3"],
    });
    expect(read("run 2 agents", numbered)).toMatchObject({ type: "run_parallel", ids: ["1", "2"] });
    expect(read("run all", numbered).type).toBe("run_batch");
  });

  it("keeps below a higher threshold what was enough for a lower one", () => {
    const strict = interpretGoal("the registry", facts, { threshold: 0.99 });
    expect(strict.goalType).toBe("suggest");
    expect(strict.matched[0]?.id).toBe("1.4");
  });

  it("answers at once for a goal and a roadmap made to be slow", () => {
    const many = Array.from({ length: 2_000 }, (_, order) =>
      factsOf(`9.${order}`, { title: "aaaaaaaaab ".repeat(20), order }),
    );
    expect(read("aaaaaaaaac ".repeat(5_000), many).type).toBe("suggest");
    expect(read(`${"{(".repeat(3_000)} ${"1.".repeat(3_000)}`, many).type).toBe("suggest");
  });

  it("reads an empty roadmap", () => {
    expect(read("run everything", []).type).toBe("suggest");
    expect(read("next", []).found.options).toHaveLength(1);
  });
});
