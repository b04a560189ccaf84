import { describe, expect, it } from "vitest";
import { applyEdits, findStreams, setStatus } from "./edits.ts";
import { garble } from "../reading/marks.ts";
import { parseRoadmap } from "../parse.ts";
import type { SettableStatus } from "../types.ts";

function set(text: string, id: string, status: SettableStatus, more = {}): string {
  const result = setStatus(text, id, status, more);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.text;
}

const PHASES = `# Roadmap

### Phase 1.1: One
- **Status:** ✅ Complete
- **Effort:** S

### Phase 1.2: Two
- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.1 ✅

### Phase 1.3: Three
- **Status:** ⚪ Not Started
`;

describe("setting a status", () => {
  it("changes the value and nothing else", () => {
    const { edits, text } = (() => {
      const result = setStatus(PHASES, "1.2", "complete");
      if (!result.ok) throw new Error(result.error.message);
      return result.value;
    })();
    expect(text).toBe(PHASES.replace("🔴 Blocked", "✅ Complete"));
    expect(edits).toMatchObject([
      { id: "1.2", line: 7, place: "field", replacement: "✅ Complete" },
    ]);
  });

  it.each([
    ["CRLF", PHASES.replaceAll("\n", "\r\n")],
    ["a BOM", `\ufeff${PHASES}`],
    ["no last line ending", PHASES.trimEnd()],
    ["mixed line endings", PHASES.replace("\n- **Effort", "\r\n- **Effort")],
  ])("keeps %s", (_name, text) => {
    expect(set(text, "1.3", "complete")).toBe(text.replace("⚪ Not Started", "✅ Complete"));
  });

  it.each([
    ["- **Status:** Not Started", "complete", "- **Status:** Complete"],
    ["**Status**: NEW", "complete", "**Status**: COMPLETE"],
    ["**Status**: NEW", "in_progress", "**Status**: IN_PROGRESS"],
    ["**Status**: 📝 Planned", "complete", "**Status**: ✅ Complete"],
    ["- **Status:** ⚪ NOT STARTED", "complete", "- **Status:** ✅ COMPLETE"],
    ["- **Status:** ⚪", "complete", "- **Status:** 🟢"],
    ["- **Status:** 🔴 Blocked (waits for Ann)", "complete", "- **Status:** ✅ Complete"],
    ["**Status**: NEW | **Owner**: Ann", "complete", "**Status**: COMPLETE | **Owner**: Ann"],
    ["- **Status:**", "complete", "- **Status:** ✅ Complete"],
    ["Status: todo <!-- mine -->", "complete", "Status: Complete <!-- mine -->"],
    [`- **Status:** ${garble("🔴")} Blocked`, "complete", `- **Status:** ${garble("✅")} Complete`],
  ] as const)("“%s” to %s is “%s”", (before, status, after) => {
    const text = (line: string) => `### REQ-1: a\n${line}\n`;
    expect(set(text(before), "REQ-1", status)).toBe(text(after));
  });

  it("writes it the way the roadmap writes it elsewhere", () => {
    const text = "### REQ-1: a\n**Status**: ✔ Shipped\n### REQ-2: b\n**Status**: 🔵 Doing\n";
    expect(set(text, "REQ-2", "complete")).toBe(text.replace("🔵 Doing", "✔ Shipped"));
  });

  it.each([
    ["### ⚪ REQ-1: a\n", "### 🟢 REQ-1: a\n"],
    ["### {⚪} REQ-1: a\n", "### {🟢} REQ-1: a\n"],
    ["## Backlog\n- ⚪ REQ-1: a (Agent: X, S)\n", "## Backlog\n- 🟢 REQ-1: a (Agent: X, S)\n"],
    ["## 📝 PLANNED: US-1 - a\n", "## ✅ COMPLETE: US-1 - a\n"],
    ["### Phase 1.1: a ⚪ Not Started\n", "### Phase 1.1: a ✅ Complete\n"],
  ])("%j becomes %j", (before, after) => {
    const [stream] = parseRoadmap(before).workStreams;
    expect(set(before, stream?.id ?? "", "complete")).toBe(after);
  });

  it("keeps a mark in the heading in step, and leaves a stale one alone", () => {
    const text = "### PRIORITY 1: a 📝 Planned\n**Status**: 📝 Planned - HIGH PRIORITY (Why)\n";
    expect(set(text, "PRIORITY 1", "complete")).toBe(
      "### PRIORITY 1: a ✅ Complete\n**Status**: ✅ Complete - HIGH PRIORITY (Why)\n",
    );
    const stale = "### PRIORITY 1: a 📝 Planned\n**Status**: 🔄 In Progress\n";
    expect(set(stale, "PRIORITY 1", "complete")).toBe(
      stale.replace("🔄 In Progress", "✅ Complete"),
    );
  });

  it("adds a line in the roadmap's shape where none is written", () => {
    expect(set("### Phase 1.1: a\n- **Effort:** S\n", "1.1", "complete")).toBe(
      "### Phase 1.1: a\n- **Status:** ✅ Complete\n- **Effort:** S\n",
    );
    const other = "### REQ-1: a\n\n**Status**: NEW\n\n### REQ-2: b\r\n\r\n**Owner**: x\r\n";
    expect(set(other, "REQ-2", "complete")).toBe(
      other.replace("**Owner**: x", "**Status**: COMPLETE\n**Owner**: x"),
    );
    expect(set("### Phase 1.1: a\nProse.\n", "1.1", "complete")).toBe(
      "### Phase 1.1: a\n- **Status:** ✅ Complete\n\nProse.\n",
    );
    expect(set("### Phase 1.1: a", "1.1", "complete")).toBe(
      "### Phase 1.1: a\n- **Status:** ✅ Complete",
    );
    expect(set("### 🟢 REQ-1: a\n### REQ-2: b\n", "REQ-2", "complete")).toBe(
      "### 🟢 REQ-1: a\n### 🟢 REQ-2: b\n",
    );
  });

  it("dates it only where the roadmap dates its statuses", () => {
    const dated =
      "### WP-1: a\n- **Status:** 🟢 Complete (2025-12-29)\n### WP-2: b\n- **Status:** ⚪ Not Started\n";
    expect(set(dated, "WP-2", "complete", { at: "2026-01-05T10:00:00Z" })).toContain(
      "🟢 Complete (2026-01-05)",
    );
    expect(set(PHASES, "1.3", "complete", { at: "2026-01-05" })).not.toContain("2026");
  });

  it("names the holder in a field that names nobody", () => {
    const text = "### Phase 1.1: a\n- **Status:** ⚪ Not Started\n- **Assigned To:** -\n";
    expect(set(text, "1.1", "in_progress", { by: "Aria\n# x" })).toBe(
      text.replace("⚪ Not Started", "🔄 In Progress").replace(":** -", ":** Aria # x"),
    );
    const held = text.replace(":** -", ":** Lyra");
    expect(set(held, "1.1", "in_progress", { by: "Aria" })).toContain("Lyra");
  });

  it("that is set already changes nothing", () => {
    expect(set(PHASES, "1.1", "complete")).toBe(PHASES);
  });

  it("is refused for an id that is not there or stands there twice", () => {
    expect(setStatus(PHASES, "7", "complete")).toMatchObject({ error: { reason: "not-found" } });
    const twice = "### REQ-1: a\n**Status**: NEW\n### REQ-1: b\n**Status**: NEW\n";
    expect(setStatus(twice, "REQ-1", "complete")).toMatchObject({
      error: { reason: "ambiguous", lines: [1, 3] },
    });
    expect(set(twice, "REQ-1", "complete", { line: 3 })).toMatch(/a\n.*NEW\n.*b\n.*COMPLETE\n$/);
    expect(setStatus(PHASES, "1.1", "unknown")).toMatchObject({ error: { reason: "unwritable" } });
  });

  it("never touches the next work stream when its own has no such line", () => {
    const text =
      "### Phase 1.1: a\n- **Status:** Blocked\n### Phase 1.2: b\n- **Status:** 🔴 Blocked\n";
    expect(set(text, "1.1", "not_started").split("\n")[3]).toBe("- **Status:** 🔴 Blocked");
  });
});

it("finds work streams by id as people type it", () => {
  const roadmap = parseRoadmap("### Phase 1.2: a\n### PRIORITY 28: b\n### REQ-9: c\n");
  const found = ["1.2", "Phase 1.2", "priority-28", "req-9", "nothing"].map((id) =>
    findStreams(roadmap, id).map((stream) => stream.id),
  );
  expect(found).toEqual([["1.2"], ["1.2"], ["PRIORITY 28"], ["REQ-9"], []]);
});

it("edits that overlap are a mistake of the caller", () => {
  const edit = { span: { start: 0, end: 2 }, replacement: "" };
  expect(() => applyEdits("abc", [edit, { ...edit, span: { start: 1, end: 3 } }])).toThrow(
    RangeError,
  );
});

describe("a status that the roadmap spells in several ways", () => {
  it("is written with a sign where a sign stands, though it came first without one", () => {
    const phase = (id: string, status: string) => `### Phase ${id}: t\n- **Status:** ${status}\n`;
    const text = [
      phase("1.1", "Not Complete"),
      phase("1.2", "🔴 Blocked"),
      phase("1.3", "⚪ Not Started"),
    ].join("\n");
    const result = setStatus(text, "1.2", "not_started");
    expect(result.ok && result.value.text).toBe(text.replace("🔴 Blocked", "⚪ Not Started"));
  });
});
