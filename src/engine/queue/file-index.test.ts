import fc from "fast-check";
import { expect, it } from "vitest";
import { fileOverlap } from "../../planner/index.ts";
import { addFiles, dropFiles, nearby, newFileIndex } from "./file-index.ts";
import { factsOf } from "../../model/state.fixture.ts";

const segment = fc.constantFrom(
  "src",
  "a",
  "b.ts",
  "**",
  "*.ts",
  "..",
  ".",
  "",
  " a",
  "ü",
  "{a,b}",
);
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const files = fc.array(path, { maxLength: 4 });

it("never misses a pair of streams whose files overlap", () => {
  fc.assert(
    fc.property(files, files, (a, b) => {
      const index = newFileIndex();
      addFiles(index, factsOf("1", { files: a }));
      if (fileOverlap(a, b).share === 0) return;
      expect([...nearby(index, factsOf("2", { files: b }))]).toEqual(["self:1"]);
    }),
    { numRuns: 2_000 },
  );
});

it("forgets a stream completely, and keeps targets apart", () => {
  const index = newFileIndex();
  const one = factsOf("1", { files: ["src/a.ts", "lib/**"] });
  addFiles(index, one);
  const other = factsOf("2", { files: ["src/a.ts"] });
  expect(nearby(index, other).size).toBe(1);
  expect(nearby(index, { ...other, target: "elsewhere" }).size).toBe(0);
  dropFiles(index, one);
  expect(nearby(index, other).size).toBe(0);
  expect(nearby(index, factsOf("3", { files: ["**"] })).size).toBe(0);
});
