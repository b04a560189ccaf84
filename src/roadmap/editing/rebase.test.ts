import { describe, expect, it } from "vitest";
import { setStatus, type StreamEdit } from "./edits.ts";
import { rebaseEdit } from "./rebase.ts";

const BASE = `# Roadmap

### Phase 1.1: One
- **Status:** ⚪ Not Started
- **Effort:** S

### Phase 1.2: Two
- **Status:** ⚪ Not Started
`;

function completing(id: string, text = BASE): readonly StreamEdit[] {
  const result = setStatus(text, id, "complete");
  if (!result.ok) throw new Error(result.error.message);
  return result.value.edits;
}

describe("an edit of ours on a text a person changed meanwhile", () => {
  it("finds its work stream wherever it stands now and keeps every other byte", () => {
    const working = `Hello\n\n### Phase 0.9: New\n- **Status:** ⚪ Not Started\n\n${BASE.replace("One", "Uno")}more`;
    const { text, conflicts } = rebaseEdit(BASE, completing("1.1"), working);
    expect(conflicts).toEqual([]);
    const at = working.indexOf("⚪", working.indexOf("Uno"));
    expect(text).toBe(
      `${working.slice(0, at)}✅ Complete${working.slice(at + "⚪ Not Started".length)}`,
    );
  });

  it("yields to theirs in the same place, and says what they wrote", () => {
    const working = BASE.replace("⚪ Not Started", "🔴 Blocked (ask me)");
    const { text, conflicts } = rebaseEdit(BASE, completing("1.1"), working);
    expect(text).toBe(working);
    expect(conflicts).toMatchObject([{ reason: "changed", theirs: "🔴 Blocked (ask me)" }]);
  });

  it("is no conflict when they did the same", () => {
    const working = BASE.replace("⚪ Not Started", "✅ Complete");
    expect(rebaseEdit(BASE, completing("1.1"), working)).toEqual({
      text: working,
      applied: [],
      conflicts: [],
    });
  });

  it("is dropped when the work stream is gone or doubled", () => {
    const gone = BASE.slice(0, BASE.indexOf("### Phase 1.2"));
    expect(rebaseEdit(BASE, completing("1.2"), gone)).toMatchObject({
      text: gone,
      conflicts: [{ reason: "gone" }],
    });
    const doubled = `${BASE}\n### Phase 1.2: Two\n- **Status:** ⚪ Not Started\n`;
    expect(rebaseEdit(BASE, completing("1.2"), doubled).conflicts).toMatchObject([
      { reason: "ambiguous" },
    ]);
  });

  it("inserts where the line belongs now, unless they wrote a status", () => {
    const base = "### Phase 1.1: a\n- **Effort:** S\n";
    const edits = completing("1.1", base);
    expect(rebaseEdit(base, edits, `Intro\n\n${base}`).text).toBe(
      "Intro\n\n### Phase 1.1: a\n- **Status:** ✅ Complete\n- **Effort:** S\n",
    );
    const theirs = base.replace("- **Effort", "- **Status:** 🔴 Blocked\n- **Effort");
    expect(rebaseEdit(base, edits, theirs)).toMatchObject({
      text: theirs,
      conflicts: [{ theirs: "🔴 Blocked" }],
    });
  });

  it("inserts a sign into the heading they renamed", () => {
    const base = "### 🟢 REQ-1: a\n### REQ-2: b\n";
    const working = "Note\n### 🟢 REQ-1: a\n#### REQ-2: better\n";
    expect(rebaseEdit(base, completing("REQ-2", base), working).text).toBe(
      "Note\n### 🟢 REQ-1: a\n#### 🟢 REQ-2: better\n",
    );
  });

  it("stands or falls as a whole", () => {
    const base = "### PRIORITY 1: a 📝 Planned\n**Status**: 📝 Planned\n";
    const working = base.replace("a 📝 Planned", "a ⏸️ Paused");
    const { text, conflicts } = rebaseEdit(base, completing("PRIORITY 1", base), working);
    expect(text).toBe(working);
    expect(conflicts).toHaveLength(1);
  });

  it("works on CRLF and JSON", () => {
    const crlf = BASE.replaceAll("\n", "\r\n");
    expect(rebaseEdit(BASE, completing("1.2"), crlf).text).toBe(
      crlf.replace(/Two\r\n- \*\*Status:\*\* ⚪ Not Started/, "Two\r\n- **Status:** ✅ Complete"),
    );
    const json = '[{"id": "REQ-1", "title": "a", "status": "PENDING"}]';
    const later = json.replace("{", '{"note": 1, ');
    expect(rebaseEdit(json, completing("REQ-1", json), later).text).toBe(
      later.replace("PENDING", "COMPLETE"),
    );
  });
});
