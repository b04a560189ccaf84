import { describe, expect, it } from "vitest";
import { parseRoadmap } from "../parse.ts";
import { applySplit, proposeSplit } from "./split.ts";
import { textDiff } from "./text-diff.ts";

const PHASES = `# Plan

## Batch 1

### Phase 1.1: Base
- **Status:** ✅ Complete

### Phase 1.2: Import and export
- **Status:** ⚪ Not Started
- **Priority:** High
- **Depends On:** Phase 1.1
- **Files:**
  - \`src/import.ts\`
  - \`src/export.ts\`
- **Tasks:**
  - [ ] read the CSV in import.ts
  - [x] agree on the format
  - [ ] write the CSV in export.ts

### Phase 1.3: Report
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.2
`;

function divide(text: string, id: string, titles: readonly string[] = []): string {
  const parts = proposeSplit(text, id, titles);
  if (!parts.ok) throw new Error(parts.error.message);
  const applied = applySplit(text, id, parts.value);
  if (!applied.ok) throw new Error(applied.error.message);
  return applied.value;
}

describe("dividing a work stream", () => {
  it("makes a part of each open task, one after another, and lets the whole wait for them", () => {
    const roadmap = parseRoadmap(divide(PHASES, "1.2"));
    expect(roadmap.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(
      roadmap.workStreams.map(({ id, title, dependsOn, files }) => [id, title, dependsOn, files]),
    ).toEqual([
      ["1.1", "Base", [], []],
      ["1.2", "Import and export", ["1.1", "1.2.1", "1.2.2"], ["src/import.ts", "src/export.ts"]],
      ["1.2.1", "read the CSV in import.ts", ["1.1"], ["src/import.ts"]],
      ["1.2.2", "write the CSV in export.ts", ["1.2.1"], ["src/export.ts"]],
      ["1.3", "Report", ["1.2"], []],
    ]);
    expect(roadmap.workStreams[2]?.priority).toBe("high");
  });

  it("changes one field of what is there, and only adds besides", () => {
    const diff = textDiff(PHASES, divide(PHASES, "1.2")).split("\n");
    expect(diff.filter((line) => line.startsWith("-"))).toEqual(["-- **Depends On:** Phase 1.1"]);
    expect(diff).toContain("+- **Depends On:** Phase 1.1, Phase 1.2.1, Phase 1.2.2");
  });

  it("is done once, however often it is done", () => {
    const parts = proposeSplit(PHASES, "1.2", []);
    if (!parts.ok) throw new Error(parts.error.message);
    const once = divide(PHASES, "1.2");
    expect(applySplit(once, "1.2", parts.value)).toEqual({ ok: true, value: once });
    const first = parts.value.slice(0, 1);
    const half = applySplit(PHASES, "1.2", first);
    if (!half.ok) throw new Error(half.error.message);
    const whole = applySplit(half.value, "1.2", parts.value);
    expect(whole.ok && parseRoadmap(whole.value).workStreams.length).toBe(5);
  });

  it("takes the titles that a person gives", () => {
    const { workStreams } = parseRoadmap(divide(PHASES, "1.3", ["Layout", "Totals"]));
    expect(workStreams.slice(-2).map(({ id, title }) => [id, title])).toEqual([
      ["1.3.1", "Layout"],
      ["1.3.2", "Totals"],
    ]);
  });

  it("writes a field where the whole waited for nothing, and in place of a word for nothing", () => {
    for (const field of ["", "- **Depends On:** None\n"]) {
      const text = `### Phase 2: Alone\n- **Status:** ⚪ Not Started\n${field}`;
      const { workStreams } = parseRoadmap(divide(text, "2", ["One", "Two"]));
      expect(workStreams[0]?.dependsOn).toEqual(["2.1", "2.2"]);
    }
  });

  it("keeps to the families of roadmaps that it knows", () => {
    const families = [
      "#### Work Stream C1: t\n- **Status:** Not Started\n",
      "#### WP-2.7: t\n- **Status:** Not Started\n- **Depends On:** none\n",
      "### REQ-042: t\n\n**Status**: NEW\n**Owner**: Ann\n\n---\n",
      "### 🔴 **PRIORITY 3: t**\n\n**Status**: 📝 Planned\n",
    ];
    for (const text of families) {
      const id = parseRoadmap(text).workStreams[0]?.id ?? "";
      const { workStreams } = parseRoadmap(divide(text, id, ["One", "Two"]));
      expect([id, workStreams.length, workStreams[0]?.dependsOn.length]).toEqual([id, 3, 2]);
    }
  });

  it("refuses what it cannot divide, and changes nothing", () => {
    for (const [text, id] of [
      [PHASES, "1.3"],
      [PHASES, "9.9"],
      [PHASES.replace("Phase 1.3", "Phase 1.2"), "1.2"],
      ['[{"id":"REQ-1","title":"t","files":["a","b"]}]', "REQ-1"],
    ] as const) {
      expect(proposeSplit(text, id, []).ok).toBe(false);
    }
  });

  it("gathers neighbours where there are more tasks than parts", () => {
    const tasks = Array.from({ length: 30 }, (_, at) => `- [ ] task ${at}\n`).join("");
    const text = `### Phase 1: Much\n- **Status:** ⚪ Not Started\n- **Tasks:**\n${tasks}`;
    const parts = proposeSplit(text, "1", []);
    expect(parts.ok && parts.value.length).toBe(8);
    expect(parts.ok && parts.value.flatMap((part) => part.tasks).length).toBe(30);
  });
});

describe("the difference of two texts", () => {
  it("is nothing for the same, and says where the rest begins", () => {
    expect(textDiff("a\nb", "a\nb")).toBe("");
    expect(textDiff("a\nb\nc", "a\nB\nc")).toBe("@@ -1,3 +1,3 @@\n a\n-b\n+B\n c");
  });
});
