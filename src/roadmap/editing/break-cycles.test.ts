import { expect, it } from "vitest";
import { parseRoadmap } from "../parse.ts";
import { breakCycles } from "./break-cycles.ts";

/** `1.1 < 1.2, 1.3`: 1.1 waits for both. */
function roadmap(...lines: readonly string[]): string {
  return lines
    .map((line) => {
      const [id, on = ""] = line.split(" < ");
      return `### Phase ${id}: Work ${id}\n- **Status:** ⚪ Not Started\n- **Depends On:** ${on}\n`;
    })
    .join("\n");
}

function cutsOf(text: string): readonly string[] {
  return breakCycles(text).cuts.map(({ id, on }) => `${id} < ${on}`);
}

it.each<[string, readonly string[], readonly string[]]>([
  ["what waits for later work", ["1.1 < 1.2", "1.2 < 1.1"], ["1.1 < 1.2"]],
  ["what waits for the latest work", ["1.1 < 1.2", "1.2 < 1.3", "1.3 < 1.1"], ["1.1 < 1.2"]],
  [
    "what frees the most",
    ["1.1 < 1.2", "1.2 < 1.1, 1.3", "1.3 < 1.2", "1.4 < 1.1"],
    ["1.1 < 1.2", "1.2 < 1.3"],
  ],
  [
    "the one all circles go through",
    ["1.1 < 1.4", "1.2 < 1.1", "1.3 < 1.1", "1.4 < 1.2, 1.3"],
    ["1.1 < 1.4"],
  ],
  [
    "what is only said in a sentence",
    ["1.1 < Phase 1.2", "1.2 < the parser of Phase 1.1 being stable"],
    ["1.2 < 1.1"],
  ],
  ["nothing where there is no circle", ["1.1 < None", "1.2 < 1.1"], []],
])("cuts %s", (_what, lines, cuts) => {
  expect(cutsOf(roadmap(...lines))).toEqual(cuts);
});

it.each<[string, string]>([
  ["- **Depends On:** Phase 1.2, Phase 1.3 ✅", "- **Depends On:** Phase 1.3 ✅"],
  ["- **Depends On:** Phase 1.3; Phase 1.2", "- **Depends On:** Phase 1.3"],
  ["- **Depends On:** Phase 1.3 and Phase 1.2", "- **Depends On:** Phase 1.3"],
  ["- **Depends On:** Phase 1.2 (its tables)", "- **Depends On:** None"],
  ["**Blocked by**: 1.2", "**Blocked by**: None"],
  ["- **Dependencies:**\n  - Phase 1.3\n  - Phase 1.2", "- **Dependencies:**\n  - Phase 1.3"],
])("changes %j to %j and nothing else", (before, after) => {
  const text = (field: string) =>
    [
      "\uFEFF# Plan",
      "### Phase 1.1: First",
      "- **Status:** ⚪ Not Started",
      field,
      "### Phase 1.2: Second",
      "- **Depends On:** Phase 1.1",
      "### Phase 1.3: Third",
      "- **Status:** ⚪ Not Started",
      "no newline at the end",
    ]
      .join("\n")
      .replaceAll("\n", "\r\n");
  expect(breakCycles(text(before)).text).toBe(text(after));
});

it("leaves a circle whose dependencies cannot be taken out alone, and says so", () => {
  const text = [
    "## Batch 1 (Depends: Batch 2)",
    "### Phase 1.1: First",
    "- **Status:** ⚪ Not Started",
    "## Batch 2 (Depends: Batch 1)",
    "### Phase 2.1: Second",
    "- **Status:** ⚪ Not Started",
  ].join("\n");
  expect(breakCycles(text)).toEqual({ text, cuts: [], left: [["1.1", "2.1"]] });
});

it("leaves no circle among ten work streams that all wait for one another", () => {
  const ids = Array.from({ length: 10 }, (_, at) => `1.${at + 1}`);
  const text = roadmap(
    ...ids.map((id) => `${id} < ${ids.filter((each) => each !== id).join(", ")}`),
  );
  const { text: broken, cuts, left } = breakCycles(text);
  expect(parseRoadmap(text).diagnostics).toHaveLength(1);
  expect([parseRoadmap(broken).diagnostics, left]).toEqual([[], []]);
  expect(cuts).toHaveLength(45);
});
