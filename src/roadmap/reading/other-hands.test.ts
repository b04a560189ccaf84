import { describe, expect, it } from "vitest";
import { parseRoadmap } from "../parse.ts";
import { setStatus } from "../editing/edits.ts";

/** Shapes that people write who have never seen this program, each with what a careful reader says. */

function read(...lines: readonly string[]) {
  return parseRoadmap(`${lines.join("\n")}\n`).workStreams;
}

function statuses(...lines: readonly string[]): readonly (readonly [string, string, string])[] {
  return read(...lines).map(({ id, title, status }) => [id, title, status] as const);
}

describe("a status in a heading", () => {
  it.each([
    ["### Phase 1.1: Alpha [DONE]", "complete"],
    ["### Phase 1.1: Alpha (In Progress)", "in_progress"],
    ["### Phase 1.1: Alpha — Blocked", "blocked"],
    ["### Phase 1.1: Alpha - done", "complete"],
    ["### Phase 1.1: Alpha [x]", "complete"],
    ["### Phase 1.1: Alpha [ ]", "not_started"],
    ["### [DONE] Phase 1.1: Alpha", "complete"],
    ["### [in progress] **Phase 1.1: Alpha**", "in_progress"],
    ["### ~~Phase 1.1: Alpha~~", "cancelled"],
    ["### ~~Phase 1.1: Alpha~~ (cancelled)", "cancelled"],
    ["### Phase 1.1: Alpha :white_check_mark:", "complete"],
  ])("“%s”", (heading, status) => {
    expect(statuses(heading)).toEqual([["1.1", "Alpha", status]]);
  });

  it.each([
    "### Phase 1.1: Report (draft mode)",
    "### Phase 1.1: What is done and what is open",
    "### Phase 1.1: Users [beta]",
    "### Phase 1.1: Blocked accounts",
  ])("is none where the word is part of the title: “%s”", (heading) => {
    expect(statuses(heading)).toEqual([
      ["1.1", heading.slice("### Phase 1.1: ".length), "not_started"],
    ]);
  });

  it("keeps its brackets when it is set", () => {
    const text = "### Phase 1.1: Alpha [DONE]\n### Phase 1.2: Beta (in progress)\n";
    const opened = setStatus(text, "1.1", "not_started");
    expect(opened.ok && opened.value.text).toBe(text.replace("[DONE]", "[NOT STARTED]"));
    const ended = setStatus(text, "1.2", "complete");
    expect(ended.ok && ended.value.text).toBe(text.replace("(in progress)", "(DONE)"));
  });
});

describe("a status field", () => {
  it.each([
    ["~~⚪ Not Started~~ ✅ Complete", "complete"],
    ["~~In Progress~~", "not_started"],
    ["![Complete](https://img.example/badge/status-complete-green)", "complete"],
    ["[Blocked](https://tracker.example/4)", "blocked"],
    [":construction: In Progress", "in_progress"],
    [":x:", "cancelled"],
    ["`✅ Done`", "complete"],
    ["✔\ufe0e", "complete"],
    ["Fully implemented with tests", "complete"],
    ["Deployed to production", "complete"],
  ])("“%s” is %s", (written, status) => {
    expect(read("### Phase 1.1: a", `- **Status:** ${written}`)[0]?.status).toBe(status);
  });

  it("may stand behind any bullet", () => {
    for (const bullet of ["•", "–", "◦", "+"]) {
      expect(read("### Phase 1.1: a", `${bullet} **Status:** Done`)[0]?.status).toBe("complete");
    }
  });
});

describe("a heading with a line below it", () => {
  const text = [
    "Harbour",
    "=======",
    "",
    "Phase 1.1: Quay wall",
    "--------------------",
    "- **Status:** Done",
    "",
    "Phase 1.2: Crane ✅",
    "------------------",
    "",
    "Phase 1.3: Lights",
    "-----------------",
    "- [ ] buy",
    "",
    "Risks",
    "-----",
    "- [ ] storms",
    "",
  ];

  it("is a heading, and what follows the next one is not its own", () => {
    const found = read(...text);
    expect(found.map(({ id, status, tasks }) => [id, status, tasks.length])).toEqual([
      ["1.1", "complete", 0],
      ["1.2", "complete", 0],
      ["1.3", "not_started", 1],
    ]);
  });

  it("gets its status below the line", () => {
    const plan = `${text.slice(0, 12).join("\r\n")}\r\n- [ ] buy\r\n`;
    const set = setStatus(plan, "1.3", "complete");
    const expected = plan.replace("- [ ] buy", "- **Status:** Done\r\n\r\n- [ ] buy");
    expect(set.ok && set.value.text).toBe(expected);
  });

  it("is none where a rule follows a sentence", () => {
    expect(read("### REQ-1: a", "**Blocked by:** None", "---", "", "Go on.", "---")).toHaveLength(
      1,
    );
  });
});

describe("headings that count in words of their own", () => {
  it("say how far the work is in a box", () => {
    const text = [
      "## [x] Task 1: Set up",
      "- **Depends On**: None",
      "## [/] Task 2: Layout",
      "- **Depends On**: Task 1",
      "## [ ] Task 3: Lines",
      "- **Depends On**: Tasks 1-2",
    ];
    expect(statuses(...text)).toEqual([
      ["Task 1", "Set up", "complete"],
      ["Task 2", "Layout", "in_progress"],
      ["Task 3", "Lines", "not_started"],
    ]);
    expect(read(...text)[2]?.dependsOn).toEqual(["Task 1", "Task 2"]);
    const begun = setStatus(text.join("\n"), "Task 3", "in_progress");
    expect(begun.ok && begun.value.text.split("\n")[4]).toBe("## [/] Task 3: Lines");
  });

  it("are work where nothing has a status, by what stands below them", () => {
    const text = [
      "## File structure",
      "### Task 1: Rules",
      "- **File**: `docs/rules.md`",
      "- **Depends On**: (none)",
      "### Task 2. Hygiene",
      "- **Depends On**: 1",
      "### Task 3 - Check",
      "- **Depends On**: all previous tasks",
    ];
    expect(read(...text).map(({ id, dependsOn }) => [id, ...dependsOn])).toEqual([
      ["Task 1"],
      ["Task 2", "Task 1"],
      ["Task 3", "Task 1", "Task 2"],
    ]);
    const set = setStatus(text.join("\n"), "Task 1", "complete");
    expect(set.ok && parseRoadmap(set.value.text).workStreams).toHaveLength(3);
  });

  it("are chapters where they are counted anew in each", () => {
    const stage = ["### Stream 1: a", "**Effort**: S", "### Stream 2: b", "**Effort**: S"];
    expect(read("## Phase 1", ...stage, "## Phase 2", ...stage)).toEqual([]);
  });

  it("may have numbers like a book", () => {
    const text = ["### 3.1 Parse ✅ DONE", "### 3.2. Print", "**Status:** todo"];
    expect(statuses(...text)).toEqual([
      ["3.1", "Parse", "complete"],
      ["3.2", "Print", "not_started"],
    ]);
  });
});

describe("a roadmap in two languages", () => {
  it.each([
    ["Nicht begonnen", "not_started"],
    ["Fertig (2026-01-02)", "complete"],
    ["En cours", "in_progress"],
    ["Bloqueado", "blocked"],
    ["已完成", "complete"],
    ["进行中（60%）", "in_progress"],
    ["未着手", "not_started"],
    ["Fertigung", "unknown"],
  ])("“%s” is %s", (written, status) => {
    expect(read("### Phase 1.1: a", `- **Status:** ${written}`)[0]?.status).toBe(status);
  });

  it.each(["Abhängig von", "Dépend de", "Depende de", "依赖", "Зависит от"])(
    "waits for what “%s” names",
    (name) => {
      const text = ["### Phase 1.1: a", "### Phase 1.2: b", `- **${name}**: Phase 1.1`];
      expect(read(...text)[1]?.dependsOn).toEqual(["1.1"]);
    },
  );

  it("says none in its own words", () => {
    for (const none of ["keine", "aucune", "ninguna", "无", "なし"]) {
      expect(read("### Phase 1.1: a", `- **Depends On:** ${none}`)[0]?.available).toBe(true);
    }
  });
});
