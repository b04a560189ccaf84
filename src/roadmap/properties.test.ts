import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendWorkStream } from "./editing/append.ts";
import { decodeRoadmap, encodeRoadmap } from "./decode.ts";
import { applyEdits, setStatus } from "./editing/edits.ts";
import { toFacts } from "./facts.ts";
import { checkHealth, garden, gardenEdits } from "./editing/garden.ts";
import { compareIds } from "./ids.ts";
import { parseRoadmap } from "./parse.ts";
import { rebaseEdit } from "./editing/rebase.ts";

const id = fc.constantFrom("1.1", "1.2", "1.10", "2.1", "REQ-1", "REQ-2", "US-3", "x:y", "");
const heading = fc.constantFrom(
  "### Phase ",
  "## ",
  "#### Work Stream ",
  "### ⚪ ",
  "### 🔴 **PRIORITY ",
);
const status = fc.constantFrom(
  "✅ Complete",
  "🔴 Blocked",
  "Blocked (ask)",
  "⚪ Not Started",
  "NEW",
  "🔄",
  "",
  "🚨 ?",
);
const line = fc.oneof(
  fc.tuple(heading, id).map(([lead, name]) => `${lead}${name}: title`),
  status.map((words) => `- **Status:** ${words}`),
  status.map((words) => `**Status**: ${words}`),
  fc.tuple(id, id).map(([a, b]) => `- **Depends On:** Phase ${a}, ${b} ✅`),
  fc.constantFrom(
    "```",
    "~~~~",
    "<!--",
    "-->",
    "---",
    "",
    "- [x] a",
    "  - [ ] b",
    "## Batch 2 (Depends: Batch 1)",
  ),
  fc.constantFrom(
    "🟢 REQ-5: one (S, blocked by REQ-1)",
    "## Batch 1",
    "- **Owner:** -",
    "| a | b |",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const document = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom("\n", "\r\n", "\r"), fc.boolean())
  .map(([lines, eol, bom]) => (bom ? "\ufeff" : "") + lines.join(eol));

describe("for any text", () => {
  it("reading never throws, and spans lie in order inside the text", () => {
    fc.assert(
      fc.property(fc.oneof(document, fc.string({ unit: "binary" }), fc.json()), (text) => {
        const roadmap = parseRoadmap(text);
        let last = 0;
        for (const { spans, slots, line } of roadmap.workStreams) {
          if (roadmap.dialect !== "json") expect(line).toBeGreaterThan(last);
          last = line;
          expect(spans.block.end).toBeLessThanOrEqual(text.length);
          for (const { span, text: words } of slots) {
            if (roadmap.dialect !== "json") expect(text.slice(span.start, span.end)).toBe(words);
          }
        }
        const facts = toFacts(roadmap, "self");
        expect(new Set(facts.map(({ key }) => key)).size).toBe(facts.length);
      }),
      { numRuns: 600 },
    );
  });

  it("setting a status changes the spans it names and reads back", () => {
    fc.assert(
      fc.property(
        document,
        fc.constantFrom("complete", "not_started", "blocked", "in_progress", "deferred"),
        (text, wanted) => {
          const { workStreams } = parseRoadmap(text);
          for (const { id: name, line: place } of workStreams) {
            const result = setStatus(text, name, wanted, { line: place });
            if (!result.ok) {
              expect(result.error.reason).toBe("unwritable");
              continue;
            }
            expect(applyEdits(text, result.value.edits)).toBe(result.value.text);
            const kept = result.value.edits.reduce(
              (rest, { span }) => rest - (span.end - span.start),
              text.length,
            );
            const added = result.value.edits.reduce(
              (sum, edit) => sum + edit.replacement.length,
              0,
            );
            expect(result.value.text.length).toBe(kept + added);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("health and gardening agree, and gardening once is enough", () => {
    fc.assert(
      fc.property(document, (text) => {
        const before = parseRoadmap(text);
        expect(checkHealth(before).unblockable).toEqual(garden(before).unblocked.map((u) => u.id));
        const { text: after } = gardenEdits(text);
        const again = parseRoadmap(after, { dialect: before.dialect });
        expect(garden(again).unblocked).toEqual([]);
        const open = checkHealth(again).available;
        for (const { id: name } of garden(before).unblocked) expect(open).toContain(name);
      }),
      { numRuns: 400 },
    );
  });

  it("an edit of ours on a person's text changes at most that edit's place", () => {
    fc.assert(
      fc.property(document, document, (base, working) => {
        const [first] = parseRoadmap(base).workStreams;
        if (first === undefined) return;
        const ours = setStatus(base, first.id, "complete", { line: first.line });
        if (!ours.ok) return;
        const { text, applied } = rebaseEdit(base, ours.value.edits, working);
        if (applied.length === 0) expect(text).toBe(working);
        else expect(text).toBe(applyEdits(working, applied));
      }),
      { numRuns: 300 },
    );
  });

  it("adding work is refused or adds exactly one work stream", () => {
    fc.assert(
      fc.property(document, fc.string({ unit: "binary", maxLength: 30 }), (text, title) => {
        const before = parseRoadmap(text).workStreams.length;
        const added = appendWorkStream(text, { title });
        if (added.ok) expect(parseRoadmap(added.value.text).workStreams).toHaveLength(before + 1);
      }),
      { numRuns: 300 },
    );
  });

  it("bytes of well-formed text survive", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        if (text.includes("\0") || /\p{Surrogate}/u.test(text)) return;
        expect(decodeRoadmap(encodeRoadmap(text))).toEqual({ ok: true, value: text });
      }),
    );
  });
});

it("the order of ids is an order", () => {
  const name = fc.oneof(id, fc.stringMatching(/^[A-C]?-?\d{1,3}(\.\d{1,3})?$/));
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(compareIds(a, b))).toBe(-Math.sign(compareIds(b, a)) + 0);
      if (compareIds(a, b) <= 0 && compareIds(b, c) <= 0)
        expect(compareIds(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
