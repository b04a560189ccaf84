import { describe, expect, it } from "vitest";
import { garble } from "./reading/marks.ts";
import { parseRoadmap } from "./parse.ts";
import { setStatus } from "./editing/edits.ts";
import type { ParsedStream } from "./types.ts";

function only(text: string): ParsedStream {
  const { workStreams } = parseRoadmap(text);
  expect(workStreams).toHaveLength(1);
  const [stream] = workStreams;
  if (stream === undefined) throw new Error("no work stream");
  return stream;
}

function ids(text: string): readonly string[] {
  return parseRoadmap(text).workStreams.map(({ id }) => id);
}

describe("headings", () => {
  it.each([
    ["### Phase 1.2: Parse tasks", "1.2", "Parse tasks"],
    ["### Phase 7.1.1: Fix it", "7.1.1", "Fix it"],
    ["### Phase 1.2 - Parse tasks", "1.2", "Parse tasks"],
    ["#### phase 1.2: parse", "1.2", "parse"],
    ["### Phase\u00a01.2:\u00a0Parse", "1.2", "Parse"],
    ["### Phase 2.3: Errors ⭐ BOOTSTRAP", "2.3", "Errors"],
    ["### Phase 2.3: Errors ⭐ BOOTSTRAP later", "2.3", "Errors later"],
    ["### Phase 1.2: Parse ✅ COMPLETE (2025-01-02)", "1.2", "Parse (2025-01-02)"],
    ["### Phase 1.2: Parse ##", "1.2", "Parse"],
    ["#### Work Stream C1: Interview", "C1", "Interview"],
    ["#### Work Stream ARCH-REVIEW: Look", "ARCH-REVIEW", "Look"],
    ["#### Work Stream SEC-1-FE: Cookies", "SEC-1-FE", "Cookies"],
    ["### ⚪ Work Stream 41: Reports", "41", "Reports"],
    ["#### WP-2.7: Lights", "WP-2.7", "Lights"],
    ["#### BUG-001: Silence", "BUG-001", "Silence"],
    ["### REQ-I18N-CHINESE-1766: Translate", "REQ-I18N-CHINESE-1766", "Translate"],
    ["### {⚪} REQ-275: Wrap", "REQ-275", "Wrap"],
    ["### 🔴 **PRIORITY 2.5: Users** ⚡ NEW", "PRIORITY 2.5", "Users ⚡ NEW"],
    ["## 🚨 US-021 - Refactor", "US-021", "Refactor"],
    ["### 🎯 [US-007] Complete code", "US-007", "Complete code"],
    ["## 📝 PLANNED: US-015 - Metrics", "US-015", "Metrics"],
    ["### Phase ../../etc: Escape", "../../etc", "Escape"],
    ["### ~~WP-2.7: Lights~~", "WP-2.7", "Lights"],
    ["### ~~WP-2.7~~: Lights", "WP-2.7", "Lights"],
    ["### `REQ-7`: Lights", "REQ-7", "Lights"],
  ])("%s", (heading, id, title) => {
    expect(only(`${heading}\n- **Status:** ⚪ Not Started\n`)).toMatchObject({ id, title });
  });

  it("keeps the leading id of a heading with two, and knows the other as an alias", () => {
    const stream = only("### PRIORITY 12: US-047 - Enforce it ✅ Complete\n");
    expect(stream).toMatchObject({ id: "PRIORITY 12", aliases: ["US-047"], status: "complete" });
  });

  it("takes headings without a number series as chapters, not as work", () => {
    const text = "## Phase 4: Security\n**Status:** soon\n### Phase 4.1: Keys\n## Request Format\n";
    expect(ids(text)).toEqual(["4.1"]);
  });

  it("takes a single-number phase with a status of its own as work", () => {
    expect(ids("## Phase 1: Build\n- **Status:** Not Started\n## Phase 2: Ship\n")).toEqual(["1"]);
  });

  it("takes a heading whose colon was forgotten as work when any field is its own", () => {
    const named = "### Phase 1.1: Build\n- **Status:** Not Started\n";
    expect(ids(`${named}### Phase 1.2 Ship\n- **Depends On:** Phase 1.1\n`)).toEqual([
      "1.1",
      "1.2",
    ]);
    expect(ids(`${named}### Phase 1.2 in short\nIt is: large.\n`)).toEqual(["1.1"]);
  });

  it("takes a heading below a work stream as a chapter of it", () => {
    const text = "### PRIORITY 1: Refactor\n**Status**: Planned\n#### Phase 1.1: Extra\n- [ ] a\n";
    expect(only(text).tasks).toHaveLength(1);
  });

  it("gives headings without ids one, where a roadmap has none", () => {
    const text =
      "# Plan\n## Build the parser\n- Status: done\n## Ship it!\n- Status: todo\n## Notes\n";
    expect(ids(text)).toEqual(["build-the-parser", "ship-it"]);
  });

  it("reads one-liners with agent, size and blockers", () => {
    const text =
      "## Backlog\n\n⚪ REQ-232: Add estimates (Agent: Dev, S, blocked by REQ-231)\n🟢 REQ-231: Batch\n";
    expect(parseRoadmap(text).workStreams[0]).toMatchObject({
      id: "REQ-232",
      title: "Add estimates",
      assignee: "Dev",
      effort: "S",
      dependsOn: ["REQ-231"],
      available: true,
      line: 3,
    });
  });

  it("takes a one-liner whose work stream has a section as an entry of an index", () => {
    const text =
      "- ⚪ REQ-1-2: Both\n- ⚪ REQ-3: Third\n\n### ⚪ REQ-1: One\n### ⚪ REQ-3: Three\n";
    expect(ids(text)).toEqual(["REQ-1", "REQ-3"]);
  });
});

describe("what is skipped", () => {
  it.each([
    ["a fence", "```\n### Phase 9.9: x\n```\n"],
    ["a tilde fence with backticks inside", "~~~\n```\n### Phase 9.9: x\n~~~\n"],
    ["a longer fence", "````md\n```\n### Phase 9.9: x\n```\n````\n"],
    ["a fence in a list", "- see\n  ```\n### Phase 9.9: x\n  ```\n"],
    ["a comment", "<!--\n### Phase 9.9: x\n-->\n"],
    ["front matter", "---\nnote: |\n### Phase 9.9: x\n---\n"],
    ["indented code", "    ### Phase 9.9: x\n"],
  ])("%s", (_name, text) => {
    expect(ids(`${text}### Phase 1.1: Real\n`)).toEqual(["1.1"]);
  });

  it("closes a fence only with one as long and without words behind it", () => {
    expect(ids("```\n``` not\n### Phase 9.9: x\n```\n### Phase 1.1: Real\n")).toEqual(["1.1"]);
  });

  it("takes inline code with three ticks for no fence", () => {
    expect(ids("```not a fence```\n### Phase 1.1: Real\n")).toEqual(["1.1"]);
  });
});

describe("a heading of another series", () => {
  it("below work is work itself where it is ticked, and a chapter where it is not", () => {
    const text =
      "## US-1 - Daemon\n**Status**: Open\n### ✅ **PRIORITY 6: Docs** \n### PRIORITY 7: Notes\n";
    expect(ids(text)).toEqual(["US-1", "PRIORITY 6"]);
  });
});

describe("status", () => {
  it.each([
    ["✅ Complete", "complete"],
    ["🟢 Complete (2025-12-29)", "complete"],
    ["🟢 Ready", "not_started"],
    ["🟢", "complete"],
    ["Not Complete", "not_started"],
    ["NOT STARTED", "not_started"],
    ["Incomplete", "not_started"],
    ["🔄 In Progress", "in_progress"],
    ["IN_PROGRESS", "in_progress"],
    ["🔄 **MOSTLY COMPLETE** (core done)", "in_progress"],
    ["✅ **MVP COMPLETE** (docs)", "complete"],
    ["✅ Partially Complete - bug fixed", "partial"],
    ["🔄 Partially Complete", "partial"],
    ["90% complete", "partial"],
    ["100% complete", "complete"],
    ["100%", "complete"],
    ["40 %", "partial"],
    ["0%", "not_started"],
    ["⚠️ PARTIALLY COMPLETE", "partial"],
    ["🎉 Done", "complete"],
    ["🏗️ ✅ Complete", "complete"],
    ["🧪 Testing", "in_progress"],
    ["🚀", "unknown"],
    ["<b>Done</b>", "complete"],
    ["Ready for review", "in_progress"],
    ["In development", "in_progress"],
    ["Ready to implement", "not_started"],
    ["Unblocked", "not_started"],
    ["Won’t fix", "cancelled"],
    ["📝 Planned - **START**", "not_started"],
    ["📝 Complete documentation created", "not_started"],
    ["✅ Complete - CRITICAL (Roles)", "complete"],
    ["Complete and tested", "complete"],
    ["🔴 Blocked (Deferred)", "blocked"],
    ["⏸️ Paused", "deferred"],
    ["❌", "cancelled"],
    ["PENDING", "not_started"],
    ["ESCALATED", "blocked"],
    ["🚨 Critical", "unknown"],
    ["-", "not_started"],
    ["", "not_started"],
  ])("“%s” is %s", (written, status) => {
    expect(only(`### Phase 1.1: a\n- **Status:** ${written}\n`).status).toBe(status);
  });

  it("is read through mojibake", () => {
    const text = `### Phase 1.1: a\n- **Status:** ${garble("✅")}\n- [${garble("✅")}] b\n`;
    expect(only(text)).toMatchObject({ status: "complete", tasks: [{ done: true }] });
    expect(garble("✅")).toBe("âœ…");
    expect(garble("🔴")).toBe("ðŸ”´");
  });

  it("comes from the boxes when none is written and all are ticked", () => {
    expect(only("### Phase 1.1: a\n- [x] b\n- [✅] c\n").status).toBe("complete");
    expect(only("### Phase 1.1: a\n- [x] b\n- [ ] c\n").status).toBe("not_started");
  });

  it("of a chapter says nothing of the whole", () => {
    const text = "### Phase 1.1: a\n- **Effort:** S\n#### Step one\n- **Status:** ✅ Complete\n";
    expect(only(text).status).toBe("not_started");
  });

  it("takes a coloured circle in a priority roadmap for urgency", () => {
    expect(only("### 🔴 **PRIORITY 1: a**\n").status).toBe("not_started");
    expect(only("### ✅ **PRIORITY 1: a**\n").status).toBe("complete");
  });

  it("that cannot be read is a warning at its line", () => {
    const { diagnostics } = parseRoadmap("### Phase 1.1: a\n- **Status:** 🚨 Hm\n");
    expect(diagnostics).toMatchObject([
      { code: "unreadable-status", severity: "warning", line: 1 },
    ]);
  });
});

describe("fields", () => {
  const text = [
    "## Batch 2 (Foundation)",
    "### Phase 2.1: Teams",
    "- **Status:** 🔄 In Progress <!-- since May -->",
    "* **Assigned To**: Lyra (coder-17)",
    "- **Priority:** P1 (blocking)",
    "- **Effort:** M (2-4 hours)",
    "- **Due:** before 2026-03-01",
    "- **Note:** a:** b",
    "- **__proto__:** c",
    "- **Tasks:**",
    "  - [x] first",
    "    - detail",
    "  - [✅] second",
    "  1. [ ] third",
    "  - [link](http://example.org)",
    "- **Files:**",
    "  - `src/a.ts` (new)",
    "  - src/b.ts",
    "- **Done When:**",
    "  - it works",
    "  - [ ] it is fast",
    "",
  ].join("\n");

  it("are all kept by the name as written", () => {
    const { fields } = only(text);
    expect(Object.keys(fields)).toEqual([
      "Status",
      "Assigned To",
      "Priority",
      "Effort",
      "Due",
      "Note",
      "__proto__",
      "Tasks",
      "Files",
      "Done When",
    ]);
    expect(fields["Note"]).toBe("a:** b");
    expect(fields["Status"]).toBe("🔄 In Progress");
  });

  it("are understood", () => {
    expect(only(text)).toMatchObject({
      batch: "Batch 2",
      line: 2,
      assignee: "Lyra (coder-17)",
      priority: "high",
      effort: "M",
      deadline: "2026-03-01",
      tasks: [
        { text: "first", done: true, line: 11 },
        { text: "second", done: true, line: 13 },
        { text: "third", done: false, line: 14 },
      ],
      files: ["src/a.ts", "src/b.ts"],
      acceptance: [
        { text: "it works", done: false, line: 20 },
        { text: "it is fast", done: false, line: 21 },
      ],
    });
  });

  it.each([
    ["CATASTROPHIC (P0)", "critical"],
    ["12 (CRITICAL - Role Boundaries)", "critical"],
    ["MEDIUM-HIGH", "high"],
    ["P3 (nice-to-have)", "low"],
    ["whatever", "medium"],
  ])("priority “%s” is %s", (written, priority) => {
    expect(only(`### REQ-1: a\n**Priority**: ${written}\n`).priority).toBe(priority);
  });

  it.each([
    ["XS (30 min)", "XS"],
    ["Low", "S"],
    ["SPLIT", "XL"],
    ["4-6 hours", "S"],
    ["2-3 weeks", "L"],
    ["5 story points (a week)", "M"],
    ["soon", null],
  ])("effort “%s” is %s", (written, effort) => {
    expect(only(`### REQ-1: a\n**Effort**: ${written}\n`).effort).toBe(effort);
  });
});

describe("a status in slanted letters", () => {
  it.each(["*Status*: Done", "- *Status:* Done", "_Status_: Done", "* _Status:_ Done"])(
    "%s",
    (line) => {
      expect(only(`### REQ-1: Lights\n${line}\n`)).toMatchObject({ status: "complete" });
    },
  );
});

describe("what is wrong with a roadmap", () => {
  it("without work streams is an error that says what starts one", () => {
    expect(parseRoadmap("# Notes\n").diagnostics).toMatchObject([
      { severity: "error", code: "no-work-streams", line: 0 },
    ]);
  });

  it("too large is refused unread", () => {
    expect(parseRoadmap("#".repeat(17 * 1024 * 1024)).diagnostics).toMatchObject([
      { severity: "error", code: "too-large" },
    ]);
  });

  it("names both lines of a duplicate id and stops only those two", () => {
    const text = "### Phase 1.1: a\n### Phase 1.1: b\n### Phase 1.2: c\n";
    const { diagnostics, workStreams } = parseRoadmap(text);
    expect(diagnostics).toMatchObject([{ code: "duplicate-id", severity: "error", line: 2 }]);
    expect(workStreams.map(({ available }) => available)).toEqual([false, false, true]);
  });

  it("names ids that nobody could type, with what cannot be seen of them spelled out", () => {
    const text = ["1.2\u202e", "9".repeat(300)]
      .map((id) => `### Phase ${id}: t\n- **Status:** Not Started\n`)
      .join("\n");
    expect(parseRoadmap(text).diagnostics).toMatchObject([
      { code: "unusable-id", severity: "error", line: 1 },
      { code: "unusable-id", severity: "error", line: 4 },
    ]);
    const messages = parseRoadmap(text).diagnostics.map(({ message }) => message);
    expect(messages[0]).toContain("1.2<U+202E>");
    expect(messages[1]).toContain("300 characters");
  });

  it("warns of ids that differ only in case or Unicode form", () => {
    const text = "### Work Stream Ä1: a\n### Work Stream A\u03081: b\n### Work Stream ä1: c\n";
    const { diagnostics } = parseRoadmap(text);
    expect(diagnostics).toMatchObject([{ code: "duplicate-id", severity: "warning" }]);
    expect(diagnostics[0]?.ids).toHaveLength(3);
  });

  it("keeps hostile ids as written and stops those nobody could see or type", () => {
    const long = "9".repeat(300);
    const text = ["../../etc", "-rf", "x.lock1", "1.2\u202e", long]
      .map((id) => `### Phase ${id}: t\n- **Status:** Not Started\n`)
      .join("");
    const { workStreams } = parseRoadmap(text);
    expect(workStreams.map(({ id }) => id)).toEqual([
      "../../etc",
      "-rf",
      "x.lock1",
      "1.2\u202e",
      long,
    ]);
    expect(workStreams.map(({ defect }) => defect === null)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

it("ends a section at the next heading of the same or a higher level", () => {
  const text = "### Phase 1.1: a\n- [ ] one\n#### Notes\n- [ ] two\n## Backlog\n- [ ] three\n";
  expect(only(text).tasks.map(({ text: words }) => words)).toEqual(["one", "two"]);
});

it("counts lines and spans through a BOM and CRLF", () => {
  const text = "\ufeff### Phase 1.1: a\r\n- **Status:** 🔴 Blocked\r\n";
  const { spans, line } = only(text);
  expect(line).toBe(1);
  expect(text.slice(spans.heading.start, spans.heading.end)).toBe("### Phase 1.1: a");
  expect(text.slice(spans.status?.start, spans.status?.end)).toBe("🔴 Blocked");
});

it("reads a file of lone carriage returns", () => {
  expect(ids("### Phase 1.1: a\r### Phase 1.2: b\r")).toEqual(["1.1", "1.2"]);
});

describe("the files of a work stream", () => {
  it.each([
    ["src/übersicht.ts, `api/données.py`", ["src/übersicht.ts", "api/données.py"]],
    ["[pump](src/pump.c), `app/routes/$id.tsx`", ["src/pump.c", "app/routes/$id.tsx"]],
    ["`Assets/My Scenes/a.unity`", ["Assets/My Scenes/a.unity"]],
    ["src\\search\\rank.ts, `api\\a.cs`, C:\\work\\b.ini", ["src/search/rank.ts", "api/a.cs"]],
    ["`npm run a/b`, see [the docs](https://example.com/a), none", []],
  ])("are read from “%s”", (written, expected) => {
    expect(only(`### Phase 1.1: t\n- **Files:** ${written}\n`).files).toEqual(expected);
  });
});

describe("a box before an id", () => {
  const text = [
    "## [x] Phase 1.1: Done",
    "## [ ] Phase 1.2: Open",
    "- **Depends On:** Phase 1.1",
    "## **[X] Work Stream 12: Also done**",
    "## [x](link) Phase 9.9: A link",
    "",
  ].join("\n");

  it("says whether it is done", () => {
    const read = parseRoadmap(text).workStreams.map(({ id, title, status }) => [id, title, status]);
    expect(read).toEqual([
      ["1.1", "Done", "complete"],
      ["1.2", "Open", "not_started"],
      ["12", "Also done", "complete"],
    ]);
  });

  it("is ticked, and opened again", () => {
    const ticked = setStatus(text, "1.2", "complete");
    expect(ticked.ok && ticked.value.text).toBe(text.replace("[ ]", "[x]"));
    const opened = setStatus(text, "1.1", "not_started");
    expect(opened.ok && opened.value.text).toBe(text.replace("[x]", "[ ]"));
    expect(setStatus(text, "1.2", "blocked").ok).toBe(true);
  });
});

describe("a completed batch", () => {
  const text = [
    "## ✅ Batch 1: COMPLETED",
    "### Phase 1.1: Says nothing",
    "- **Assigned To:** Bo",
    "### Phase 1.2: Has an open box",
    "- [x] one",
    "- [ ] two",
    "### Phase 1.3: Says otherwise",
    "- **Status:** ⚪ Not Started",
    "## Batch 2",
    "### Phase 2.1: Says nothing either",
    "",
  ].join("\n");

  it("speaks for members that say nothing themselves and have no open box", () => {
    const statuses = parseRoadmap(text).workStreams.map(({ id, status }) => [id, status]);
    expect(statuses).toEqual([
      ["1.1", "complete"],
      ["1.2", "not_started"],
      ["1.3", "not_started"],
      ["2.1", "not_started"],
    ]);
  });

  it("can be contradicted by a status that is set", () => {
    const edited = setStatus(text, "1.1", "in_progress");
    const after = edited.ok ? edited.value.text : "";
    expect(parseRoadmap(after).workStreams[0]?.status).toBe("in_progress");
  });
});
