import { describe, expect, it } from "vitest";
import { parseRoadmap } from "../parse.ts";
import type { ParsedStream } from "../types.ts";

function only(text: string): ParsedStream {
  const { workStreams } = parseRoadmap(text);
  const [first] = workStreams;
  if (first === undefined || workStreams.length !== 1) throw new Error("not one item");
  return first;
}

function read(text: string): readonly string[] {
  return parseRoadmap(text).workStreams.map(({ id, status }) => `${id}: ${status}`);
}

const TODO = `# Shop

## High priority

- [x] Set up the database #12
- [ ] **User login**: with a second factor (M, depends on Set up the database)
  - [x] the form
  - [ ] the session
  - keep it simple
  - Files: src/login.ts, src/session.ts
  - Done when:
    - a wrong password is refused

## Later

- [ ] Dark mode
`;

describe("a check list", () => {
  it("is read as work streams with everything that the dialects read", () => {
    const { dialect, workStreams, diagnostics } = parseRoadmap(TODO);
    expect(dialect).toBe("list");
    expect(diagnostics).toEqual([]);
    expect(workStreams.map(({ id, available }) => [id, available])).toEqual([
      ["set-up-the-database", false],
      ["user-login", true],
      ["dark-mode", false],
    ]);
    expect(workStreams[1]).toMatchObject({
      title: "User login",
      status: "not_started",
      statusText: "[ ]",
      priority: "high",
      effort: "M",
      dependsOn: ["set-up-the-database"],
      batch: "High priority",
      line: 6,
      tasks: [
        { text: "the form", done: true, line: 7 },
        { text: "the session", done: false, line: 8 },
      ],
      files: ["src/login.ts", "src/session.ts"],
      acceptance: [{ text: "a wrong password is refused", done: false, line: 12 }],
      fields: { Description: "with a second factor", Notes: "keep it simple" },
    });
    expect(workStreams[2]).toMatchObject({ status: "deferred", batch: "Later" });
  });

  it.each([
    ["- [ ] a b", "a-b: not_started"],
    ["* [x] a b", "a-b: complete"],
    ["+ [X] a b", "a-b: complete"],
    ["1. [✅] a b", "a-b: complete"],
    ["2) [☑] a b", "a-b: complete"],
    ["- [] a b", "a-b: not_started"],
    ["- [\u00a0] a\u00a0b", "a-b: not_started"],
    ["- [/] a b", "a-b: in_progress"],
    ["- [~] a b", "a-b: in_progress"],
    ["- [>] a b", "a-b: deferred"],
    ["- [WIP] a b", "a-b: in_progress"],
    ["- [DONE] a b", "a-b: complete"],
    ["- [ ] ~~a b~~", "a-b: cancelled"],
    ["- [-] ~~a b~~", "a-b: cancelled"],
    ["- [x] ~~a b~~", "a-b: complete"],
    ["- [ ] a b (in progress)", "a-b: in_progress"],
    ["- [ ] a b [WIP]", "a-b: in_progress"],
    ["- [ ] a b — blocked", "a-b: blocked"],
    ["- [ ] a b (blocked: legal)", "a-b: blocked"],
    ["- [ ] a b (someday)", "a-b: deferred"],
    ["- [ ] a b 🚧", "a-b: in_progress"],
    ["- [ ] a b ✅ DONE", "a-b: complete"],
    ["- [x] a b (in progress)", "a-b: complete"],
    ["- [ ] a b\n  - Status: in progress", "a-b: in_progress"],
    ["\ufeff- [ ] a b\r\n", "a-b: not_started"],
    ["- [ ] a b\r- [x] c", "a-b: not_started"],
    ["- [ ] **a** _b_ `c`", "a-b-c: not_started"],
    ["- [ ] [a b](https://example.org/x_(y))", "a-b-https-example-org-x-y: not_started"],
    ["- [ ] [a b](https://example.org/x)", "a-b: not_started"],
    ["- [ ] Ünïcode — 日本語 हिन्दी", "ünïcode-日本語-हिन्दी: not_started"],
    ["- [ ] ???", "item: not_started"],
    ["- [ ] 🎉 a b", "a-b: not_started"],
    ["- [ ] a b <!-- for later -->", "a-b: not_started"],
    ["- [ ] a b ^block-1", "a-b: not_started"],
  ])("%j is %s", (text, expected) => {
    expect(read(text)[0]).toBe(expected);
  });

  it.each([
    ["- [ ] 1.2 Parser", "1.2", "Parser"],
    ["- [ ] **1.2** Parser", "1.2", "Parser"],
    ["- [ ] **1.2 Parser**", "1.2", "Parser"],
    ["- [ ] **1.2: Parser** - of all", "1.2", "Parser"],
    ["- [ ] T001 Parser", "T001", "Parser"],
    ["- [ ] REQ-7: Parser", "REQ-7", "Parser"],
    ["- [ ] [CORE-2] Parser", "CORE-2", "Parser"],
    ["- [ ] A1: Parser", "A1", "Parser"],
    ["- [ ] #12 Parser", "12", "Parser"],
    ["- [ ] 3. Parser", "3", "Parser"],
    ["- [ ] Task 3: Parser", "Task 3", "Parser"],
    ["- [ ] 🔴 P1: REQ-7 Parser", "REQ-7", "Parser"],
    ["- [ ] Parser 🆔 abc123", "abc123", "Parser"],
    ["- [ ] **#6 Parser of `maps`**", "6", "Parser of maps"],
    ["- [ ] **1.1 — Parser of `maps`**", "1.1", "Parser of maps"],
    ["- [ ] **Parser.** One of all, without a second pass.", "parser", "Parser"],
    ["- [ ] **Parser** instead of a menu", "parser-instead-of-a-menu", "Parser instead of a menu"],
    ["- [ ] ⬜ **Parser**（of all）", "parser-of-all", "Parser（of all）"],
    [
      "- [ ] T001: Parser (owner: ann:7) (scope: src/a.rs, src/b.rs) (depends: -)",
      "T001",
      "Parser",
    ],
    ["- [ ] S3 bucket", "s3-bucket", "S3 bucket"],
    ["- [ ] UTF-8 decoding", "utf-8-decoding", "UTF-8 decoding"],
    ["- [ ] H2 heading", "h2-heading", "H2 heading"],
    ["- [ ] 3 ways to log in", "3-ways-to-log-in", "3 ways to log in"],
    ["- [ ] Fix #12", "fix-12", "Fix #12"],
    ["- [ ] Fix the crash #12", "fix-the-crash", "Fix the crash"],
    ["- [ ] Fix the crash (#12)", "fix-the-crash", "Fix the crash"],
    [
      "- [ ] Support vitamins (A) and (B)",
      "support-vitamins-a-and-b",
      "Support vitamins (A) and (B)",
    ],
  ])("%s is called %s", (text, id, title) => {
    expect(only(text)).toMatchObject({ id, title });
  });

  it.each([
    ["- [ ] a !high", { priority: "high" }],
    ["- [ ] !!! a", { priority: "critical" }],
    ["- [ ] a (P1)", { priority: "high" }],
    ["- [ ] [P0] a", { priority: "critical" }],
    ["- [ ] P3: a", { priority: "low" }],
    ["- [ ] 🔴 a", { priority: "critical", status: "not_started" }],
    ["- [ ] a 🟢", { priority: "low", status: "not_started" }],
    ["- [ ] a ⏫ 📅 2026-03-01", { priority: "high", deadline: "2026-03-01" }],
    ["- [ ] a (S)", { effort: "S" }],
    ["- [ ] a (2h)", { effort: "XS" }],
    ["- [ ] a (high, 3 days, @ann)", { priority: "high", effort: "M", assignee: "ann" }],
    ["- [ ] a — effort: 2 weeks; owner: Ann", { effort: "L", assignee: "Ann" }],
    ["- [ ] a due:2026-03-01", { deadline: "2026-03-01" }],
    ["- [ ] a, files: src/a.ts, src/b.ts", { files: ["src/a.ts", "src/b.ts"] }],
    ["- [ ] a\n  - Priority: low\n  - Effort: L", { priority: "low", effort: "L" }],
  ])("%s has them", (text, expected) => {
    expect(only(text)).toMatchObject({ id: "a", title: "a", ...expected });
  });

  it("takes words for words where they may as well belong to a title", () => {
    const titles = [
      "Run the backup every 2h",
      "Set the volume - high",
      "Redirect after login",
      "Upgrade @angular",
      "Handle state (done) in the reducer",
      "Fix priority: the queue's order",
    ];
    const text = titles.map((title) => `- [ ] ${title}\n`).join("");
    const { workStreams } = parseRoadmap(text);
    expect(workStreams.map(({ title }) => title)).toEqual(titles);
    expect(workStreams.every(({ available }) => available)).toBe(true);
  });

  it.each([
    "- [ ] b (depends on a-thing)",
    "- [ ] b (depends on: A thing)",
    "- [ ] b (blocked by #7)",
    "- [ ] b, depends on a thing",
    "- [ ] b — needs #7",
    "- [ ] b after A thing",
    "- [ ] b needs #7",
    "- [ ] b ⛔ a-thing",
    "- [ ] b (P1, after a thing)",
    "- [ ] b\n  - Depends on: A thing",
    "- [ ] b\n  - depends on A thing",
    "- [ ] b\n  - **Blocked by:**\n    - A thing",
  ])("%j waits for the other", (item) => {
    const { workStreams, diagnostics } = parseRoadmap(`- [ ] A thing #7\n${item}\n`);
    expect(diagnostics).toEqual([]);
    expect(workStreams[1]).toMatchObject({ dependsOn: ["a-thing"], available: false });
  });

  it("waits for nothing that only sounds like it, and says so of what is meant", () => {
    const text = "- [ ] Redirect after login\n- [ ] b (after v2)\n- [ ] c (depends on d)\n";
    const { workStreams, diagnostics } = parseRoadmap(text);
    expect(workStreams.map(({ available }) => available)).toEqual([true, true, false]);
    expect(diagnostics).toMatchObject([{ code: "unknown-dependency", line: 3, ids: ["c"] }]);
  });

  it("counts the numbers of a numbered list as names, where each is there once", () => {
    const text = "1. [x] a\n2. [ ] b (after 1)\n3. [ ] c (depends on 1 and 2)\n";
    expect(parseRoadmap(text).workStreams.map(({ dependsOn }) => dependsOn)).toEqual([
      [],
      ["a"],
      ["a", "b"],
    ]);
  });

  it("takes chapters from headings, bold lines, labels and bullets without a box", () => {
    const text =
      "# App\n- [ ] a\n## Phase 1: Core\n- [ ] b\n**Forms**\n- [ ] c\nLater:\n- [ ] d\n## UI\n- Pages\n  - [ ] e\n  - [ ] f (depends on Phase 1)\n";
    expect(
      parseRoadmap(text).workStreams.map(({ id, batch, status }) => [id, batch, status]),
    ).toEqual([
      ["a", null, "not_started"],
      ["b", "Phase 1", "not_started"],
      ["c", "Forms", "not_started"],
      ["d", "Later", "deferred"],
      ["e", "Pages", "not_started"],
      ["f", "Pages", "not_started"],
    ]);
    expect(parseRoadmap(text).workStreams[5]?.blockedBy).toEqual(["b", "c", "d"]);
  });

  it.each([
    ["Done", "unknown"],
    ["✅ Completed (2025)", "unknown"],
    ["In Progress", "in_progress"],
    ["Blocked", "blocked"],
    ["Later", "deferred"],
    ["💡 Ideas", "deferred"],
    ["Future ideas", "deferred"],
    ["Icebox", "deferred"],
    ["Someday/Maybe", "deferred"],
    ["Open questions", "deferred"],
    ["Won't do", "cancelled"],
    ["Backlog", "not_started"],
    ["Ideas page", "not_started"],
    ["Later stages of the parser", "not_started"],
    ["Done right", "not_started"],
  ])("an open item below “%s” is %s", (heading, status) => {
    expect(only(`## ${heading}\n### Part\n- [ ] a\n`).status).toBe(status);
    expect(only(`## ${heading}\n- [x] a\n`).status).toBe("complete");
  });

  it("says what nobody can know of a status, with its line", () => {
    const text = "- [ ] a\n- [-] b\n- [?] c\n## Done\n- [ ] d\n";
    const { workStreams, diagnostics } = parseRoadmap(text);
    expect(workStreams.map(({ status }) => status).slice(1)).toEqual([
      "unknown",
      "unknown",
      "unknown",
    ]);
    expect(diagnostics).toMatchObject([
      { code: "unreadable-status", severity: "warning", line: 2, ids: ["b"] },
      { code: "unreadable-status", severity: "warning", line: 3, ids: ["c"] },
      { code: "unreadable-status", severity: "warning", line: 5, ids: ["d"] },
    ]);
  });

  it("believes what the file itself says of its signs", () => {
    const legend = "Legend: [-] cancelled, [?] on hold\n\n- [-] a\n- [?] b\n";
    expect(read(legend)).toEqual(["a: cancelled", "b: deferred"]);
    const items =
      "## Legend\n- [ ] Todo\n- [!] Blocked\n## Work\n- [ ] a\nHere `[!]` is blocked.\n- [!] b\n";
    expect(read(items)).toEqual(["a: not_started", "b: blocked"]);
    expect(read("- [/] a\n- [-] b\n")).toEqual(["a: in_progress", "b: cancelled"]);
    expect(read("- [-] a\n  - [x] one\n  - [ ] two\n")).toEqual(["a: partial"]);
  });

  it("looks at no box in fences, comments, code, quotes, criteria and legends", () => {
    const text =
      "- [ ] a\n```\n- [ ] b\n```\n<!--\n- [ ] c\n-->\n> - [ ] d\n\n## Acceptance criteria\n- [ ] e\n## Example\n\n    - [ ] f\n- [x](g)\n- [1] h\n- [ ]\n";
    expect(read(text)).toEqual(["a: not_started"]);
  });
});

describe("the id of an item", () => {
  it("stays when items are put above it, moved or ticked", () => {
    const before = "## Now\n- [ ] Log in\n- [ ] Search\n";
    const after = "## Now\n- [ ] New\n- [ ] Search\n## Done\n- [x] Log in\n";
    expect(read(before)).toEqual(["log-in: not_started", "search: not_started"]);
    expect(read(after)).toEqual(["new: not_started", "search: not_started", "log-in: complete"]);
  });

  it.each([
    "Log in (P1)",
    "Log in (blocked)",
    "~~Log in~~",
    "Log in (#12)",
    "🔴 Log in — 2h",
    "**Log in**: soon",
  ])("stays when the item reads “%s”", (words) => {
    expect(only(`- [ ] ${words}\n`).id).toBe("log-in");
  });

  it("names the heading where several have one title, and counts what is still the same", () => {
    const text = "- [x] Update\n- [ ] Update\n## API\n- [ ] Tests\n## UI\n- [ ] Tests\n";
    expect(read(text).map((line) => line.split(":")[0])).toEqual([
      "update",
      "update-2",
      "api/tests",
      "ui/tests",
    ]);
  });

  it("is no number that is counted anew in every chapter", () => {
    const text = "## A\n- [ ] 1. Lights\n- [ ] 2. Sound\n## B\n- [ ] 1. Paint\n";
    expect(read(text).map((line) => line.split(":")[0])).toEqual(["lights", "sound", "paint"]);
  });

  it("is an error where it is written twice", () => {
    const { diagnostics } = parseRoadmap("- [ ] T001 a\n- [ ] T001 b\n");
    expect(diagnostics).toMatchObject([{ code: "duplicate-id", severity: "error" }]);
  });

  it("is cut between words, and never in the middle of a sign", () => {
    expect(only(`- [ ] ${"word ".repeat(40)}\n`).id).toBe(
      "word-word-word-word-word-word-word-word-word",
    );
    expect(only(`- [ ] ${"a".repeat(47)}${"𠀀".repeat(9)}\n`).id).toBe("a".repeat(47));
  });
});

describe("a file that is no list", () => {
  it.each([
    ["bullets and numbers without boxes", "# Plan\n- Log in\n1. Search\n"],
    ["boxes of nothing but criteria", "## Definition of done\n- [ ] tests pass\n"],
    ["footnotes and links", "- [1] a\n- [b](c)\n- [d]: e\n"],
  ])("%s: no work, and the error says what makes it work", (_name, text) => {
    const { workStreams, diagnostics, dialect } = parseRoadmap(text);
    expect([workStreams, dialect]).toEqual([[], "generic"]);
    expect(diagnostics).toMatchObject([{ code: "no-work-streams", severity: "error" }]);
    expect(diagnostics[0]?.message).toContain("- [ ] Title");
  });

  it.each([
    "### Phase 1.1: a\n- [ ] b\n",
    "## Title\n- **Status:** Open\n- [ ] b\n",
    "- [ ] b\n- ⚪ REQ-1: a\n",
    "### REQ-9: a\n\n## Tasks\n- [ ] b\n",
  ])("%j is read by its headings, and its boxes are nobody's work", (text) => {
    const { workStreams, dialect } = parseRoadmap(text);
    expect(workStreams).toHaveLength(1);
    expect(dialect).not.toBe("list");
  });
});
