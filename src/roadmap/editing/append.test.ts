import { describe, expect, it } from "vitest";
import { appendWorkStream, type NewWorkStream } from "./append.ts";
import { parseRoadmap } from "../parse.ts";

const WORK: NewWorkStream = {
  title: "Add  a cache\n",
  priority: "high",
  effort: "S",
  dependsOn: ["1.1"],
  files: ["src/cache.ts"],
  acceptance: ["hits are counted"],
};

function append(text: string, work: NewWorkStream = WORK): string {
  const result = appendWorkStream(text, work);
  if (!result.ok) throw new Error(result.error.message);
  const { workStreams } = parseRoadmap(result.value.text);
  expect(workStreams.some(({ id }) => id === result.value.id)).toBe(true);
  return result.value.text;
}

describe("adding a work stream", () => {
  it("makes a roadmap of nothing", () => {
    expect(append("")).toBe(
      [
        "# Roadmap",
        "",
        "### Phase 1.1: Add a cache",
        "- **Status:** ⚪ Not Started",
        "- **Priority:** High",
        "- **Depends On:** Phase 1.1",
        "- **Effort:** S",
        "- **Files:**",
        "  - `src/cache.ts`",
        "- **Done When:**",
        "  - hits are counted",
        "",
      ].join("\n"),
    );
  });

  it("follows the manner, the series and the line endings of the last one", () => {
    const text =
      "## Batch 1\r\n### Phase 1.1: a\r\n- **Status:** Complete\r\n\r\n### Phase 1.2: b\r\n- **Status:** Not Started\r\n- **Dependencies:** Phase 1.1\r\n\r\n## Backlog\r\n";
    const added = append(text, { title: "c", dependsOn: ["1.2"] });
    expect(added).toBe(
      text.replace(
        "## Backlog",
        "### Phase 1.3: c\r\n- **Status:** Not Started\r\n- **Dependencies:** Phase 1.2\r\n\r\n## Backlog",
      ),
    );
  });

  it("follows icons and unbulleted fields", () => {
    const text = "### {🟢} REQ-275: a\n\n**Effort:** S\n";
    expect(append(text, { title: "b", effort: "M" })).toBe(
      `${text}\n### {⚪} REQ-276: b\n\n**Effort:** M\n`,
    );
  });

  it("adds no last line ending to a file without one", () => {
    expect(append("### REQ-1: a\n**Status**: NEW", { title: "b" })).toBe(
      "### REQ-1: a\n**Status**: NEW\n\n### REQ-2: b\n\n**Status**: NEW",
    );
  });

  it("does not put new work under what was deferred", () => {
    const text =
      "### WP-1: a\n- **Status:** ⚪ Not Started\n\n## Never\n### WP-2: b\n- **Status:** ❌ Cancelled\n";
    expect(append(text, { title: "c" }).indexOf("WP-")).toBeLessThan(text.indexOf("## Never"));
    expect(append(text, { title: "c" })).toMatch(/### WP-3: c\n.*\n\n## Never/);
  });

  it.each(["", " \n ", "x ⭐ BOOTSTRAP", "Done ✅ Complete"])("refuses the title %j", (title) => {
    expect(appendWorkStream("### REQ-1: a\n", { title }).ok).toBe(false);
  });

  it("refuses what would change the status of other work in a list", () => {
    const list = "  - [-] a\n\t- [ ] a\n\t- [✅] a";
    const added = appendWorkStream(list, { title: "\u0000", priority: "high", effort: "S" });
    expect(added.ok ? added.value.text : added.error.message).toContain("status of other work");
  });

  it("cuts what is too long between characters, never inside of one", () => {
    const text = append("", { ...WORK, acceptance: [`a${"🙈".repeat(400)}`] });
    expect(text).toContain(`- a${"🙈".repeat(249)}\n`);
    expect(text).not.toMatch(/\p{Surrogate}/u);
  });

  it("keeps markup in a title out of the structure", () => {
    const text = append("### REQ-1: a\n**Status**: NEW\n", { title: "b\n## Batch 9\n```" });
    expect(parseRoadmap(text).workStreams.map(({ id }) => id)).toEqual(["REQ-1", "REQ-2"]);
  });
});
