import { describe, expect, it } from "vitest";
import { fileOverlap } from "../index.ts";
import { overlapShare } from "./overlap.ts";

describe("fileOverlap", () => {
  it("divides what plain lists share by the shorter list", () => {
    const a = ["src/a.ts", "src/b.ts"];
    const b = ["src/b.ts", "src/c.ts", "src/d.ts", "src/e.ts"];
    expect(fileOverlap(a, b)).toEqual({ share: 0.5, shared: ["src/b.ts"] });
  });

  it("is the same in either direction", () => {
    const lists = [["src/", "x"], ["src/a.ts"], ["src/*.ts", "y"], ["**/a.ts"], ["."], ["{x,y}"]];
    for (const a of lists)
      for (const b of lists) expect(fileOverlap(a, b)).toEqual(fileOverlap(b, a));
  });

  it("has one share, with or without the paths", () => {
    const lists = [
      ["src/", "x"],
      ["src/a.ts", "y"],
      ["src/*.ts", "y"],
      ["."],
      [" "],
      [],
      ["x", "y"],
    ];
    for (const a of lists)
      for (const b of lists) expect(overlapShare(a, b)).toBe(fileOverlap(a, b).share);
  });

  it("counts a file beneath a directory, with or without the closing slash", () => {
    for (const folder of ["src/parser/", "src/parser", "./src//parser/", "src\\parser\\"]) {
      expect(fileOverlap([folder], ["src/parser/x.ts"])).toEqual({
        share: 1,
        shared: ["src/parser/x.ts"],
      });
    }
  });

  it("does not take a common beginning of a name for a directory", () => {
    expect(fileOverlap(["src/parse"], ["src/parser/x.ts"]).share).toBe(0);
    expect(fileOverlap(["src/parser/"], ["src/parser.ts"]).share).toBe(0);
  });

  it("calls a list wholly inside a directory of a longer one fully shared", () => {
    const inside = ["src/parser/1", "src/parser/2", "src/parser/3"];
    expect(fileOverlap(["src/parser/", "a", "b", "c", "d"], inside).share).toBe(1);
  });

  it.each([
    ["src/**", "src/a/b/c.ts", true],
    ["src/**", "docs/a.md", false],
    ["src/*.ts", "src/a.ts", true],
    ["src/*.ts", "src/deep/a.ts", false],
    ["src/**/*.ts", "src/a.ts", true],
    ["**/*.test.ts", "src/x/y.test.ts", true],
    ["src/{a,b}.ts", "src/b.ts", true],
    ["src/{a,b}.ts", "src/c.ts", false],
    ["src/a?.ts", "src/ab.ts", true],
    ["src/*/index.ts", "src/planner/", true],
    ["src/a*.ts", "src/*b.ts", true],
    ["src/a*.ts", "src/b*.ts", false],
    ["src/**/x.ts", "**/y.ts", true],
    ["app/[id]/page.tsx", "app/i/page.tsx", false],
    ["app/[id]/page.tsx", "app/[id]/page.tsx", true],
    ["*", "any/thing", true],
    [".", "any/thing", true],
    ["docs/../src/a.ts", "src/a.ts", true],
  ])("reads %s against %s as %s", (a, b, meets) => {
    expect(fileOverlap([a], [b]).share > 0).toBe(meets);
  });

  it("finds no overlap where nothing is declared", () => {
    expect(fileOverlap([], ["a"])).toEqual({ share: 0, shared: [] });
    expect(fileOverlap(["", "  "], ["a"])).toEqual({ share: 0, shared: [] });
  });

  it("counts a path once however often and however it is spelled", () => {
    expect(fileOverlap(["a", "./a", "b"], ["a", "c"])).toEqual({ share: 0.5, shared: ["a"] });
  });

  it("answers for patterns made to backtrack", () => {
    const hard = `${"*a".repeat(200)}*b`;
    expect(fileOverlap([hard], ["a".repeat(400)]).share).toBe(0);
    expect(fileOverlap(["{a,b}".repeat(40)], ["x/y"]).share).toBe(1);
  });
});
