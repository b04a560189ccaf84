import { describe, expect, it } from "vitest";
import { compareIds, expandRange, nextId } from "../ids.ts";
import { parseRoadmap } from "../parse.ts";
import type { ParsedStream } from "../types.ts";

const PLAN = `
## Batch 1: Base
### Phase 1.1: Build the core
- **Status:** ✅ Complete
### Phase 1.2: Second
- **Status:** ⚪ Not Started
### Phase 1.3: Third
- **Status:** ⚪ Not Started
### REQ-7: Seventh
- **Status:** ✅ Complete
### PRIORITY 28: Loop
- **Status:** ✅ Complete
### PRIORITY 2: Early
- **Status:** ✅ Complete
### Work Stream C1: Interview
- **Status:** ✅ Complete
## Batch 2: Rest
`;

/** The last work stream of a plan, with this line in it. */
function reading(line: string): ParsedStream {
  const { workStreams } = parseRoadmap(`${PLAN}### Phase 9.9: Last\n${line}\n`);
  const last = workStreams.at(-1);
  if (last === undefined) throw new Error("no work stream");
  return last;
}

describe("a dependency field", () => {
  it.each([
    ["Phase 1.1, Phase 1.2", ["1.1", "1.2"]],
    ["1.1; 1.2", ["1.1", "1.2"]],
    ["phases 1.1 and 1.3", ["1.1", "1.3"]],
    ["Phases 1.1-1.3", ["1.1", "1.2", "1.3"]],
    ["Phase 1.1 to 1.2", ["1.1", "1.2"]],
    ["Phase 1.1–1.2", ["1.1", "1.2"]],
    ["~~Phase 1.2~~, Phase 1.3", ["1.3"]],
    ["~~1.2, 1.3~~ 1.1", ["1.1"]],
    ["WS-1.2", ["1.2"]],
    ["Phase 1.1 ✅ (REQ-7 was first)", ["1.1"]],
    ["Infrastructure (C1), Base (1.1)", ["C1", "1.1"]],
    ["PRIORITY-28, REQ-7", ["PRIORITY 28", "REQ-7"]],
    ["PRIORITY-28, 2", ["PRIORITY 28", "PRIORITY 2"]],
    ["Requires PRIORITY 28 (Loop) completed", ["PRIORITY 28"]],
    ["req-7", ["REQ-7"]],
    ["Build the core", ["1.1"]],
    ["Batch 1", ["1.1", "1.2", "1.3", "REQ-7", "PRIORITY 28", "PRIORITY 2", "C1"]],
    ["Work Stream C1", ["C1"]],
    ["Phase 1.1 <!-- not 1.2 -->", ["1.1"]],
    ["None", []],
    ["None (1.2, 1.3 complete)", []],
    ["None - can start immediately", []],
    ["none except REQ-7", ["REQ-7"]],
    ["n/a", []],
    ["-", []],
    ["", []],
  ])("“%s”", (written, expected) => {
    const stream = reading(`- **Depends On:** ${written}`);
    expect(stream.dependsOn).toEqual(expected);
    expect(stream.unknownDependencies).toEqual([]);
  });

  it("is met only when each one is complete: a tick beside one says nothing of the others", () => {
    const stream = reading("- **Depends On:** Phase 1.1 ✅, Phase 1.2");
    expect(stream).toMatchObject({ available: false, blockedBy: ["1.2"] });
    expect(reading("- **Depends On:** Phase 1.2 ✅").blockedBy).toEqual(["1.2"]);
  });

  it("states how sure it is", () => {
    const sure = reading("- **Depends On:** Phase 1.1").dependencies;
    const prose = reading("- **Depends On:** Should come after PRIORITY 28 is stable").dependencies;
    const title = reading("- **Depends On:** build the core").dependencies;
    expect([sure, prose, title].map(([d]) => d?.confidence)).toEqual(["stated", "prose", "title"]);
  });

  it("may be a list below its name", () => {
    const text = "**Dependencies**:\n- Phase 1.1 (core)\n- Phase 1.2 ✅\n**Blocks**: Phase 1.3";
    expect(reading(text).dependsOn).toEqual(["1.1", "1.2"]);
  });

  it("that names nothing here blocks the work stream and says so", () => {
    const { workStreams, diagnostics } = parseRoadmap(
      "### Phase 1.1: a\n- **Depends On:** the API work\n### Phase 1.2: b\n- **Depends On:** Phase 3.7\n",
    );
    expect(workStreams.map(({ blockedBy }) => blockedBy)).toEqual([["the API work"], ["3.7"]]);
    expect(diagnostics.map(({ severity, code, line }) => [severity, code, line])).toEqual([
      ["warning", "unknown-dependency", 1],
      ["error", "unknown-dependency", 3],
    ]);
  });

  it("believes a tick beside a name that was archived", () => {
    expect(reading("- **Depends On:** Phase 8.8 ✅").available).toBe(true);
    expect(reading("- **Depends On:** Phase 8.8 ✅, Phase 8.9").blockedBy).toEqual(["8.9"]);
  });

  it.each([
    ["a table", "| ID | Task | Status |\n|-|-|-|\n| T1 | a | todo |\n| T2 | b | Blocked by T1 |\n"],
    ["a list", "- [ ] T1: a\n- [ ] T2: b\n  - Status: blocked by T1\n"],
    ["JSON", '[{"id":"T1","title":"a"},{"id":"T2","title":"b","status":"BLOCKED by T1"}]'],
  ])("may stand in a status in %s", (_, text) => {
    const held = { dependsOn: ["T1"], blockedBy: ["T1"], unblockable: false, reason: null };
    expect(parseRoadmap(text).workStreams[1]).toMatchObject(held);
  });

  it("may stand in the status", () => {
    expect(reading("- **Status:** 🔴 Blocked by REQ-7, Phase 1.2").dependsOn).toEqual([
      "REQ-7",
      "1.2",
    ]);
    const text = "- **Status:** 📝 Planned - CRITICAL (Depends on PRIORITY-28)";
    expect(reading(text).dependsOn).toEqual(["PRIORITY 28"]);
  });
});

describe("a list in short hand", () => {
  const held = ["B1", "B2", "B3", "B4"].map((id) => `### Work Stream ${id}: t`);
  const packages = ["2.8", "2.9", "3.1", "3.2"].map((id) => `### WP-${id}: t`);
  const phases = ["7.1", "7.2", "7.3"].map((id) => `### Phase ${id}: t`);
  const requirements = ["001", "002", "003"].map((id) => `### REQ-${id}: t`);
  const text = [...held, ...packages, ...phases, ...requirements, "### REQ-100: Last\n"].join("\n");

  it.each([
    ["B1-B3", ["B1", "B2", "B3"]],
    ["B1/B2", ["B1", "B2"]],
    ["WP-3.1-3.2", ["WP-3.1", "WP-3.2"]],
    ["WP-3.1..3.2", ["WP-3.1", "WP-3.2"]],
    ["WP-2.9 to WP-3.2", ["WP-2.9", "WP-3.1", "WP-3.2"]],
    ["WP-2.9 – 3.1", ["WP-2.9", "WP-3.1"]],
    ["Phases 7.1/7.2/7.3", ["7.1", "7.2", "7.3"]],
    ["REQ-001/002", ["REQ-001", "REQ-002"]],
    ["REQ-001, 002 and 003", ["REQ-001", "REQ-002", "REQ-003"]],
  ])("“%s” names each", (written, expected) => {
    const stream = parseRoadmap(`${text}- **Depends On:** ${written}\n`).workStreams.at(-1);
    expect(stream).toMatchObject({ dependsOn: expected, unknownDependencies: [] });
  });

  it.each(["B1-B9x", "B1/B9", "WP-2.8-7.3"])("“%s” is said to be none", (written) => {
    const stream = parseRoadmap(`${text}- **Depends On:** ${written}\n`).workStreams.at(-1);
    expect(stream?.available).toBe(false);
    expect(stream?.unknownDependencies.length).toBeGreaterThan(0);
  });
});

describe("a batch", () => {
  it("means its others, where one of them waits for all of it", () => {
    const text = (words: string) =>
      `## Batch 1\n### Phase 1.1: a\n### Phase 1.2: b\n- **Depends On:** ${words}\n`;
    const all = parseRoadmap(text("All of Batch 1"));
    expect(all.workStreams.at(-1)?.dependsOn).toEqual(["1.1"]);
    expect(all.diagnostics).toEqual([]);
    const bare = parseRoadmap(text("Batch 1")).diagnostics;
    expect(bare.map(({ message }) => message)).toEqual([
      "1.2 depends on “Batch 1”, which it is part of",
    ]);
  });

  it("may say in brackets what it waits for", () => {
    const text = "## Batch 1\n### REQ-1: a\n## Ops [Depends on Batch 1]\n### REQ-2: b\n";
    expect(parseRoadmap(text).workStreams.at(-1)?.dependsOn).toEqual(["REQ-1"]);
  });

  it("hands its dependencies down to all of it", () => {
    const text = [
      "## Batch 1: Core",
      "### REQ-001: a ✅",
      "- **Status:** 🟢",
      "### REQ-002: b",
      "- **Status:** ⚪",
      "## Batch 2: APIs (Depends: Batch 1)",
      "### REQ-003: c",
      "- **Status:** ⚪",
      "- **Dependencies:** REQ-001 ✅",
    ].join("\n");
    const last = parseRoadmap(text).workStreams.at(-1);
    expect(last).toMatchObject({ dependsOn: ["REQ-001", "REQ-002"], blockedBy: ["REQ-002"] });
  });

  it("that says so in a field of its own holds its members, who do not list it", () => {
    const text =
      "## Batch 1\n### Phase 1.1: a\n## Batch 2\n**Dependencies:** Batch 1, goodwill\n### Phase 2.1: b\n";
    expect(parseRoadmap(text).workStreams.at(-1)).toMatchObject({
      dependsOn: [],
      blockedBy: ["1.1"],
      available: false,
      unknownDependencies: [],
    });
  });

  it("that is finished and empty stands in nobody's way", () => {
    const text = "## ✅ Batch 1: COMPLETED\n## Batch 2 (Depends: Batch 1)\n### Phase 2.1: b\n";
    expect(parseRoadmap(text).workStreams[0]?.available).toBe(true);
  });
});

describe("circles", () => {
  it("are named with their members, and only those are stopped", () => {
    const text = [
      "### Phase 1.1: a",
      "- **Depends On:** Phase 1.3",
      "### Phase 1.2: b",
      "- **Depends On:** Phase 1.1",
      "### Phase 1.3: c",
      "- **Depends On:** Phase 1.2",
      "### Phase 1.4: d",
      "### Phase 1.5: e",
      "- **Depends On:** Phase 1.5",
    ].join("\n");
    const { diagnostics, workStreams } = parseRoadmap(text);
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ["cycle", 1],
      ["self-dependency", 8],
    ]);
    expect(diagnostics[0]?.message).toContain("1.1 → 1.3 → 1.2 → 1.1");
    expect(workStreams.map(({ available }) => available)).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it("through finished work are none", () => {
    const text =
      "### Phase 1.1: a ✅\n- **Depends On:** Phase 1.2\n### Phase 1.2: b\n- **Depends On:** Phase 1.1\n";
    expect(parseRoadmap(text).diagnostics).toEqual([]);
  });

  it("of twenty thousand are found without recursion", () => {
    const count = 15_000;
    const text = Array.from({ length: count }, (_, i) => {
      return `### REQ-${i}: t\n**Depends On**: REQ-${(i + 1) % count}\n`;
    }).join("");
    const { diagnostics } = parseRoadmap(text);
    expect(diagnostics[0]?.ids).toHaveLength(count);
  });
});

it("all who share an id must be complete before those who wait for it start", () => {
  const text = "### REQ-1: a ✅\n### REQ-1: again\n### REQ-2: b\n**Depends On**: REQ-1\n";
  expect(parseRoadmap(text).workStreams.at(-1)?.blockedBy).toEqual(["REQ-1"]);
});

it("orders ids as people count", () => {
  const ids = ["2.10", "2.2", "10.1", "REQ-10", "REQ-9", "1.2", "2.2.1", "REQ-009"];
  expect([...ids].sort(compareIds)).toEqual([
    "1.2",
    "2.2",
    "2.2.1",
    "2.10",
    "10.1",
    "REQ-009",
    "REQ-9",
    "REQ-10",
  ]);
});

it("counts on in the series of the last id", () => {
  expect(nextId(["REQ-041", "REQ-9"])).toBe("REQ-042");
  expect(nextId(["1.9", "2.1", "2.10"])).toBe("2.11");
  expect(nextId(["A", "B"])).toBe("C");
  expect(nextId([])).toBe("REQ-001");
});

it("expands only ranges that ascend and are short", () => {
  expect(expandRange("REQ-098", "101")).toEqual(["REQ-098", "REQ-099", "REQ-100", "REQ-101"]);
  expect(expandRange("US-073", "US-075")).toEqual(["US-073", "US-074", "US-075"]);
  expect(expandRange("3", "1")).toBeNull();
  expect(expandRange("1", "99999999")).toBeNull();
  expect(expandRange("REQ-1", "BUG-4")).toBeNull();
});

const STREAMS = `
## Phase 1: Foundation
### ✅ Work Stream 1: Setup
**Status:** ✅ Complete
### ⚪ Work Stream 2: Ledger
**Status:** Not Started
## Phase 2: Reports
### ⚪ Work Stream 3: Charts
**Status:** Not Started
## Phase 3: Last
`;

/** The last work stream of a plan whose work is counted in streams, below phases. */
function readingStream(depends: string): ParsedStream {
  const text = `${STREAMS}### ⚪ Work Stream 9: Last\n**Dependencies:** ${depends}\n`;
  const last = parseRoadmap(text).workStreams.at(-1);
  if (last === undefined) throw new Error("no work stream");
  return last;
}

describe("a phase, where work streams are what is counted", () => {
  it.each([
    ["Phase 1", ["1", "2"]],
    ["All Phase 1 features", ["1", "2"]],
    ["Phases 1-2", ["1", "2", "3"]],
    ["Phase 1, Work Stream 3", ["1", "2", "3"]],
    ["Work Stream 1", ["1"]],
    ["2", ["2"]],
    ["Everything of Phase 7 (Work Streams 1-3)", ["1", "2", "3"]],
  ])("is a chapter: “%s”", (written, expected) => {
    const stream = readingStream(written);
    expect(stream.dependsOn).toEqual(expected);
    expect(stream.unknownDependencies).toEqual([]);
  });

  it("is said when it is no chapter here, and holds the work up", () => {
    expect(readingStream("Phase 7")).toMatchObject({
      dependsOn: [],
      available: false,
      unknownDependencies: [{ written: "Phase 7", idLike: false }],
    });
  });
});

describe("a range whose ends differ in more than one number", () => {
  const plan = ["1.1", "1.2", "1.3", "1.10", "2.1", "2.2", "2.2.1", "2.10"]
    .map((id) => `### Phase ${id}: ${id}\n- **Status:** ⚪ Not Started\n`)
    .join("");
  it.each([
    ["Phase 1.3 through 2.2", ["1.3", "1.10", "2.1", "2.2"]],
    ["1.10-2.1", ["1.10", "2.1"]],
    ["Phases 1.2–2.2.1", ["1.2", "1.3", "1.10", "2.1", "2.2", "2.2.1"]],
    ["Phase 2.2 to 1.3", ["2.2", "1.3"]],
    ["Phase 2.2 to 9.9", ["2.2", "2.2.1", "2.10"]],
  ])("is everything between: “%s”", (written, expected) => {
    const text = `${plan}### Phase 9.9: Last\n- **Depends On:** ${written}\n`;
    const ids = parseRoadmap(text).workStreams.at(-1)?.dependsOn ?? [];
    expect([...ids].sort(compareIds)).toEqual([...expected].sort(compareIds));
  });

  it("of priorities has what lies between as well", () => {
    const text = [1, 2, 2.5, 2.6, 3]
      .map((n) => `### PRIORITY ${n}: t\n**Status**: Planned\n`)
      .join("");
    const last = `### PRIORITY 10: Last\n**Dependencies**: PRIORITY 1 through PRIORITY 2.6\n`;
    const ids = parseRoadmap(`${text}${last}`).workStreams.at(-1)?.dependsOn;
    expect(ids).toEqual(["PRIORITY 1", "PRIORITY 2", "PRIORITY 2.5", "PRIORITY 2.6"]);
  });
});

describe("a dependency as people say it", () => {
  const plan = [
    "## Phase 1",
    ...["1.1", "1.2", "1.3"].map((id) => `### Phase ${id}: t${id}\n- **Status:** todo`),
    "## Milestone 2",
    ...["2.1", "2.2"].map((id) => `### Phase ${id}: t${id}\n- **Status:** todo`),
    ...["REQ-1", "REQ-2", "REQ-3"].map((id) => `### ${id}: ${id}\n- **Status:** todo`),
  ].join("\n");
  it.each([
    ["1.1-1.3, except 1.2", ["1.1", "1.3"]],
    ["All of Phase 1 (except 1.2), 2.1", ["1.1", "1.3", "2.1"]],
    ["everything in Phase 1 other than 1.3", ["1.1", "1.2"]],
    ["REQ-1..REQ-3", ["REQ-1", "REQ-2", "REQ-3"]],
    ["REQ-1..3", ["REQ-1", "REQ-2", "REQ-3"]],
    ["1.1…1.3", ["1.1", "1.2", "1.3"]],
    ["Milestone 2", ["2.1", "2.2", "REQ-1", "REQ-2", "REQ-3"]],
    ["Phase 1.1[^2]", ["1.1"]],
    ["[the first](docs/plan.md#phase-1.1)", ["1.1"]],
    ["Phase 1.1,\n  1.2 and\n  Phase 2.1", ["1.1", "1.2", "2.1"]],
    ["n.a.", []],
    ["(none)", []],
    ["All previous work", ["1.1", "1.2", "1.3", "2.1", "2.2", "REQ-1", "REQ-2", "REQ-3"]],
  ])("“%s”", (written, expected) => {
    const text = `${plan}\n## Last\n### Phase 9.9: Last\n- **Depends On:** ${written}\n- **Effort:** S\n`;
    const last = parseRoadmap(text).workStreams.at(-1);
    expect(last?.dependsOn).toEqual(expected);
    expect(last?.unknownDependencies).toEqual([]);
  });

  it("goes on in the next line only where its own is not at its end", () => {
    const of = (...lines: readonly string[]) =>
      parseRoadmap(`${plan}\n### Phase 9.9: Last\n${lines.join("\n")}\n`).workStreams.at(-1)
        ?.dependsOn;
    expect(of("**Depends On:** Phase 1.1,", "Phase 1.2", "**Effort:** S")).toEqual(["1.1", "1.2"]);
    expect(of("**Depends On:** Phase 1.1", "Phase 1.2 is another matter.")).toEqual(["1.1"]);
    expect(of("- **Depends On:** Phase 1.1,", "- **Note:** Phase 1.2")).toEqual(["1.1"]);
    expect(of("- **Depends On:** Phase 1.1", "  - Phase 1.2 is a detail")).toEqual(["1.1"]);
  });

  it("of a chapter that the work is in means the others, with an exception said", () => {
    const text = `${plan}\n### Phase 2.9: Last\n- **Depends On:** All of Milestone 2 except REQ-1\n`;
    expect(parseRoadmap(text).workStreams.at(-1)?.dependsOn).toEqual([
      "2.1",
      "2.2",
      "REQ-2",
      "REQ-3",
    ]);
  });

  it("need not fill up numbers as their headings do", () => {
    const of = (first: string, ref: string) =>
      parseRoadmap(`### ${first}: a\n### REQ-9: b\n**Depends On:** ${ref}\n`).workStreams[1]
        ?.dependsOn;
    expect(of("REQ-007", "REQ-7")).toEqual(["REQ-007"]);
    expect(of("REQ-007", "REQ-0007")).toEqual(["REQ-007"]);
    expect(of("REQ-070", "REQ-7")).toEqual(["REQ-7"]);
  });

  it("on stories and epics is read by their numbers", () => {
    const text = [
      "## Epic 1: Onboarding",
      "### Story 1.1: Invite",
      "**Status:** Done",
      "### Story 1.2: Accept",
      "**Status:** todo",
      "**Depends on:** 1.1",
      "## Epic 2: Billing",
      "### Story 2.1: Cards",
      "**Status:** todo",
      "**Depends on:** Epic 1",
      "### Story 2.2: Invoices",
      "**Status:** todo",
      "**Depends on:** Stories 1.2 and 2.1",
    ].join("\n");
    expect(parseRoadmap(text).workStreams.map(({ dependsOn }) => dependsOn)).toEqual([
      [],
      ["Story 1.1"],
      ["Story 1.1", "Story 1.2"],
      ["Story 1.2", "Story 2.1"],
    ]);
  });
});
