import fc from "fast-check";
import { expect, test } from "vitest";
import { alignRows, columnsOf, fit, padTo } from "./width.ts";

const text = fc.string({ unit: "grapheme", maxLength: 40 });

test("wide characters take two columns, marks none and all others one", () => {
  expect(columnsOf("Phase 1.2")).toBe(9);
  expect(columnsOf("naïve – …")).toBe(9);
  expect(columnsOf("日本語")).toBe(6);
  expect(columnsOf("e\u0301")).toBe(1);
  expect(columnsOf("🚀")).toBe(2);
  expect(columnsOf("\u{3fffd}\u{3fffe}")).toBe(3);
});

test("a text is as wide as its characters together", () => {
  fc.assert(
    fc.property(text, (whole) => {
      const parts = [...whole].map(columnsOf);
      expect(columnsOf(whole)).toBe(parts.reduce((sum, one) => sum + one, 0));
    }),
  );
});

test("what is cut fits, begins as the text does, and says that it was cut", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 50 }), (whole, columns) => {
      const cut = fit(whole, columns);
      expect(columnsOf(cut)).toBeLessThanOrEqual(columns);
      if (columnsOf(whole) <= columns) expect(cut).toBe(whole);
      else expect(whole.startsWith(cut.slice(0, -1)) && cut.endsWith("…")).toBe(true);
    }),
  );
});

test("columns line up whatever stands in them", () => {
  const rows = alignRows([
    ["日本", "a"],
    ["abc…", "b"],
    ["", "c"],
  ]);
  expect(rows.map((row) => columnsOf(row.slice(0, -1)))).toEqual([6, 6, 6]);
  expect(padTo("é", 3)).toBe("é  ");
});
