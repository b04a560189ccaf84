import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  applyEdits,
  byteRange,
  checkHealth,
  decodeRoadmap,
  encodeRoadmap,
  garden,
  gardenEdits,
  parseRoadmap,
  setStatus,
} from "../../src/roadmap/index.ts";
import { type Comparison, compareFixture, readFixtures } from "./compare.fixture.ts";

const fixtures = readFixtures();
if (fixtures.length === 0) console.warn("real roadmaps are not here: their tests are skipped");

interface Listed {
  readonly reason: string;
}

describe.skipIf(fixtures.length === 0)("against an independent reading of real roadmaps", () => {
  it("differs in at most 2 % of all values, each difference listed with its reason", () => {
    const file = new URL("fixture-differences.json", import.meta.url);
    const listed = JSON.parse(readFileSync(file, "utf8")) as readonly Listed[];
    const comparisons: readonly Comparison[] = fixtures.map(compareFixture);
    const found = comparisons.flatMap(({ differences }) => differences);
    const compared = comparisons.reduce((sum, comparison) => sum + comparison.compared, 0);
    expect(listed.every(({ reason }) => reason.length > 20)).toBe(true);
    const key = ({ fixture, line, field, ours, theirs }: (typeof found)[number]) =>
      JSON.stringify([fixture, line, field, ours, theirs]);
    const known = listed as unknown as typeof found;
    expect(found.map(key).sort()).toEqual(known.map(key).sort());
    expect(found.length / compared).toBeLessThanOrEqual(0.02);
  });
});

/** The text as LF, as CRLF, with a BOM and without its last line ending. */
function variants(text: string): readonly string[] {
  const crlf = text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n");
  return [text, crlf, `\ufeff${text}`, text.replace(/\n+$/, "")];
}

describe.skipIf(fixtures.length === 0).each(fixtures)("the real roadmap $name", ({ text }) => {
  it("round-trips its bytes and points at the right ones", () => {
    const bytes = encodeRoadmap(text);
    expect(decodeRoadmap(bytes)).toEqual({ ok: true, value: text });
    for (const { spans, statusText } of parseRoadmap(text).workStreams.slice(0, 40)) {
      if (spans.status === null) continue;
      const range = byteRange(text, spans.status);
      const words = decodeRoadmap(bytes.subarray(range.start, range.end));
      expect(words).toEqual({ ok: true, value: statusText });
    }
  });

  it("reads the same with CRLF, a BOM or no last line ending", () => {
    const [plain, ...others] = variants(text).map((variant) =>
      parseRoadmap(variant).workStreams.map(({ spans: _spans, slots: _slots, ...rest }) => rest),
    );
    for (const other of others) expect(other).toEqual(plain);
  });

  it("is gardened in exactly the status lines of what is unblocked", () => {
    for (const variant of variants(text)) {
      const before = parseRoadmap(variant);
      const plan = garden(before);
      expect(checkHealth(before).unblockable).toEqual(plan.unblocked.map(({ id }) => id));
      const { text: after, edits } = gardenEdits(variant);
      const lines = before.workStreams.filter((stream) => stream.unblockable);
      expect(edits.map(({ line }) => line)).toEqual(lines.map(({ line }) => line));
      const changed = changedLines(variant, after);
      expect(changed).toHaveLength(edits.length);
      for (const line of changed) expect(line).toMatch(/blocked|🔴/i);
      const again = parseRoadmap(after);
      const open = new Set(checkHealth(again).available);
      for (const { id } of plan.unblocked) expect(open.has(id)).toBe(true);
      expect(garden(again).unblocked).toEqual([]);
    }
  });

  it("takes any status in its own manner and changes nothing else", () => {
    for (const variant of variants(text)) {
      const { workStreams } = parseRoadmap(variant);
      const some = workStreams.filter((_, i) => i % Math.ceil(workStreams.length / 4) === 0);
      for (const { id, line } of some) {
        for (const status of ["complete", "blocked"] as const) {
          const changed = setStatus(variant, id, status, { line });
          if (!changed.ok) throw new Error(changed.error.message);
          const { text: after, edits } = changed.value;
          expect(applyEdits(variant, edits)).toBe(after);
          expect(outside(variant, after, edits)).toBe(true);
          const read = parseRoadmap(after).workStreams.find((stream) => stream.id === id);
          if (edits.length === 1)
            expect(read?.line).toBe(workStreams.find((s) => s.id === id)?.line);
        }
      }
    }
  });
});

function changedLines(before: string, after: string): readonly string[] {
  const old = before.split("\n");
  const now = after.split("\n");
  expect(now).toHaveLength(old.length);
  return old.filter((line, i) => line !== now[i]);
}

/** Everything outside the spans is what it was. */
function outside(
  before: string,
  after: string,
  edits: readonly { readonly span: { start: number; end: number }; readonly replacement: string }[],
): boolean {
  let shift = 0;
  let at = 0;
  for (const { span, replacement } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    if (before.slice(at, span.start) !== after.slice(at + shift, span.start + shift)) return false;
    shift += replacement.length - (span.end - span.start);
    at = span.end;
  }
  return before.slice(at) === after.slice(at + shift);
}
