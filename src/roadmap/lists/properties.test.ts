import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  appendWorkStream,
  applyEdits,
  breakCycles,
  checkHealth,
  garden,
  gardenEdits,
  parseRoadmap,
  rebaseEdit,
  setStatus,
  toFacts,
} from "../index.ts";

const words = fc.constantFrom(
  "a",
  "b",
  "**b**: c",
  "1.2 d",
  "T001 e",
  "1. f",
  "~~g~~",
  "h (P1, S)",
  "i (blocked)",
  "j — depends on: a, b",
  "k (depends on T001) (in progress)",
  "l after 1.2",
  "m 🚧",
  "n 🔴 #12",
  "o ⛔ a 📅 2026-01-01 ^id",
  "p <!-- q --> ",
  "[r](s) `(S)`",
  "",
);
const sign = fc.constantFrom(" ", "x", "X", "/", "-", "~", "?", "✅", "", "WIP", "\u00a0", "[");
const bullet = fc.constantFrom("- ", "* ", "+ ", "1. ", "  - ", "    * ", "\t- ", "\u00a0- ", "• ");
const line = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(bullet, sign, words).map(([b, s, w]) => `${b}[${s}] ${w}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "## Later",
      "## Done",
      "# App",
      "### Blocked",
      "**Forms**",
      "- Pages",
      "  - Status: blocked",
      "  - Depends on: b",
      "  - after a",
      "```",
      "<!--",
      "-->",
      "",
      "words",
      "Legend: [-] cancelled",
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
);
const list = fc
  .tuple(fc.array(line, { maxLength: 25 }), fc.constantFrom("\n", "\r\n", "\r"), fc.boolean())
  .map(([lines, eol, bom]) => (bom ? "\ufeff" : "") + lines.join(eol));

describe("for any check list", () => {
  it("reading never throws, spans lie in their order, and ids made of titles are each there once", () => {
    fc.assert(
      fc.property(list, (text) => {
        const roadmap = parseRoadmap(text);
        let last = 0;
        let end = 0;
        for (const { spans, slots, line: place } of roadmap.workStreams) {
          expect(place).toBeGreaterThan(last);
          last = place;
          if (roadmap.dialect !== "list") continue;
          expect(spans.block.start).toBeGreaterThanOrEqual(end);
          expect(spans.block.end).toBeGreaterThanOrEqual(spans.heading.end);
          end = spans.block.end;
          for (const { span, text: said } of slots) {
            expect(text.slice(span.start, span.end)).toBe(said);
          }
        }
        const made = roadmap.workStreams.filter(({ spans }) => spans.id === null);
        expect(new Set(made.map(({ id }) => id)).size).toBe(made.length);
        const facts = toFacts(roadmap, "self");
        expect(new Set(facts.map(({ key }) => key)).size).toBe(facts.length);
      }),
      { numRuns: 500 },
    );
  });

  it("a status is refused, or read back with nothing else changed", () => {
    fc.assert(
      fc.property(
        list,
        fc.constantFrom(
          "complete",
          "not_started",
          "blocked",
          "in_progress",
          "deferred",
          "cancelled",
        ),
        (text, wanted) => {
          const before = parseRoadmap(text);
          for (const { id, line: place } of before.workStreams) {
            const result = setStatus(text, id, wanted, { line: place });
            if (!result.ok) {
              expect(result.error.reason).toBe("unwritable");
              continue;
            }
            const { text: after, edits } = result.value;
            expect(applyEdits(text, edits)).toBe(after);
            const lines = (whole: string) => whole.split(/\r\n|\r|\n/);
            const touched = lines(after).filter((each, at) => each !== lines(text)[at]);
            if (before.dialect === "list") expect(touched.length).toBeLessThanOrEqual(2);
            if (wanted === "complete") expect(after.length).toBeLessThanOrEqual(text.length + 9);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("a tick changes the one sign between the brackets, where the item says no other status", () => {
    fc.assert(
      fc.property(list, (text) => {
        const roadmap = parseRoadmap(text);
        if (roadmap.dialect !== "list") return;
        for (const { id, line: place, slots, status } of roadmap.workStreams) {
          if (slots.length > 1 || status === "complete") continue;
          const result = setStatus(text, id, "complete", { line: place });
          if (!result.ok) throw new Error(result.error.message);
          expect(result.value.edits).toHaveLength(1);
          expect(parseRoadmap(result.value.text).workStreams.map((each) => each.id)).toEqual(
            roadmap.workStreams.map((each) => each.id),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it("health and gardening agree, and gardening once is enough", () => {
    fc.assert(
      fc.property(list, (text) => {
        const before = parseRoadmap(text);
        expect(checkHealth(before).unblockable).toEqual(garden(before).unblocked.map((u) => u.id));
        const after = parseRoadmap(gardenEdits(text).text, { dialect: before.dialect });
        expect(garden(after).unblocked).toEqual([]);
        expect(() => breakCycles(text)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it("an edit of ours on a person's text changes at most that edit's place", () => {
    fc.assert(
      fc.property(list, list, (base, working) => {
        const [first] = parseRoadmap(base).workStreams;
        if (first === undefined) return;
        const ours = setStatus(base, first.id, "complete", { line: first.line });
        if (!ours.ok) return;
        const { text, applied } = rebaseEdit(base, ours.value.edits, working);
        expect(text).toBe(applied.length === 0 ? working : applyEdits(working, applied));
      }),
      { numRuns: 300 },
    );
  });

  it("adding work is refused, or adds one work stream and changes no other", () => {
    fc.assert(
      fc.property(list, fc.string({ unit: "binary", maxLength: 20 }), (text, title) => {
        const before = parseRoadmap(text);
        const added = appendWorkStream(text, { title, priority: "high", effort: "S" });
        if (!added.ok || before.dialect !== "list") return;
        const { workStreams } = parseRoadmap(added.value.text);
        const others = workStreams.filter(({ id }) => id !== added.value.id);
        expect(others.map(({ id, status }) => [id, status])).toEqual(
          before.workStreams.map(({ id, status }) => [id, status]),
        );
      }),
      { numRuns: 400 },
    );
  });
});

const MEGA = 1_000_000;

describe("lists made to be slow are read all the same", () => {
  it.each([
    ["an item of ten million characters", `- [ ] ${"a ".repeat(5 * MEGA)}`, 1],
    ["an item of parentheses", `- [ ] a ${"(".repeat(MEGA)}`, 1],
    ["an item of tags", `- [ ] a ${"(P1) ".repeat(MEGA / 5)}`, 1],
    ["an item of dashes", `- [ ] a${" - P1".repeat(MEGA / 5)}`, 1],
    ["an item of strokes", `- [ ] ${"~~a".repeat(MEGA)}`, 1],
    ["an item of comments", `- [ ] a ${"<!-- b --> ".repeat(MEGA / 10)}`, 1],
    ["an item of code", `- [ ] ${"`a".repeat(MEGA)}`, 1],
    ["boxes in boxes", `- ${"[ ] ".repeat(2 * MEGA)}a`, 1],
    ["twenty thousand twins", "- [ ] a\n".repeat(20_000), 20_000],
    ["twins below twenty thousand headings", "## b\n- [ ] a\n".repeat(20_000), 20_000],
    ["a million parts of one item", `- [ ] a\n${"  - [ ] b\n".repeat(MEGA)}`, 1],
    ["an item with empty lines behind it", `- [ ] a\n${"\n".repeat(5 * MEGA)}`, 1],
    [
      "bullets that go deeper and deeper",
      Array.from({ length: 1500 }, (_, i) => `${" ".repeat(2 * i)}- a\n`).join("") +
        `${" ".repeat(3000)}- [ ] b\n`,
      1,
    ],
  ])("%s", (_name, text, count) => {
    expect(parseRoadmap(text).workStreams).toHaveLength(count);
  });
});
