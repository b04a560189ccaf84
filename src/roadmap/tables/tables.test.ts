import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StreamStatus } from "../../model/index.ts";
import {
  appendWorkStream,
  applyEdits,
  breakCycles,
  checkHealth,
  garden,
  gardenEdits,
  parseRoadmap,
  proposeSplit,
  rebaseEdit,
  setStatus,
} from "../index.ts";

const PLAN = `# Plan

## Phase 1: Core

| ID | Task | Status | Depends on | Priority | Est. | Owner | Files |
|----|:-----|:------:|------------|---------:|------|-------|-------|
| T1 | Set up the [database](docs/db.md) | ✅ Done | - | High | 2h | | |
| T2 | **Log in** \\| out with \`a\\|b\` | In progress | T1 | P1 | M | @ann | \`src/login.ts\`, src/out.ts |
| T3 | Search | Todo | T1, T2 | | S | | |

## Ideas

| Feature | Status |
| --- | --- |
| Dark mode | |
`;

function set(text: string, id: string, status: StreamStatus, reason?: string): string {
  const changed = setStatus(text, id, status, reason === undefined ? {} : { reason });
  if (!changed.ok) throw new Error(changed.error.message);
  return changed.value.text;
}

function read(text: string): readonly string[] {
  return parseRoadmap(text).workStreams.map(({ id, status }) => `${id}: ${status}`);
}

describe("a table of tasks", () => {
  it("is read as work streams, its cells as their fields", () => {
    const { dialect, workStreams, diagnostics } = parseRoadmap(PLAN);
    expect(dialect).toBe("table");
    expect(diagnostics).toEqual([]);
    expect(workStreams).toMatchObject([
      {
        id: "T1",
        title: "Set up the database",
        status: "complete",
        priority: "high",
        effort: "XS",
      },
      {
        id: "T2",
        title: "Log in | out with a|b",
        status: "in_progress",
        statusText: "In progress",
        dependsOn: ["T1"],
        assignee: "ann",
        priority: "high",
        effort: "M",
        files: ["src/login.ts", "src/out.ts"],
        batch: "Phase 1",
        line: 8,
      },
      { id: "T3", status: "not_started", dependsOn: ["T1", "T2"], blockedBy: ["T2"] },
      { id: "dark-mode", status: "deferred", batch: "Ideas" },
    ]);
  });

  it.each([
    ["| Task | Status |\n|---|---|\n| a b | Done |", "a-b: complete"],
    ["Task | Status\n--- | ---\na b | Done", "a-b: complete"],
    ["| Task | Status |\r\n|---|---|\r\n| a b | WIP |\r\n", "a-b: in_progress"],
    ["\ufeff| Task | Status |\n|-|-|\n|a b||", "a-b: not_started"],
    ["| Task | Done |\n|---|---|\n| a b | x |", "a-b: complete"],
    ["| Task | Done? |\n|---|---|\n| a b | no |", "a-b: not_started"],
    ["| Task | ✅ |\n|---|---|\n| a b | ❌ |", "a-b: not_started"],
    ["| Task | Progress |\n|---|---|\n| a b | 40% |", "a-b: partial"],
    ["| Task | Progress |\n|---|---|\n| a b | 100% |", "a-b: complete"],
    ["| | Task |\n|---|---|\n| [x] | a b |", "a-b: complete"],
    ["| | Task |\n|---|---|\n| ⬜ | a b |", "a-b: not_started"],
    ["| Task | Status |\n|---|---|\n| ~~a b~~ | |", "a-b: cancelled"],
    ["| Task | Status |\n|---|---|\n| a b | Blocked: legal |", "a-b: blocked"],
    ["| Task | Status |\n|---|---|\n| 1.2 Parser | Todo |", "1.2: not_started"],
    ["| # | Title |\n|---|---|\n| 7 | a |", "7: not_started"],
    ["| Task | Description | Status |\n|---|---|---|\n| T1 | a | Done |", "T1: complete"],
    ["| ID | Story |\n|---|---|\n| [US-1](x) | a |", "US-1: not_started"],
    ["| Aufgabe | Task | Status |\n|---|---|---|\n| x | a | erledigt |", "a: complete"],
    ["| Task | Status |\n|---|---|\n| a | who knows |", "a: unknown"],
    ["| Feature | Status |\n|---|---|\n| a | ❌ Missing |", "a: not_started"],
    ["| Feature | Status |\n|---|---|\n| a | ❌ Not Started |", "a: not_started"],
    ["| Feature | Status |\n|---|---|\n| a | Not implemented |", "a: not_started"],
    ["| Feature | Status |\n|---|---|\n| a | ❌ |", "a: unknown"],
    ["| Feature | Status |\n|---|---|\n| a | ⚠️ Partial |", "a: partial"],
    ["| Feature | Status |\n|---|---|\n| a | ⏳ Todo |", "a: not_started"],
    [
      "| Feature ID | Feature | Status | depends_on |\n|--|--|--|--|\n| R-1 | a | todo | — |",
      "R-1: not_started",
    ],
    ["## Done\n| Task | Status |\n|---|---|\n| a | |", "a: unknown"],
  ])("%j holds %s", (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  it.each([
    "| Option | Meaning |\n|---|---|\n| a | b |\n",
    "| Task | Notes |\n|---|---|\n| a | b |\n",
    "| Task | Status |\n| a | b |\n",
    "```\n| Task | Status |\n|---|---|\n| a | Todo |\n```\n",
    "<!--\n| Task | Status |\n|---|---|\n| a | Todo |\n-->\n",
    "| Task | Status |\n|---|---|\n",
  ])("%j is none", (text) => {
    expect(parseRoadmap(text)).toMatchObject({ dialect: "generic", workStreams: [] });
  });

  it("is not looked at beside work of a dialect or a list", () => {
    const table = "\n| Task | Status |\n|---|---|\n| a | Todo |\n";
    expect(parseRoadmap(`### Phase 1.1: b\n${table}`).dialect).toBe("phase");
    expect(parseRoadmap(`- [ ] b\n${table}`)).toMatchObject({ dialect: "list" });
    expect(parseRoadmap(`- [ ] b\n${table}`).workStreams).toHaveLength(1);
  });

  it("says what it cannot be told of: a row that may be done, a table without a status", () => {
    expect(parseRoadmap("| ID | Task |\n|---|---|\n| 1 | a |\n").diagnostics).toMatchObject([
      { code: "unreadable-status", severity: "warning", line: 1 },
    ]);
    expect(setStatus("| ID | Task |\n|---|---|\n| 1 | a |\n", "1", "complete").ok).toBe(false);
    expect(parseRoadmap("| Task | Status |\n|---|---|\n| a | ? |\n").diagnostics).toMatchObject([
      { code: "unreadable-status", line: 3, ids: ["a"] },
    ]);
  });
});

describe("the status of a row", () => {
  const row = (cell: string, more = "") => `| Task | Status |\n|---|---|\n| b |${cell}|\n${more}`;

  it.each<[string, StreamStatus, string]>([
    [row(" Todo "), "complete", row(" Done ")],
    [row(" TODO "), "complete", row(" DONE ")],
    [row(" pending "), "complete", row(" complete ")],
    [row(" Open ", "| c | Shipped |\n"), "complete", row(" Shipped ", "| c | Shipped |\n")],
    [row(" 🚧 WIP ", "| c | ✅ Done |"), "complete", row(" ✅ Done ", "| c | ✅ Done |")],
    [row(" ⬜ "), "complete", row(" ✅ ")],
    [row(" [ ] "), "complete", row(" [x] ")],
    [row(" 0% "), "complete", row(" 100% ")],
    [row(""), "complete", row("Complete")],
    [row("  "), "complete", row(" Complete ")],
    [row(" Done "), "not_started", row(" Todo ")],
    [row(" Todo "), "blocked", row(" Blocked ")],
    [row(" open "), "in_progress", row(" in progress ")],
    ["Task | Done\n--|--\nb | no", "complete", "Task | Done\n--|--\nb | yes"],
    [
      "| Task | Done |\n|-|-|\n| b | |\n| c | X |\n",
      "complete",
      "| Task | Done |\n|-|-|\n| b | X|\n| c | X |\n",
    ],
  ])("%j as %s becomes %j", (before, status, after) => {
    expect(set(before, "b", status)).toBe(after);
  });

  it("is written in the one cell, in a file of any line ends, and rebased onto a person's", () => {
    const text = `\ufeff${PLAN.replaceAll("\n", "\r\n").trimEnd()}`;
    expect(set(text, "T3", "complete")).toBe(text.replace("| Todo |", "| ✅ Done |"));
    const ours = setStatus(PLAN, "T3", "complete");
    if (!ours.ok) throw new Error(ours.error.message);
    const working = PLAN.replace(
      "| T3 | Search | Todo",
      "| T0 | New | Todo | |\n| T3 | Search all | Todo",
    );
    const { text: after, conflicts } = rebaseEdit(PLAN, ours.value.edits, working);
    expect(conflicts).toEqual([]);
    expect(after).toBe(working.replace("Search all | Todo", "Search all | ✅ Done"));
    const theirs = PLAN.replace("| T3 | Search | Todo", "| T3 | Search | Blocked");
    expect(rebaseEdit(PLAN, ours.value.edits, theirs).text).toBe(theirs);
  });

  it("is gardened, and held by a reason", () => {
    const text = "| Task | Status | Depends on |\n|-|-|-|\n| a | Done | |\n| b | Blocked | a |\n";
    expect(gardenEdits(text).garden.unblocked.map(({ id }) => id)).toEqual(["b"]);
    const held = set(text, "b", "blocked", "legal | says no");
    expect(held).toContain("| Blocked, on hold: legal / says no | a |");
    expect(garden(parseRoadmap(held)).unblocked).toEqual([]);
  });
});

describe("a new row", () => {
  it.each([
    [
      "| ID | Task | Status |\n|-|-|-|\n| T1 | a | Todo |\n| T2 | b | Done |\n\nWords.\n",
      "| T2 | b | Done |\n| T3 | c \\| d | Todo |\n\nWords.",
    ],
    ["Task | Status\n--|--\na | Open", "a | Open\nc \\| d | Open"],
  ])("in %j", (text, part) => {
    const added = appendWorkStream(text, { title: "c | d" });
    if (!added.ok) throw new Error(added.error.message);
    expect(added.value.text).toContain(part);
    expect(added.value.text.replace(/\r?\n?[^\n]*c \\\| d[^\n]*/, "")).toBe(text);
  });

  it("fills the columns that are there, and is refused where one is missing", () => {
    const added = appendWorkStream(PLAN, {
      title: "Pay",
      dependsOn: ["T3"],
      effort: "L",
      priority: "high",
    });
    if (!added.ok) throw new Error(added.error.message);
    expect(added.value.text).toContain("\n| T4 | Pay | Todo | T3 | high | L |  |  |\n\n## Ideas");
    const small = "| Task | Status |\n|-|-|\n| a | Todo |\n";
    const refused = appendWorkStream(small, { title: "b", dependsOn: ["a"] });
    expect(refused).toMatchObject({
      ok: false,
      error: { message: /no column for what it depends on/ },
    });
    expect(proposeSplit(small, "a", ["one", "two"]).ok).toBe(false);
  });

  it("divides a row, and a circle of rows is opened", () => {
    expect(proposeSplit(PLAN, "T3", ["one", "two"]).ok).toBe(true);
    const circle =
      "| ID | Task | Status | Depends on |\n|-|-|-|-|\n| 1 | a | Todo | 2 |\n| 2 | b | Todo | 1 |\n";
    const { text, cuts, left } = breakCycles(circle);
    expect([cuts.length, left]).toEqual([1, []]);
    expect(text).toBe(circle.replace("| Todo | 2 |", "| Todo | - |"));
  });
});

describe("for any table", () => {
  const cell = fc.constantFrom(
    "a",
    "b",
    "T1",
    "T2",
    "Done",
    "Todo",
    "Blocked",
    "x",
    "",
    " ",
    "`c\\|d`",
    "✅",
    "T1, T2",
    "-",
    "[ ]",
  );
  const names = fc.constantFrom(
    "ID",
    "Task",
    "Title",
    "Status",
    "Done",
    "Depends on",
    "Phase",
    "",
    "Files",
  );
  const bars = (cells: readonly string[], outer: boolean) =>
    outer ? `| ${cells.join(" | ")} |` : cells.join(" | ");
  const table = fc
    .tuple(
      fc.array(names, { minLength: 2, maxLength: 5 }),
      fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 6 }),
      fc.boolean(),
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom("", "\ufeff", "## Later\n", "words\n\n"),
    )
    .map(
      ([head, rows, outer, eol, lead]) =>
        lead +
        [
          bars(head, outer),
          bars(
            head.map(() => "---"),
            outer,
          ),
          ...rows.map((row) => bars(row, outer)),
        ].join(eol),
    );

  it("reading never throws, and setting, gardening and adding change what they say", () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom("complete", "not_started", "blocked", "in_progress"),
        (text, wanted) => {
          const before = parseRoadmap(text);
          expect(checkHealth(before).unblockable).toEqual(
            garden(before).unblocked.map((u) => u.id),
          );
          const gardened = parseRoadmap(gardenEdits(text).text, { dialect: before.dialect });
          expect(garden(gardened).unblocked).toEqual([]);
          for (const { id, line, slots } of before.workStreams) {
            for (const { span, text: said } of slots) {
              expect(text.slice(span.start, span.end)).toBe(said);
            }
            const result = setStatus(text, id, wanted, { line });
            if (!result.ok) continue;
            expect(applyEdits(text, result.value.edits)).toBe(result.value.text);
            expect(result.value.edits.length).toBeLessThanOrEqual(1);
          }
          const added = appendWorkStream(text, { title: "new work" });
          if (added.ok && before.dialect === "table") {
            const { workStreams } = parseRoadmap(added.value.text);
            expect(workStreams).toHaveLength(before.workStreams.length + 1);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    [
      "a row of ten million bars",
      `| Task | Status |\n|-|-|\n| a | Todo |${"|".repeat(10_000_000)}`,
      1,
    ],
    [
      "twenty thousand rows",
      `| Task | Status |\n|-|-|\n${"| a | Todo |\n".repeat(20_000)}`,
      20_000,
    ],
    ["rules upon rules", "|-|-|\n".repeat(200_000), 0],
    ["bars", "|".repeat(5_000_000), 0],
    ["backslashes", `| Task | Status |\n|-|-|\n| ${"\\".repeat(5_000_000)} | Todo |`, 1],
  ])("%s takes no longer than its length", (_name, text, count) => {
    expect(parseRoadmap(text).workStreams).toHaveLength(count);
  });
});
