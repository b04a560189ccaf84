import { describe, expect, it } from "vitest";
import { setStatus } from "./editing/edits.ts";
import { gardenEdits } from "./editing/garden.ts";
import { parseRoadmap } from "./parse.ts";

const MEGA = 1_000_000;

/**
 * Texts made to be slow. No clock is read: a reader that is worse than linear in any of these
 * takes hours, and the suite's own limit ends it.
 */
describe("texts made to be slow are read all the same", () => {
  it.each([
    ["a heading of ten million characters", `### Phase 1.1: ${"a ".repeat(5 * MEGA)}`, 1],
    ["a heading of parentheses", `### Phase 1.1: ${"(".repeat(MEGA)}`, 1],
    ["one-liners full of spaces", `🟢 REQ-1: a${" ".repeat(4000)}(\n`.repeat(250), 250],
    ["an id of numbers and dots", `### Phase ${"1.".repeat(MEGA)}: a`, 1],
    ["an id that goes on past any title", `### REQ-${"1-".repeat(MEGA)}: a`, 0],
    ["stars", "*".repeat(10 * MEGA), 0],
    ["number signs", "#".repeat(10 * MEGA), 0],
    ["brackets", `- ${"[".repeat(10 * MEGA)}`, 0],
    ["fences", "```\n".repeat(2 * MEGA), 0],
    ["comments that never end", "<!--\n".repeat(2 * MEGA), 0],
    ["rules", "---\n".repeat(2 * MEGA), 0],
    ["an open JSON list", "[".repeat(10 * MEGA), 0],
    ["a field of asterisks", `### REQ-1: a\n**${"*".repeat(10 * MEGA)}`, 1],
    ["a status of spaces", `### REQ-1: a\n- **Status:** ${" ".repeat(10 * MEGA)}x`, 1],
    ["a status of words", `### REQ-1: a\n- **Status:** ${"complete ".repeat(MEGA)}`, 1],
    ["an assignee of dashes", `### REQ-1: a\n- **Owner:** ${"-".repeat(10 * MEGA)}x`, 1],
    ["dependencies without a comma", `### REQ-1: a\n- **Depends On:** ${"1.1 ".repeat(MEGA)}`, 1],
    ["a million dependencies", `### REQ-1: a\n- **Depends On:** ${"REQ-2, ".repeat(MEGA)}`, 1],
    ["dependencies in parentheses", `### REQ-1: a\n- **Depends On:** ${"(".repeat(MEGA)}`, 1],
    ["comments in a field", `### REQ-1: a\n- **Depends On:** ${"<!--".repeat(MEGA)}`, 1],
    ["one id twenty thousand times", "### REQ-1: a\n".repeat(20_000), 20_000],
    ["chapters nested and reopened", "## a\n###### REQ-1: b\n".repeat(20_000), 20_000],
  ])("%s", (_name, text, count) => {
    expect(parseRoadmap(text).workStreams).toHaveLength(count);
  });

  it("batches that wait for one another", () => {
    const batch = (n: number) =>
      `## Batch ${n} (Depends: Batch ${n - 1})\n${Array.from({ length: 400 }, (_, i) => `### REQ-${n}-${i}: t\n`).join("")}`;
    const text = Array.from({ length: 20 }, (_, n) => batch(n + 1)).join("");
    const { workStreams } = parseRoadmap(text);
    expect(workStreams.at(-1)?.blockedBy).toHaveLength(400);
  });

  it("ten thousand work streams to unblock", () => {
    const text = Array.from(
      { length: 10_000 },
      (_, i) => `### REQ-${i}: t\n**Status**: BLOCKED\n`,
    ).join("");
    expect(gardenEdits(text).edits).toHaveLength(10_000);
  });
});

it("more work streams than a roadmap may have are cut off and reported", () => {
  const text = Array.from({ length: 20_001 }, (_, i) => `### REQ-${i}: t\n`).join("");
  const { workStreams, diagnostics } = parseRoadmap(text);
  expect(workStreams).toHaveLength(20_000);
  expect(diagnostics).toMatchObject([{ code: "too-large", severity: "error" }]);
  expect(setStatus(text, "REQ-1", "complete").ok).toBe(true);
});

it("a title is never cut in the middle of a sign", () => {
  const [stream] = parseRoadmap(`### REQ-1: ${"a".repeat(499)}🎯${"b".repeat(9)}`).workStreams;
  expect(stream?.title).toBe("a".repeat(499));
});
