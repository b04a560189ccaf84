import { describe, expect, test } from "vitest";
import type { InputOf } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import { executing, type Scenario } from "../scenario.fixture.ts";
import { DONE, ended } from "../session/conversation.fixture.ts";

type Proposed = InputOf<"agent-proposed">;

const FOUND = "self:@found/1";
const PROPOSAL = {
  parts: [{ id: "9", title: "Mend the parser", tasks: [], files: [], dependsOn: [] }],
  adds: true,
  diff: "+9",
} as const;

function atWork(): Scenario {
  const scenario = executing([factsOf("1"), factsOf("2")], { concurrency: 2 });
  scenario.run({}, ["run-agent"]);
  return scenario;
}

function propose(scenario: Scenario, more: Partial<Proposed> = {}): void {
  scenario.send({
    type: "agent-proposed",
    atMs: scenario.nowMs,
    attempt: "self:1/1",
    number: 1,
    title: "Mend the parser",
    details: "- It loses the last line.\n- See `tail`.",
    files: ["src/parser.ts"],
    priority: "critical",
    ...more,
  });
}

const found = (scenario: Scenario): string[] =>
  [...scenario.state.streams.keys()].filter((key) => key.includes("@found"));

describe("a bug that an agent finds beside its work", () => {
  test("is put before a person, and its own work goes on", () => {
    const scenario = atWork();
    propose(scenario);
    expect(scenario.promised).toContain(`${FOUND}/split/1`);
    scenario.run({ "propose-split": { kind: "split-proposed", proposal: PROPOSAL } }, [
      "run-agent",
    ]);
    const { facts, recovery, stage } = scenario.stream("@found/1");
    expect(stage.kind).toBe("settled");
    expect(recovery?.escalation?.text).toContain("nobody has checked it");
    expect(JSON.parse(facts.duty?.written ?? "")).toEqual([
      {
        id: "found",
        title: "Mend the parser",
        priority: "CRITICAL",
        files: ["src/parser.ts"],
        acceptanceCriteria: ["It loses the last line.", "See `tail`."],
        dependencies: [],
      },
    ]);
    expect(scenario.stage("1")).toBe("running");
    scenario.run({ "run-agent": ended(DONE) });
    expect([scenario.stage("1"), scenario.stage("2")]).toEqual(["completed", "completed"]);
    expect(scenario.state.session?.state).toBe("completed");
  });

  test("is written into the roadmap at a person's word alone, and begins nothing", () => {
    const scenario = atWork();
    propose(scenario);
    scenario.run({ "propose-split": { kind: "split-proposed", proposal: PROPOSAL } }, [
      "run-agent",
    ]);
    expect(scenario.promised.some((id) => id.includes("apply-split"))).toBe(false);
    const entry = scenario.stream("@found/1").recovery?.escalation?.entry ?? "";
    scenario.act({ kind: "approve", entry });
    expect(scenario.promised).toContain(`${FOUND}/apply-split/1`);
    scenario.run({ "apply-split": { kind: "split-applied", parts: ["self:9"] } }, ["run-agent"]);
    expect(scenario.state.session?.keys).not.toContain("self:9");
    expect(scenario.events.filter(({ type }) => type === "claimed")).toHaveLength(2);
  });

  test("is gone with a no, and what is asked of it by other words is refused", () => {
    const scenario = atWork();
    propose(scenario);
    scenario.run({ "propose-split": { kind: "split-proposed", proposal: PROPOSAL } }, [
      "run-agent",
    ]);
    for (const kind of ["retry", "skip", "block", "escalate"] as const) {
      scenario.act({ kind, key: FOUND, reason: "" });
    }
    scenario.act({ kind: "reassign", key: FOUND, agent: "Aria" });
    scenario.act({ kind: "land", key: FOUND, force: true });
    expect(scenario.events.filter(({ type }) => type === "act-refused")).toHaveLength(6);
    const entry = scenario.stream("@found/1").recovery?.escalation?.entry ?? "";
    scenario.act({ kind: "reject", entry, text: "as it should be" });
    expect(scenario.stream("@found/1").recovery?.escalation).toBeNull();
    expect(scenario.stage("@found/1")).toBe("settled");
  });

  test("is the same however often it is told, also by another attempt", () => {
    const scenario = atWork();
    propose(scenario);
    propose(scenario);
    propose(scenario, { attempt: "self:2/1" });
    expect(found(scenario)).toEqual([FOUND]);
    propose(scenario, { number: 2, title: "Another" });
    expect(found(scenario)).toEqual([FOUND, "self:@found/2"]);
  });

  test.each<readonly [string, Partial<Proposed>]>([
    ["an attempt that nobody knows", { attempt: "self:1/7" }],
    ["a stream that nobody knows", { attempt: "self:77/1" }],
    ["more than one attempt may propose", { number: LIMITS.proposalsPerAttemptMax + 1 }],
    ["no number", { number: 0 }],
    ["no title", { title: " \u001b\u0007\n" }],
  ])("changes nothing where it is of %s", (_what, more) => {
    const scenario = atWork();
    propose(scenario, more);
    expect(found(scenario)).toEqual([]);
  });

  test("is cut to what a person can read, without what moves a terminal's cursor", () => {
    const scenario = atWork();
    propose(scenario, {
      title: `\u001b[2J${"t".repeat(9_999)}`,
      details: "line \u0007\u202e\n".repeat(9_999),
      files: Array.from({ length: 99 }, (_, at) => `f${at}\u0000`),
    });
    const { facts } = scenario.stream("@found/1");
    const written = facts.duty?.written ?? "";
    expect(written.length).toBeLessThan(5_000);
    expect(written).not.toMatch(/\\u00|\u202e/);
    const [only] = JSON.parse(written) as { files: string[]; acceptanceCriteria: string[] }[];
    expect(only?.files).toHaveLength(LIMITS.proposalFilesMax);
    expect(only?.acceptanceCriteria).toHaveLength(LIMITS.proposalLinesMax);
  });
});
